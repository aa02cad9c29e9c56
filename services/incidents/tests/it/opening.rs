//! Opening, reading and listing incidents.

use identity::Role;
use serde_json::json;

use crate::bench::Bench;

#[tokio::test]
async fn an_incident_is_opened_and_read_again() {
    let bench = Bench::start().await;
    let body = json!({ "title": "Latence API EU", "sev": 2, "services": ["api", "db"], "summary": "p95 > 2s" });
    let opened = bench.post(Role::Sre, "/api/v1/incidents", &body).await;
    assert_eq!(opened.status, 201, "{opened:?}");
    let id = opened.body["id"].as_str().unwrap();
    assert_eq!(opened.header("location"), format!("/api/v1/incidents/{id}"));
    assert_eq!(opened.header("etag"), "\"1\"");
    let read = bench.get(Role::Viewer, &format!("/api/v1/incidents/{id}")).await;
    assert_eq!((read.status.as_u16(), &read.body), (200, &opened.body));
    let listed = bench.get(Role::Viewer, "/api/v1/incidents?status=open&sev=2&service=API&q=latence%20eu").await;
    assert_eq!(listed.body, json!([opened.body]));
    let events = bench.waiting_events(id).await;
    assert_eq!(events.len(), 1);
    assert_eq!(events[0].2, opened.body);
}
