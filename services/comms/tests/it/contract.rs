//! The document that is published, and the floor it stands on: what clients of the original system were written
//! against.

use identity::Role;
use serde_json::{Value, json};

use crate::house::{House, incident};

#[test]
fn the_published_document_is_the_code_s() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../swaggers/comms.yaml");
    let published = std::fs::read_to_string(path).unwrap_or_default();
    let make = "cargo run --release -p comms -- openapi > swaggers/comms.yaml";
    assert!(published == comms::openapi_yaml(), "swaggers/comms.yaml is not what the code says; make it by: {make}");
}

#[tokio::test]
async fn every_route_of_the_original_answers_as_it_did() {
    let house = House::open().await;
    house.tell(&incident("INC-123456", 1)).await;
    let manager = Role::Manager;
    let announcement = json!({
        "incident_id": "INC-123456",
        "message": "Incident en cours pour la région EU",
        "state": "investigating",
    });
    let answer = house.post("/api/v1/public/announce", manager, &announcement).await;
    assert_eq!(answer.status(), 201);
    let said: Value = answer.json().await.unwrap();
    assert!(said["ts"].is_i64());
    assert_eq!((&said["message"], &said["state"]), (&announcement["message"], &announcement["state"]));
    assert_eq!(house.post("/api/v1/public/announce", manager, &json!({})).await.status(), 400);

    let status = house.read("/api/v1/public/status").await;
    assert!(status.is_array());

    let email = json!({ "email": "user@example.com" });
    assert_eq!(house.request("/api/v1/subscriptions/email", &email).send().await.unwrap().status(), 201);
    let answer = house.request("/api/v1/subscriptions/email", &json!({})).send().await.unwrap();
    assert_eq!(answer.status(), 400);
    let webhook = json!({ "url": "https://hooks.example.com/polystatus" });
    assert_eq!(house.post("/api/v1/webhooks", Role::Guest, &webhook).await.status(), 201);
    assert_eq!(house.post("/api/v1/webhooks", Role::Guest, &json!({ "url": 1 })).await.status(), 400);
}

#[tokio::test]
async fn what_every_service_answers_is_answered() {
    let house = House::open().await;
    for path in ["/healthz", "/readyz", "/metrics", "/openapi.json", "/docs/"] {
        assert_eq!(house.get(path).await.status(), 200, "{path}");
    }
    let served = house.read("/openapi.json").await;
    assert_eq!(served, serde_json::to_value(comms::openapi()).unwrap());
    let nothing = house.get("/api/v1/public/nothing").await;
    assert_eq!(
        (nothing.status().as_u16(), &nothing.headers()["content-type"]),
        (404, &"application/problem+json".parse().unwrap())
    );
    assert_eq!(house.request("/api/v1/public/status", &json!({})).send().await.unwrap().status(), 405);
    let text = house.bed.http.post(format!("{}/api/v1/public/announce", house.comms.base)).body("x");
    assert_eq!(text.bearer_auth(house.bed.token(Role::Manager)).send().await.unwrap().status(), 415);
    let large = json!({ "email": "a".repeat(2 * 1024 * 1024) });
    assert_eq!(house.request("/api/v1/subscriptions/email", &large).send().await.unwrap().status(), 413);
}

/// Every status that a test of ours meets must be in the document; these are the ones it must name.
#[test]
fn the_document_names_every_answer() {
    let document = serde_json::to_value(comms::openapi()).unwrap();
    let expected = [
        ("/api/v1/public/announce", "post", "201 400 401 403 408 409 413 415 500 503"),
        ("/api/v1/public/status", "get", "200 304 401 500 503"),
        ("/api/v1/public/summary", "get", "200 304 401 500 503"),
        ("/api/v1/public/incidents/{id}", "get", "200 304 401 404 500 503"),
        ("/api/v1/public/stream", "get", "200 401 503"),
        ("/api/v1/subscriptions/email", "post", "201 400 409 413 415 429 500 503"),
        ("/api/v1/webhooks", "post", "201 400 401 403 409 413 415 500 503"),
        ("/internal/v1/events", "post", "204 400 401 403 500 503"),
    ];
    for (path, method, statuses) in expected {
        let answers = document["paths"][path][method]["responses"].as_object().unwrap();
        for status in statuses.split(' ') {
            assert!(answers.contains_key(status), "{method} {path} does not name {status}");
        }
    }
}
