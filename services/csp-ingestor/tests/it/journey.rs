//! From a provider's word to an incident and back: one incident, however often and by whomever the feed is looked at.

use contracts::Source;
use futures_util::future::join_all;
use serde_json::json;

use crate::bed::{Bed, NOW, outage, until};

const LOOKING: (&str, &str, &str) = ("u1", "investigating", "We look.");
const FOUND: (&str, &str, &str) = ("u2", "identified", "A cable.");

#[tokio::test]
async fn an_event_opens_one_incident_however_often_it_is_seen() {
    let bed = Bed::start().await;
    bed.register().await;
    bed.page.show_incidents(&[
        outage("a", "investigating", "critical", &[LOOKING]),
        outage("b", "investigating", "minor", &[LOOKING]),
    ]);
    for _ in 0..3 {
        bed.refresh().await;
        bed.tell_incidents().await;
    }
    let opened = bed.incidents.opened();
    assert_eq!(opened.len(), 1);
    assert_eq!((opened[0].title.as_str(), opened[0].sev, opened[0].source), ("Outage a", 1, Source::Csp));
    assert_eq!(opened[0].origin.as_ref().unwrap().r#ref, "acme:a");
    assert_eq!(opened[0].started_at, NOW - 4200);
    assert_eq!(bed.events("?active=true").await.len(), 2);
}

#[tokio::test]
async fn an_incident_follows_its_cause_to_the_end_and_back() {
    let bed = Bed::start().await;
    bed.register().await;
    let said = |updates: &[_]| bed.page.show_incidents(&[outage("a", "identified", "major", updates)]);
    said(&[LOOKING]);
    bed.refresh().await;
    said(&[FOUND, LOOKING]);
    bed.refresh().await;
    bed.page.show_incidents(&[]);
    let first = bed.refresh().await;
    assert_eq!(first["ended"], 0, "one miss may be a hiccup");
    assert_eq!(bed.refresh().await["ended"], 1);
    assert_eq!(bed.refresh().await["ended"], 0);
    said(&[FOUND, LOOKING]);
    assert_eq!(bed.refresh().await["updated"], 1);
    bed.tell_incidents().await;
    assert_eq!(bed.incidents.opened().len(), 1);
    let causes = bed.incidents.causes();
    let told: Vec<_> = causes.iter().map(|(_, cause)| (cause.updates.len(), cause.ended_at)).collect();
    assert_eq!(told, [(1, None), (2, None), (3, Some(NOW)), (4, None)]);
    assert!(causes.iter().all(|(id, _)| id == "INC-AB12C0"));
}

#[tokio::test]
async fn what_was_over_at_first_sight_opens_nothing() {
    let bed = Bed::start().await;
    bed.register().await;
    bed.page.show_incidents(&[outage("a", "resolved", "critical", &[LOOKING])]);
    assert_eq!(bed.refresh().await["created"], 1);
    assert_eq!(bed.tell_incidents().await, 0);
    assert_eq!(bed.events("").await.len(), 1);
}

#[tokio::test]
async fn looks_at_the_same_moment_are_one() {
    let bed = Bed::start().await;
    bed.register().await;
    let incidents: Vec<_> = (0..10).map(|n| outage(&format!("e{n}"), "investigating", "major", &[LOOKING])).collect();
    bed.page.show_incidents(&incidents);
    let looks = join_all((0..12).map(|_| bed.look())).await;
    assert_eq!(looks.iter().map(|look| look.created).sum::<usize>(), 10);
    assert!(looks.iter().all(|look| look.ok));
    bed.tell_incidents().await;
    assert_eq!(bed.events("").await.len(), 10);
    assert_eq!(bed.incidents.opened().len(), 10);
}

#[tokio::test]
async fn a_slow_look_does_not_overwrite_a_later_one() {
    let bed = Bed::start().await;
    bed.register().await;
    bed.page.show_incidents(&[outage("a", "investigating", "major", &[LOOKING])]);
    bed.look().await;
    bed.page.hold();
    let slow = bed.look();
    let later = async {
        until("the slow look asks", async || bed.page.asked() == 2).await;
        let held = bed.page.hold_no_more();
        bed.page.show_incidents(&[outage("a", "resolved", "major", &[FOUND, LOOKING])]);
        let look = bed.look().await;
        held.close();
        look
    };
    // What the slow look brings was true before the later one looked: it changes nothing any more.
    let (slow, later) = tokio::join!(slow, later);
    assert_eq!((later.ended, slow.updated), (1, 0));
    assert_eq!(bed.events("").await[0]["status"], "resolved");
}

#[tokio::test]
async fn incidents_may_be_away_and_are_told_later() {
    let bed = Bed::start().await;
    bed.register().await;
    bed.incidents.set_away(true);
    bed.page.show_incidents(&[outage("a", "investigating", "major", &[LOOKING])]);
    let mut app = bed.app.clone();
    app.clock = boot::Clock::System;
    let life = boot::Lifecycle::new();
    csp_ingestor::start_jobs(&app, &life);
    // The poller looks by itself; the relay finds incidents away, and tells it once it is back.
    until("incidents refuses a call", async || bed.incidents.refused() > 0).await;
    bed.incidents.set_away(false);
    until("incidents hears of it", async || !bed.incidents.causes().is_empty()).await;
    assert_eq!(bed.incidents.opened().len(), 1);
    life.stop();
}

#[tokio::test]
async fn redis_may_die_and_nothing_is_lost_or_doubled() {
    let mut bed = Bed::start().await;
    bed.register().await;
    bed.page.show_incidents(&[outage("a", "investigating", "major", &[LOOKING])]);
    bed.refresh().await;
    bed.testbed.redis.restart().await;
    bed.redis_is_back().await;
    assert_eq!(bed.refresh().await["created"], 0);
    bed.tell_incidents().await;
    assert_eq!(bed.incidents.opened().len(), 1);
}

#[tokio::test]
async fn each_outage_of_a_component_is_an_event_and_an_incident_of_its_own() {
    let bed = Bed::start().await;
    bed.register().await;
    let fails = |state: &str, since: &str| {
        let api = json!({"id": "c1", "name": "API", "status": state, "updated_at": since});
        bed.page.show(json!({"page": {}, "components": [api]}).to_string());
    };
    fails("partial_outage", "2026-11-21T23:00:00Z");
    assert_eq!(bed.look().await.created, 1);
    // Growing worse is still the same outage.
    fails("major_outage", "2026-11-21T23:10:00Z");
    assert_eq!(bed.look().await.updated, 1);
    fails("operational", "2026-11-21T23:20:00Z");
    assert_eq!(bed.look().await.ended, 1);
    bed.tell_incidents().await;
    bed.app.clock.advance(14 * 86_400);
    fails("major_outage", "2026-12-05T23:00:00Z");
    let looks = join_all((0..6).map(|_| bed.look())).await;
    assert_eq!(looks.iter().map(|look| look.created).sum::<usize>(), 1);
    bed.tell_incidents().await;
    let opened = bed.incidents.opened();
    assert_eq!(opened.len(), 2);
    assert_ne!(opened[0].origin, opened[1].origin);
    let events = bed.events("").await;
    assert_eq!(events.len(), 2);
    assert_eq!((&events[0]["status"], &events[1]["status"]), (&json!("investigating"), &json!("resolved")));
    // The new one is who the component is from now on.
    fails("operational", "2026-12-05T23:30:00Z");
    assert_eq!(bed.look().await.ended, 1);
    bed.tell_incidents().await;
    assert_eq!(bed.incidents.causes().last().unwrap().0, opened[1].id);
    assert_eq!(bed.events("?active=true").await.len(), 0);
}

#[tokio::test]
async fn what_is_not_understood_is_not_gone() {
    let bed = Bed::start().await;
    bed.register().await;
    let state = |state: &str| {
        let api = json!({"id": "c1", "name": "API", "status": state});
        let web = json!({"id": "c2", "name": "Web", "status": "operational"});
        bed.page.show(json!({"page": {}, "components": [api, web]}).to_string());
    };
    state("major_outage");
    bed.look().await;
    state("on_fire");
    for _ in 0..4 {
        let look = bed.look().await;
        assert_eq!((look.ok, look.ended, look.oddities), (true, 0, 1));
    }
    assert_eq!(bed.events("?active=true").await.len(), 1);
    state("operational");
    assert_eq!(bed.look().await.ended, 1);
}
