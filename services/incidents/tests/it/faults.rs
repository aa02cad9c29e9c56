//! Redis killed in the middle: problems, no losses, and service again without a restart.

use std::time::Duration;

use futures_util::{StreamExt, stream};
use identity::Role;
use reqwest::Method;
use serde_json::json;

use crate::bench::{Answer, Bench};

const LIST: &str = "/api/v1/incidents";

#[tokio::test]
async fn a_killed_redis_is_a_503_and_its_return_is_service_again() {
    let mut bench = Bench::start().await;
    let id = bench.open(json!({})).await;
    let note = json!({ "type": "note", "message": "written before" });
    let key = [("Idempotency-Key", "k-1")];
    let timeline = format!("{LIST}/{id}/timeline");
    let written = bench.post_with(Role::Sre, &timeline, &note, &key).await;
    bench.bed.redis.kill();
    for path in [LIST.to_owned(), format!("{LIST}/{id}"), timeline.clone(), format!("{LIST}/{id}/postmortem")] {
        let answer = bench.get(Role::Viewer, &path).await;
        assert_eq!((answer.status.as_u16(), answer.problem()), (503, "unavailable"), "{path}");
    }
    let refused = bench.post(Role::Sre, LIST, &json!({ "title": "lost?", "sev": 1 })).await;
    assert_eq!((refused.status.as_u16(), refused.header("retry-after")), (503, "1"));
    let status = bench.post(Role::Sre, &format!("{LIST}/{id}/status"), &json!({ "status": "resolved" })).await;
    assert_eq!(status.status, 503);
    let unready = Answer::read(bench.request(Method::GET, "/readyz").send().await.unwrap()).await;
    assert_eq!(unready.status, 503);
    let alive = Answer::read(bench.request(Method::GET, "/healthz").send().await.unwrap()).await;
    assert_eq!(alive.status, 200);

    bench.bed.redis.restart().await;
    let again = answered(&bench, &timeline, &note, &key).await;
    assert_eq!(
        (&again.body, again.header("idempotency-replayed")),
        (&written.body, "true"),
        "kept, and not done twice"
    );
    let incident = bench.get(Role::Viewer, &format!("{LIST}/{id}")).await;
    assert_eq!(
        (incident.status.as_u16(), &incident.body["version"], &incident.body["status"]),
        (200, &json!(2), &json!("open"))
    );
    assert_eq!(bench.post(Role::Sre, LIST, &json!({ "title": "after", "sev": 1 })).await.status, 201);
}

#[tokio::test]
async fn what_was_acknowledged_when_redis_was_killed_is_still_there() {
    let mut bench = Bench::start().await;
    let id = bench.open(json!({})).await;
    let path = format!("{LIST}/{id}/timeline");
    let (http, token, url) = (bench.bed.http.clone(), bench.bed.token(Role::Sre), bench.url(&path));
    let writers = tokio::spawn(async move {
        let write = |n: usize| {
            let body = json!({ "type": "note", "message": format!("note {n}") });
            http.post(&url).bearer_auth(&token).header("Idempotency-Key", n.to_string()).json(&body).send()
        };
        let notes = stream::iter(0..400).map(|n| async move { (n, write(n).await.unwrap().status() == 200) });
        notes.buffer_unordered(8).collect::<Vec<_>>().await
    });
    tokio::time::sleep(Duration::from_millis(150)).await;
    bench.bed.redis.kill();
    tokio::time::sleep(Duration::from_millis(100)).await;
    bench.bed.redis.restart().await;
    let acknowledged = writers.await.unwrap();
    for (n, _) in acknowledged.iter().filter(|(_, taken)| !taken) {
        let body = json!({ "type": "note", "message": format!("note {n}") });
        let retried = answered(&bench, &path, &body, &[("Idempotency-Key", &n.to_string())]).await;
        assert_eq!(retried.status, 200, "{retried:?}");
    }
    while bench.app.store.redis().ping().await.is_err() {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let events = bench.events(&id).await;
    let versions: Vec<_> = events.iter().map(|event| event.version).collect();
    assert_eq!(versions, (1..=401).collect::<Vec<_>>(), "each note once, told once, without gaps");
    let total = bench.get(Role::Viewer, &path).await;
    assert_eq!(total.header("x-total-count"), "401");
}

/// Posts until Redis is found again.
async fn answered(bench: &Bench, path: &str, body: &serde_json::Value, headers: &[(&str, &str)]) -> Answer {
    for _ in 0..100 {
        let answer = bench.post_with(Role::Sre, path, body, headers).await;
        if answer.status != 503 {
            return answer;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the service did not find Redis again within 5 s");
}
