//! Announcing: what becomes public, and what does not.

use contracts::{Announced, AnnouncementState, Words};
use identity::Role;
use serde_json::{Value, json};

use crate::house::{House, incident, resolved, until};

const ROUTE: &str = "/api/v1/public/announce";

fn pointers(problem: &Value) -> Vec<&str> {
    problem["errors"].as_array().unwrap().iter().map(|fault| fault["pointer"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn what_is_announced_is_public_and_what_is_not_stays_inside() {
    let house = House::open().await;
    house.tell(&incident("INC-AAAAAA", 1)).await;
    house.tell(&incident("INC-BBBBBB", 1)).await;
    assert_eq!(house.get("/api/v1/public/incidents/INC-AAAAAA").await.status(), 404);

    let answer = house.announce("INC-AAAAAA", "We look into it.", "investigating").await;
    assert_eq!(answer["message"], "We look into it.");
    assert_eq!((&answer["state"], &answer["lang"]), (&json!("investigating"), &json!("en")));
    assert_eq!(answer["messages"], json!({ "en": "We look into it." }));
    assert_eq!(answer["author"]["name"], "Some manager");

    let summary = house.summary_when(|summary| summary["active"][0].is_object()).await;
    assert_eq!(summary["state"], "partial_outage");
    assert_eq!(summary["active"].as_array().unwrap().len(), 1);
    let text = summary.to_string();
    for inner in ["not for everybody", "Some manager", "INC-BBBBBB", "commander", "taken_over"] {
        assert!(!text.contains(inner), "{inner} is not for everybody");
    }
}

#[tokio::test]
async fn incidents_is_told_of_each_announcement_in_order() {
    let house = House::open().await;
    house.tell(&incident("INC-AAAAAA", 1)).await;
    let first = house.announce("INC-AAAAAA", "One.", "investigating").await;
    house.announce("INC-AAAAAA", "Two.", "identified").await;
    until(5, "both events", async || house.incidents.taken().len() == 2).await;
    assert_eq!(house.incidents.taken(), [("INC-AAAAAA".to_owned(), 1), ("INC-AAAAAA".to_owned(), 2)]);
    let event = house.incidents.events.lock().unwrap()[0].clone();
    assert_eq!((event.kind.as_str(), event.actor.name.as_str()), ("incident.announced", "Some manager"));
    assert!(event.request_id.is_some());
    let data: Announced = serde_json::from_value(event.data).unwrap();
    assert_eq!(data.announcement_id.to_string(), first["id"]);
    assert_eq!((data.incident_id.as_str(), data.state), ("INC-AAAAAA", AnnouncementState::Investigating));
    assert_eq!(data.messages, Words { fr: None, en: Some("One.".to_owned()) });
}

#[tokio::test]
async fn an_incident_not_heard_of_is_asked_for_once() {
    let house = House::open().await;
    house.incidents.knows(incident("INC-AAAAAA", 4));
    house.announce("INC-AAAAAA", "We look into it.", "investigating").await;
    // Its events arrive late: the first is stale, the next is news.
    house.tell(&incident("INC-AAAAAA", 3)).await;
    house.summary_when(|summary| summary["active"][0]["status"] == "open").await;
    house.tell(&resolved(&incident("INC-AAAAAA", 4))).await;
    house.summary_when(|summary| summary["recent"][0]["status"] == "resolved").await;
}

#[tokio::test]
async fn an_incident_nobody_knows_is_named() {
    let house = House::open().await;
    let body = json!({ "incident_id": "INC-ZZZZZZ", "message": "x", "state": "resolved" });
    let answer = house.post(ROUTE, Role::Manager, &body).await;
    assert_eq!(answer.status(), 400);
    assert_eq!(pointers(&answer.json().await.unwrap()), ["/incident_id"]);
}

#[tokio::test]
async fn while_incidents_is_away_only_what_was_heard_of_can_be_announced() {
    let house = House::open().await;
    house.tell(&incident("INC-AAAAAA", 1)).await;
    for status in [503, 500, 403, 401] {
        house.incidents.fail_with(status);
        let body = json!({ "incident_id": "INC-BBBBBB", "message": "x", "state": "resolved" });
        let answer = house.post(ROUTE, Role::Manager, &body).await;
        assert_eq!(answer.status(), 503, "incidents answers {status}");
        assert!(answer.headers().contains_key("retry-after"));
    }
    house.announce("INC-AAAAAA", "We look into it.", "investigating").await;
}

#[tokio::test]
async fn every_fault_of_the_input_is_named_at_once() {
    let house = House::open().await;
    let body = json!({ "incident_id": "nope", "message": "", "state": "done", "title": "x" });
    let answer = house.post(ROUTE, Role::Manager, &body).await;
    assert_eq!(answer.status(), 400);
    assert_eq!(pointers(&answer.json().await.unwrap()), ["/incident_id", "/message", "/state", "/title"]);
    let body = json!({
        "incident_id": "INC-AAAAAA", "message": " \n ", "state": "resolved",
        "lang": "fr", "translations": { "en": "\u{7}" },
    });
    let answer = house.post(ROUTE, Role::Manager, &body).await;
    assert_eq!(pointers(&answer.json().await.unwrap()), ["/message", "/translations/en"]);
}

#[tokio::test]
async fn words_are_kept_in_both_languages() {
    let house = House::open().await;
    house.tell(&incident("INC-AAAAAA", 1)).await;
    let body = json!({
        "incident_id": "INC-AAAAAA", "message": "En panne\r\ndepuis midi", "state": "identified",
        "lang": "fr", "translations": { "en": "Down since noon" },
    });
    assert_eq!(house.post(ROUTE, Role::Manager, &body).await.status(), 201);
    let summary = house.summary_when(|summary| summary["active"][0].is_object()).await;
    let said = &summary["active"][0]["announcements"][0];
    assert_eq!((&said["lang"], &said["message"]), (&json!("fr"), &json!("En panne\ndepuis midi")));
    assert_eq!(said["messages"], json!({ "fr": "En panne\ndepuis midi", "en": "Down since noon" }));
}

#[tokio::test]
async fn the_same_request_again_says_it_once() {
    let house = House::open().await;
    house.tell(&incident("INC-AAAAAA", 1)).await;
    let body = json!({ "incident_id": "INC-AAAAAA", "message": "One.", "state": "investigating" });
    let ask = |body: &Value| {
        let request = house.request(ROUTE, body).header("Idempotency-Key", "\"k1\"");
        request.bearer_auth(house.bed.token(Role::Manager)).send()
    };
    let first = ask(&body).await.unwrap();
    assert_eq!(first.headers()["location"], "/api/v1/public/incidents/INC-AAAAAA");
    assert!(!first.headers().contains_key("idempotency-replayed"));
    let again = ask(&body).await.unwrap();
    assert_eq!(again.status(), 201);
    assert_eq!(again.headers()["idempotency-replayed"], "true");
    assert_eq!(first.json::<Value>().await.unwrap(), again.json::<Value>().await.unwrap());
    let other = json!({ "incident_id": "INC-AAAAAA", "message": "Two.", "state": "investigating" });
    assert_eq!(ask(&other).await.unwrap().status(), 409);
    let incident = house.read("/api/v1/public/incidents/INC-AAAAAA").await;
    assert_eq!(incident["announcements"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn announcing_is_in_the_audit() {
    let house = House::open().await;
    house.tell(&incident("INC-AAAAAA", 1)).await;
    house.announce("INC-AAAAAA", "One.", "investigating").await;
    let url = format!("{}/api/v1/audit", house.comms.base);
    let answer = house.bed.http.get(url).bearer_auth(house.bed.token(Role::Admin)).send().await.unwrap();
    let entries: Value = answer.json().await.unwrap();
    assert_eq!(entries.as_array().unwrap().len(), 1);
    assert_eq!((&entries[0]["action"], &entries[0]["object"]), (&json!("incident.announce"), &json!("INC-AAAAAA")));
    assert_eq!(entries[0]["actor"]["name"], "Some manager");
}
