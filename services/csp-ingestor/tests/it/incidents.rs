//! Opening an incident at this service: passed on, in the caller's name.

use identity::Role;
use problem::IdempotencyKey;
use redis::AsyncCommands;
use serde_json::{Value, json};

use crate::bed::Bed;

fn body() -> Value {
    json!({"title": "Cloudflare CDN errors in Europe", "sev": 2, "source": "csp", "services": ["cdn"], "summary": "Seen."})
}

#[tokio::test]
async fn an_incident_is_opened_with_its_source_in_the_callers_name() {
    let bed = Bed::start().await;
    let (status, incident) = bed.answer(bed.ask("POST", "/api/v1/incidents", Role::Sre).json(&body())).await;
    assert_eq!((status, &incident["source"], &incident["id"]), (201, &json!("csp"), &json!("INC-AB12C0")));
    let (asked, in_a_persons_name) = bed.incidents.asked_for().remove(0);
    assert_eq!((asked.title.as_str(), asked.sev, asked.origin), ("Cloudflare CDN errors in Europe", 2, None));
    assert!(in_a_persons_name);
}

#[tokio::test]
async fn faults_are_named_and_other_sources_refused() {
    let bed = Bed::start().await;
    for (change, pointer) in [
        (json!({"source": "manual"}), "/source"),
        (json!({"source": null}), "/source"),
        (json!({"sev": 5}), "/sev"),
        (json!({"title": ""}), "/title"),
        (json!({"colour": "red"}), "/colour"),
    ] {
        let mut body = body();
        body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let (status, problem) = bed.answer(bed.ask("POST", "/api/v1/incidents", Role::Sre).json(&body)).await;
        assert_eq!((status, &problem["errors"][0]["pointer"]), (400, &json!(pointer)), "{change}");
    }
    assert_eq!(bed.incidents.asked_for().len(), 0);
}

#[tokio::test]
async fn a_retry_with_its_key_opens_nothing_new() {
    let bed = Bed::start().await;
    let send = |body: Value| {
        bed.answer(bed.ask("POST", "/api/v1/incidents", Role::Sre).header("Idempotency-Key", "k").json(&body))
    };
    let first = send(body()).await;
    assert_eq!(first.0, 201);
    assert_eq!(send(body()).await, first);
    let mut other = body();
    other["sev"] = json!(1);
    assert_eq!(send(other).await.0, 409);
    assert_eq!(bed.incidents.opened().len(), 1);
}

#[tokio::test]
async fn without_the_incidents_service_it_is_not_available() {
    let bed = Bed::start().await;
    bed.incidents.set_away(true);
    let response = bed.ask("POST", "/api/v1/incidents", Role::Sre).json(&body()).send().await.unwrap();
    assert_eq!(response.status(), 503);
    assert!(response.headers().contains_key("retry-after"));
}

#[tokio::test]
async fn a_key_used_again_on_another_day_opens_another_incident() {
    let bed = Bed::start().await;
    let send =
        || bed.answer(bed.ask("POST", "/api/v1/incidents", Role::Sre).header("Idempotency-Key", "k").json(&body()));
    let first = send().await;
    // An answer that was lost on the way to the store: the same day's retry finds the incident all the same.
    forget_answers(&bed).await;
    assert_eq!(send().await, first);
    // Answers are kept for a day; the clock of Redis cannot be moved.
    forget_answers(&bed).await;
    bed.app.clock.advance(86_401);
    let later = send().await;
    assert_eq!(later.0, 201);
    assert_ne!(later.1["id"], first.1["id"]);
    assert_eq!(bed.incidents.opened().len(), 2);
}

/// Forgets what was answered to the key `k`, as if its day were over.
async fn forget_answers(bed: &Bed) {
    let caller = format!("person:{}", uuid::Uuid::from_u128(u128::from(Role::Sre as u8) + 1));
    let operation = IdempotencyKey(Some("k".into())).operation(&caller, "/api/v1/incidents", &()).unwrap();
    let store = bed.app.store.redis();
    let forgotten: u64 = store.connection().del(store.key(&format!("operation:{}", operation.id))).await.unwrap();
    assert_eq!(forgotten, 1);
}
