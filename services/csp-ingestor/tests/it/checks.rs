//! A provider without a page, which is asked whether it answers.

use std::time::Duration;

use identity::Role;
use serde_json::json;

use crate::bed::{Bed, NOW};

/// The page as a provider that is only asked whether it answers, with further addresses.
async fn checked(more: &[String]) -> Bed {
    let bed = Bed::start().await;
    let body = json!({"name": "acme", "feed_url": bed.page.url(), "type": "http", "more_feeds": more});
    let (status, answer) = bed.answer(bed.ask("POST", "/api/v1/csp/providers", Role::Manager).json(&body)).await;
    assert_eq!(status, 201, "{answer}");
    bed
}

#[tokio::test]
async fn two_failures_in_a_row_are_an_outage_and_an_answer_ends_it() {
    let bed = checked(&[]).await;
    bed.page.show("any words at all");
    let look = bed.look().await;
    assert_eq!((look.ok, look.events_seen, json!(look.dialect)), (true, 0, json!("http")));
    bed.page.fail(503);
    let look = bed.look().await;
    assert_eq!(
        (look.ok, look.created, look.error.unwrap().as_str()),
        (false, 0, "the address answered with status 503")
    );
    let look = bed.look().await;
    assert_eq!((look.ok, look.created), (false, 1));
    assert_eq!(bed.look().await.created + bed.look().await.updated, 0, "the same outage");
    let event = &bed.events("?active=true").await[0];
    assert_eq!((&event["title"], &event["severity"]), (&json!("127.0.0.1 does not answer"), &json!(2)));
    assert_eq!(event["text"], "Asked more than once in a row: the address answered with status 503.");
    bed.page.show("");
    let look = bed.look().await;
    assert_eq!((look.ok, look.ended), (true, 1));
    assert_eq!(bed.events("").await[0]["status"], "resolved");
    assert_eq!(bed.health().await.1, None);
}

#[tokio::test]
async fn each_outage_is_an_event_and_an_incident_of_its_own() {
    let bed = checked(&[]).await;
    for _ in 0..2 {
        bed.page.fail(500);
        bed.look().await;
        bed.look().await;
        bed.page.show("");
        bed.look().await;
        bed.tell_incidents().await;
    }
    let events = bed.events("").await;
    assert_eq!((events.len(), &events[0]["external_id"]), (2, &events[1]["external_id"]));
    assert_eq!(bed.incidents.opened().len(), 2);
    assert!(bed.incidents.causes().iter().any(|(_, cause)| cause.ended_at.is_some()));
}

#[tokio::test]
async fn an_outage_goes_on_where_it_was_when_it_is_followed_again() {
    let bed = checked(&[]).await;
    bed.page.fail(500);
    bed.look().await;
    bed.look().await;
    bed.tell_incidents().await;
    let gone = bed.ask("DELETE", "/api/v1/csp/providers/acme", Role::Manager);
    assert_eq!(bed.answer(gone).await.0, 204);
    assert!(bed.events("?active=true").await.is_empty());
    let again = json!({"name": "acme", "feed_url": bed.page.url(), "type": "http"});
    let (status, _) = bed.answer(bed.ask("POST", "/api/v1/csp/providers", Role::Manager).json(&again)).await;
    assert_eq!(status, 201);
    bed.look().await;
    bed.look().await;
    bed.tell_incidents().await;
    assert_eq!((bed.events("").await.len(), bed.incidents.opened().len()), (1, 1), "the same outage");
    bed.page.show("");
    bed.look().await;
    bed.tell_incidents().await;
    assert!(bed.incidents.causes().last().unwrap().1.ended_at.is_some());
}

#[tokio::test]
async fn a_hiccup_is_no_outage() {
    let bed = checked(&[]).await;
    for _ in 0..3 {
        bed.page.fail(502);
        bed.look().await;
        bed.page.show("");
        bed.look().await;
    }
    assert!(bed.events("").await.is_empty());
}

#[tokio::test]
async fn a_refusal_is_an_answer() {
    let bed = checked(&[]).await;
    for status in [401, 403, 404, 429] {
        bed.page.fail(status);
        bed.look().await;
        assert!(bed.look().await.ok, "{status}");
    }
    assert!(bed.events("").await.is_empty());
}

#[tokio::test]
async fn silence_is_an_outage_and_is_watched_without_delay() {
    let bed = checked(&[]).await;
    bed.page.show("");
    bed.page.slow_down(Duration::from_secs(3));
    for _ in 0..2 {
        assert!(!bed.look().await.ok);
    }
    assert_eq!(bed.events("?active=true").await.len(), 1);
    let state = bed.app.store.subject(&crate::bed::acme()).await.unwrap().state;
    assert_eq!((state.failures, state.last_good_at), (2, None));
    // A quiet host is not left alone where the question is whether it is quiet.
    bed.page.slow_down(Duration::ZERO);
    bed.page.show("");
    let key = bed.app.store.redis().key("polls");
    let mut redis = bed.app.store.redis().connection();
    let due: i64 = redis::AsyncCommands::zscore(&mut redis, &key, "acme").await.unwrap();
    assert!(due <= (crate::bed::NOW + 66) * 1000, "asked again at its interval");
    assert_eq!(bed.look().await.ended, 1);
}

#[tokio::test]
async fn of_several_addresses_each_has_outages_of_its_own() {
    let other = "http://127.0.0.1:9/".to_owned();
    let bed = checked(&[other]).await;
    bed.page.show("");
    bed.look().await;
    let look = bed.look().await;
    assert_eq!((look.ok, look.created), (true, 1), "one answers and one does not");
    // The one has been silent for days when the other begins: each began when it began.
    bed.app.clock.advance(5 * 86_400);
    bed.page.fail(500);
    bed.look().await;
    assert_eq!(bed.look().await.created, 1);
    let began: Vec<_> = bed.events("?active=true").await.iter().map(|event| event["ts_start"].clone()).collect();
    assert_eq!(began, [json!(NOW + 5 * 86_400), json!(NOW)]);
    bed.page.show("");
    assert_eq!(bed.look().await.ended, 1);
    assert_eq!(bed.events("?active=true").await.len(), 1);
}

#[tokio::test]
async fn an_address_that_is_named_twice_is_asked_once() {
    let bed = checked(&["http://127.0.0.1:9/".to_owned()]).await;
    // The first address becomes one that was among the further ones.
    let change = json!({"feed_url": "http://127.0.0.1:9/"});
    let (status, answer) =
        bed.answer(bed.ask("PATCH", "/api/v1/csp/providers/acme", Role::Manager).json(&change)).await;
    assert_eq!((status, &answer["more_feeds"]), (200, &json!(["http://127.0.0.1:9/"])));
    bed.look().await;
    let look = bed.look().await;
    assert_eq!((look.ok, look.created), (false, 1), "all that is asked is silent");
    assert!(!look.error.unwrap().contains("127.0.0.1"), "of one address no place is named");
    assert_eq!(bed.events("?active=true").await.len(), 1);
}
