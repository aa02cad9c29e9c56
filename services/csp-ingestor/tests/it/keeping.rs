//! Nothing grows without bound, whatever a feed shows: events, what incidents is asked, the audit.

use csp_ingestor::jobs::statistics;
use csp_ingestor::store::Bounds;
use identity::Role;
use redis::AsyncCommands;
use serde_json::{Value, json};

use crate::bed::{Bed, NOW, outage};
use crate::outage::{last, says, settle, shows};

const LOOKING: (&str, &str, &str) = ("u1", "investigating", "We look.");

async fn bounded(bounds: Bounds) -> Bed {
    let mut bed = Bed::start().await;
    bed.app.store = bed.app.store.clone().bounded(bounds);
    bed.register().await;
    bed
}

fn began(id: &str, status: &str, minute: usize) -> Value {
    let mut incident = outage(id, status, "minor", &[LOOKING]);
    incident["started_at"] = json!(format!("2026-11-21T{:02}:{:02}:00Z", minute / 60, minute % 60));
    incident
}

async fn ids(bed: &Bed, query: &str) -> Vec<String> {
    bed.events(query).await.iter().map(|event| event["external_id"].as_str().unwrap().to_owned()).collect()
}

/// How many keys there are of what the service's own user may count: those that grow with events.
async fn sizes(bed: &Bed) -> Vec<(String, u64)> {
    let store = bed.app.store.redis();
    let mut sizes = Vec::new();
    for list in
        ["events:all", "events:started", "events:provider:acme", "over:acme", "events:idle", "events:service:api"]
    {
        sizes.push((list.to_owned(), store.connection().zcard(store.key(list)).await.unwrap()));
    }
    let names: u64 = store.connection().hlen(store.key("external:acme")).await.unwrap();
    sizes.push(("external:acme".to_owned(), names));
    sizes
}

#[tokio::test]
async fn of_a_provider_the_newest_events_are_kept_and_those_that_last() {
    let bed = bounded(Bounds { events: 5, ..Bounds::default() }).await;
    bed.page.show_incidents(&[
        began("lasts", "investigating", 0),
        began("o1", "resolved", 1),
        began("o2", "resolved", 2),
    ]);
    bed.look().await;
    let first = bed.events("?service=api").await.pop().unwrap();
    bed.page.show_incidents(&[
        began("lasts", "investigating", 0),
        began("o3", "resolved", 3),
        began("o4", "resolved", 4),
        began("o5", "resolved", 5),
    ]);
    assert_eq!(bed.look().await.created, 3);
    assert_eq!(ids(&bed, "").await, ["o5", "o4", "o3", "o2", "lasts"]);
    assert_eq!(first["external_id"], "lasts");
    // One older than all that is kept is not worth another, at every look.
    bed.page.show_incidents(&[began("lasts", "investigating", 0), began("o1", "resolved", 1)]);
    for _ in 0..2 {
        let look = bed.look().await;
        assert_eq!((look.created, look.left_out), (0, 1));
    }
    for (list, size) in sizes(&bed).await {
        assert!(size <= 5, "{list} holds {size}");
    }
    let (_, list) = bed.answer(bed.ask("GET", "/api/v1/csp/providers", Role::Viewer)).await;
    assert!(list[0]["oddities"].to_string().contains("more events than are kept"), "{list}");
}

#[tokio::test]
async fn what_goes_leaves_nothing_behind() {
    let bed = bounded(Bounds { events: 1, ..Bounds::default() }).await;
    bed.page.show_incidents(&[began("a", "resolved", 1)]);
    bed.look().await;
    let gone = bed.events("").await[0]["id"].as_str().unwrap().to_owned();
    bed.page.show_incidents(&[began("b", "resolved", 2)]);
    assert_eq!(bed.look().await.created, 1);
    assert_eq!(ids(&bed, "").await, ["b"]);
    for path in [format!("/api/v1/csp/events/{gone}"), format!("/api/v1/csp/events/{gone}/original")] {
        assert_eq!(bed.answer(bed.ask("GET", &path, Role::Viewer)).await.0, 404, "{path}");
    }
    for (list, size) in sizes(&bed).await {
        assert_eq!(size, 1, "{list}");
    }
    // Seen again as something that goes on, it is an event again.
    bed.page.show_incidents(&[began("a", "investigating", 1)]);
    assert_eq!(bed.look().await.created, 1);
}

