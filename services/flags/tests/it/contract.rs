//! The original contract, route by route: what its clients were written against works as it says.

use identity::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::bench::{Answer, Bench};

/// The contract's definition: its fields, with the types it gives them.
fn is_definition(value: &Value) -> bool {
    let texts = |value: &Value| value.as_array().is_some_and(|items| items.iter().all(Value::is_string));
    let rule = |rule: &Value| {
        ["attr", "op", "value"].iter().all(|name| rule["if"][name].is_string()) && rule["variation"].is_string()
    };
    value["id"].is_string()
        && value["on"].is_boolean()
        && matches!(value["kind"].as_str(), Some("boolean" | "multivar"))
        && texts(&value["variations"])
        && value["fallthrough"]["variation"].is_string()
        && value["rules"].as_array().is_some_and(|rules| rules.iter().all(rule))
        && value["targets"]["users"].as_object().is_some_and(|users| users.values().all(Value::is_string))
}

#[tokio::test]
async fn every_route_answers_as_the_contract_says() {
    let bench = Bench::start().await;
    // The contract's own example.
    let definition = json!({
        "id": "beta", "on": true, "kind": "boolean", "variations": ["on", "off"], "fallthrough": { "variation": "on" },
        "rules": [{ "if": { "attr": "role", "op": "eq", "value": "manager" }, "variation": "on" }],
        "targets": { "users": { "alice": "on", "bob": "off" } },
    });
    let created = bench.post("/admin/flags", &definition).await;
    assert_eq!((created.status.as_u16(), is_definition(&created.body)), (201, true), "{created:?}");
    let updated = bench.post("/admin/flags", &json!({ "id": "beta", "on": true })).await;
    assert_eq!((updated.status.as_u16(), is_definition(&updated.body)), (200, true), "{updated:?}");
    let listed = bench.get("/admin/flags").await;
    assert_eq!((listed.status.as_u16(), listed.body.as_array().unwrap().iter().all(is_definition)), (200, true));
    let toggled = bench.post("/admin/toggle/beta", &json!({ "on": false })).await;
    assert_eq!((toggled.status.as_u16(), &toggled.body["on"]), (200, &json!(false)));
    assert_eq!(bench.post("/admin/toggle/unknown", &json!({ "on": true })).await.status, 404);
    let given = bench.flags.evaluate("alice", "manager").await;
    let given = given.as_object().unwrap();
    assert_eq!(given["beta"], json!({ "variation": "off", "off": true }));
    assert!(given.values().all(|one| one["variation"].is_string() && one["off"].is_boolean()));
    for query in ["", "?user=alice", "?role=manager"] {
        let answer = Answer::to(bench.flags.request(Method::GET, &format!("/flags{query}"))).await;
        assert_eq!(answer.status, 400, "{query}");
    }
    assert_eq!(Answer::to(bench.ask(Role::Viewer, Method::GET, "/flags?user=&role=")).await.status, 200);
}
