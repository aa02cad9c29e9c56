//! A provider's page whose body, tags, failures and pauses tests choose.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Response};
use axum::routing::get;
use serde_json::{Value, json};
use testbed::Testbed;
use tokio::sync::Semaphore;

/// A provider's page.
#[derive(Clone, Default)]
pub(crate) struct Page {
    state: Arc<Mutex<PageState>>,
}

#[derive(Default)]
struct PageState {
    base: String,
    status: u16,
    body: Vec<u8>,
    etag: Option<String>,
    pause: Duration,
    retry_after: Option<u32>,
    /// What answers wait for, if they do.
    held: Option<Arc<Semaphore>>,
    asked: usize,
    not_modified: usize,
}

impl Page {
    pub(super) async fn serve(&self, testbed: &Testbed) {
        let router = Router::new().route("/feed", get(page)).route("/{feed}", get(page)).with_state(self.clone());
        let base = testbed.serve(router).await;
        self.state.lock().unwrap().base = base;
    }

    pub(crate) fn url(&self) -> String {
        self.url_of("feed")
    }

    /// The address of another feed of the same host, which shows the same.
    pub(crate) fn url_of(&self, feed: &str) -> String {
        format!("{}/{feed}", self.state.lock().unwrap().base)
    }

    /// Whoever asks from now on gets the answer of that moment, but not before it is let go.
    pub(crate) fn hold(&self) {
        self.state.lock().unwrap().held = Some(Arc::new(Semaphore::new(0)));
    }

    /// Lets the answers go that were held, and holds none any more.
    pub(crate) fn let_go(&self) {
        self.hold_no_more().close();
    }

    /// Holds none any more who ask from now on; those that are held go when what is returned is closed.
    pub(crate) fn hold_no_more(&self) -> Arc<Semaphore> {
        self.state.lock().unwrap().held.take().unwrap()
    }

    /// Answers 503 from now on, and asks for so many seconds of patience.
    pub(crate) fn ask_for_patience(&self, seconds: u32) {
        let mut state = self.state.lock().unwrap();
        (state.status, state.retry_after) = (503, Some(seconds));
    }

    /// Shows this from now on.
    pub(crate) fn show(&self, body: impl Into<Vec<u8>>) {
        let mut state = self.state.lock().unwrap();
        (state.status, state.body, state.etag) = (200, body.into(), None);
    }

    /// Shows these Statuspage incidents from now on.
    pub(crate) fn show_incidents(&self, incidents: &[Value]) {
        self.show(json!({"page": {"url": "https://status.acme.example"}, "incidents": incidents}).to_string());
    }

    /// Gives what it shows an `ETag`.
    pub(crate) fn tag(&self, etag: &str) {
        self.state.lock().unwrap().etag = Some(etag.to_owned());
    }

    /// Answers with this status from now on.
    pub(crate) fn fail(&self, status: u16) {
        let mut state = self.state.lock().unwrap();
        (state.status, state.etag) = (status, None);
    }

    /// Takes this long to answer from now on.
    pub(crate) fn slow_down(&self, pause: Duration) {
        self.state.lock().unwrap().pause = pause;
    }

    /// How often it was asked.
    pub(crate) fn asked(&self) -> usize {
        self.state.lock().unwrap().asked
    }

    /// How often it answered 304.
    pub(crate) fn not_modified(&self) -> usize {
        self.state.lock().unwrap().not_modified
    }
}

async fn page(State(page): State<Page>, headers: HeaderMap) -> Response {
    let (answer, pause, held) = {
        let mut state = page.state.lock().unwrap();
        state.asked += 1;
        let known = headers.get("if-none-match").and_then(|value| value.to_str().ok());
        let answer = match &state.etag {
            Some(etag) if known == Some(etag) => {
                state.not_modified += 1;
                StatusCode::NOT_MODIFIED.into_response()
            }
            Some(etag) => ([("etag", etag.clone())], state.body.clone()).into_response(),
            None => {
                let status = StatusCode::from_u16(state.status).unwrap();
                let patience = state.retry_after.filter(|_| status == StatusCode::SERVICE_UNAVAILABLE);
                let patience: Vec<_> =
                    patience.map(|seconds| ("retry-after", seconds.to_string())).into_iter().collect();
                (status, AppendHeaders(patience), state.body.clone()).into_response()
            }
        };
        (answer, state.pause, state.held.clone())
    };
    if let Some(held) = held {
        // Closed when it is let go.
        let _ = held.acquire().await;
    }
    tokio::time::sleep(pause).await;
    answer
}

/// One incident of a Statuspage.
pub(crate) fn outage(id: &str, status: &str, impact: &str, updates: &[(&str, &str, &str)]) -> Value {
    let updates: Vec<Value> = updates
        .iter()
        .map(|(id, status, body)| json!({"id": id, "status": status, "body": body, "display_at": "2026-11-21T23:00:00Z"}))
        .collect();
    json!({"id": id, "name": format!("Outage {id}"), "status": status, "impact": impact, "incident_updates": updates,
        "started_at": "2026-11-21T22:50:00Z", "components": [{"id": "c1", "name": "API", "status": "operational"}]})
}