#[tokio::test]
async fn where_all_last_a_new_one_is_left_out() {
    let bed = bounded(Bounds { events: 3, ..Bounds::default() }).await;
    let shown: Vec<Value> = (0..3).map(|n| began(&format!("e{n}"), "investigating", n)).collect();
    bed.page.show_incidents(&shown);
    bed.look().await;
    let mut more = shown[1..].to_vec();
    more.push(began("e3", "investigating", 3));
    bed.page.show_incidents(&more);
    let look = bed.look().await;
    assert_eq!((look.created, look.left_out), (0, 1));
    assert_eq!(ids(&bed, "").await.len(), 3);
}

#[tokio::test]
async fn what_incidents_may_not_have_heard_of_stays() {
    let bed = bounded(Bounds { events: 1, ..Bounds::default() }).await;
    bed.page.show_incidents(&[outage("a", "investigating", "critical", &[LOOKING])]);
    bed.look().await;
    bed.page.show_incidents(&[outage("a", "resolved", "critical", &[LOOKING])]);
    bed.look().await;
    bed.page.show_incidents(&[began("b", "investigating", 23 * 60)]);
    assert_eq!(bed.look().await.left_out, 1, "its end may still be on its way");
    bed.app.clock.advance(3_601);
    assert_eq!(bed.look().await.created, 1);
}

#[tokio::test]
async fn one_provider_opens_so_many_incidents_within_an_hour_and_the_others_wait() {
    let bed = bounded(Bounds { opened: 3, ..Bounds::default() }).await;
    let shown: Vec<Value> = (0..5).map(|n| outage(&format!("e{n}"), "investigating", "critical", &[LOOKING])).collect();
    bed.page.show_incidents(&shown);
    let look = bed.look().await;
    assert_eq!((look.created, look.held_back), (5, 2));
    let again = bed.look().await;
    assert_eq!((again.updated, again.held_back), (0, 2), "held back it is no change");
    bed.tell_incidents().await;
    assert_eq!(bed.incidents.opened().len(), 3);
    // A person's word is not counted.
    let waiting = bed.events("").await.into_iter().find(|event| event["incident_id"].is_null()).unwrap();
    let path = format!("/api/v1/csp/events/{}/relevance", waiting["id"].as_str().unwrap());
    bed.answer(bed.ask("PUT", &path, Role::Sre).json(&json!({"affects_us": true}))).await;
    bed.tell_incidents().await;
    assert_eq!(bed.incidents.opened().len(), 4);
    let (_, list) = bed.answer(bed.ask("GET", "/api/v1/csp/providers", Role::Viewer)).await;
    assert!(list[0]["oddities"].to_string().contains("too many incidents"), "{list}");
    // The hour is over: Redis forgets by its own clock, which cannot be moved.
    let store = bed.app.store.redis();
    let _: u64 = store.connection().del(store.key("opened:acme")).await.unwrap();
    assert_eq!(bed.look().await.held_back, 0);
    bed.tell_incidents().await;
    assert_eq!(bed.incidents.opened().len(), 5);
}

