//! The layers around every route: request ids, one log line, metrics, limits, and failures as problems.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Uri, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::FutureExt;
use ipnet::IpNet;
use problem::{CallerScope, Problem, RequestContext, kinds, with_request};
use utoipa::openapi::OpenApi;

use crate::client::address_of;
use crate::{Health, docs, health, metrics, random};

/// How long a request may take until its answer begins.
const REQUEST: Duration = Duration::from_secs(30);
/// How large a body may be where the route says nothing else.
const BODY: usize = 1024 * 1024;
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");

/// What [`assemble`] needs beside the routes.
pub struct Service {
    /// The finished OpenAPI document.
    pub openapi: OpenApi,
    /// What readiness leans on.
    pub health: Health,
    /// The proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
}

/// `routes` with everything around them: health, metrics, documents, layers, and problems for what has no route.
pub fn assemble(routes: Router, service: Service) -> Router {
    metrics::start();
    let operational = Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready).with_state(service.health))
        .route("/metrics", get(metrics::render))
        .merge(docs::routes(&service.openapi));
    routes
        .merge(operational)
        .fallback(no_route)
        .method_not_allowed_fallback(no_method)
        .layer(from_fn_with_state(Arc::<[IpNet]>::from(service.trusted_proxies), around))
}

async fn no_route(uri: Uri) -> Problem {
    Problem::new(kinds::NOT_FOUND, format!("there is no route {}", uri.path()))
}

async fn no_method() -> Problem {
    Problem::new(kinds::METHOD_NOT_ALLOWED, "this route takes other methods: see Allow")
}

/// The answer to `request`, whatever becomes of it: in time, and though the handler may panic.
async fn answer(mut request: Request, next: Next) -> Response {
    DefaultBodyLimit::max(BODY).apply(&mut request);
    let work = AssertUnwindSafe(next.run(request)).catch_unwind();
    match tokio::time::timeout(REQUEST, work).await {
        Ok(Ok(response)) => response,
        Ok(Err(cause)) => panicked(cause),
        Err(_) => Problem::new(kinds::TIMEOUT, "the request took longer than 30 s").into_response(),
    }
}

fn panicked(cause: Box<dyn Any + Send>) -> Response {
    let text = cause.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| cause.downcast_ref::<&str>().copied()).unwrap_or("a panic without words");
    Problem::internal(&text).into_response()
}

/// All that is around a request, in one layer: each one more would copy the service's state once more.
async fn around(State(trusted): State<Arc<[IpNet]>>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let context = context_of(request.headers());
    let client = address_of(&request, &trusted);
    request.extensions_mut().insert(client);
    let method = request.method().clone();
    let path = request.extensions().get::<MatchedPath>().cloned();
    let route = path.as_ref().map_or("-", MatchedPath::as_str);
    let id = Arc::clone(&context.id);
    let mut response = with_request(context, answer(request, next)).await;
    let status = response.status().as_u16();
    let took = started.elapsed();
    metrics::count_request(&method, route, status, took);
    if !is_probe(route) {
        let caller = response.extensions().get::<CallerScope>().map_or("-", |caller| caller.0.as_str());
        tracing::info!(request = %id, caller, %method, route, status, ms = took.as_millis(), "answered");
    }
    finish(response.headers_mut(), &id, route);
    response
}

fn is_probe(route: &str) -> bool {
    matches!(route, "/healthz" | "/readyz" | "/metrics")
}

fn context_of(headers: &HeaderMap) -> RequestContext {
    let text = |name: &HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let well_formed = |id: &&str| {
        (1..=64).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
    };
    let id = text(&REQUEST_ID).filter(well_formed).map_or_else(|| random::crockford(20).to_lowercase(), str::to_owned);
    RequestContext { id: id.into(), traceparent: text(&TRACEPARENT).filter(is_traceparent).map(Into::into) }
}

/// Whether `text` is a `traceparent` of the version we know (W3C Trace Context, section 3.2); others start no trace.
fn is_traceparent(text: &&str) -> bool {
    let hex = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    let parts: Vec<_> = text.split('-').collect();
    parts[0] == "00" && parts.iter().map(|part| part.len()).eq([2, 32, 16, 2]) && parts.iter().all(|part| hex(part))
}

fn finish(headers: &mut HeaderMap, id: &str, route: &str) {
    if let Ok(value) = HeaderValue::from_str(id) {
        headers.insert(REQUEST_ID, value);
    }
    let mut absent = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    absent(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    absent(header::CACHE_CONTROL, "no-store");
    absent(header::REFERRER_POLICY, "no-referrer");
    let policy = if route.starts_with("/docs") {
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"
    } else {
        "default-src 'none'; frame-ancestors 'none'"
    };
    absent(header::CONTENT_SECURITY_POLICY, policy);
}
