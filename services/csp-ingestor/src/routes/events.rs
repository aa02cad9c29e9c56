//! Events: what providers say, listed and one by one.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use problem::{Cursor, IfNoneMatch, Json, Page, Path, Problem, ProblemBody, Query, page_size, tagged};
use serde::{Deserialize, Serialize};
use url::form_urlencoded::Serializer;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::graph::{Neighbour, neighbours};
use crate::App;
use crate::domain::outage::first_word_s;
use crate::domain::provider::Name;
use crate::domain::relevance::Judgement;
use crate::domain::{Kind, Severity, Status, Update};
use crate::store::{Record, Search};

const LIST: &str = "/api/v1/csp/events";

/// What a provider says about one thing.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CspEvent)]
pub(super) struct EventOut {
    /// Our id of it.
    id: Uuid,
    /// Who says it.
    #[schema(example = "cloudflare")]
    provider: String,
    /// The provider's own id of it.
    external_id: String,
    /// What it is mainly about.
    #[schema(example = "cdn")]
    service: String,
    /// All that it touches, in the provider's words.
    services: Vec<String>,
    /// Where, in the provider's words.
    regions: Vec<String>,
    /// The labels of what it concerns here.
    concerns: Vec<String>,
    /// Whether it affects us, where a person has said so.
    affects_us: Option<bool>,
    /// Who said so last, or took it back, and why.
    judgement: Option<Judgement>,
    /// One line about it.
    #[schema(example = "Elevated errors in Europe")]
    title: String,
    /// The newest words about it.
    text: String,
    /// Where it stands.
    #[schema(example = "investigating")]
    status: Status,
    /// How bad it is: 1 (worst) to 4.
    #[schema(minimum = 1, maximum = 4)]
    severity: u8,
    /// The provider's own word for how bad it is, where its feed has one.
    #[schema(example = "major")]
    impact: Option<String>,
    /// Whether something broke or work is planned.
    kind: Kind,
    /// When it began, unix seconds.
    #[schema(example = 1_730_073_600)]
    ts_start: i64,
    /// When we first saw it, unix seconds.
    ts_seen: i64,
    /// When it last changed, unix seconds.
    #[schema(example = 1_730_077_200)]
    ts_update: i64,
    /// When it ended, or is planned to end, unix seconds.
    ts_end: Option<i64>,
    /// Where to read more.
    url: Option<String>,
    /// Whether something is the matter now: planned work counts only while it runs.
    active: bool,
    /// How many seconds passed from its beginning to the provider's first word on it; only where a single event is read,
    /// and where that is known: not where the first word says that it is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    first_word_s: Option<i64>,
    /// What was said about it, newest first; only where a single event is read.
    #[serde(skip_serializing_if = "Option::is_none")]
    updates: Option<Vec<Update>>,
    /// The incident that was opened on its account.
    incident_id: Option<String>,
    /// Counts its changes; the `ETag`.
    version: u64,
}

impl EventOut {
    /// As it stands in a list: without what was said about it.
    pub(super) fn listed(Record { event, incident_id, .. }: Record) -> Self {
        Self {
            service: event.service().to_owned(),
            active: event.is_active(),
            severity: event.severity.into(),
            id: event.id,
            provider: event.provider,
            external_id: event.external_id,
            services: event.services,
            regions: event.regions,
            concerns: event.concerns,
            affects_us: event.affects_us,
            judgement: event.judgement,
            impact: event.impact,
            ts_seen: event.ts_seen,
            title: event.title,
            text: event.text,
            status: event.status,
            kind: event.kind,
            ts_start: event.ts_start,
            ts_update: event.ts_update,
            ts_end: event.ts_end,
            url: event.url,
            first_word_s: None,
            updates: None,
            incident_id,
            version: event.version,
        }
    }

    /// All of it.
    pub(super) fn whole(mut record: Record) -> Self {
        let first_word_s = first_word_s(&record.event);
        let updates = std::mem::take(&mut record.event.updates);
        Self { first_word_s, updates: Some(updates), ..Self::listed(record) }
    }
}

/// One event with what it follows from, and what follows from it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CspEventWhole)]
pub(super) struct EventWhole {
    /// The event.
    #[serde(flatten)]
    event: EventOut,
    /// What it may follow from, the surest first; what people rejected is among it.
    causes: Vec<Neighbour>,
    /// What may follow from it, the surest first.
    effects: Vec<Neighbour>,
}

