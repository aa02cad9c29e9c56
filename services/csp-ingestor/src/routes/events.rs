//! Events: what providers say, listed and one by one.

use axum::extract::State;
use axum::response::Response;
use problem::{Cursor, IfNoneMatch, Json, Page, Path, Problem, Query, page_size, tagged};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::graph::{Neighbour, neighbours};
use crate::App;
use crate::domain::provider::Name;
use crate::domain::{Kind, Status, Update};
use crate::store::{Facet, Record};

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
    /// Whether something broke or work is planned.
    kind: Kind,
    /// When it began, unix seconds.
    #[schema(example = 1_730_073_600)]
    ts_start: i64,
    /// When it last changed, unix seconds.
    #[schema(example = 1_730_077_200)]
    ts_update: i64,
    /// When it ended, or is planned to end, unix seconds.
    ts_end: Option<i64>,
    /// Where to read more.
    url: Option<String>,
    /// Whether something is the matter now: planned work counts only while it runs.
    active: bool,
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
            title: event.title,
            text: event.text,
            status: event.status,
            kind: event.kind,
            ts_start: event.ts_start,
            ts_update: event.ts_update,
            ts_end: event.ts_end,
            url: event.url,
            updates: None,
            incident_id,
            version: event.version,
        }
    }

    /// All of it.
    pub(super) fn whole(mut record: Record) -> Self {
        let updates = std::mem::take(&mut record.event.updates);
        Self { updates: Some(updates), ..Self::listed(record) }
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
    /// Items per page.
    #[schema(minimum = 1, maximum = 200, default = 50)]
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u16>,
    /// Where the page starts, as the `Link` header of the page before gave it.
    cursor: Option<String>,
}

impl EventsQuery {
    fn facet(&self) -> Facet {
        match self.active {
            None => Facet::All,
            Some(true) => Facet::Active,
            Some(false) => Facet::Idle,
        }
    }

    /// The filters as a query string, the same for the same filters.
    fn filters(&self) -> String {
        let mut filters = url::form_urlencoded::Serializer::new(String::new());
        if let Some(active) = self.active {
            filters.append_pair("active", if active { "true" } else { "false" });
        }
        if let Some(provider) = &self.provider {
            filters.append_pair("provider", provider);
        }
        filters.finish()
    }
}

/// The events, newest first.
#[utoipa::path(get, path = LIST, tag = "events", params(EventsQuery),
    responses((status = 200, description = "A page of events", body = Vec<EventOut>)))]
pub(super) async fn list_events(State(app): State<App>, Query(query): Query<EventsQuery>) -> Result<Response, Problem> {
    let filters = query.filters();
    let cursor = Cursor::parse(query.cursor.as_deref(), &filters)?;
    let provider = query.provider.as_deref().map(str::parse::<Name>).transpose();
    // What cannot be a name has no events.
    let page = match provider {
        Ok(provider) => {
            let provider = provider.as_ref().map(Name::as_str);
            app.store.events(query.facet(), provider, cursor, page_size(query.limit)).await?
        }
        Err(_) => Page { items: Vec::new(), next: None, total: Some(0) },
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
