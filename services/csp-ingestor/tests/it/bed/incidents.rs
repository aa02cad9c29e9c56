//! The incidents service as this one sees it: it remembers what it was told.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use contracts::{Cause, Incident, IncidentIn, IncidentStatus};
use problem::{Json, Path};

use super::NOW;

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
    /// How often it answered 503.
    refused: usize,
}

impl IncidentsState {
    /// Whether it is away; whoever hears that is counted.
    fn is_away(&mut self) -> bool {
        self.refused += usize::from(self.away);
        self.away
    }
}

impl Incidents {
    pub(super) fn router(&self) -> Router {
        Router::new()
            .route("/api/v1/incidents", post(open))
            .route("/api/v1/incidents/{id}", get(one))
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

    /// A person takes this one over and resolves it, or opens it again.
    pub(crate) fn resolve(&self, id: &str, resolved_at: Option<i64>) {
        let mut state = self.state.lock().unwrap();
        let incident = state.incidents.iter_mut().find(|incident| incident.id == id).unwrap();
        let status = if resolved_at.is_some() { IncidentStatus::Resolved } else { IncidentStatus::Open };
        (incident.taken_over, incident.status, incident.resolved_at) = (true, status, resolved_at);
    }

    /// How often it was asked while it was away.
    pub(crate) fn refused(&self) -> usize {
        self.state.lock().unwrap().refused
    }

    /// Is away, or back.
    pub(crate) fn set_away(&self, away: bool) {
        self.state.lock().unwrap().away = away;
    }
}

async fn open(State(incidents): State<Incidents>, headers: HeaderMap, Json(input): Json<IncidentIn>) -> Response {
    let mut state = incidents.state.lock().unwrap();
    if state.is_away() {
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

async fn one(State(incidents): State<Incidents>, Path(id): Path<String>) -> Response {
    let state = incidents.state.lock().unwrap();
    let known = state.incidents.iter().find(|incident| incident.id == id);
    known.map_or_else(|| StatusCode::NOT_FOUND.into_response(), |incident| Json(incident.clone()).into_response())
}

async fn follow(State(incidents): State<Incidents>, Path(id): Path<String>, Json(cause): Json<Cause>) -> StatusCode {
    let mut state = incidents.state.lock().unwrap();
    if state.is_away() {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    state.causes.push((id, cause));
    StatusCode::NO_CONTENT
}
