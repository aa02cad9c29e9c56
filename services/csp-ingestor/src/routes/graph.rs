//! Cause and effect: the graph of events, and what people say to its edges.

use std::collections::HashMap;

use axum::extract::State;
use identity::{Caller, audit};
use problem::{FieldError, Json, Path, Problem, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::events::EventOut;
use crate::App;
use crate::domain::graph::edge::Speaker;
use crate::domain::graph::{Edge, Evidence, Kind, Verdict};
use crate::error::Error;
use crate::store::Record;

/// The most events that one answer shows.
const MOST_NODES: usize = 200;
/// The most edges that are looked at for one answer.
const MOST_EDGES: usize = 1000;
/// Of how many edges the events are read at once.
const READ_AT_ONCE: usize = 50;
/// How far back is looked where nobody says.
const DEFAULT_HOURS: u16 = 24;

/// That one event may follow from another, and why.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Edge)]
pub(super) struct EdgeOut {
    /// The event it would follow from.
    cause: Uuid,
    /// The event that would follow.
    effect: Uuid,
    /// What kinds of evidence there are.
    kinds: Vec<Kind>,
    /// How sure it is, 0 to 1; 1 is a person's word, 0 what a person rejected. From 0.75 on the effect belongs to the incident of its cause.
    #[schema(minimum = 0, maximum = 1, example = 0.86)]
    confidence: f64,
    /// What a person holds of it; it sticks.
    verdict: Option<Verdict>,
    /// The evidence, at most one of a kind.
    evidence: Vec<EvidenceOut>,
    /// When it last changed, unix seconds.
    updated_at: i64,
}

/// One reason to hold an event for the effect of another.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Evidence)]
pub(super) struct EvidenceOut {
    /// What kind of reason.
    kind: Kind,
    /// The sentence that says so, or what is known.
    #[schema(example = "This is due to an outage at AWS in us-east-1.")]
    text: String,
    /// Who says so: the effect's provider, a service of ours or a person; nobody where the catalogue knows it.
    #[schema(example = "github")]
    by: Option<String>,
    /// Since when it is known, unix seconds.
    at: i64,
    /// How sure it makes by itself, 0 to 1.
    #[schema(minimum = 0, maximum = 1, example = 0.8)]
    confidence: f64,
}

impl From<Edge> for EdgeOut {
    fn from(edge: Edge) -> Self {
        Self {
            cause: edge.cause,
            effect: edge.effect,
            kinds: edge.kinds(),
            confidence: fraction(edge.confidence()),
            verdict: edge.verdict,
            evidence: edge.evidence.into_iter().map(EvidenceOut::from).collect(),
            updated_at: edge.updated_at,
        }
    }
}

impl From<Evidence> for EvidenceOut {
    fn from(one: Evidence) -> Self {
        Self { kind: one.kind, text: one.text, by: one.by, at: one.at, confidence: fraction(one.percent) }
    }
}

fn fraction(percent: u8) -> f64 {
    f64::from(percent) / 100.0
}

/// An edge as one of its events shows it, with the event at its other end.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Neighbour {
    /// The edge.
    #[serde(flatten)]
    edge: EdgeOut,
    /// The event at the other end.
    event: EventOut,
}

/// Events, and which of them follow from which.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Graph)]
pub(super) struct GraphOut {
    /// The events that have an edge.
    nodes: Vec<EventOut>,
    /// What nobody rejected, newest first.
    edges: Vec<EdgeOut>,
    /// Whether there is more than is shown.
    cut: bool,
}

/// Which part of the graph.
#[derive(Debug, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct GraphQuery {
    /// Only edges with something the matter at one of their ends now (true), or at neither (false).
    #[param(example = true)]
    active: Option<bool>,
    /// Only edges that were found or spoken of in so many hours.
    #[schema(minimum = 1, maximum = 336, default = 24)]
    #[param(minimum = 1, maximum = 336, default = 24)]
    hours: Option<u16>,
    /// Only edges that lead from or to an event of this provider.
    #[schema(max_length = 64)]
    #[param(max_length = 64)]
    provider: Option<String>,
}

impl GraphQuery {
    fn wants(&self, cause: &Record, effect: &Record) -> bool {
        let (cause, effect) = (&cause.event, &effect.event);
        let active = cause.is_active() || effect.is_active();
        let is_of = |name: &String| [cause, effect].iter().any(|event| event.provider.eq_ignore_ascii_case(name));
        self.active.is_none_or(|wanted| wanted == active) && self.provider.as_ref().is_none_or(is_of)
    }
}

/// Which events follow from which. What a person rejected is not shown.
#[utoipa::path(get, path = "/api/v1/csp/graph", tag = "graph", params(GraphQuery),
    responses((status = 200, description = "The graph: at most 200 events", body = GraphOut)))]
