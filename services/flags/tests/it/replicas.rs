//! Several replicas on one Redis, and a restart: the same flags everywhere.

use flags::jobs::tail::Tail;
use identity::Role;
use redis::AsyncCommands;
use reqwest::Method;
use serde_json::{Value, json};

use crate::bench::{Answer, Bench, Replica, until};

#[tokio::test]
async fn every_replica_sees_every_change_within_a_second() {
    let bench = Bench::start().await;
    let other = Replica::ready(&bench.bed).await;
    bench.save("page", json!({})).await;
    other.gives(1, "page", json!({ "variation": "on", "off": false })).await;
    bench.post("/admin/toggle/page", &json!({})).await;
    other.gives(1, "page", json!({ "variation": "off", "off": true })).await;
    Answer::to(bench.ask(Role::Manager, Method::DELETE, "/admin/flags/page")).await;
    other.gives(1, "page", Value::Null).await;
}

#[tokio::test]
async fn a_replica_that_starts_later_knows_what_the_others_know() {
    let bench = Bench::start().await;
    for number in 0..120 {
        bench.save(&format!("f{number}"), json!({ "private": number % 3 == 0, "on": number % 2 == 0 })).await;
    }
    let other = Replica::ready(&bench.bed).await;
    let one = bench.flags.evaluate("alice", "viewer").await;
    assert_eq!(one.as_object().unwrap().len(), 83);
    assert_eq!(other.evaluate("alice", "viewer").await, one);
}

#[tokio::test]
async fn a_replica_that_missed_changes_reads_everything_anew() {
    let bench = Bench::start().await;
    bench.save("page", json!({})).await;
    let late = Replica::idle(&bench.bed).await;
    let mut tail = Tail::default();
    tail.step(&late.app).await.unwrap();
    bench.save("page", json!({ "on": false })).await;
    bench.save("other", json!({})).await;
    let mut redis = bench.flags.app.store.redis().connection();
    let _: u64 = redis::cmd("XTRIM").arg("{flags}:changes").arg("MAXLEN").arg(1).query_async(&mut redis).await.unwrap();
    tail.step(&late.app).await.unwrap();
    let given = late.evaluate("alice", "viewer").await;
    assert_eq!((&given["page"]["off"], &given["other"]["off"]), (&json!(true), &json!(false)));
}

#[tokio::test]
async fn a_redis_that_went_back_in_time_is_believed() {
    let bench = Bench::start().await;
    bench.save("page", json!({})).await;
    let mut redis = bench.flags.app.store.redis().connection();
    // As after a restored backup: the flag was never made, and the count of changes is lower.
    let _: () = redis::pipe()
        .atomic()
        .del("{flags}:flag:page")
        .zrem("{flags}:flags", "page")
        .del("{flags}:changes")
        .set("{flags}:revision", 3)
        .query_async(&mut redis)
        .await
        .unwrap();
    bench.flags.gives(3, "page", Value::Null).await;
    bench.save("later", json!({})).await;
    assert_eq!(bench.flags.evaluate("alice", "viewer").await["later"]["off"], json!(false));
}

#[tokio::test]
async fn a_replica_that_stops_following_still_answers_its_writers() {
    let bench = Bench::start().await;
    bench.flags.life.stop();
    let saved = tokio::time::timeout(std::time::Duration::from_secs(2), bench.save("page", json!({}))).await.unwrap();
    assert_eq!(saved["version"], json!(1));
    let other = Replica::ready(&bench.bed).await;
    until(1, "the change at the next replica", async || {
        other.evaluate("alice", "viewer").await["page"]["off"] == json!(false)
    })
    .await;
    let known: u64 = bench.flags.app.store.redis().connection().get("{flags}:revision").await.unwrap();
    assert_eq!(known, 4);
}
