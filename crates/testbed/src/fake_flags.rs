//! The flags service as its neighbours' tests need it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use serde_json::{Value, json};

/// Answers `GET /flags` with the variations that are set, whoever asks.
#[derive(Clone, Default)]
pub struct FakeFlags(Arc<Mutex<BTreeMap<String, Value>>>);

impl FakeFlags {
    /// Sets what the flag `key` gives everybody.
    pub fn set(&self, key: &str, variation: &str) {
        let answer = json!({ "variation": variation, "off": false });
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key.to_owned(), answer);
    }

    /// Its routes, for [`Testbed::serve`](crate::Testbed::serve).
    pub fn router(&self) -> Router {
        Router::new().route("/flags", get(evaluate)).with_state(self.clone())
    }
}

async fn evaluate(State(flags): State<FakeFlags>) -> impl IntoResponse {
    let answers = json!(*flags.0.lock().unwrap_or_else(PoisonError::into_inner));
    ([(header::CONTENT_TYPE, "application/json")], answers.to_string())
}
