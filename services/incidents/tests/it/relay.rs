//! From the outbox to comms.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use boot::Lifecycle;
use contracts::Event;
use identity::Role;
use problem::Json;
use serde_json::json;
use testbed::Testbed;

use crate::bench::Bench;

type Taken = Arc<Mutex<Vec<Event>>>;

/// A comms that takes what it is told, or is busy.
async fn comms(bed: &Testbed, taken: Taken, busy: Arc<Mutex<bool>>) -> String {
    let take = move |headers: HeaderMap, Json(event): Json<Event>| async move {
        assert!(headers["authorization"].to_str().unwrap().starts_with("Bearer "));
        if *busy.lock().unwrap() {
            return StatusCode::SERVICE_UNAVAILABLE;
        }
        taken.lock().unwrap().push(event);
        StatusCode::NO_CONTENT
    };
    bed.serve(Router::new().route("/internal/v1/events", post(take))).await
}

async fn wait_for(taken: &Taken, count: usize) -> Vec<Event> {
    for _ in 0..500 {
        let events = taken.lock().unwrap().clone();
        if events.len() >= count {
            return events;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("only {} events arrived", taken.lock().unwrap().len());
}

#[tokio::test]
async fn comms_hears_of_every_change_in_order_even_after_being_away() {
    let bed = Testbed::start().await;
    let (taken, busy) = (Taken::default(), Arc::new(Mutex::new(true)));
    let comms = comms(&bed, Arc::clone(&taken), Arc::clone(&busy)).await;
    let bench = Bench::with_neighbours(bed, "http://127.0.0.1:9", &comms).await;
    let life = Lifecycle::new();
    incidents::start_jobs(&bench.app, &life);
    let id = bench.open(json!({ "services": [] })).await;
    bench.note(&id, "a note").await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(taken.lock().unwrap().is_empty());
    *busy.lock().unwrap() = false;
    let path = format!("/api/v1/incidents/{id}/status");
    let resolved = bench.post(Role::Sre, &path, &json!({ "status": "resolved", "reason": "é" })).await;
    let events = wait_for(&taken, 3).await;
    let kinds: Vec<_> = events.iter().map(|event| (event.version, event.kind.as_str())).collect();
    assert_eq!(kinds, [(1, "incident.opened"), (2, "incident.timeline"), (3, "incident.status")]);
    assert_eq!((&events[2].data, &events[2].aggregate_id), (&resolved.body, &id));
    assert_eq!(events[2].actor.name, "Some sre");
    assert_eq!(events[2].request_id.as_deref(), Some(resolved.header("x-request-id")));
    assert_eq!(events[0].data["services"], json!([]), "an empty list stays a list");
    let parsed: contracts::Incident = serde_json::from_value(events[2].data.clone()).unwrap();
    assert_eq!((parsed.version, parsed.resolved_at), (3, Some(parsed.updated_at)));
    life.stop();
}
