//! Reading, changing and removing providers, also while they are being asked.

use csp_ingestor::jobs::leaving;
use csp_ingestor::store::MOST_PROVIDERS;
use identity::Role;
use reqwest::header::{ETAG, IF_MATCH, IF_NONE_MATCH, LOCATION};
use serde_json::{Value, json};

use crate::bed::{Bed, NOW, acme, outage, until};

const ACME: &str = "/api/v1/csp/providers/acme";

async fn read(bed: &Bed) -> Value {
    let (status, provider) = bed.answer(bed.ask("GET", ACME, Role::Viewer)).await;
    assert_eq!(status, 200, "{provider}");
    provider
}

async fn change(bed: &Bed, body: Value) -> Value {
    let (status, provider) = bed.answer(bed.ask("PATCH", ACME, Role::Manager).json(&body)).await;
    assert_eq!(status, 200, "{provider}");
    provider
}

async fn remove(bed: &Bed) {
    assert_eq!(bed.answer(bed.ask("DELETE", ACME, Role::Manager)).await.0, 204);
}

fn down() -> Value {
    outage("a", "investigating", "major", &[("u1", "investigating", "We look.")])
}

/// Waits until the page was asked `times` times: a look is under way then.
async fn asked(bed: &Bed, times: usize) {
    until("the look asks", async || bed.page.asked() >= times).await;
}

#[tokio::test]
async fn a_provider_is_read_as_it_was_settled() {
    let bed = Bed::start().await;
    let body = json!({"name": "Acme", "feed_url": bed.page.url(), "type": "json", "interval_s": 30,
        "more_feeds": ["https://news.acme.example/rss?key=secret"], "services": ["API"], "regions": ["eu-1"],
        "severities": {"Critical": 3}, "min_severity": 1, "announce": true, "paused": false});
    let response = bed.ask("POST", "/api/v1/csp/providers", Role::Manager).json(&body).send().await.unwrap();
    assert_eq!((response.status().as_u16(), response.headers()[LOCATION].to_str().unwrap()), (201, ACME));
    let mut provider: Value = response.json().await.unwrap();
    let shown = json!({"name": "acme", "feed_url": bed.page.url(), "type": "json", "interval_s": 30,
        "more_feeds": ["https://news.acme.example/rss?key=secret"], "services": ["API"], "regions": ["eu-1"],
        "severities": {"critical": 3}, "min_severity": 1, "announce": true, "paused": false, "created_at": NOW,
        "version": 1, "last_good_at": null, "last_polled_at": null, "last_error": null, "dialect": null,
        "oddities": [], "failures": 0, "health": {"state": "new", "since": NOW}});
    assert_eq!(provider, shown);
    provider["more_feeds"][0] = json!("https://news.acme.example/rss");
    assert_eq!(read(&bed).await, provider, "the query of an address is for managers");
    let (status, _) = bed.answer(bed.ask("GET", "/api/v1/csp/providers/nobody", Role::Viewer)).await;
    assert_eq!(status, 404);
    let (status, _) = bed.answer(bed.ask("GET", "/api/v1/csp/providers/no%20name", Role::Viewer)).await;
    assert_eq!(status, 404);
}

#[tokio::test]
async fn a_reader_is_shown_every_poll_and_a_writer_held_to_the_version() {
    let bed = Bed::start().await;
    bed.register().await;
    let tag = async || bed.ask("GET", ACME, Role::Viewer).send().await.unwrap().headers()[ETAG].clone();
    let again = async |tag: &_| {
        let request = bed.ask("GET", ACME, Role::Viewer).header(IF_NONE_MATCH, tag);
        bed.answer(request).await.0
    };
    let first = tag().await;
    assert_eq!(again(&first).await, 304);
    bed.page.show_incidents(&[]);
    bed.look().await;
    assert_eq!(again(&first).await, 200, "it was polled since");
    assert_eq!(read(&bed).await["health"], json!({"state": "ok", "since": NOW}));
    let patch = async |believed: &str, paused: bool| {
        let request = bed.ask("PATCH", ACME, Role::Manager).header(IF_MATCH, believed).json(&json!({"paused": paused}));
        bed.answer(request).await
    };
    assert_eq!(patch(first.to_str().unwrap(), true).await.0, 200, "a poll is no change");
    let (status, problem) = patch(first.to_str().unwrap(), false).await;
    assert_eq!((status, &problem["type"]), (412, &json!("urn:polystatus:problem:stale-version")));
    assert_eq!(patch("\"2\"", false).await.1["version"], 3, "the version itself will do");
    let stale = bed.ask("DELETE", ACME, Role::Manager).header(IF_MATCH, "\"2\"");
    assert_eq!(bed.answer(stale).await.0, 412);
    let good = bed.ask("DELETE", ACME, Role::Manager).header(IF_MATCH, tag().await);
    assert_eq!(bed.answer(good).await.0, 204);
}

