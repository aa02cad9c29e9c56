//! What each test stands on: the service on port 0, a page whose body tests choose, and incidents that remember.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Response};
use axum::routing::{get, post};
use boot::{Clock, Lifecycle};
use contracts::{Cause, Incident, IncidentIn, IncidentStatus, IncidentsClient, Peer};
use csp_ingestor::domain::health::Condition;
use csp_ingestor::domain::provider::Name;
use csp_ingestor::domain::turns::Bounds;
use csp_ingestor::ingest::{self, Look};
use csp_ingestor::polling::Poller;
use csp_ingestor::{App, jobs};
use identity::Role;
use outbound::{Outbound, Policy};
use problem::{Json, Path};
use serde_json::{Value, json};
use testbed::Testbed;
use tokio::sync::Semaphore;

/// When the tests begin: 2026-11-22T00:00:00Z.
pub(crate) const NOW: i64 = 1_795_305_600;

/// The whole stage.
pub(crate) struct Bed {
    pub(crate) testbed: Testbed,
    pub(crate) app: App,
    pub(crate) base: String,
    pub(crate) page: Page,
    pub(crate) incidents: Incidents,
}

impl Bed {
    /// The service with a clock that stands; its jobs are stepped by hand.
    pub(crate) async fn start() -> Self {
        let testbed = Testbed::start().await;
        let (page, incidents) = (Page::default(), Incidents::default());
        let incidents_url = testbed.serve(incidents.router()).await;
        page.serve(&testbed).await;
        let peer = Peer::new("incidents", &incidents_url, testbed.service_key("csp-ingestor"));
        let policy = Policy::allowing(vec!["127.0.0.0/8".parse().unwrap()]);
        let outbound = Outbound::new(Policy { deadline: Duration::from_secs(2), ..policy }).unwrap();
        let store = testbed.store("csp-ingestor");
        let verifier = testbed.verifier("csp-ingestor");
        let mut app = App::new(store, verifier, IncidentsClient::new(peer), outbound, "http://127.0.0.1:9");
        app.clock = Clock::fixed(NOW);
        let base = testbed.serve(csp_ingestor::router(app.clone(), Vec::new(), &Lifecycle::new())).await;
        Self { testbed, app, base, page, incidents }
    }

    /// Sends a request as somebody in `role`.
    pub(crate) fn ask(&self, method: &str, path: &str, role: Role) -> reqwest::RequestBuilder {
        let method = method.parse().unwrap();
        self.testbed.http.request(method, format!("{}{path}", self.base)).bearer_auth(self.testbed.token(role))
    }

