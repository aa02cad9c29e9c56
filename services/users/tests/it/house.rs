//! What every service of the house does, and what our neighbours ask of this one.

use contracts::Member;
use identity::Role;
use serde_json::json;
use uuid::Uuid;

use crate::bench::{Bench, header, read, send};

#[test]
fn the_published_document_is_the_one_we_serve() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../swaggers/users.yaml");
    let published = std::fs::read_to_string(path).unwrap_or_default();
    let ours = users::openapi().to_yaml().unwrap();
    assert!(published == ours, "stale: run `cargo run --release -p users -- openapi > swaggers/users.yaml`");
}

#[tokio::test]
async fn services_read_a_member_without_the_address() {
    let bench = Bench::start().await;
    let viewer = bench.somebody("Vera", Role::Viewer).await;
    let member = |service: &str, id: Uuid| {
        bench.get(&format!("/internal/v1/users/{id}"), &bench.bed.service_token(service, "users"))
    };
    for service in ["incidents", "comms", "csp-ingestor"] {
        let answer = read(member(service, viewer.id)).await;
        assert!(answer.body.get("email").is_none());
        let read: Member = serde_json::from_value(answer.body).unwrap();
        assert_eq!(read, Member { id: viewer.id, name: "Vera".to_owned(), role: Role::Viewer });
    }
    assert_eq!(read(member("comms", Uuid::from_u128(9))).await.status, 404);
    let person = bench.get(&format!("/internal/v1/users/{}", viewer.id), &bench.admin().await.token);
    assert_eq!(read(person).await.status, 403);
}

#[tokio::test]
async fn the_audit_tells_who_did_what_and_no_secret() {
    let bench = Bench::start().await;
    let viewer = bench.somebody("Vera", Role::Viewer).await;
    let admin = bench.admin().await;
    let answer = send(bench.get("/api/v1/audit?limit=2", &admin.token)).await;
    assert!(header(&answer, "link").contains("rel=\"next\""));
    let entries = bench.audited().await;
    let made = entries.iter().find(|entry| entry["object"] == json!(viewer.id)).unwrap();
    assert_eq!((&made["action"], &made["detail"]), (&json!("user.create"), &json!("role viewer")));
    assert_eq!((&made["actor"]["id"], &made["actor"]["name"]), (&json!(admin.id), &json!("Admin")));
    let text = serde_json::to_string(&entries).unwrap();
    assert!(!text.contains("argon2") && !text.contains(crate::bench::PASSWORD) && !text.contains("vera@"));
    assert_eq!(read(bench.get("/api/v1/audit", &viewer.token)).await.status, 403);
}

#[tokio::test]
async fn it_says_how_it_is_and_what_it_does() {
    let bench = Bench::start().await;
    for path in ["/healthz", "/readyz", "/metrics", "/openapi.json", "/docs/"] {
        let answer = send(bench.ask(reqwest::Method::GET, path)).await;
        assert_eq!(answer.status(), 200, "{path}");
        assert!(!header(&answer, "x-request-id").is_empty());
    }
    assert_eq!(read(bench.ask(reqwest::Method::GET, "/api/v1/nothing")).await.status, 404);
    let method = send(bench.ask(reqwest::Method::DELETE, "/api/v1/users")).await;
    assert_eq!((method.status().as_u16(), header(&method, "allow").contains("GET")), (405, true));
    let text = bench.ask(reqwest::Method::POST, "/api/v1/auth/login").body("email=x");
    assert_eq!(read(text).await.status, 415);
    let broken = bench.ask(reqwest::Method::POST, "/api/v1/auth/login").header("content-type", "application/json");
    assert_eq!(read(broken.body("{")).await.kind(), "malformed");
    let huge = bench.post("/api/v1/users", &json!({ "name": "x".repeat(1_100_000) }));
    assert_eq!(read(huge).await.status, 413);
}
