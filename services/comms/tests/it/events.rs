//! What incidents tells us, in every order.

use identity::Role;
use serde_json::{Value, json};

use crate::house::{House, event, incident, resolved, until};

#[tokio::test]
async fn an_announced_incident_follows_its_events() {
    let house = House::open().await;
    let open = incident("INC-AAAAAA", 1);
    house.tell(&open).await;
    house.announce("INC-AAAAAA", "We look into it.", "investigating").await;
    house.summary_when(|summary| summary["state"] == "partial_outage").await;
    house.tell(&contracts::Incident { sev: 1, title: "API down".to_owned(), version: 2, ..open.clone() }).await;
    let summary = house.summary_when(|summary| summary["state"] == "major_outage").await;
    assert_eq!(summary["active"][0]["title"], "API down");
    let resolved = resolved(&contracts::Incident { version: 2, ..open });
    house.tell(&resolved).await;
    let summary = house.summary_when(|summary| summary["state"] == "operational").await;
    assert_eq!(summary["active"], json!([]));
    assert_eq!(summary["recent"][0]["resolved_at"], json!(resolved.resolved_at));
    house.tell(&contracts::Incident { version: 4, ..incident("INC-AAAAAA", 4) }).await;
    let summary = house.summary_when(|summary| summary["recent"] == json!([])).await;
    assert_eq!(summary["active"][0].get("resolved_at"), None, "back to open: it is not resolved any more");
}

#[tokio::test]
async fn stale_and_repeated_events_change_nothing() {
    let house = House::open().await;
    let open = incident("INC-AAAAAA", 1);
    let over = event(&resolved(&open));
    house.announce_after(&open).await;
    assert_eq!(house.deliver(&over).await.status(), 204);
    let before = house.read("/api/v1/public/incidents/INC-AAAAAA").await;
    for again in [&over, &event(&open), &over] {
        assert_eq!(house.deliver(again).await.status(), 204);
    }
    assert_eq!(house.read("/api/v1/public/incidents/INC-AAAAAA").await, before);
}

#[tokio::test]
async fn what_is_not_public_makes_no_public_change() {
    let house = House::open().await;
    let open = incident("INC-AAAAAA", 1);
    house.announce_after(&open).await;
    let before = house.read("/api/v1/public/incidents/INC-AAAAAA").await;
    let inner = contracts::Incident {
        version: 2,
        summary: "the cause is known".to_owned(),
        commander_name: Some("Ada".to_owned()),
        updated_at: open.updated_at + 60,
        public: true,
        ..open
    };
    house.tell(&inner).await;
    assert_eq!(house.read("/api/v1/public/incidents/INC-AAAAAA").await, before);
}

#[tokio::test]
async fn what_is_no_event_of_an_incident_is_refused_and_named() {
    let house = House::open().await;
    let good = event(&incident("INC-AAAAAA", 1));
    for (pointer, value) in [("/aggregate_id", json!("INC-BBBBBB")), ("/version", json!(7)), ("/data", json!({}))] {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).unwrap() = value;
        let answer = house.deliver(&bad).await;
        assert_eq!(answer.status(), 400);
        let problem: Value = answer.json().await.unwrap();
        assert_eq!(problem["errors"][0]["pointer"], pointer);
    }
}

#[tokio::test]
async fn what_a_newer_incidents_may_say_is_passed_over() {
    let house = House::open().await;
    let mut unknown = event(&incident("INC-AAAAAA", 1));
    unknown["type"] = json!("component.changed");
    unknown["data"] = json!({ "slug": "api" });
    assert_eq!(house.deliver(&unknown).await.status(), 204);
    let mut more = event(&incident("INC-AAAAAA", 1));
    more["data"]["mood"] = json!("grim");
    more["causation"] = json!("x");
    let answer = house.deliver(&more).await;
    assert_eq!(answer.status(), 204, "{}", answer.text().await.unwrap());
    house.announce("INC-AAAAAA", "We look into it.", "investigating").await;
}

#[tokio::test]
async fn many_at_once_leave_the_latest() {
    let house = House::open().await;
    let open = incident("INC-AAAAAA", 1);
    house.announce_after(&open).await;
    let versions =
        (2..=30).map(|version| contracts::Incident { version, title: format!("v{version}"), ..open.clone() });
    let events: Vec<_> = versions.map(|incident| event(&incident)).collect();
    let deliveries = events.iter().rev().map(|event| house.deliver(event));
    let answers = futures_util::future::join_all(deliveries).await;
    assert!(answers.iter().all(|answer| answer.status() == 204));
    house.summary_when(|summary| summary["active"][0]["title"] == "v30").await;
    let all = ["One.", "Two.", "Three."].map(|message| {
        let body = json!({ "incident_id": "INC-AAAAAA", "message": message, "state": "identified" });
        async { house.post("/api/v1/public/announce", Role::Manager, &{ body }).await.status() }
    });
    assert!(futures_util::future::join_all(all).await.iter().all(|status| *status == 201));
    until(5, "four events at incidents", async || house.incidents.taken().len() == 4).await;
    let versions: Vec<_> = house.incidents.taken().into_iter().map(|(_, version)| version).collect();
    assert_eq!(versions, [1, 2, 3, 4]);
}