#[tokio::test]
async fn what_waits_for_its_incident_opens_it_though_the_page_does_not_change() {
    let bed = bounded(Bounds { opened: 1, ..Bounds::default() }).await;
    let shown: Vec<Value> = (0..2).map(|n| outage(&format!("e{n}"), "investigating", "critical", &[LOOKING])).collect();
    bed.page.show_incidents(&shown);
    bed.page.tag("\"one\"");
    assert_eq!(bed.look().await.held_back, 1);
    let store = bed.app.store.redis();
    let _: u64 = store.connection().del(store.key("opened:acme")).await.unwrap();
    let look = bed.look().await;
    assert_eq!((look.not_modified, look.held_back), (false, 0), "it is asked for whole");
    bed.tell_incidents().await;
    assert_eq!(bed.incidents.opened().len(), 2);
    assert!(bed.look().await.not_modified, "nothing waits any more");
}

#[tokio::test]
async fn a_feed_that_shows_something_else_at_every_look_fills_nothing() {
    let bed = bounded(Bounds { events: 40, opened: 2, audited: 30, ..Bounds::default() }).await;
    for look in 0..6 {
        let shown: Vec<Value> = (0..30)
            .map(|n| {
                let status = if n % 2 == 0 { "resolved" } else { "investigating" };
                let update = (format!("u{look}"), "investigating", "Again.");
                let mut incident =
                    outage(&format!("e{look}-{n}"), status, "critical", &[(&update.0, update.1, update.2)]);
                incident["started_at"] = json!(format!("2026-11-21T{look:02}:{n:02}:00Z"));
                incident
            })
            .collect();
        bed.page.show_incidents(&shown);
        assert!(bed.look().await.ok);
    }
    for (list, size) in sizes(&bed).await {
        assert!(size <= 40, "{list} holds {size}");
    }
    let store = bed.app.store.redis();
    let audit: u64 = store.connection().xlen(store.key("audit")).await.unwrap();
    let outbox: u64 = store.connection().xlen(store.key("outbox:incidents")).await.unwrap();
    assert!(audit <= 1 + 30 + 1, "{audit} lines");
    assert!(outbox <= 10, "{outbox} wait");
    let (_, entries) = bed.answer(bed.ask("GET", "/api/v1/audit?limit=1", Role::Admin)).await;
    assert_eq!((&entries[0]["action"], &entries[0]["object"]), (&json!("events.unrecorded"), &json!("acme")));
    bed.tell_incidents().await;
    assert_eq!(bed.incidents.opened().len(), 2);
}

#[tokio::test]
async fn of_one_event_incidents_is_told_so_often_within_an_hour_and_always_of_its_end() {
    let bed = bounded(Bounds { told: 3, ..Bounds::default() }).await;
    for n in 0..8 {
        let update = (format!("n{n}"), "identified", "More.");
        bed.page.show_incidents(&[outage("a", "identified", "critical", &[(&update.0, update.1, update.2)])]);
        bed.look().await;
    }
    assert_eq!(bed.tell_incidents().await, 3);
    bed.page.show_incidents(&[outage("a", "resolved", "critical", &[LOOKING])]);
    bed.look().await;
    assert_eq!(bed.tell_incidents().await, 1);
    let (_, told) = bed.incidents.causes().pop().unwrap();
    assert_eq!((told.updates.len(), told.ended_at.is_some()), (9, true), "what was left out is told then");
    assert!(told.ended_at.unwrap() <= NOW);
}

#[tokio::test]
async fn what_lengthens_at_every_look_is_bounded_and_many_are_read_however_long() {
    let bed = bounded(Bounds { opened: 0, ..Bounds::default() }).await;
    let words = "x".repeat(9_000);
    for look in 0..6 {
        let ids: Vec<String> = (0..3).map(|n| format!("n{look}-{n}")).collect();
        let updates: Vec<_> = ids.iter().map(|id| (id.as_str(), "identified", words.as_str())).collect();
        // More than are read at once.
        let mut shown: Vec<Value> =
            (0..250).map(|n| outage(&format!("e{n}"), "identified", "minor", &[LOOKING])).collect();
        shown.push(outage("long", "identified", "minor", &updates));
        bed.page.show_incidents(&shown);
        let found = bed.look().await;
        assert_eq!((found.created, found.updated), if look == 0 { (251, 0) } else { (0, 1) });
    }
    let kept = bed.app.store.event_of("acme", "long").await.unwrap().unwrap().event.updates;
    let size: usize = kept.iter().map(|update| update.text.len()).sum();
    assert!((100_000..=128 * 1024).contains(&size), "{size}");
}

