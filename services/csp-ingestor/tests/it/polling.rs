//! When providers are asked, and what is asked.

use csp_ingestor::domain::poll;
use csp_ingestor::store::{Write, Written};
use identity::{Actor, audit};
use redis::AsyncCommands;

use crate::bed::{Bed, NOW, outage};

#[tokio::test]
async fn a_provider_is_polled_at_once_and_then_at_its_interval() {
    let bed = Bed::start().await;
    bed.register().await;
    bed.page.show_incidents(&[]);
    assert_eq!(bed.poll().await, ["acme"]);
    assert!(bed.poll().await.is_empty());
    bed.app.clock.advance(53);
    assert!(bed.poll().await.is_empty());
    bed.app.clock.advance(14);
    assert_eq!(bed.poll().await, ["acme"]);
    assert_eq!(bed.page.asked(), 2);
}

#[tokio::test]
async fn failures_are_asked_again_ever_more_rarely() {
    let bed = Bed::start().await;
    bed.register().await;
    bed.page.fail(500);
    let mut waits = Vec::new();
    for _ in 0..5 {
        assert_eq!(bed.poll().await, ["acme"]);
        let due: i64 =
            bed.app.store.redis().connection().zscore(bed.app.store.redis().key("polls"), "acme").await.unwrap();
        let wait = due - bed.app.clock.now_ms();
        waits.push(wait / 1000);
        bed.app.clock.advance(wait / 1000 + 1);
    }
    for (wait, expected) in waits.iter().zip([120, 240, 480, 900, 900]) {
        assert!((expected * 9 / 10..=expected * 11 / 10).contains(wait), "{waits:?}");
    }
    bed.page.show_incidents(&[]);
    bed.look().await;
    bed.app.clock.advance(67);
    assert_eq!(bed.poll().await, ["acme"], "a good answer ends the patience");
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again_and_still_counts() {
    let bed = Bed::start().await;
    bed.register().await;
    bed.page.show_incidents(&[outage("a", "investigating", "major", &[])]);
    bed.page.tag("\"1\"");
    bed.look().await;
    let look = bed.look().await;
    assert!(look.ok && look.not_modified);
    assert_eq!(bed.events("?active=true").await.len(), 1);
    bed.page.show_incidents(&[]);
    bed.page.tag("\"2\"");
    assert_eq!(bed.look().await.ended, 0);
    // The second good poll without the event is a 304: it is missing from what that stands for.
    let gone = bed.look().await;
    assert!(gone.not_modified);
    assert_eq!((gone.ended, bed.page.not_modified()), (1, 2));
    assert_eq!(bed.look().await.ended, 0);
}

#[tokio::test]
async fn a_failed_answer_is_asked_for_anew() {
    let bed = Bed::start().await;
    bed.register().await;
    bed.page.show("<html></html>");
    bed.page.tag("\"1\"");
    assert!(!bed.look().await.ok);
    assert!(!bed.look().await.ok, "the tag of what could not be read is not kept");
    assert_eq!(bed.page.not_modified(), 0);
}

#[tokio::test]
async fn entries_that_never_end_run_out() {
    let bed = Bed::start().await;
    bed.register().await;
    bed.page.show(
        "<rss version='2.0'><channel><item><guid>1</guid><title>Mail is down</title>\
         <pubDate>Sat, 21 Nov 2026 23:00:00 GMT</pubDate></item></channel></rss>",
    );
    bed.page.tag("\"1\"");
    assert_eq!(bed.look().await.created, 1);
    bed.tell_incidents().await;
    bed.app.clock.advance(3 * 86_400);
    let look = bed.look().await;
    assert!(look.not_modified);
    assert_eq!(look.ended, 1);
    bed.tell_incidents().await;
    assert_eq!(bed.incidents.causes().last().unwrap().1.ended_at, Some(NOW - 3600));
}

#[tokio::test]
async fn the_store_takes_a_change_only_from_whoever_saw_the_last_one() {
    let bed = Bed::start().await;
    bed.register().await;
    bed.page.show_incidents(&[outage("a", "investigating", "minor", &[])]);
    bed.look().await;
    let store = &bed.app.store;
    let record = store.event_of("acme", "a").await.unwrap().unwrap();
    let audit = audit::Entry::new(NOW, Actor::service("test"), "test", "test", "");
    let ended = poll::missing(&record.event, &csp_ingestor::domain::Settings::default(), 1, false, NOW).unwrap().event;
    let write = |event, ticket| Write {
        event,
        ticket,
        opens: false,
        told: None,
        replaces: None,
        original: None,
        audit: &audit,
    };
    assert_eq!(store.write(&write(&ended, 0)).await.unwrap(), Written::Stale);
    assert_eq!(store.write(&write(&ended, 2)).await.unwrap(), Written::Done);
    assert_eq!(store.write(&write(&ended, 2)).await.unwrap(), Written::Changed);
    let twin = csp_ingestor::domain::Event { id: boot::random::uuid(0), version: 1, ..ended.clone() };
    assert_eq!(store.write(&write(&twin, 2)).await.unwrap(), Written::Changed, "one external id is one event");
}

#[tokio::test]
async fn a_link_that_comes_between_costs_no_miss() {
    let bed = Bed::start().await;
    bed.register().await;
    let all: Vec<_> = (0..60).map(|n| outage(&format!("e{n}"), "investigating", "minor", &[])).collect();
    bed.page.show_incidents(&all);
    bed.look().await;
    let ids: Vec<_> = bed.events("?limit=100").await;
    assert_eq!(ids.len(), 60);
    bed.page.show_incidents(&[]);
    assert_eq!(bed.look().await.ended, 0, "so few at once are believed when seen twice");
    bed.page.tag("\"1\"");
    let audit = audit::Entry::new(NOW, Actor::service("test"), "test", "test", "");
    // Linking raises versions while the look writes its misses, one event after the other.
    let link = async {
        while bed.page.asked() < 3 {
            tokio::task::yield_now().await;
        }
        for event in &ids {
            let id = event["id"].as_str().unwrap().parse().unwrap();
            bed.app.store.link(id, "INC-AB12C0", &audit).await.unwrap();
        }
    };
    let (look, ()) = tokio::join!(bed.look(), link);
    assert_eq!((look.ok, look.ended), (true, 0));
    assert_eq!(bed.look().await.ended, 60);
}

#[tokio::test]
async fn what_could_not_be_written_is_read_again() {
    let bed = Bed::start().await;
    bed.register().await;
    bed.page.show_incidents(&[outage("a", "investigating", "minor", &[])]);
    bed.look().await;
    let event = bed.app.store.event_of("acme", "a").await.unwrap().unwrap().event;
    let key = bed.app.store.redis().key(&format!("event:{}", event.id));
    let mut redis = bed.app.store.redis().connection();
    let kept: String = redis.hget(&key, "event").await.unwrap();
    // A record whose version nobody ever meets: every write is answered with "changed".
    let elsewhere = kept.replace(&event.id.to_string(), &boot::random::uuid(0).to_string());
    let _: () = redis.hset(&key, "event", elsewhere).await.unwrap();
    bed.page.show_incidents(&[]);
    bed.page.tag("\"1\"");
    assert!(bed.look().await.ok);
    let _: () = redis.hset(&key, "event", kept).await.unwrap();
    assert!(!bed.look().await.not_modified, "the tag of what was not written down is not kept");
    assert_eq!(bed.look().await.ended, 1);
}
