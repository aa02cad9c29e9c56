//! What the cluster's own flags switch here.

use std::path::Path;

use contracts::{Incident, IncidentStatus, Origin, Source, Standing};
use identity::Role;
use serde_json::{Value, json};

use crate::house::{House, alone, event, incident, resolved, until};
use crate::stream::Listener;

const PUBLIC: [&str; 4] = ["summary", "status", "stream", "incidents/INC-AAAAAA"];

async fn status_of(house: &House, path: &str) -> u16 {
    house.get(&format!("/api/v1/public/{path}")).await.status().as_u16()
}

async fn switch(house: &House, variation: &str, expected: u16) {
    house.flags.set("public_status_enabled", variation);
    until(3, "the switch", async || status_of(house, "summary").await == expected).await;
}

#[tokio::test]
async fn switched_off_nothing_of_the_public_side_is_told() {
    let house = House::open().await;
    house.announce_after(&incident("INC-AAAAAA", 1)).await;
    let mut reader = Listener::open(&house, None).await;
    house.flags.set("public_status_enabled", "off");
    let last = loop {
        let message = reader.next().await.unwrap();
        if message.name != "incident" {
            break message;
        }
    };
    assert_eq!((last.name.as_str(), &last.data), ("closed", &json!({})));
    assert!(reader.next().await.is_none(), "the stream ends with it");
    for path in PUBLIC {
        let answer = house.get(&format!("/api/v1/public/{path}")).await;
        assert_eq!(answer.status(), 404, "{path}");
        let problem: Value = answer.json().await.unwrap();
        assert_eq!(problem["type"], "urn:polystatus:problem:public-status-disabled", "{path}");
    }
    house.announce("INC-AAAAAA", "Work goes on inside.", "monitoring").await;

    switch(&house, "on", 200).await;
    let summary = house.summary_when(|summary| summary["active"][0]["announcements"][1].is_object()).await;
    assert_eq!(summary["active"][0]["announcements"][0]["message"], "Work goes on inside.");
    Listener::open(&house, None).await;
}

#[tokio::test]
async fn the_snapshot_says_that_it_is_switched_off() {
    let kept = tempfile::tempdir().unwrap();
    let house = House::open_with(Some(kept.path().to_owned())).await;
    house.announce_after(&incident("INC-AAAAAA", 1)).await;
    let current = |file: &str| kept.path().join("current").join(file);
    until(2, "the incident in the snapshot", async || says(&current("en.html"), "API slow")).await;
    switch(&house, "off", 404).await;
    until(2, "the new snapshot", async || current("switched-off").exists()).await;
    assert!(says(&current("fr.html"), "désactivée") && says(&current("en.html"), "switched off"));
    for file in ["summary.json", "status.json"] {
        assert!(!current(file).exists(), "{file}");
    }
    switch(&house, "on", 200).await;
    until(2, "the page in the snapshot", async || current("summary.json").exists()).await;
    assert!(!current("switched-off").exists() && says(&current("en.html"), "API slow"));
}

#[tokio::test]
async fn a_restart_while_flags_is_away_shows_nothing_that_was_switched_off() {
    let house = House::open().await;
    switch(&house, "off", 404).await;
    let restarted = alone(&house.bed).await;
    assert_eq!(restarted.live.shown(), Standing::Off, "flags cannot be asked, and had said so");
    switch(&house, "on", 200).await;
    until(3, "the new answer kept", async || alone(&house.bed).await.live.shown() == Standing::On).await;
}

fn says(file: &Path, words: &str) -> bool {
    std::fs::read_to_string(file).is_ok_and(|text| text.contains(words))
}

