//! Opening, listing and reading incidents.

use axum::extract::State;
use axum::response::Response;
use boot::random;
use contracts::{Incident, IncidentIn, IncidentStatus, Source};
use identity::{Caller, Role};
use problem::{Cursor, IdempotencyKey, IfNoneMatch, Json, Operation, Path, Problem, ProblemBody, Query, page_size};
use serde::Deserialize;
use url::form_urlencoded::Serializer;
use utoipa::{IntoParams, ToSchema};

use super::answers;
use crate::domain::id::IncidentId;
use crate::domain::opening::{self, Opening};
use crate::domain::words;
use crate::store::{Opened, Search};
use crate::{App, Error};

const LIST: &str = "/api/v1/incidents";
/// How many characters an id has after its `INC-`, try after try: a longer one where short ones begin to meet.
const ID_LENGTHS: [usize; 4] = [6, 8, 8, 8];

/// Opens an incident, once per `origin`.
#[utoipa::path(post, path = "/api/v1/incidents", tag = "incidents", request_body = IncidentIn,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key and body get the first answer again, for a day.")),
    responses(
        (status = 201, description = "The incident is open.", body = Incident, headers(
            ("Location" = String, description = "Where it is found."), ("ETag" = String, description = "Its version."))),
        (status = 200, description = "Its origin had opened this one before.", body = Incident),
        (status = 409, description = "The idempotency key was used for another body.",
            body = ProblemBody, content_type = "application/problem+json"),
    ))]
pub(super) async fn create_incident(
    State(app): State<App>,
    caller: Caller,
    key: IdempotencyKey,
    Json(input): Json<IncidentIn>,
) -> Result<Response, Problem> {
    let operation = key.operation(&caller.scope(), "POST /api/v1/incidents", &input);
    allow_source(&caller, input.source.unwrap_or_default())?;
    allow_announce(&caller, input.announce)?;
    let opening = Opening::parse(input, app.clock.now()).map_err(Error::Invalid)?;
    Ok(match open(&app, &caller, opening, operation.as_ref()).await? {
        Opened::New(incident) => answers::opened(incident),
        Opened::Known(incident) => answers::incident(incident),
        Opened::Replayed { incident, created: true } => answers::replayed(answers::opened(incident)),
        Opened::Replayed { incident, created: false } => answers::replayed(answers::incident(incident)),
        Opened::IdTaken => return Err(Problem::internal(&"no free id was found")),
    })
}

/// People below managers speak for themselves alone.
fn allow_source(caller: &Caller, source: Source) -> Result<(), Error> {
    let may = source == Source::Manual || caller.service().is_some() || caller.role() >= Some(Role::Manager);
    if may { Ok(()) } else { Err(Error::SourceNotAllowed) }
}

/// That an incident speaks for itself is settled where it comes from, never by who opens it.
fn allow_announce(caller: &Caller, announce: bool) -> Result<(), Error> {
    if announce && caller.service().is_none() { Err(Error::AnnounceNotAllowed) } else { Ok(()) }
}

async fn open(app: &App, caller: &Caller, opening: Opening, operation: Option<&Operation>) -> Result<Opened, Error> {
    let stamp = app.stamp(caller.actor());
    for length in ID_LENGTHS {
        let id = IncidentId::from_characters(&random::crockford(length));
        let opened = app.store.open(&id, opening.clone(), &stamp, operation).await?;
        if opened != Opened::IdTaken {
            return Ok(opened);
        }
    }
    Ok(Opened::IdTaken)
}

/// What incidents are listed by.
#[derive(Debug, Default, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ListQuery {
    /// Those that stand here.
    status: Option<IncidentStatus>,
    /// Those of this severity.
    #[schema(minimum = 1, maximum = 4)]
    #[param(minimum = 1, maximum = 4)]
    sev: Option<u8>,
    /// Those that concern this service.
    #[schema(max_length = 64)]
    #[param(max_length = 64)]
    service: Option<String>,
    /// Those whose title or summary holds these words, whatever their case and accents; the last may be a
    /// beginning. Without a letter or digit it filters nothing.
    #[schema(max_length = 200)]
    #[param(max_length = 200)]
    q: Option<String>,
    /// Items per page.
    #[schema(minimum = 1, maximum = 200, default = 50)]
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u16>,
    /// Where the page starts, as the `Link` header of the page before gave it.
    cursor: Option<String>,
}

impl ListQuery {
    /// The filters as a query string, always in the same order: what a cursor is bound to.
    fn filters(&self) -> String {
        let mut filters = Serializer::new(String::new());
        filters.extend_pairs(self.status.map(|status| ("status", status.as_str())));
        filters.extend_pairs(self.sev.map(|sev| ("sev", sev.to_string())));
        filters.extend_pairs(self.service.as_deref().map(|service| ("service", service)));
        filters.extend_pairs(self.q.as_deref().map(|q| ("q", q)));
        filters.finish()
    }

    fn search(&self) -> Search {
        Search {
            status: self.status,
            sev: self.sev,
            service: self.service.as_deref().map(opening::label),
            words: self.q.as_deref().and_then(words::sought),
        }
    }
}

/// Every incident that fits, newest first.
#[utoipa::path(get, path = "/api/v1/incidents", tag = "incidents", params(ListQuery),
    responses((status = 200, description = "A page of incidents.", body = Vec<Incident>, headers(
        ("Link" = String, description = "Where the next page is (rel=\"next\"), if there is one."),
        ("X-Total-Count" = u64, description = "How many there are in all, where at most one filter is set and it is not `q`.")))))]
pub(super) async fn list_incidents(
    State(app): State<App>,
    Query(query): Query<ListQuery>,
) -> Result<Response, Problem> {
    let filters = query.filters();
    let before = Cursor::parse(query.cursor.as_deref(), &filters)?.map(|cursor| cursor.before);
    let page = app.store.search(&query.search(), before, page_size(query.limit)).await?;
    Ok(page.answer(LIST, &filters, query.limit))
}

/// One incident.
#[utoipa::path(get, path = "/api/v1/incidents/{id}", tag = "incidents",
    params(("id" = String, Path, description = "The incident's id.", example = "INC-AB12CD"),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of what the reader has.")),
    responses(
        (status = 200, description = "The incident.", body = Incident, headers(("ETag" = String, description = "Its version."))),
        (status = 304, description = "It is as the reader has it."),
    ))]
pub(super) async fn get_incident(
    State(app): State<App>,
    Path(id): Path<IncidentId>,
    reader: IfNoneMatch,
) -> Result<Response, Problem> {
    let sent = app.store.sent(&id).await?;
    Ok(answers::sent(sent, &reader))
}