#[tokio::test]
async fn a_change_is_audited_with_what_changed_and_no_change_is_none() {
    let bed = Bed::start().await;
    bed.register().await;
    assert_eq!(change(&bed, json!({"interval_s": 30, "min_severity": 3})).await["version"], 2);
    assert_eq!(change(&bed, json!({"interval_s": 30})).await["version"], 2, "nothing changed");
    remove(&bed).await;
    let (_, audit) = bed.answer(bed.ask("GET", "/api/v1/audit", Role::Admin)).await;
    let told: Vec<_> = audit.as_array().unwrap().iter().map(|entry| (&entry["action"], &entry["detail"])).collect();
    assert_eq!(
        json!(told),
        json!([
            ["provider.removed", ""],
            ["provider.changed", "interval_s 60 -> 30; min_severity 2 -> 3"],
            ["provider.registered", "127.0.0.1"]
        ])
    );
}

#[tokio::test]
async fn every_fault_of_a_change_is_named() {
    let bed = Bed::start().await;
    bed.register().await;
    let body = json!({"name": "other", "feed_url": "http://10.0.0.1/", "type": null, "interval_s": 1,
        "services": ["\u{7}"], "min_severity": 5});
    let (status, problem) = bed.answer(bed.ask("PATCH", ACME, Role::Manager).json(&body)).await;
    let faults: Vec<_> = problem["errors"].as_array().unwrap().iter().map(|fault| &fault["pointer"]).collect();
    assert_eq!(status, 400);
    assert_eq!(json!(faults), json!(["/feed_url", "/interval_s", "/min_severity", "/name", "/services/0", "/type"]));
}

#[tokio::test]
async fn a_paused_provider_is_not_asked_and_asked_at_once_when_it_goes_on() {
    let bed = Bed::start().await;
    bed.register().await;
    bed.page.show_incidents(&[]);
    assert_eq!(change(&bed, json!({"paused": true})).await["health"]["state"], "paused");
    assert!(bed.poll().await.is_empty());
    assert_eq!(bed.refresh().await["ok"], true, "a person may look all the same");
    assert!(bed.poll().await.is_empty(), "which does not set it going");
    change(&bed, json!({"paused": false})).await;
    assert_eq!(bed.poll().await, ["acme"]);
    assert_eq!(bed.page.asked(), 2);
}

#[tokio::test]
async fn another_address_is_read_as_if_for_the_first_time() {
    let bed = Bed::start().await;
    bed.register().await;
    bed.page.show_incidents(&[]);
    bed.page.tag("\"1\"");
    bed.look().await;
    let moved = change(&bed, json!({"feed_url": format!("{}?v=2", bed.page.url())})).await;
    assert_eq!((&moved["dialect"], &moved["health"]["state"]), (&Value::Null, &json!("new")));
    assert_eq!(bed.poll().await, ["acme"], "it is asked at once");
    assert_eq!(bed.page.not_modified(), 0);
    bed.look().await;
    assert_eq!(bed.page.not_modified(), 1);
}

#[tokio::test]
async fn what_is_settled_anew_is_applied_to_a_feed_that_does_not_change() {
    let bed = Bed::start().await;
    bed.register().await;
    bed.page.show_incidents(&[outage("a", "investigating", "minor", &[])]);
    bed.page.tag("\"1\"");
    bed.look().await;
    assert_eq!(bed.tell_incidents().await, 0);
    change(&bed, json!({"severities": {"minor": 2}})).await;
    bed.look().await;
    assert_eq!(bed.events("").await[0]["severity"], 2);
    assert_eq!((bed.tell_incidents().await, bed.incidents.opened().len()), (1, 1));
}