/// An incident that csp-ingestor opened from the feed of cloudflare.
fn from_cloudflare(id: &str) -> Incident {
    let origin = Origin { system: "csp".to_owned(), r#ref: "cloudflare:x1".to_owned() };
    Incident { source: Source::Csp, origin: Some(origin), title: "DNS is slow.".to_owned(), ..incident(id, 1) }
}

/// The event of a machine's opening; incidents knows the incident too.
fn opened(house: &House, incident: &Incident) -> Value {
    house.incidents.known.lock().unwrap().insert(incident.id.clone(), incident.clone());
    let mut event = event(incident);
    event["type"] = json!("incident.opened");
    event["actor"] = json!({ "kind": "service", "id": "csp-ingestor", "name": "csp-ingestor" });
    event
}

#[tokio::test]
async fn a_machine_announces_where_it_may_and_once() {
    let house = House::open().await;
    house.flags.set("announce_by_itself", "on");
    let event = opened(&house, &from_cloudflare("INC-AAAAAA"));
    for _ in 0..2 {
        assert_eq!(house.deliver(&event).await.status(), 204);
    }
    let summary = house.summary_when(|summary| summary["active"][0].is_object()).await;
    let announcements = summary["active"][0]["announcements"].as_array().unwrap();
    let [said] = &announcements[..] else { panic!("one announcement, not {announcements:?}") };
    assert_eq!(said["messages"]["en"], "Our provider cloudflare reports: DNS is slow. We are following it.");
    assert!(said["messages"]["fr"].as_str().unwrap().contains("cloudflare signale"));
    assert_eq!(said["state"], "identified");
    until(5, "incidents hears of it", async || house.incidents.event_ids().len() == 1).await;
    let url = format!("{}/api/v1/audit", house.comms.base);
    let asked = house.bed.http.get(url).bearer_auth(house.bed.token(Role::Admin)).send().await.unwrap();
    let audit: Value = asked.json().await.unwrap();
    assert_eq!((&audit[0]["action"], &audit[0]["actor"]["id"]), (&json!("incident.announce"), &json!("comms")));
}

#[tokio::test]
async fn what_was_opened_to_be_announced_needs_no_flag() {
    let house = House::open().await;
    let event = opened(&house, &Incident { announce: true, ..from_cloudflare("INC-AAAAAA") });
    assert_eq!(house.deliver(&event).await.status(), 204);
    let summary = house.summary_when(|summary| summary["active"][0].is_object()).await;
    assert_eq!(summary["active"][0]["announcements"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_machine_does_not_speak_after_a_person_nor_where_it_may_not() {
    let house = House::open().await;
    let mut person = opened(&house, &from_cloudflare("INC-BBBBBB"));
    person["actor"] = json!({ "kind": "person", "id": "f6c74e13-8b4a-4b63-bf58-1c59a0c21840", "name": "Ada" });
    let manual = opened(&house, &incident("INC-CCCCCC", 1));
    let mut later = opened(&house, &from_cloudflare("INC-DDDDDD"));
    later["type"] = json!("incident.cause");
    // Not switched on: nobody speaks.
    assert_eq!(house.deliver(&opened(&house, &from_cloudflare("INC-AAAAAA"))).await.status(), 204);
    house.flags.set("announce_by_itself", "on");
    tokio::time::sleep(std::time::Duration::from_millis(1_050)).await;
    for event in [person, manual, later] {
        assert_eq!(house.deliver(&event).await.status(), 204);
    }
    // The event waited while people did what was to be done.
    for (id, now) in [
        ("INC-FFFFFF", Incident { status: IncidentStatus::Resolved, version: 3, ..from_cloudflare("INC-FFFFFF") }),
        ("INC-GGGGGG", Incident { taken_over: true, version: 2, ..from_cloudflare("INC-GGGGGG") }),
    ] {
        let late = opened(&house, &from_cloudflare(id));
        house.incidents.known.lock().unwrap().insert(id.to_owned(), now);
        assert_eq!(house.deliver(&late).await.status(), 204);
    }
    // A person was faster than the machine's event.
    house.announce_after(&incident("INC-EEEEEE", 1)).await;
    let mut after = opened(&house, &Incident { version: 2, ..from_cloudflare("INC-EEEEEE") });
    after["version"] = json!(2);
    assert_eq!(house.deliver(&after).await.status(), 204);
    let summary = house.summary_when(|summary| summary["active"][0]["title"] == "DNS is slow.").await;
    assert_eq!(summary["active"].as_array().unwrap().len(), 1);
    assert_eq!(summary["active"][0]["announcements"].as_array().unwrap().len(), 1);
    house.tell(&resolved(&incident("INC-EEEEEE", 2))).await;
    assert_eq!(house.post("/api/v1/public/announce", Role::Sre, &json!({})).await.status(), 403);
}
