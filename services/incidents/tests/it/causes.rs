//! What machines tell: causes and announcements, each with its effect once.

use futures_util::future::join_all;
use identity::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::bench::{Answer, Bench};

async fn opened_by_machine(bench: &Bench) -> String {
    bench.open(json!({ "sev": 2, "source": "csp", "origin": { "system": "csp", "ref": "cloudflare:1" } })).await
}

async fn follow(bench: &Bench, id: &str, cause: Value) -> Answer {
    bench.tell("csp-ingestor", &format!("/internal/v1/incidents/{id}/cause"), &cause).await
}

async fn entries(bench: &Bench, id: &str) -> Vec<(String, String)> {
    let answer = bench.get(Role::Viewer, &format!("/api/v1/incidents/{id}/timeline")).await;
    let text = |entry: &Value, name: &str| entry[name].as_str().unwrap().to_owned();
    let entries = answer.body.as_array().unwrap().iter().rev();
    entries.map(|entry| (text(entry, "type"), text(entry, "message"))).collect()
}

fn pair(kind: &str, message: &str) -> (String, String) {
    (kind.to_owned(), message.to_owned())
}

#[tokio::test]
async fn a_machine_s_incident_follows_its_cause_to_its_end_and_back() {
    let bench = Bench::start().await;
    let id = opened_by_machine(&bench).await;
    let first = json!({ "id": "u1", "at": 1_700_000_000, "text": "We are looking.\r\n\u{7}" });
    let second = json!({ "id": "u2", "at": 1_700_000_060, "text": "Solved." });
    let worse = follow(&bench, &id, json!({ "sev": 1, "updates": [first] })).await;
    assert_eq!((worse.status.as_u16(), &worse.body["sev"], &worse.body["version"]), (200, &json!(1), &json!(2)));
    let again = follow(&bench, &id, json!({ "sev": 1, "updates": [first] })).await;
    assert_eq!(again.body, worse.body, "told the same again, nothing happens");
    let over = json!({ "sev": 1, "updates": [first, second, second], "ended_at": 1_700_000_070, "unknown": "ignored" });
    let over = follow(&bench, &id, over).await;
    assert_eq!((&over.body["status"], &over.body["version"]), (&json!("resolved"), &json!(3)));
    let back = follow(&bench, &id, json!({ "sev": 2, "updates": [first, second] })).await;
    assert_eq!((&back.body["status"], &back.body["resolved_at"]), (&json!("open"), &Value::Null));
    let expected = [
        pair("created", "Latence API EU"),
        pair("cause", "We are looking."),
        pair("severity", "1"),
        pair("cause", "Solved."),
        pair("status", "resolved"),
        pair("severity", "2"),
        pair("status", "open"),
    ];
    assert_eq!(entries(&bench, &id).await, expected);
    let versions: Vec<_> = bench.events(&id).await.into_iter().map(|event| event.version).collect();
    assert_eq!(versions, [1, 2, 3, 4]);
    let listed = bench.get(Role::Viewer, "/api/v1/incidents?sev=2&status=open").await;
    assert_eq!(listed.body[0]["id"], json!(id), "the indexes moved along");
    assert_eq!(bench.get(Role::Viewer, "/api/v1/incidents?sev=1").await.body, json!([]));
}

#[tokio::test]
async fn what_a_person_took_over_still_hears_its_cause_and_no_more() {
    let bench = Bench::start().await;
    let id = opened_by_machine(&bench).await;
    bench.post(Role::Sre, &format!("/api/v1/incidents/{id}/take-over"), &json!({})).await;
    let update = json!({ "id": "u1", "at": 1_700_000_000, "text": "Over." });
    let told = follow(&bench, &id, json!({ "sev": 4, "updates": [update], "ended_at": 1_700_000_000 })).await;
    assert_eq!((&told.body["status"], &told.body["sev"]), (&json!("open"), &json!(2)));
    assert_eq!(entries(&bench, &id).await.last(), Some(&pair("cause", "Over.")));
    let entry = &bench.get(Role::Viewer, &format!("/api/v1/incidents/{id}/timeline")).await.body[0];
    assert_eq!((&entry["ts"], &entry["author"]["name"]), (&json!(1_700_000_000), &json!("csp-ingestor")));
}

#[tokio::test]
async fn what_belongs_to_an_incident_and_what_it_concerns_come_with_its_cause() {
    let bench = Bench::start().await;
    let id = opened_by_machine(&bench).await;
    let link =
        json!({ "relation": "effect", "system": "csp", "ref": "e1", "title": "github: Actions", "active": true });
    let told = json!({ "sev": 2, "updates": [], "version": 2, "services": ["CI"], "links": [link] });
    let after = follow(&bench, &id, told.clone()).await.body;
    assert_eq!((&after["links"][0]["title"], &after["version"]), (&json!("github: Actions"), &json!(2)));
    assert!(after["services"].as_array().unwrap().contains(&json!("ci")));
    let listed = bench.get(Role::Viewer, "/api/v1/incidents?service=ci").await;
    assert_eq!(listed.body[0]["id"], json!(id), "it is found by what it concerns");
    assert_eq!(follow(&bench, &id, told).await.body, after, "told the same again, nothing happens");
    // What was true before, told late: by then it would have ended.
    let late = json!({ "sev": 1, "updates": [], "version": 1, "ended_at": 1_700_000_000 });
    assert_eq!(follow(&bench, &id, late).await.body, after);
    let without = follow(&bench, &id, json!({ "sev": 2, "updates": [], "version": 3 })).await.body;
    assert_eq!((&without["links"], &without["services"]), (&json!([]), &after["services"]));
}

