//! What may lie in Redis, written by another version of this service.

use contracts::flags::SWITCHES;
use identity::Role;
use redis::AsyncCommands;
use reqwest::Method;
use serde_json::{Value, json};

use crate::bench::{Answer, Bench, Replica};

/// Writes `json` as the flag `key`, as a later version of this service might.
async fn write_raw(bench: &Bench, key: &str, json: &Value) {
    let mut redis = bench.flags.app.store.redis().connection();
    let fields = [
        ("json", json.to_string().as_str()),
        ("on", "true"),
        ("version", "7"),
        ("created_at", "1"),
        ("updated_at", "2"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()));
    let _: () = redis.hset_multiple(format!("{{flags}}:flag:{key}"), &fields).await.unwrap();
    let _: () = redis.zadd("{flags}:flags", key, 100).await.unwrap();
}

#[tokio::test]
async fn what_a_later_version_adds_breaks_nothing_and_is_not_lost_by_switching() {
    let bench = Bench::start().await;
    let json = json!({
        "id": "later", "kind": "boolean", "variations": ["on", "off"], "off_variation": "off",
        "fallthrough": { "variation": "on", "rollout": [{ "variation": "on", "weight": 10 }] },
        "rules": [{ "if": { "attr": "country", "op": "matches", "value": "fr" }, "variation": "off", "share": 3 }],
        "targets": { "users": { "bob": "off" }, "groups": { "x": "off" } }, "private": false, "owner": "ops",
    });
    write_raw(&bench, "later", &json).await;
    let other = Replica::ready(&bench.bed).await;
    assert_eq!(other.evaluate("alice", "viewer").await["later"], json!({ "variation": "on", "off": false }));
    assert_eq!(other.evaluate("bob", "viewer").await["later"], json!({ "variation": "off", "off": false }));
    let read = bench.get("/admin/flags/later").await;
    assert_eq!((read.status.as_u16(), &read.body["version"]), (200, &json!(7)));
    assert_eq!(bench.post("/admin/toggle/later", &json!({})).await.body["version"], json!(8));
    let kept: String = bench.flags.app.store.redis().connection().hget("{flags}:flag:later", "json").await.unwrap();
    assert_eq!(serde_json::from_str::<Value>(&kept).unwrap(), json);
}

#[tokio::test]
async fn what_cannot_be_read_hides_nothing_else() {
    let bench = Bench::start().await;
    write_raw(&bench, "odd", &json!({ "id": "odd", "variations": 5 })).await;
    write_raw(&bench, "empty", &json!({ "id": "empty", "variations": [] })).await;
    let other = Replica::ready(&bench.bed).await;
    let given = other.evaluate("alice", "viewer").await;
    assert_eq!(given.as_object().unwrap().len(), SWITCHES.len());
    assert_eq!(bench.get("/admin/flags").await.body.as_array().unwrap().len(), SWITCHES.len() + 1);
    let mended = bench.save("odd", json!({})).await;
    assert_eq!(mended["version"], json!(8), "a person can put it right");
    let delete = bench.ask(Role::Manager, Method::DELETE, "/admin/flags/empty");
    assert_eq!(Answer::to(delete).await.status, 204);
}
