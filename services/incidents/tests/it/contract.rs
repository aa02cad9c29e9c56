//! The original contract, route by route: what its clients were written against works as it says.

use identity::Role;
use serde_json::{Value, json};

use crate::bench::{Bench, GRACE};

/// The contract's incident: its fields, with the types it gives them.
fn is_incident(value: &Value) -> bool {
    value["id"].as_str().is_some_and(|id| id.starts_with("INC-"))
        && value["title"].is_string()
        && value["sev"].is_u64()
        && value["services"].as_array().is_some_and(|labels| labels.iter().all(Value::is_string))
        && value["summary"].is_string()
        && matches!(value["status"].as_str(), Some("open" | "mitigated" | "resolved"))
        && value["started_at"].is_i64()
        && (value["commander"].is_null() || value["commander"].is_string())
}

#[tokio::test]
async fn every_route_answers_as_the_contract_says() {
    let bench = Bench::start().await;
    let list = "/api/v1/incidents";
    let create =
        json!({ "title": "Latence API EU", "sev": 2, "services": ["api", "db"], "summary": "p95 > 2s en EU-West" });
    let created = bench.post(Role::Sre, list, &create).await;
    assert_eq!((created.status.as_u16(), is_incident(&created.body)), (201, true), "{created:?}");
    assert_eq!(bench.post(Role::Sre, list, &json!({ "title": "no severity" })).await.status, 400);
    let listed = bench.get(Role::Viewer, &format!("{list}?status=open&sev=2&service=api&q=latence")).await;
    assert_eq!((listed.status.as_u16(), listed.body.as_array().unwrap().iter().all(is_incident)), (200, true));
    let one = format!("{list}/{}", created.body["id"].as_str().unwrap());
    let none = format!("{list}/INC-ZZZZZZ");
    assert!(is_incident(&bench.get(Role::Viewer, &one).await.body));
    assert_eq!(bench.get(Role::Viewer, &none).await.status, 404);
    let posts = [
        ("assign", json!({ "commander": GRACE })),
        ("status", json!({ "status": "mitigated" })),
        ("timeline", json!({ "type": "mitigation", "message": "Bascule" })),
        ("postmortem", json!({ "what_happened": "x", "root_cause": "y", "action_items": ["z"] })),
    ];
    for (verb, body) in posts {
        let answer = bench.post(Role::Sre, &format!("{one}/{verb}"), &body).await;
        assert_eq!(answer.status, 200, "{verb}: {answer:?}");
        assert_eq!(is_incident(&answer.body), matches!(verb, "assign" | "status"), "{verb}: {answer:?}");
        assert_eq!(bench.post(Role::Sre, &format!("{none}/{verb}"), &body).await.status, 404, "{verb}");
    }
    let faulty = bench.post(Role::Sre, &format!("{one}/assign"), &json!({})).await;
    assert_eq!(faulty.status, 400);
}