/// Which events to list.
#[derive(Debug, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct EventsQuery {
    /// Only those with which something is the matter now (true), or only the others (false).
    #[param(example = true)]
    active: Option<bool>,
    /// Only those of this provider.
    provider: Option<String>,
    /// Only those that touch this service: the provider's whole word for it, whatever its case, or another name of it.
    #[schema(max_length = 200)]
    #[param(max_length = 200)]
    service: Option<String>,
    /// Only those in this region: the provider's whole word for it, whatever its case.
    #[schema(max_length = 200)]
    #[param(max_length = 200)]
    region: Option<String>,
    /// Only those that stand here.
    status: Option<Status>,
    /// Only those as bad as this: 1 (worst) to 4.
    #[schema(minimum = 1, maximum = 4)]
    #[param(minimum = 1, maximum = 4)]
    severity: Option<u8>,
    /// Only those where something broke, or work is planned.
    kind: Option<Kind>,
    /// Only those that began then or later, unix seconds.
    #[schema(minimum = 0, maximum = 253_402_300_799_i64)]
    #[param(minimum = 0, maximum = 253_402_300_799_i64)]
    from: Option<i64>,
    /// Only those that began then or before, unix seconds.
    #[schema(minimum = 0, maximum = 253_402_300_799_i64)]
    #[param(minimum = 0, maximum = 253_402_300_799_i64)]
    to: Option<i64>,
    /// Items per page.
    #[schema(minimum = 1, maximum = 200, default = 50)]
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u16>,
    /// Where the page starts, as the `Link` header of the page before gave it.
    cursor: Option<String>,
}

impl EventsQuery {
    /// What is looked for; none where nothing can be found, for what cannot be a name has no events.
    fn search(&self) -> Option<Search> {
        let provider = self.provider.as_deref().map(str::parse::<Name>).transpose().ok()?;
        Some(Search {
            active: self.active,
            provider: provider.map(|name| name.to_string()),
            service: self.service.clone(),
            region: self.region.clone(),
            status: self.status,
            severity: self.severity.map(Severity::try_from).transpose().ok()?,
            kind: self.kind,
            from: self.from,
            to: self.to,
        })
    }

    /// The filters as a query string, always in the same order: what a cursor is bound to.
    fn filters(&self) -> String {
        let mut filters = Serializer::new(String::new());
        filters.extend_pairs(self.active.map(|active| ("active", active.to_string())));
        filters.extend_pairs(self.provider.as_deref().map(|provider| ("provider", provider)));
        filters.extend_pairs(self.service.as_deref().map(|service| ("service", service)));
        filters.extend_pairs(self.region.as_deref().map(|region| ("region", region)));
        filters.extend_pairs(self.status.map(|status| ("status", status.as_str())));
        filters.extend_pairs(self.severity.map(|severity| ("severity", severity.to_string())));
        filters.extend_pairs(self.kind.map(|kind| ("kind", kind.as_str())));
        filters.extend_pairs(self.from.map(|from| ("from", from.to_string())));
        filters.extend_pairs(self.to.map(|to| ("to", to.to_string())));
        filters.finish()
    }
}

/// The events that fit, newest first: in the order in which they came to be known.
#[utoipa::path(get, path = LIST, tag = "events", params(EventsQuery),
    responses((status = 200, description = "A page of events", body = Vec<EventOut>, headers(
        ("Link" = String, description = "Where the next page is (rel=\"next\"), if there is one; a page that took long to find may be short and name one."),
        ("X-Total-Count" = u64, description = "How many there are in all, where at most one filter is set and it is not a time.")))))]
pub(super) async fn list_events(State(app): State<App>, Query(query): Query<EventsQuery>) -> Result<Response, Problem> {
    let filters = query.filters();
    let cursor = Cursor::parse(query.cursor.as_deref(), &filters)?;
    let page = match query.search() {
        Some(search) => app.store.search(&search, cursor, page_size(query.limit)).await?,
        None => Page { items: Vec::new(), next: None, total: Some(0) },
    };
    let items = page.items.into_iter().map(EventOut::listed).collect();
    Ok(Page { items, next: page.next, total: page.total }.answer(LIST, &filters, query.limit))
}

/// One event, with all that was said about it.
#[utoipa::path(get, path = "/api/v1/csp/events/{id}", tag = "events", params(("id" = Uuid, Path, description = "Our id of the event")),
    responses(
        (status = 200, description = "The event", body = EventWhole, headers(("ETag" = String, description = "Its version"))),
        (status = 304, description = "The reader has this version")))]
pub(super) async fn read_event(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    reader: IfNoneMatch,
) -> Result<Response, Problem> {
    let record = app.store.event(id).await?;
    let version = record.event.version;
    let causes = neighbours(&app, app.store.causes_of(id).await?, |edge| edge.cause).await?;
    let effects = neighbours(&app, app.store.effects_of(id).await?, |edge| edge.effect).await?;
    let whole = EventWhole { event: EventOut::whole(record), causes, effects };
    Ok(tagged(version, &reader, Json(whole)))
}

/// What the feed showed of an event when it last changed, letter by letter: JSON or XML, sent as plain text, for whoever
/// has to check what was made of it. Of a very long one the first 64 KiB.
#[utoipa::path(get, path = "/api/v1/csp/events/{id}/original", tag = "events", params(("id" = Uuid, Path, description = "Our id of the event")),
    responses(
        (status = 200, description = "What the feed showed", body = String, content_type = "text/plain"),
        (status = 404, description = "There is no such event, or nothing is kept of what the feed showed", body = ProblemBody, content_type = "application/problem+json")))]
pub(super) async fn read_original(State(app): State<App>, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let original = app.store.original(id).await?;
    // Foreign text: whatever it holds, no reader is to take it for a page. That nobody sniffs and that it may load and
    // run nothing is said with every answer.
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], original).into_response())
}
