//! A person's word on whether an event affects us.

use axum::extract::State;
use axum::response::Response;
use boot::random;
use contracts::EventHead;
use identity::{Caller, audit};
use problem::{FieldError, IfMatch, IfNoneMatch, Json, Path, Problem, ProblemBody, tagged};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::events::EventOut;
use crate::App;
use crate::domain::poll::{Effect, Merged};
use crate::domain::relevance::{self, Word};
use crate::error::Error;
use crate::store::{Record, Write, Written};

/// How often a word is applied anew because the event was changed meanwhile.
const ATTEMPTS: usize = 16;
/// What is done, in the audit and towards incidents.
const ACTION: &str = "event.relevance";

/// What a person says.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RelevanceIn)]
pub(super) struct RelevanceIn {
    /// Whether it affects us; null leaves it to the provider's settings again.
    #[schema(required = true, example = false)]
    affects_us: Option<bool>,
    /// Why.
    #[serde(default)]
    #[schema(max_length = 500, example = "We left that region.")]
    reason: Option<String>,
}

/// Says whether an event affects us. The word stays, whatever the provider says later, until another is said.
///
/// `false`: no incident is opened on its account, and one that was opened and that nobody took over ends, with a note.
/// `true`: an incident is opened while it lasts, whatever its severity. `null`: the settings decide again.
#[utoipa::path(put, path = "/api/v1/csp/events/{id}/relevance", tag = "events", request_body = RelevanceIn,
    params(("id" = Uuid, Path, description = "Our id of the event"),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of what the writer has read: 412 where it changed since.")),
    responses(
        (status = 200, description = "The event", body = EventOut, headers(("ETag" = String, description = "Its version"))),
        (status = 404, description = "There is no such event", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "Others kept changing it: nothing was changed", body = ProblemBody, content_type = "application/problem+json"),
        (status = 412, description = "It was changed since the writer read it", body = ProblemBody, content_type = "application/problem+json")))]
pub(super) async fn judge_relevance(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
    if_match: IfMatch,
    Json(input): Json<RelevanceIn>,
) -> Result<Response, Problem> {
    let reason = reason(input.reason.as_deref().unwrap_or_default())?;
    let record = judge(&app, &caller, id, if_match, input.affects_us, &reason).await?;
    let version = record.event.version;
    Ok(tagged(version, &IfNoneMatch::default(), Json(EventOut::whole(record))))
}

/// A reason as it is kept: one line.
fn reason(text: &str) -> Result<String, Problem> {
    let text = text.trim();
    if text.chars().any(char::is_control) {
        return Err(Problem::invalid(vec![FieldError::new("/reason", "must be one line")]));
    }
    Ok(text.to_owned())
}

async fn judge(
    app: &App,
    caller: &Caller,
    id: Uuid,
    if_match: IfMatch,
    affects_us: Option<bool>,
    reason: &str,
) -> Result<Record, Problem> {
    for _ in 0..ATTEMPTS {
        let record = app.store.event(id).await?;
        if_match.check(record.event.version)?;
        // Of a provider that is followed no longer the defaults hold.
        let settings = app.store.settings_of(&record.event.provider).await?.unwrap_or_default();
        let word = Word { affects_us, by: caller.actor().name, at: app.clock.now(), reason: reason.to_owned() };
        let Some(merged) = relevance::judge(&record.event, word, &settings) else { return Ok(record) };
        match write(app, caller, &merged).await? {
            Written::Done => return Ok(app.store.event(id).await?),
            Written::Changed | Written::Stale | Written::Held | Written::Full => {}
        }
    }
    Err(Error::Crowded.into())
}

async fn write(app: &App, caller: &Caller, merged: &Merged) -> Result<Written, Error> {
    let (event, now, actor) = (&merged.event, app.clock.now(), caller.actor());
    let told = (merged.effect != Effect::None).then(|| {
        let id = random::uuid(app.clock.now_ms());
        EventHead::new(id, ACTION, now, actor.clone(), json!({ "affects_us": event.affects_us }))
    });
    let opens = merged.effect == Effect::Open;
    let detail = event.judgement.as_ref().map(|judgement| judgement.note(event.affects_us)).unwrap_or_default();
    let audit = audit::Entry::new(now, actor, ACTION, &event.id.to_string(), detail);
    let write = Write { event, ticket: 0, opens, told: told.as_ref(), replaces: None, original: None, audit: &audit };
    app.store.write_by_hand(&write).await
}
