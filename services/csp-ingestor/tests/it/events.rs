//! Listing events: filters, pages, versions.

use identity::Role;
use serde_json::{Value, json};

use crate::bed::{Bed, outage};

fn ids(events: &[Value]) -> Vec<&str> {
    events.iter().map(|event| event["external_id"].as_str().unwrap()).collect()
}

fn started(id: &str, status: &str, minute: usize) -> Value {
    let mut incident = outage(id, status, "minor", &[("u", "investigating", "We look.")]);
    incident["started_at"] = json!(format!("2026-11-21T10:{minute:02}:00Z"));
    incident
}

#[tokio::test]
async fn events_are_listed_by_what_is_the_matter_now() {
    let bed = Bed::start().await;
    bed.register().await;
    let mut planned = started("planned", "scheduled", 3);
    planned["scheduled_for"] = json!("2026-11-25T02:00:00Z");
    let mut running = started("running", "in_progress", 4);
    running["scheduled_for"] = json!("2026-11-21T20:00:00Z");
    let incidents =
        [started("new", "investigating", 5), started("old", "resolved", 1), started("mid", "monitoring", 2)];
    bed.page
        .show(json!({"page": {}, "incidents": incidents, "scheduled_maintenances": [planned, running]}).to_string());
    bed.refresh().await;
    assert_eq!(ids(&bed.events("").await), ["planned", "running", "new", "mid", "old"]);
    assert_eq!(ids(&bed.events("?active=true").await), ["running", "new", "mid"]);
    assert_eq!(ids(&bed.events("?active=false&provider=ACME").await), ["planned", "old"]);
    assert_eq!(ids(&bed.events("?provider=other").await), Vec::<&str>::new());
    let old = bed.events("?active=false").await.pop().unwrap();
    assert_eq!((&old["status"], &old["active"], &old["kind"]), (&json!("resolved"), &json!(false), &json!("incident")));
    assert!(old["incident_id"].is_null() && old.get("updates").is_none());
    for query in ["?active=yes", "?limit=0", "?limit=201", "?colour=red", "?cursor=!"] {
        let (status, _) = bed.answer(bed.ask("GET", &format!("/api/v1/csp/events{query}"), Role::Viewer)).await;
        assert_eq!(status, 400, "{query}");
    }
}

#[tokio::test]
async fn pages_follow_each_other_without_gap_or_repeat() {
    let bed = Bed::start().await;
    bed.register().await;
    let incidents: Vec<Value> = (0..25).map(|n| started(&format!("e{n:02}"), "investigating", n)).collect();
    bed.page.show_incidents(&incidents);
    bed.refresh().await;
    let mut path = "/api/v1/csp/events?active=true&limit=10".to_owned();
    let mut seen = Vec::new();
    loop {
        let response = bed.ask("GET", &path, Role::Viewer).send().await.unwrap();
        assert_eq!(response.headers()["x-total-count"], "25");
        let link = response.headers().get("link").map(|link| link.to_str().unwrap().to_owned());
        let page: Vec<Value> = response.json().await.unwrap();
        seen.extend(ids(&page).into_iter().map(str::to_owned));
        match link {
            Some(link) => path = link.split(['<', '>']).nth(1).unwrap().to_owned(),
            None => break,
        }
    }
    let expected: Vec<String> = (0..25).rev().map(|n| format!("e{n:02}")).collect();
    assert_eq!(seen, expected);
    let other = path.replace("active=true", "active=false");
    assert_eq!(bed.answer(bed.ask("GET", &other, Role::Viewer)).await.0, 400, "a cursor is for its filters");
}

#[tokio::test]
async fn one_event_is_read_with_its_updates_and_its_version() {
    let bed = Bed::start().await;
    bed.register().await;
    let mut shown = outage(
        "a",
        "identified",
        "major",
        &[("u2", "identified", "A <b>cable</b>."), ("u1", "investigating", "We look.")],
    );
    shown["incident_updates"][1]["display_at"] = json!("2026-11-21T22:55:00Z");
    bed.page.show_incidents(&[shown]);
    bed.refresh().await;
    let id = bed.events("").await[0]["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/csp/events/{id}");
    let response = bed.ask("GET", &path, Role::Viewer).send().await.unwrap();
    let etag = response.headers()["etag"].to_str().unwrap().to_owned();
    let event: Value = response.json().await.unwrap();
    assert_eq!((&event["text"], &event["service"], &event["severity"]), (&json!("A cable."), &json!("API"), &json!(2)));
    assert_eq!(
        event["updates"][1],
        json!({"id": "u1", "ts": 1_795_301_700, "status": "investigating", "text": "We look."})
    );
    let again = bed.ask("GET", &path, Role::Viewer).header("If-None-Match", &etag);
    assert_eq!(bed.answer(again).await.0, 304);
    assert_eq!(bed.tell_incidents().await, 1);
    let (status, linked) = bed.answer(bed.ask("GET", &path, Role::Viewer).header("If-None-Match", &etag)).await;
    assert_eq!((status, &linked["incident_id"]), (200, &json!("INC-AB12C0")));
    for path in ["/api/v1/csp/events/018f0000-0000-7000-8000-000000000000", "/api/v1/csp/events/nothing"] {
        assert_eq!(bed.answer(bed.ask("GET", path, Role::Viewer)).await.0, 404);
    }
}

#[tokio::test]
async fn changes_are_audited() {
    let bed = Bed::start().await;
    bed.register().await;
    bed.page.show_incidents(&[outage("a", "investigating", "minor", &[])]);
    bed.refresh().await;
    let (status, audit) = bed.answer(bed.ask("GET", "/api/v1/audit", Role::Admin)).await;
    assert_eq!(status, 200);
    let actions: Vec<_> = audit.as_array().unwrap().iter().map(|entry| entry["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["event.created", "provider.registered"]);
    assert_eq!(
        (&audit[0]["actor"]["id"], &audit[1]["actor"]["name"]),
        (&json!("csp-ingestor"), &json!("Some manager"))
    );
}