#[tokio::test]
async fn only_a_service_opens_what_is_announced_by_itself() {
    let bench = Bench::start().await;
    let body = json!({ "title": "DNS is slow", "sev": 2, "source": "csp", "announce": true });
    let answer = bench.post(Role::Admin, "/api/v1/incidents", &body).await;
    assert_eq!((answer.status.as_u16(), answer.problem()), (403, "forbidden"));
    let answer = bench.tell("csp-ingestor", "/api/v1/incidents", &body).await;
    assert_eq!((answer.status.as_u16(), &answer.body["announce"]), (201, &json!(true)));
}

#[tokio::test]
async fn a_cause_told_by_many_at_once_is_heard_once() {
    let bench = Bench::start().await;
    let id = opened_by_machine(&bench).await;
    let updates: Vec<_> =
        (0..10).map(|n| json!({ "id": format!("u{n}"), "at": n, "text": format!("update {n}") })).collect();
    // First news alone, which leave the incident as it is, then an end too.
    for (cause, version, count) in [
        (json!({ "sev": 2, "updates": updates }), 2, 11),
        (json!({ "sev": 1, "updates": updates, "ended_at": 20 }), 3, 13),
    ] {
        let answers = join_all((0..20).map(|_| follow(&bench, &id, cause.clone()))).await;
        assert!(answers.iter().all(|answer| answer.status == 200 && answer.body["version"] == version), "{answers:?}");
        assert_eq!(entries(&bench, &id).await.len(), count);
    }
}

#[tokio::test]
async fn a_cause_with_a_long_story_is_heard_whole() {
    let bench = Bench::start().await;
    let id = opened_by_machine(&bench).await;
    let text = "é".repeat(10_000);
    let updates: Vec<_> = (0..200).map(|n| json!({ "id": n.to_string(), "at": n, "text": text })).collect();
    let told = follow(&bench, &id, json!({ "sev": 2, "updates": updates })).await;
    assert_eq!(told.status, 200, "{told:?}");
    let timeline = bench.get(Role::Viewer, &format!("/api/v1/incidents/{id}/timeline?limit=1")).await;
    assert_eq!((timeline.header("x-total-count"), &timeline.body[0]["message"]), ("201", &json!(text)));
}

#[tokio::test]
async fn a_cause_must_make_sense() {
    let bench = Bench::start().await;
    let id = opened_by_machine(&bench).await;
    let answer = follow(&bench, &id, json!({ "sev": 0, "updates": [{ "id": "", "at": 1, "text": "x" }] })).await;
    assert_eq!((answer.status.as_u16(), answer.pointers()), (400, vec!["/sev", "/updates/0/id"]));
    assert_eq!(follow(&bench, "INC-000000", json!({ "sev": 1, "updates": [] })).await.status, 404);
}

fn announced(event: Uuid, id: &str) -> Value {
    json!({
        "id": event, "type": "incident.announced", "at": 1_700_000_000, "aggregate_id": id, "version": 1,
        "actor": { "kind": "person", "id": "0", "name": "Ada" }, "future": "field",
        "data": { "announcement_id": Uuid::nil(), "incident_id": id, "state": "identified", "messages": { "fr": "Nous savons." } },
    })
}

#[tokio::test]
async fn an_announcement_makes_an_incident_public_and_is_noted_once() {
    let bench = Bench::start().await;
    let id = opened_by_machine(&bench).await;
    let event = announced(Uuid::from_u128(1), &id);
    let told = join_all((0..10).map(|_| bench.tell("comms", "/internal/v1/events", &event))).await;
    assert!(told.iter().all(|answer| answer.status == 204), "{told:?}");
    let incident = bench.get(Role::Viewer, &format!("/api/v1/incidents/{id}")).await.body;
    assert_eq!((&incident["public"], &incident["version"]), (&json!(true), &json!(2)));
    assert_eq!(incident["taken_over"], false, "announcing alone is not taking over");
    assert_eq!(entries(&bench, &id).await[1..], [pair("announcement", "Nous savons.")]);
    bench.tell("comms", "/internal/v1/events", &announced(Uuid::from_u128(2), &id)).await;
    assert_eq!(entries(&bench, &id).await.len(), 3);
    assert_eq!(bench.events(&id).await[1].head["actor"]["name"], "Ada");
}

#[tokio::test]
async fn an_event_of_no_concern_is_taken_and_a_senseless_one_is_not() {
    let bench = Bench::start().await;
    let mut other = announced(Uuid::nil(), "INC-000000");
    assert_eq!(bench.tell("comms", "/internal/v1/events", &other).await.status, 404);
    other["data"] = json!({});
    let senseless = bench.tell("comms", "/internal/v1/events", &other).await;
    assert_eq!((senseless.status.as_u16(), senseless.pointers()), (400, vec!["/data"]));
    other["type"] = json!("comms.of.tomorrow");
    assert_eq!(bench.tell("comms", "/internal/v1/events", &other).await.status, 204);
}
