//! Redis killed in the middle: problems, no losses, and service again without a restart.

use std::time::Duration;

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