pub(super) async fn show_graph(
    State(app): State<App>,
    Query(query): Query<GraphQuery>,
) -> Result<Json<GraphOut>, Problem> {
    let since = app.clock.now() - i64::from(query.hours.unwrap_or(DEFAULT_HOURS)) * 3600;
    let mut found = app.store.edges_since(since, MOST_EDGES + 1).await?;
    let mut cut = found.len() > MOST_EDGES;
    found.truncate(MOST_EDGES);
    found.retain(|edge| edge.verdict != Some(Verdict::Rejected));
    let mut shown = Shown::default();
    for some in found.chunks(READ_AT_ONCE) {
        shown.add(&app, &query, some).await?;
    }
    cut |= shown.full;
    let mut nodes: Vec<Record> = shown.records.into_values().collect();
    nodes.sort_by_key(|record| (record.event.ts_start, record.event.id));
    Ok(Json(GraphOut { nodes: nodes.into_iter().map(EventOut::listed).collect(), edges: shown.edges, cut }))
}

/// What of the graph is shown.
#[derive(Default)]
struct Shown {
    records: HashMap<Uuid, Record>,
    edges: Vec<EdgeOut>,
    /// Whether an event was left out: from then on only edges between those that are shown are.
    full: bool,
}

impl Shown {
    /// Adds those of these edges that are wanted. Events are large: no more are held than are shown, and some.
    async fn add(&mut self, app: &App, query: &GraphQuery, edges: &[Edge]) -> Result<(), Error> {
        let ends = |edge: &Edge| [edge.cause, edge.effect];
        let missing = edges.iter().flat_map(ends).filter(|id| !self.full && !self.records.contains_key(id));
        let mut read = app.store.events_by_id(missing).await?;
        for edge in edges {
            let of = |id| self.records.get(&id).or_else(|| read.get(&id));
            if !matches!((of(edge.cause), of(edge.effect)), (Some(cause), Some(effect)) if query.wants(cause, effect)) {
                continue;
            }
            let new: Vec<Uuid> = ends(edge).into_iter().filter(|id| !self.records.contains_key(id)).collect();
            if self.records.len() + new.len() > MOST_NODES {
                self.full = true;
                continue;
            }
            self.records.extend(new.iter().filter_map(|id| read.remove_entry(id)));
            self.edges.push(edge.clone().into());
        }
        Ok(())
    }
}

/// The edges of an event in one direction, each with the event at its other end; the surest first.
pub(super) async fn neighbours(app: &App, edges: Vec<Edge>, other: fn(&Edge) -> Uuid) -> Result<Vec<Neighbour>, Error> {
    let mut records: HashMap<Uuid, Record> = app.store.events_by_id(edges.iter().map(other)).await?;
    let mut edges = edges;
    edges.sort_by_key(|edge| (std::cmp::Reverse(edge.confidence()), other(edge)));
    let with_event = |edge: Edge| {
        let record = records.remove(&other(&edge))?;
        Some(Neighbour { edge: edge.into(), event: EventOut::listed(record) })
    };
    Ok(edges.into_iter().filter_map(with_event).collect())
}

/// What somebody says to an edge.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EdgeWord)]
pub(super) struct Word {
    /// Whether it is so; null takes back what was said before.
    #[serde(deserialize_with = "Option::deserialize")]
    #[schema(required = true, nullable = true)]
    verdict: Option<Verdict>,
    /// Why.
    #[schema(max_length = 1000, example = "Their engineers told us on the phone.")]
    note: Option<String>,
}

/// Says that an event follows from another, or does not. A person's word sticks, whatever is found later; null takes it back. A service says what it sees: it confirms, or takes that back.
#[utoipa::path(put, path = "/api/v1/csp/graph/edges/{cause}/{effect}", tag = "graph", request_body = Word,
    params(("cause" = Uuid, Path, description = "The event it follows from"), ("effect" = Uuid, Path, description = "The event that follows")),
    responses(
        (status = 200, description = "The edge as it is now", body = EdgeOut),
        (status = 409, description = "One of the events has as many edges as are kept", body = problem::ProblemBody, content_type = "application/problem+json")))]
pub(super) async fn judge_edge(
    State(app): State<App>,
    caller: Caller,
    Path((cause, effect)): Path<(Uuid, Uuid)>,
    Json(word): Json<Word>,
) -> Result<Json<EdgeOut>, Problem> {
    let at = |pointer: &str, detail: &str| Problem::invalid(vec![FieldError::new(pointer, detail)]);
    if cause == effect {
        return Err(at("/effect", "nothing is its own cause"));
    }
    let monitor = caller.person().is_none();
    if monitor && word.verdict == Some(Verdict::Rejected) {
        return Err(at("/verdict", "a service confirms or takes that back: only people reject"));
    }
    let note = word.note.as_deref().map(str::trim).filter(|note| !note.is_empty());
    let (actor, now) = (caller.actor(), app.clock.now());
    // That both are there is asked first: to take back what was never said is no reason to answer for events unknown.
    app.store.event(cause).await?;
    app.store.event(effect).await?;
    let by = Speaker { name: &actor.name, at: now };
    let decide = |edge: &Edge| {
        if monitor { edge.seen(word.verdict.is_some(), note, by) } else { edge.judged(word.verdict, note, by) }
    };
    let action = match word.verdict {
        Some(Verdict::Confirmed) => "edge.confirmed",
        Some(Verdict::Rejected) => "edge.rejected",
        None => "edge.unjudged",
    };
    let entry = |_: &Edge| {
        audit::Entry::new(now, actor.clone(), action, &format!("{cause}:{effect}"), note.unwrap_or_default())
    };
    let edge = app.store.change_edge((cause, effect), decide, entry).await?;
    Ok(Json(edge.into()))
}
