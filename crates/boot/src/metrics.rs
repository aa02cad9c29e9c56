//! Measures in Prometheus' text form.

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock, PoisonError, RwLock};
use std::time::Duration;

use axum::http::{Method, header};
use axum::response::IntoResponse;
use metrics::{Counter, Histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

const DURATION: &str = "http_request_duration_seconds";
/// Upper bounds of the counted durations, in seconds.
const BOUNDS: [f64; 10] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];
/// How often what was measured is folded up; until then each measure takes memory, scraped or not.
const UPKEEP: Duration = Duration::from_secs(5);

static RECORDER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();

/// Starts measuring; a second call in one process (tests) changes nothing.
pub(crate) fn start() {
    RECORDER.get_or_init(|| {
        let builder = PrometheusBuilder::new().set_buckets_for_metric(Matcher::Full(DURATION.to_owned()), &BOUNDS);
        builder.ok()?.install_recorder().ok()
    });
}

/// Folds up what was measured, for ever.
pub(crate) async fn keep_up() {
    loop {
        tokio::time::sleep(UPKEEP).await;
        if let Some(handle) = RECORDER.get().and_then(Option::as_ref) {
            handle.run_upkeep();
        }
    }
}

/// One answered request. A caller may invent methods: those that no route takes are counted together.
pub(crate) fn count_request(method: &Method, route: &str, status: u16, took: Duration) {
    let method = METHODS.into_iter().find(|known| *known == method.as_str()).unwrap_or("other");
    let answer = (method, status);
    let count = |requests: &Requests| {
        requests.answers.increment(1);
        requests.durations.record(took.as_secs_f64());
    };
    let counted = COUNTED.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(requests) = counted.get(route).and_then(|of_route| of_route.get(&answer)) {
        return count(requests);
    }
    drop(counted);
    let mut counted = COUNTED.write().unwrap_or_else(PoisonError::into_inner);
    let of_route = counted.entry(route.to_owned()).or_default();
    count(of_route.entry(answer).or_insert_with(|| Requests::new(method, route, status)));
}

const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// The measures of one kind of request, looked up by name once.
struct Requests {
    answers: Counter,
    durations: Histogram,
}

/// By method and status.
type OfRoute = HashMap<(&'static str, u16), Requests>;

/// By route: no more than the routes can answer.
static COUNTED: LazyLock<RwLock<HashMap<String, OfRoute>>> = LazyLock::new(RwLock::default);

impl Requests {
    fn new(method: &'static str, route: &str, status: u16) -> Self {
        let labels = [("method", method.to_owned()), ("route", route.to_owned()), ("status", status.to_string())];
        Self {
            answers: metrics::counter!("http_requests_total", &labels),
            durations: metrics::histogram!(DURATION, &labels),
        }
    }
}

/// `GET /metrics`.
pub(crate) async fn render() -> impl IntoResponse {
    let text = RECORDER.get().and_then(Option::as_ref).map(PrometheusHandle::render).unwrap_or_default();
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text)
}
