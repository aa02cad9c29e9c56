//! Working on an incident: status, commander, taking over.

use contracts::IncidentStatus;
use identity::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::bench::{Bench, GRACE};

fn path(id: &str, verb: &str) -> String {
    format!("/api/v1/incidents/{id}/{verb}")
}

#[tokio::test]
async fn a_status_follows_another_as_the_rules_say() {
    let bench = Bench::start().await;
    let id = bench.open(json!({})).await;
    let status = path(&id, "status");
    let mitigated = bench.post(Role::Sre, &status, &json!({ "status": "mitigated", "reason": "rolled back" })).await;
    assert_eq!((mitigated.status.as_u16(), mitigated.header("etag")), (200, "\"2\""));
    assert_eq!(mitigated.body["mitigated_at"], mitigated.body["updated_at"]);
    assert_eq!(mitigated.body["taken_over"], true);
    let same = bench.post(Role::Sre, &status, &json!({ "status": "mitigated", "reason": "again" })).await;
    assert_eq!((same.status.as_u16(), &same.body), (200, &mitigated.body), "the same status changes nothing");
    let resolved = bench.post(Role::Sre, &status, &json!({ "status": "resolved" })).await;
    assert_eq!(resolved.body["resolved_at"], resolved.body["updated_at"]);
    let refused = bench.post(Role::Sre, &status, &json!({ "status": "mitigated" })).await;
    assert_eq!((refused.status.as_u16(), refused.problem()), (409, "transition-refused"));
    assert!(refused.body["detail"].as_str().unwrap().ends_with("it can become open"));
    let open = bench.post(Role::Sre, &status, &json!({ "status": "open" })).await;
    assert_eq!((&open.body["mitigated_at"], &open.body["resolved_at"]), (&Value::Null, &Value::Null));
    assert_eq!(open.body["version"], 4);

    let entries = bench.get(Role::Viewer, &path(&id, "timeline")).await.body;
    let said: Vec<_> = entries.as_array().unwrap().iter().map(|entry| entry["message"].as_str().unwrap()).collect();
    assert_eq!(said, ["open", "resolved", "mitigated: rolled back", "Latence API EU"]);
    assert_eq!(entries[2]["change"], json!({ "from": "open", "to": "mitigated" }));
    let events = bench.events(&id).await;
    assert_eq!(events[1].head["change"], json!({ "from": "open", "to": "mitigated", "reason": "rolled back" }));
    assert_eq!(events[3].data, open.body);
}

#[tokio::test]
async fn a_status_must_be_one_and_its_reason_sound() {
    let bench = Bench::start().await;
    let id = bench.open(json!({})).await;
    let faults = [
        (json!({}), "/status"),
        (json!({ "status": "broken" }), "/status"),
        (json!({ "status": "open", "reason": "\u{7}" }), "/reason"),
        (json!({ "status": "open", "why": "" }), "/why"),
    ];
    for (body, pointer) in faults {
        let answer = bench.post(Role::Sre, &path(&id, "status"), &body).await;
        assert_eq!((answer.status.as_u16(), answer.pointers()), (400, vec![pointer]), "{body}");
    }
    let missing = bench.post(Role::Sre, &path("INC-000000", "status"), &json!({ "status": "open" })).await;
    assert_eq!(missing.status, 404);
}

