//! Comms with everything around it: Redis, a fake of incidents, jobs, a port.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use boot::Lifecycle;
use comms::{App, jobs};
use contracts::{Event, FlagsClient, Incident, IncidentStatus, IncidentsClient, Peer, Source, Standing};
use identity::{Actor, Caller, Role, Verifier};
use outbound::{Outbound, Policy};
use problem::{Json, Path, Problem, kinds};
use serde_json::{Value, json};
use testbed::{FakeFlags, Testbed};
use uuid::Uuid;

/// One replica of comms.
pub(crate) struct Replica {
    pub(crate) app: App,
    pub(crate) base: String,
    pub(crate) life: Lifecycle,
}

/// A store, its neighbour, and one replica of comms.
pub(crate) struct House {
    pub(crate) bed: Testbed,
    pub(crate) incidents: FakeIncidents,
    pub(crate) flags: FakeFlags,
    pub(crate) comms: Replica,
    urls: Urls,
}

/// Where the neighbours are.
#[derive(Clone)]
pub(crate) struct Urls {
    pub(crate) incidents: String,
    pub(crate) flags: String,
}

impl House {
    /// Everything up, the page read.
    pub(crate) async fn open() -> Self {
        Self::open_with(None).await
    }

    /// The same, with a snapshot kept in `snapshot`.
    pub(crate) async fn open_with(snapshot: Option<PathBuf>) -> Self {
        let bed = Testbed::start().await;
        let incidents = FakeIncidents::new(&bed);
        let flags = FakeFlags::default();
        let urls = Urls { incidents: bed.serve(incidents.router()).await, flags: bed.serve(flags.router()).await };
        let comms = start(&bed, &urls, snapshot).await;
        Self { bed, incidents, flags, comms, urls }
    }

    /// One more replica on the same store.
    pub(crate) async fn another(&self) -> Replica {
        start(&self.bed, &self.urls, None).await
    }

    /// GET `path` as a reader.
    pub(crate) async fn get(&self, path: &str) -> reqwest::Response {
        self.bed.http.get(format!("{}{path}", self.comms.base)).send().await.unwrap()
    }

    /// The JSON at `path`.
    pub(crate) async fn read(&self, path: &str) -> Value {
        let answer = self.get(path).await;
        assert_eq!(answer.status(), 200, "{path}");
        answer.json().await.unwrap()
    }

    /// POST `body` to `path` as somebody in `role`.
    pub(crate) async fn post(&self, path: &str, role: Role, body: &Value) -> reqwest::Response {
        self.request(path, body).bearer_auth(self.bed.token(role)).send().await.unwrap()
    }

    /// A POST to be completed.
    pub(crate) fn request(&self, path: &str, body: &Value) -> reqwest::RequestBuilder {
        self.bed.http.post(format!("{}{path}", self.comms.base)).json(body)
    }

    /// Announces as a manager; the answer is the body of the 201.
    pub(crate) async fn announce(&self, id: &str, message: &str, state: &str) -> Value {
        let body = json!({ "incident_id": id, "message": message, "state": state });
        let answer = self.post("/api/v1/public/announce", Role::Manager, &body).await;
        assert_eq!(answer.status(), 201);
        answer.json().await.unwrap()
    }

    /// Tells of `incident`, and announces it.
    pub(crate) async fn announce_after(&self, incident: &Incident) {
        self.tell(incident).await;
        self.announce(&incident.id, "We look into it.", "investigating").await;
    }

    /// Delivers `event` as incidents does.
    pub(crate) async fn deliver(&self, event: &Value) -> reqwest::Response {
        let token = self.bed.service_token("incidents", "comms");
        self.request("/internal/v1/events", event).bearer_auth(token).send().await.unwrap()
    }

    /// Delivers the event of `incident` as it is now.
    pub(crate) async fn tell(&self, incident: &Incident) {
        assert_eq!(self.deliver(&event(incident)).await.status(), 204);
    }

    /// Waits until the summary is as `told` says, for a second at most; the answer is the summary.
    pub(crate) async fn summary_when(&self, told: impl Fn(&Value) -> bool) -> Value {
        summary_when(&self.bed, &self.comms, told).await
    }
}

