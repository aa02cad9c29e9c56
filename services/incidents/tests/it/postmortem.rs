//! Postmortems: written, replaced, read.

use identity::Role;
use reqwest::Method;
use serde_json::json;

use crate::bench::{Answer, Bench};

fn path(id: &str) -> String {
    format!("/api/v1/incidents/{id}/postmortem")
}

#[tokio::test]
async fn a_postmortem_is_written_and_replaced() {
    let bench = Bench::start().await;
    let id = bench.open(json!({})).await;
    assert_eq!(bench.get(Role::Viewer, &path(&id)).await.problem(), "not-found");
    let first = json!({ "what_happened": "It broke.\r\n", "root_cause": "", "action_items": ["Add an alert"] });
    let written = bench.post(Role::Sre, &path(&id), &first).await;
    assert_eq!((written.status.as_u16(), written.header("etag")), (200, "\"1\""), "{written:?}");
    assert_eq!((&written.body["what_happened"], &written.body["version"]), (&json!("It broke.\n"), &json!(1)));
    let read = bench.get(Role::Viewer, &path(&id)).await;
    assert_eq!((read.status.as_u16(), &read.body, read.header("etag")), (200, &written.body, "\"1\""));

    let second = json!({ "what_happened": "It broke.", "root_cause": "A typo.", "action_items": [] });
    let replaced = bench.post_with(Role::Sre, &path(&id), &second, &[("If-Match", "\"1\"")]).await;
    assert_eq!((replaced.status.as_u16(), replaced.header("etag")), (200, "\"2\""));
    assert_eq!(replaced.body["action_items"], json!([]), "an empty list stays a list");
    let stale = bench.post_with(Role::Sre, &path(&id), &first, &[("If-Match", "\"1\"")]).await;
    assert_eq!((stale.status.as_u16(), stale.problem(), stale.header("etag")), (412, "stale-version", "\"2\""));

    let events = bench.events(&id).await;
    let kinds: Vec<_> = events.iter().map(|event| (event.version, event.head["type"].as_str().unwrap())).collect();
    assert_eq!(kinds, [(1, "incident.opened"), (2, "incident.postmortem"), (3, "incident.postmortem")]);
    assert_eq!(events[2].data, bench.get(Role::Viewer, &format!("/api/v1/incidents/{id}")).await.body);
}

#[tokio::test]
async fn the_same_postmortem_again_under_its_key_is_the_first_answer() {
    let bench = Bench::start().await;
    let id = bench.open(json!({})).await;
    let body = json!({ "what_happened": "x", "root_cause": "y", "action_items": [] });
    let key = [("Idempotency-Key", "k-1")];
    let first = bench.post_with(Role::Sre, &path(&id), &body, &key).await;
    let again = bench.post_with(Role::Sre, &path(&id), &body, &key).await;
    assert_eq!((again.status.as_u16(), &again.body, again.header("idempotency-replayed")), (200, &first.body, "true"));
    let request = bench.request(Method::GET, &path(&id)).bearer_auth(bench.bed.token(Role::Viewer));
    let had = Answer::read(request.header("If-None-Match", first.header("etag")).send().await.unwrap()).await;
    assert_eq!(had.status, 304);
}

#[tokio::test]
async fn a_postmortem_must_be_whole_and_sound() {
    let bench = Bench::start().await;
    let id = bench.open(json!({})).await;
    let faults = [
        (json!({}), vec!["/action_items", "/root_cause", "/what_happened"]),
        (json!({ "what_happened": "x", "root_cause": "y", "action_items": ["", 2] }), vec!["/action_items/1"]),
        (json!({ "what_happened": "x", "root_cause": "y", "action_items": [" "] }), vec!["/action_items/0"]),
        (json!({ "what_happened": "\u{0}", "root_cause": "y", "action_items": [] }), vec!["/what_happened"]),
        (json!({ "what_happened": "x", "root_cause": "y", "action_items": vec!["x"; 101] }), vec!["/action_items"]),
    ];
    for (body, pointers) in faults {
        let answer = bench.post(Role::Sre, &path(&id), &body).await;
        assert_eq!((answer.status.as_u16(), answer.pointers()), (400, pointers), "{body}");
    }
    let sound = json!({ "what_happened": "x", "root_cause": "y", "action_items": [] });
    assert_eq!(bench.post(Role::Sre, &path("INC-000000"), &sound).await.status, 404);
    assert_eq!(bench.get(Role::Viewer, &path("INC-000000")).await.status, 404);
}
