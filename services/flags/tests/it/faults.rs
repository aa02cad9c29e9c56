//! Redis killed or frozen: who asks is answered all the same, who writes is told, and nothing is lost.

use std::time::{Duration, Instant};

use identity::Role;
use reqwest::Method;
use serde_json::{Value, json};
use testbed::Testbed;

use crate::bench::{Answer, Bench, Replica, until};

async fn ready(replica: &Replica) -> Answer {
    Answer::to(replica.request(Method::GET, "/readyz")).await
}

#[tokio::test]
async fn without_redis_questions_are_answered_and_writers_told() {
    let mut bench = Bench::start().await;
    bench.save("page", json!({})).await;
    let before = bench.flags.evaluate("alice", "viewer").await;
    bench.bed.redis.kill();
    for _ in 0..20 {
        assert_eq!(bench.flags.evaluate("alice", "viewer").await, before);
    }
    let body = json!({ "id": "page", "on": false });
    let refused = bench.post("/admin/flags", &body).await;
    assert_eq!((refused.status.as_u16(), refused.problem(), refused.header("retry-after")), (503, "unavailable", "1"));
    for (method, path) in [
        (Method::GET, "/admin/flags"),
        (Method::GET, "/admin/flags/page"),
        (Method::DELETE, "/admin/flags/page"),
        (Method::POST, "/admin/toggle/page"),
    ] {
        let answer = Answer::to(bench.ask(Role::Manager, method, path)).await;
        assert_eq!(answer.status, 503, "{path}");
    }
    let unready = ready(&bench.flags).await;
    assert_eq!((unready.status.as_u16(), &unready.body["checks"]["flags"]), (503, &json!("ok")));
    bench.bed.redis.restart().await;
    let saved = async || bench.post("/admin/flags", &body).await.status == 200;
    until(10, "a change after Redis is back", saved).await;
    bench.flags.gives(2, "page", json!({ "variation": "off", "off": true })).await;
    assert_eq!(ready(&bench.flags).await.status, 200);
}

#[tokio::test]
async fn a_frozen_redis_keeps_nobody_waiting_who_asks() {
    let bench = Bench::start().await;
    bench.save("page", json!({})).await;
    bench.bed.redis.freeze();
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(4) {
        let asked = Instant::now();
        assert_eq!(bench.flags.evaluate("alice", "viewer").await["page"]["off"], json!(false));
        assert!(asked.elapsed() < Duration::from_millis(500), "{:?}", asked.elapsed());
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(bench.post("/admin/toggle/page", &json!({})).await.status, 503);
    bench.bed.redis.thaw();
    let other = Replica::ready(&bench.bed).await;
    let saved = async || bench.post("/admin/flags", &json!({ "id": "after", "on": true })).await.status.is_success();
    until(10, "a change after Redis goes on", saved).await;
    for replica in [&bench.flags, &other] {
        replica.gives(3, "after", json!({ "variation": "on", "off": false })).await;
    }
}

#[tokio::test]
async fn a_start_without_redis_is_not_ready_until_the_flags_were_read() {
    let mut bed = Testbed::start().await;
    bed.redis.kill();
    let replica = Replica::start(&bed).await;
    let unready = ready(&replica).await;
    assert_eq!((unready.status.as_u16(), &unready.body["checks"]["flags"]), (503, &json!("not yet")));
    let asked = Answer::to(replica.request(Method::GET, "/flags?user=a&role=b")).await;
    assert_eq!((asked.status.as_u16(), asked.problem(), asked.header("retry-after")), (503, "unavailable", "1"));
    bed.redis.restart().await;
    until(10, "readiness", async || ready(&replica).await.status == 200).await;
    // What is read may be read a moment before the cluster's own flags could be written.
    let is_open = async || replica.evaluate("a", "b").await["sign_up_open"]["variation"] == json!("on");
    until(10, "the cluster's own flags", is_open).await;
}

#[tokio::test]
async fn what_was_acknowledged_when_redis_was_killed_is_still_there() {
    let mut bench = Bench::start().await;
    let (http, token, url) =
        (bench.bed.http.clone(), bench.bed.token(Role::Manager), format!("{}/admin/flags", bench.flags.base));
    let writer = tokio::spawn(async move {
        let mut kept = Vec::new();
        for number in 0..300 {
            let body = json!({ "id": format!("f{number}"), "on": true });
            if http.post(&url).bearer_auth(&token).json(&body).send().await.unwrap().status() == 201 {
                kept.push(format!("f{number}"));
            }
        }
        kept
    });
    tokio::time::sleep(Duration::from_millis(150)).await;
    bench.bed.redis.kill();
    tokio::time::sleep(Duration::from_millis(100)).await;
    bench.bed.redis.restart().await;
    let kept = writer.await.unwrap();
    assert!(!kept.is_empty());
    bench.flags.found().await;
    let other = Replica::ready(&bench.bed).await;
    let all: Value = other.evaluate("alice", "viewer").await;
    assert!(kept.iter().all(|key| all[key]["variation"] == "on"), "{kept:?}");
    until(3, "that both give the same", async || bench.flags.evaluate("alice", "viewer").await == all).await;
}
