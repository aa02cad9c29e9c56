//! `/healthz` and `/readyz`.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use problem::Json;
use serde_json::json;

use crate::redis::Store;

/// How long Redis may take to answer a ping before the service calls itself not ready.
const PING: Duration = Duration::from_millis(500);

/// What a service leans on to be ready.
#[derive(Clone)]
pub struct Health {
    store: Store,
    draining: Arc<AtomicBool>,
    first: Option<(&'static str, Arc<AtomicBool>)>,
}

impl Health {
    /// Readiness that needs `store` to answer and `draining` not to be set.
    pub fn new(store: Store, draining: Arc<AtomicBool>) -> Self {
        Self { store, draining, first: None }
    }

    /// Readiness that waits, beside all else, until `happened` is set; `what` names it among the checks.
    #[must_use]
    pub fn once(self, what: &'static str, happened: Arc<AtomicBool>) -> Self {
        Self { first: Some((what, happened)), ..self }
    }
}

/// `GET /healthz`: the process lives. Leans on nothing.
pub(crate) async fn alive() -> Response {
    Json(json!({ "status": "ok" })).into_response()
}

/// `GET /readyz`: the service can serve; says which dependency cannot.
pub(crate) async fn ready(State(health): State<Health>) -> Response {
    let redis = matches!(tokio::time::timeout(PING, health.store.ping()).await, Ok(Ok(())));
    let draining = health.draining.load(Ordering::Relaxed);
    let word = |good: bool, bad: &str| if good { "ok".to_owned() } else { bad.to_owned() };
    let mut ok = redis && !draining;
    let mut checks = json!({ "redis": word(redis, "does not answer"), "shutdown": word(!draining, "stopping") });
    if let Some((what, happened)) = health.first {
        let happened = happened.load(Ordering::Relaxed);
        checks[what] = word(happened, "not yet").into();
        ok &= happened;
    }
    let body = json!({ "status": word(ok, "not ready"), "checks": checks });
    let status = if ok { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(body)).into_response()
}
