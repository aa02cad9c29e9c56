//! The timeline: adding to it and reading it.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use identity::Caller;
use problem::{Cursor, IdempotencyKey, Json, PageQuery, Path, Problem, ProblemBody, Query, page_size};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answers;
use crate::domain::id::IncidentId;
use crate::domain::text;
use crate::domain::timeline::{Entry, EntryKind};
use crate::store::Noted;
use crate::{App, Error};

/// What a person says in a timeline.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TimelineEventCreate)]
pub(super) struct EntryIn {
    /// What it is about.
    #[serde(rename = "type")]
    kind: SaidKind,
    /// What is said; plain text, perhaps of several lines.
    #[schema(min_length = 1, max_length = 5000)]
    message: String,
}

/// What a person's entry is about.
#[derive(Debug, Clone, Copy, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = TimelineEventCreateType)]
enum SaidKind {
    /// News.
    Update,
    /// A note among those who work on it.
    Note,
    /// What contains the effect.
    Mitigation,
    /// What ended it.
    Resolution,
}

impl From<SaidKind> for EntryKind {
    fn from(kind: SaidKind) -> Self {
        match kind {
            SaidKind::Update => Self::Update,
            SaidKind::Note => Self::Note,
            SaidKind::Mitigation => Self::Mitigation,
            SaidKind::Resolution => Self::Resolution,
        }
    }
}

/// Adds to the timeline; never refused because somebody else wrote at the same moment.
#[utoipa::path(post, path = "/api/v1/incidents/{id}/timeline", tag = "timeline", request_body = EntryIn,
    params(("id" = String, Path, description = "The incident's id.", example = "INC-AB12CD"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key and body get the first answer again, for a day.")),
    responses(
        (status = 200, description = "The entry as it stands.", body = Entry),
        (status = 409, description = "The idempotency key was used for another body.",
            body = ProblemBody, content_type = "application/problem+json"),
    ))]
pub(super) async fn add_timeline_entry(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<IncidentId>,
    key: IdempotencyKey,
    Json(input): Json<EntryIn>,
) -> Result<Response, Problem> {
    let operation = key.operation(&caller.scope(), &format!("POST {}", path(&id)), &input);
    let message = text::message("/message", &input.message).map_err(|fault| Error::Invalid(vec![fault]))?;
    let stamp = app.stamp(caller.actor());
    let entry = stamp.entry(input.kind.into(), message, None);
    Ok(match app.store.note(&id, entry, &stamp, operation.as_ref()).await? {
        Noted::New(entry) => Json(entry).into_response(),
        Noted::Replayed(entry) => answers::replayed(Json(entry).into_response()),
    })
}

/// The timeline, newest first.
#[utoipa::path(get, path = "/api/v1/incidents/{id}/timeline", tag = "timeline",
    params(("id" = String, Path, description = "The incident's id.", example = "INC-AB12CD"), PageQuery),
    responses((status = 200, description = "A page of the timeline.", body = Vec<Entry>, headers(
        ("Link" = String, description = "Where the next page is (rel=\"next\"), if there is one."),
        ("X-Total-Count" = u64, description = "How many entries there are in all.")))))]
pub(super) async fn list_timeline(
    State(app): State<App>,
    Path(id): Path<IncidentId>,
    Query(query): Query<PageQuery>,
) -> Result<Response, Problem> {
    let path = path(&id);
    let before = Cursor::parse(query.cursor.as_deref(), "")?.map(|cursor| cursor.before);
    let page = app.store.timeline(&id, before, page_size(query.limit)).await?;
    Ok(page.answer(&path, "", query.limit))
}

fn path(id: &IncidentId) -> String {
    format!("/api/v1/incidents/{id}/timeline")
}
