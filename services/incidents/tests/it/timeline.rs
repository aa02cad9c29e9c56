//! The timeline: notes that never fail for another's sake, in pages.

use futures_util::future::join_all;
use identity::Role;
use serde_json::json;

use crate::bench::Bench;

fn path(id: &str) -> String {
    format!("/api/v1/incidents/{id}/timeline")
}

#[tokio::test]
async fn what_a_person_says_stands_in_the_timeline() {
    let bench = Bench::start().await;
    let id = bench.open(json!({})).await;
    for kind in ["update", "note", "mitigation", "resolution"] {
        let said = bench.post(Role::Sre, &path(&id), &json!({ "type": kind, "message": "a\r\nb" })).await;
        assert_eq!(
            (said.status.as_u16(), &said.body["type"], &said.body["message"]),
            (200, &json!(kind), &json!("a\nb"))
        );
        assert_eq!(said.body["author"]["name"], "Some sre");
        let newest = &bench.get(Role::Viewer, &path(&id)).await.body[0];
        assert_eq!(newest, &said.body);
    }
    let events = bench.events(&id).await;
    assert_eq!(
        (&events[4].head["type"], &events[4].head["change"]["type"]),
        (&json!("incident.timeline"), &json!("resolution"))
    );
}

#[tokio::test]
async fn an_entry_must_say_something_of_a_known_kind() {
    let bench = Bench::start().await;
    let id = bench.open(json!({})).await;
    let faults = [
        (json!({}), vec!["/message", "/type"]),
        (json!({ "type": "status", "message": "forged" }), vec!["/type"]),
        (json!({ "type": "note", "message": " \n" }), vec!["/message"]),
        (json!({ "type": "note", "message": "x".repeat(5001) }), vec!["/message"]),
        (json!({ "type": "note", "message": "\u{1b}[2J" }), vec!["/message"]),
        (json!({ "type": "note", "message": "x", "ts": 1 }), vec!["/ts"]),
    ];
    for (body, pointers) in faults {
        let answer = bench.post(Role::Sre, &path(&id), &body).await;
        assert_eq!((answer.status.as_u16(), answer.pointers()), (400, pointers), "{body}");
    }
    let missing = bench.post(Role::Sre, &path("INC-000000"), &json!({ "type": "note", "message": "x" })).await;
    assert_eq!(missing.status, 404);
    assert_eq!(bench.get(Role::Viewer, &path("INC-000000")).await.status, 404);
}

#[tokio::test]
async fn the_same_note_again_is_the_same_note() {
    let bench = Bench::start().await;
    let id = bench.open(json!({})).await;
    let note = json!({ "type": "note", "message": "once" });
    let (path_here, key) = (path(&id), [("Idempotency-Key", "k-1")]);
    let answers = join_all((0..20).map(|_| bench.post_with(Role::Sre, &path_here, &note, &key))).await;
    assert!(answers.iter().all(|answer| answer.status == 200 && answer.body == answers[0].body));
    assert_eq!(answers.iter().filter(|answer| answer.header("idempotency-replayed") == "true").count(), 19);
    let other = bench.post_with(Role::Sre, &path(&id), &json!({ "type": "note", "message": "twice" }), &key).await;
    assert_eq!((other.status.as_u16(), other.problem()), (409, "idempotency-mismatch"));
    let another = bench.open(json!({})).await;
    let there = bench.post_with(Role::Sre, &path(&another), &note, &key).await;
    assert_ne!(there.body["id"], answers[0].body["id"], "another incident is another request");
}

#[tokio::test]
async fn two_hundred_notes_at_once_all_stand() {
    let bench = Bench::start().await;
    let id = bench.open(json!({})).await;
    let path = path(&id);
    let messages: Vec<_> = (0..200).map(|n| format!("note {n}")).collect();
    join_all(messages.iter().map(|message| bench.note(&id, message))).await;
    let (mut shown, mut next) = (Vec::new(), Some(format!("{path}?limit=77")));
    while let Some(page) = next {
        let answer = bench.get(Role::Viewer, &page).await;
        assert_eq!(answer.header("x-total-count"), "201");
        let items = answer.body.as_array().unwrap();
        shown.extend(items.iter().map(|entry| entry["message"].as_str().unwrap().to_owned()));
        next = answer.next();
    }
    assert_eq!(shown.len(), 201);
    assert!(messages.iter().all(|message| shown.contains(message)));
    let versions: Vec<_> = bench.events(&id).await.into_iter().map(|event| event.version).collect();
    assert_eq!(versions, (1..=201).collect::<Vec<_>>(), "versions without gaps");
}