#[tokio::test]
async fn a_return_is_told_however_often_there_was_one() {
    let bed = bounded(Bounds { told: 3, ..Bounds::default() }).await;
    for _ in 0..4 {
        for status in ["resolved", "investigating"] {
            bed.page.show_incidents(&[outage("a", status, "critical", &[LOOKING])]);
            bed.look().await;
        }
    }
    bed.tell_incidents().await;
    let (_, told) = bed.incidents.causes().pop().unwrap();
    assert_eq!(told.ended_at, None);
}

#[tokio::test]
async fn what_was_told_within_the_hour_hides_none_that_may_go() {
    let bed = bounded(Bounds { events: 13, ..Bounds::default() }).await;
    let told = |status: &str| -> Vec<Value> {
        let mut shown: Vec<Value> = (0..12).map(|n| began(&format!("e{n}"), status, n)).collect();
        for incident in &mut shown {
            incident["impact"] = json!("critical");
        }
        shown.push(began("quiet", "resolved", 20));
        shown
    };
    bed.page.show_incidents(&told("investigating"));
    bed.look().await;
    bed.page.show_incidents(&told("resolved"));
    bed.look().await;
    bed.page.show_incidents(&[began("new", "investigating", 30)]);
    assert_eq!(bed.look().await.created, 1);
    assert!(!ids(&bed, "").await.contains(&"quiet".to_owned()));
}

#[tokio::test]
async fn an_outage_goes_only_when_its_end_is_counted() {
    let bed = bounded(Bounds { events: 2, ..Bounds::default() }).await;
    bed.page.show_incidents(&[began("a", "investigating", 1), began("b", "resolved", 2)]);
    bed.look().await;
    while statistics::step(&bed.app).await.unwrap() > 0 {}
    bed.page.show_incidents(&[began("a", "resolved", 1), began("c", "resolved", 3)]);
    assert_eq!(bed.look().await.created, 1);
    assert_eq!(ids(&bed, "").await, ["c", "a"]);
    while statistics::step(&bed.app).await.unwrap() > 0 {}
    let (_, counted) = bed.answer(bed.ask("GET", "/api/v1/csp/statistics", Role::Viewer)).await;
    assert_eq!(counted[0]["open_longest"], Value::Null);
}

#[tokio::test]
async fn a_root_stays_while_an_effect_holds_its_incident() {
    let bed = bounded(Bounds { events: 2, ..Bounds::default() }).await;
    let northwind = bed.follow("northwind").await;
    let a = |status: &str| says("a", "critical", status, 60, &["We see an outage."]);
    let minor = |id: &str, began: i64| says(id, "minor", "resolved", began, &["It was slow."]);
    bed.page.show_incidents(&[a("investigating"), minor("b", 50)]);
    bed.look().await;
    let blames = "This is due to an outage at our cloud provider Acme.";
    shows(&bed, &northwind, "northwind", says("n", "major", "investigating", 30, &[blames])).await;
    settle(&bed).await;
    bed.page.show_incidents(&[a("resolved"), minor("b", 50)]);
    bed.look().await;
    settle(&bed).await;
    while statistics::step(&bed.app).await.unwrap() > 0 {}
    bed.app.clock.advance(3_601);
    bed.page.show_incidents(&[a("resolved"), minor("b", 50), minor("c", 40)]);
    assert_eq!(bed.look().await.created, 1);
    assert_eq!(ids(&bed, "?provider=acme").await, ["c", "a"]);
    shows(&bed, &northwind, "northwind", says("n", "major", "resolved", 30, &["It is over.", blames])).await;
    settle(&bed).await;
    assert!(last(&bed, "INC-AB12C0").ended_at.is_some());
}