#[tokio::test]
async fn a_stale_writer_is_told_the_present_version() {
    let bench = Bench::start().await;
    let id = bench.open(json!({})).await;
    bench.note(&id, "version 2").await;
    let me = Uuid::from_u128(u128::from(Role::Sre as u8) + 1);
    let bodies =
        [("status", json!({ "status": "resolved" })), ("assign", json!({ "commander": me })), ("take-over", json!({}))];
    for (verb, body) in &bodies {
        let stale = bench.post_with(Role::Sre, &path(&id, verb), body, &[("If-Match", "\"1\"")]).await;
        assert_eq!(
            (stale.status.as_u16(), stale.problem(), stale.header("etag")),
            (412, "stale-version", "\"2\""),
            "{verb}"
        );
        let senseless = bench.post_with(Role::Sre, &path(&id, verb), body, &[("If-Match", "two")]).await;
        assert_eq!((senseless.status.as_u16(), senseless.pointers()), (400, vec!["If-Match"]), "{verb}");
    }
    for (version, (verb, body)) in (2..).zip(&bodies[..2]) {
        let tag = format!("\"{version}\"");
        let fresh = bench.post_with(Role::Sre, &path(&id, verb), body, &[("If-Match", &tag)]).await;
        assert_eq!(fresh.status, 200, "{fresh:?}");
    }
    let any = bench.post_with(Role::Sre, &path(&id, "take-over"), &json!({}), &[("If-Match", "*")]).await;
    assert_eq!((any.status.as_u16(), any.header("etag")), (200, "\"4\""));
}

#[tokio::test]
async fn a_commander_is_somebody_the_users_service_knows() {
    let bench = Bench::start().await;
    let id = bench.open(json!({})).await;
    let assign = path(&id, "assign");
    let grace = bench.post(Role::Sre, &assign, &json!({ "commander": GRACE })).await;
    assert_eq!((grace.status.as_u16(), grace.header("etag")), (200, "\"2\""));
    assert_eq!(grace.body["commander"], json!(GRACE));
    assert_eq!((&grace.body["commander_name"], &grace.body["taken_over"]), (&json!("Grace Hopper"), &json!(true)));
    let same = bench.post(Role::Sre, &assign, &json!({ "commander": GRACE })).await;
    assert_eq!(same.body, grace.body);
    for unknown in [json!(Uuid::nil()), json!("grace"), json!(""), json!(null)] {
        let answer = bench.post(Role::Sre, &assign, &json!({ "commander": unknown })).await;
        assert_eq!((answer.status.as_u16(), answer.pointers()), (400, vec!["/commander"]), "{unknown}");
    }
    assert_eq!(bench.post(Role::Sre, &path("INC-000000", "assign"), &json!({ "commander": GRACE })).await.status, 404);
    let entry = &bench.get(Role::Viewer, &path(&id, "timeline")).await.body[0];
    assert_eq!((&entry["type"], &entry["message"]), (&json!("assigned"), &json!("Grace Hopper")));
    assert_eq!(bench.events(&id).await[1].head["change"], json!({ "from": null, "to": GRACE, "name": "Grace Hopper" }));
}

#[tokio::test]
async fn whoever_takes_it_themself_needs_no_users_service() {
    let bench = Bench::without_users().await;
    let id = bench.open(json!({})).await;
    let me = Uuid::from_u128(u128::from(Role::Sre as u8) + 1);
    let mine = bench.post(Role::Sre, &path(&id, "assign"), &json!({ "commander": me })).await;
    assert_eq!((mine.status.as_u16(), &mine.body["commander_name"]), (200, &json!("Some sre")));
    let other = bench.post(Role::Sre, &path(&id, "assign"), &json!({ "commander": GRACE })).await;
    assert_eq!((other.status.as_u16(), other.problem(), other.header("retry-after")), (503, "unavailable", "1"));
}

#[tokio::test]
async fn taking_over_is_said_once() {
    let bench = Bench::start().await;
    let id = bench.open(json!({ "source": "csp" })).await;
    let taken = bench.post(Role::Sre, &path(&id, "take-over"), &json!({})).await;
    assert_eq!(
        (taken.status.as_u16(), &taken.body["taken_over"], &taken.body["version"]),
        (200, &json!(true), &json!(2))
    );
    let again = bench.post(Role::Sre, &path(&id, "take-over"), &json!({})).await;
    assert_eq!(again.body, taken.body);
    assert_eq!(bench.post(Role::Sre, &path("INC-000000", "take-over"), &json!({})).await.status, 404);
    let kept = bench.app.store.get(&id.parse().unwrap()).await.unwrap();
    assert_eq!((kept.status, kept.version), (IncidentStatus::Open, 2));
}