    /// The status and body of an answer.
    pub(crate) async fn answer(&self, request: reqwest::RequestBuilder) -> (u16, Value) {
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let text = response.text().await.unwrap();
        (status, serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    /// Another page, at a host of its own.
    pub(crate) async fn another_page(&self) -> Page {
        let page = Page::default();
        page.serve(&self.testbed).await;
        page
    }

    /// Registers the page as the provider `acme`.
    pub(crate) async fn register(&self) {
        self.register_as("acme", &[self.page.url()]).await;
    }

    /// Registers these feeds as a provider.
    pub(crate) async fn register_as(&self, name: &str, feeds: &[String]) {
        let body = json!({"name": name, "feed_url": feeds[0], "type": "json", "more_feeds": feeds[1..]});
        let (status, answer) = self.answer(self.ask("POST", "/api/v1/csp/providers", Role::Manager).json(&body)).await;
        assert_eq!(status, 201, "{answer}");
    }

    /// Follows another provider, with a page of its own.
    pub(crate) async fn follow(&self, name: &str) -> Page {
        let page = Page::default();
        page.serve(&self.testbed).await;
        let body = json!({"name": name, "feed_url": page.url(), "type": "json"});
        let (status, answer) = self.answer(self.ask("POST", "/api/v1/csp/providers", Role::Manager).json(&body)).await;
        assert_eq!(status, 201, "{answer}");
        page
    }

    /// Looks at the provider `name` now.
    pub(crate) async fn look_at(&self, name: &str) -> Look {
        ingest::look(&self.app, &name.parse().unwrap()).await.unwrap()
    }

    /// Lets causes and effects be followed until nothing is left to do.
    pub(crate) async fn judge_all(&self) {
        for _ in 0..1000 {
            if csp_ingestor::graph::step(&self.app).await.unwrap() == 0 {
                return;
            }
        }
        panic!("it never comes to rest");
    }

    /// One round of polling, to its end: who was asked.
    pub(crate) async fn poll(&self) -> Vec<String> {
        let mut poller = Poller::new(self.app.clone(), Bounds::default());
        poller.round().await.unwrap();
        let mut asked = Vec::new();
        while let Some((name, look)) = poller.ended().await {
            assert!(look.is_some(), "the look at {name} failed");
            asked.push(name.to_string());
            poller.begin();
        }
        asked.sort();
        asked
    }

    /// How `acme` is shown.
    pub(crate) async fn health(&self) -> (Condition, Option<String>) {
        let health = self.app.store.subject(&acme()).await.unwrap().state.health.unwrap();
        (health.state, health.detail)
    }

    /// Looks at `acme` now.
    pub(crate) async fn look(&self) -> Look {
        ingest::look(&self.app, &acme()).await.unwrap()
    }

    /// Asks for a look by the API.
    pub(crate) async fn refresh(&self) -> Value {
        let (status, look) = self.answer(self.ask("POST", "/api/v1/csp/refresh?provider=acme", Role::Manager)).await;
        assert_eq!(status, 200, "{look}");
        look
    }

    /// The events as listed with this query.
    pub(crate) async fn events(&self, query: &str) -> Vec<Value> {
        let path = format!("/api/v1/csp/events{query}");
        let (status, events) = self.answer(self.ask("GET", &path, Role::Viewer)).await;
        assert_eq!(status, 200, "{events}");
        events.as_array().unwrap().clone()
    }

    /// Delivers by hand all that waits in the outbox, in order.
    pub(crate) async fn tell_incidents(&self) -> usize {
        let store = self.app.store.redis();
        let key = store.key("outbox:incidents");
        let mut redis = store.connection();
        let reply: redis::streams::StreamRangeReply = redis::AsyncCommands::xrange_all(&mut redis, &key).await.unwrap();
        for entry in &reply.ids {
            let text = |field: &str| entry.get::<String>(field).unwrap();
            let head: contracts::EventHead = serde_json::from_str(&text("head")).unwrap();
            let version = text("version").parse().unwrap();
            let event = head.complete(text("aggregate"), version, serde_json::from_str(&text("data")).unwrap());
            jobs::tell_incidents(&self.app, event).await.unwrap();
            let _: u64 = redis::AsyncCommands::xdel(&mut redis, &key, &[&entry.id]).await.unwrap();
        }
        reply.ids.len()
    }
}

pub(crate) fn acme() -> Name {
    "acme".parse().unwrap()
}

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
    async fn serve(&self, testbed: &Testbed) {
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
        if let Some(held) = self.state.lock().unwrap().held.take() {
            held.close();
        }
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

/// An incidents service that remembers what it was told.
#[derive(Clone, Default)]
pub(crate) struct Incidents {
    state: Arc<Mutex<IncidentsState>>,
}

#[derive(Default)]
struct IncidentsState {
    incidents: Vec<Incident>,
    by_origin: HashMap<String, usize>,
    asked_for: Vec<(IncidentIn, bool)>,
    causes: Vec<(String, Cause)>,
    away: bool,
}

impl Incidents {
    fn router(&self) -> Router {
        Router::new()
            .route("/api/v1/incidents", post(open))
            .route("/internal/v1/incidents/{id}/cause", post(follow))
            .with_state(self.clone())
    }

    /// The incidents that were opened.
    pub(crate) fn opened(&self) -> Vec<Incident> {
        self.state.lock().unwrap().incidents.clone()
    }

    /// What was asked to be opened, and whether in a person's name.
    pub(crate) fn asked_for(&self) -> Vec<(IncidentIn, bool)> {
        self.state.lock().unwrap().asked_for.clone()
    }

    /// What was told of causes.
    pub(crate) fn causes(&self) -> Vec<(String, Cause)> {
        self.state.lock().unwrap().causes.clone()
    }

    /// Is away, or back.
    pub(crate) fn set_away(&self, away: bool) {
        self.state.lock().unwrap().away = away;
    }
}

async fn open(State(incidents): State<Incidents>, headers: HeaderMap, Json(input): Json<IncidentIn>) -> Response {
    let mut state = incidents.state.lock().unwrap();
    if state.away {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    state.asked_for.push((input.clone(), headers.contains_key("x-on-behalf-of")));
    let origin = input.origin.as_ref().map(|origin| format!("{}:{}", origin.system, origin.r#ref));
    if let Some(known) = origin.as_ref().and_then(|origin| state.by_origin.get(origin)) {
        return Json(state.incidents[*known].clone()).into_response();
    }
    let incident = incident(state.incidents.len(), input);
    if let Some(origin) = origin {
        let at = state.incidents.len();
        state.by_origin.insert(origin, at);
    }
    state.incidents.push(incident.clone());
    (StatusCode::CREATED, Json(incident)).into_response()
}

fn incident(at: usize, input: IncidentIn) -> Incident {
    Incident {
        id: format!("INC-AB12C{at}"),
        title: input.title,
        sev: input.sev,
        services: input.services,
        summary: input.summary,
        status: IncidentStatus::Open,
        started_at: input.started_at.unwrap_or(NOW),
        commander: None,
        commander_name: None,
        source: input.source.unwrap_or_default(),
        origin: input.origin,
        public: false,
        taken_over: false,
        announce: false,
        links: Vec::new(),
        cause_version: 0,
        created_at: NOW,
        updated_at: NOW,
        mitigated_at: None,
        resolved_at: None,
        version: 1,
    }
}

async fn follow(State(incidents): State<Incidents>, Path(id): Path<String>, Json(cause): Json<Cause>) -> StatusCode {
    let mut state = incidents.state.lock().unwrap();
    if state.away {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    state.causes.push((id, cause));
    StatusCode::NO_CONTENT
}