/// Waits until the summary of `replica` is as `told` says.
pub(crate) async fn summary_when(bed: &Testbed, replica: &Replica, told: impl Fn(&Value) -> bool) -> Value {
    let begun = Instant::now();
    loop {
        let answer = bed.http.get(format!("{}/api/v1/public/summary", replica.base)).send().await.unwrap();
        let summary: Value = answer.json().await.unwrap();
        if told(&summary) {
            return summary;
        }
        assert!(begun.elapsed() < Duration::from_secs(1), "after a second it is still {summary}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Waits until `done`, for `seconds` at most.
pub(crate) async fn until(seconds: u64, what: &str, done: impl AsyncFn() -> bool) {
    let begun = Instant::now();
    while !done().await {
        assert!(begun.elapsed() < Duration::from_secs(seconds), "{what} did not happen within {seconds} s");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

async fn start(bed: &Testbed, urls: &Urls, snapshot: Option<PathBuf>) -> Replica {
    let app = app(bed, urls);
    let life = Lifecycle::new();
    let app = App { stopping: life.stopping(), ..app };
    life.spawn(jobs::tail::run(app.clone(), life.stopping()));
    life.spawn(jobs::switch::run(app.clone(), life.stopping()));
    life.spawn(jobs::relay(app.clone(), life.clone()));
    if let Some(directory) = snapshot {
        life.spawn(jobs::snapshot::run(app.clone(), directory, life.stopping()));
    }
    let base = bed.serve(comms::router(app.clone(), Vec::new(), &life)).await;
    until(5, "the first reading", async || app.live.view().is_some() && app.live.shown() != Standing::Unknown).await;
    until(5, "an answer of Redis", async || app.store.redis().ping().await.is_ok()).await;
    Replica { app, base, life }
}

/// Comms alone: no jobs, no port, no neighbour that answers; it shows what it knows.
pub(crate) async fn alone(bed: &Testbed) -> App {
    let app = unasked(bed);
    jobs::switch::step(&app).await;
    app
}

/// The same, before anybody was asked whether the public side is shown.
pub(crate) fn unasked(bed: &Testbed) -> App {
    let nowhere = || "http://127.0.0.1:1".to_owned();
    app(bed, &Urls { incidents: nowhere(), flags: nowhere() })
}

fn app(bed: &Testbed, urls: &Urls) -> App {
    let incidents = IncidentsClient::new(Peer::new("incidents", &urls.incidents, bed.service_key("comms")));
    let flags = FlagsClient::new(Peer::new("flags", &urls.flags, bed.service_key("comms")));
    let outbound = Outbound::new(Policy::default()).unwrap();
    App::new(bed.store("comms"), bed.verifier("comms"), incidents, flags, outbound, Lifecycle::new().stopping())
}

/// An incident as incidents tells of it.
pub(crate) fn incident(id: &str, version: u64) -> Incident {
    let now = boot::Clock::System.now();
    Incident {
        id: id.to_owned(),
        title: "API slow".to_owned(),
        sev: 2,
        services: vec!["api".to_owned()],
        summary: "not for everybody".to_owned(),
        status: IncidentStatus::Open,
        started_at: now - 600,
        commander: None,
        commander_name: None,
        source: Source::Manual,
        origin: None,
        public: false,
        taken_over: false,
        announce: false,
        links: Vec::new(),
        cause_version: 0,
        created_at: now - 500,
        updated_at: now,
        mitigated_at: None,
        resolved_at: None,
        version,
    }
}

/// `incident`, resolved in its next version.
pub(crate) fn resolved(incident: &Incident) -> Incident {
    Incident {
        status: IncidentStatus::Resolved,
        resolved_at: Some(incident.updated_at),
        version: incident.version + 1,
        ..incident.clone()
    }
}

/// The event of `incident` as it is now.
pub(crate) fn event(incident: &Incident) -> Value {
    let data = serde_json::to_value(incident).unwrap();
    let event = Event {
        id: boot::random::uuid(boot::Clock::System.now_ms()),
        kind: "incident.changed".to_owned(),
        at: incident.updated_at,
        actor: Actor::service("incidents"),
        request_id: None,
        aggregate_id: incident.id.clone(),
        version: incident.version,
        change: Value::Null,
        data,
    };
    serde_json::to_value(event).unwrap()
}

/// The neighbour: knows some incidents, takes events from comms alone.
#[derive(Clone)]
pub(crate) struct FakeIncidents {
    verifier: Arc<Verifier>,
    pub(crate) known: Arc<Mutex<HashMap<String, Incident>>>,
    pub(crate) events: Arc<Mutex<Vec<Event>>>,
    /// The status every request is answered with, if not 0.
    pub(crate) fails_with: Arc<AtomicU16>,
}

impl FakeIncidents {
    fn new(bed: &Testbed) -> Self {
        let verifier = bed.verifier("incidents");
        Self { verifier, known: Arc::default(), events: Arc::default(), fails_with: Arc::default() }
    }

    pub(crate) fn knows(&self, incident: Incident) {
        self.known.lock().unwrap().insert(incident.id.clone(), incident);
    }

    pub(crate) fn fail_with(&self, status: u16) {
        self.fails_with.store(status, Ordering::SeqCst);
    }

    /// The events taken so far, as incident and version.
    pub(crate) fn taken(&self) -> Vec<(String, u64)> {
        self.events.lock().unwrap().iter().map(|event| (event.aggregate_id.clone(), event.version)).collect()
    }

    /// Distinct ids of the events taken so far.
    pub(crate) fn event_ids(&self) -> Vec<Uuid> {
        let mut ids: Vec<_> = self.events.lock().unwrap().iter().map(|event| event.id).collect();
        ids.sort();
        ids.dedup();
        ids
    }

    fn router(&self) -> Router {
        Router::new()
            .route("/api/v1/incidents/{id}", get(Self::one))
            .route("/internal/v1/events", post(Self::take))
            .with_state(self.clone())
    }

    async fn admit(&self, headers: &HeaderMap) -> Result<(), Problem> {
        let status = self.fails_with.load(Ordering::SeqCst);
        if status != 0 {
            let status = StatusCode::from_u16(status).unwrap();
            return Err(Problem::new(problem::Kind::new("told-to", "Told to fail", status), "told to fail"));
        }
        let token = headers["authorization"].to_str().unwrap().strip_prefix("Bearer ").unwrap();
        match self.verifier.caller(token, None).await {
            Ok(Caller::Service { name, .. }) if name == "comms" => Ok(()),
            _ => Err(Problem::new(kinds::UNAUTHENTICATED, "this is for comms")),
        }
    }

    async fn one(State(fake): State<Self>, Path(id): Path<String>, headers: HeaderMap) -> Result<Response, Problem> {
        fake.admit(&headers).await?;
        let found = fake.known.lock().unwrap().get(&id).cloned();
        found
            .map(|incident| Json(incident).into_response())
            .ok_or_else(|| Problem::new(kinds::NOT_FOUND, "no such incident"))
    }

    async fn take(
        State(fake): State<Self>,
        headers: HeaderMap,
        Json(event): Json<Event>,
    ) -> Result<StatusCode, Problem> {
        fake.admit(&headers).await?;
        fake.events.lock().unwrap().push(event);
        Ok(StatusCode::NO_CONTENT)
    }
}