#[tokio::test]
async fn a_lower_threshold_opens_incidents_for_what_is_under_way() {
    let bed = Bed::start().await;
    bed.register().await;
    bed.page.show_incidents(&[outage("a", "investigating", "minor", &[])]);
    bed.look().await;
    change(&bed, json!({"min_severity": 3})).await;
    bed.look().await;
    assert_eq!((bed.tell_incidents().await, bed.incidents.opened().len()), (1, 1));
}

#[tokio::test]
async fn a_removed_provider_leaves_its_history_and_nobody_is_told() {
    let bed = Bed::start().await;
    bed.register().await;
    bed.page.show_incidents(&[down()]);
    bed.look().await;
    bed.tell_incidents().await;
    remove(&bed).await;
    assert_eq!(bed.answer(bed.ask("GET", ACME, Role::Viewer)).await.0, 404);
    assert_eq!(bed.answer(bed.ask("DELETE", ACME, Role::Manager)).await.0, 404);
    assert_eq!(bed.answer(bed.ask("POST", "/api/v1/csp/refresh?provider=acme", Role::Manager)).await.0, 400);
    assert!(bed.poll().await.is_empty());
    let event = &bed.events("").await[0];
    assert_eq!((&event["status"], &event["text"]), (&json!("resolved"), &json!("We look.")));
    let (_, event) = bed
        .answer(bed.ask("GET", &format!("/api/v1/csp/events/{}", event["id"].as_str().unwrap()), Role::Viewer))
        .await;
    assert_eq!(event["updates"][0]["text"], "No longer followed.");
    assert_eq!((bed.tell_incidents().await, bed.incidents.causes().len()), (0, 1), "what became of it is not known");
    bed.register().await;
    bed.look().await;
    assert_eq!(bed.events("?active=true").await.len(), 1, "followed again, it goes on where it was");
}

#[tokio::test]
async fn a_removal_that_was_broken_off_is_gone_on_with() {
    let bed = Bed::start().await;
    bed.register().await;
    bed.page.show_incidents(&[down()]);
    bed.look().await;
    let audit = identity::audit::Entry::new(NOW, identity::Actor::service("test"), "provider.removed", "acme", "");
    bed.app.store.remove(&acme(), problem::IfMatch(None), &audit).await.unwrap();
    assert_eq!(bed.events("?active=true").await.len(), 1);
    leaving::step(&bed.app).await.unwrap();
    assert_eq!(bed.events("?active=true").await.len(), 0);
    assert!(bed.app.store.leaving().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_look_that_began_before_a_change_or_removal_leaves_no_trace() {
    let bed = Bed::start().await;
    bed.register().await;
    bed.page.show_incidents(&[down()]);
    bed.page.hold();
    let changed = async {
        asked(&bed, 1).await;
        change(&bed, json!({"min_severity": 1})).await;
        bed.page.let_go();
    };
    let (_, ()) = tokio::join!(bed.look(), changed);
    assert!(bed.events("").await.is_empty());
    assert_eq!(read(&bed).await["last_polled_at"], Value::Null);
    bed.page.hold();
    let removed = async {
        asked(&bed, 2).await;
        remove(&bed).await;
        bed.register().await;
        bed.page.let_go();
    };
    let (_, ()) = tokio::join!(bed.look(), removed);
    assert!(bed.events("").await.is_empty(), "nor on who is registered under the name since");
    assert_eq!(read(&bed).await["health"]["state"], "new");
    assert_eq!(bed.look().await.created, 1);
}

#[tokio::test]
async fn there_are_two_thousand_providers_at_most() {
    let bed = Bed::start().await;
    let mut redis = bed.app.store.redis().connection();
    let mut pipe = redis::pipe();
    for n in 0..MOST_PROVIDERS {
        pipe.zadd(bed.app.store.redis().key("providers"), format!("p{n}"), n).ignore();
    }
    let _: () = pipe.query_async(&mut redis).await.unwrap();
    let (status, problem) =
        bed.answer(bed.ask("POST", "/api/v1/csp/providers", Role::Manager).json(&json!({"name": "github"}))).await;
    assert_eq!((status, &problem["type"]), (409, &json!("urn:polystatus:problem:too-many")));
}
