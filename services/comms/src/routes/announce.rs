//! Announcing: the one way anything becomes public.

use axum::extract::State;
use axum::response::Response;
use contracts::{Announced, AnnouncementState, CallError, EventHead, Incident, Lang, Words};
use identity::audit::Entry;
use identity::{Actor, Caller};
use problem::{IdempotencyKey, Json, Operation, Problem};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::NAME;
use crate::app::App;
use crate::domain::{Announcement, announcement};
use crate::error::Error;
use crate::json;
use crate::routes::answers::created;
use crate::store::{Made, ToSay};

const ROUTE: &str = "POST /api/v1/public/announce";

/// What is to be said in public about an incident.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PublicAnnouncement)]
pub(crate) struct AnnouncementIn {
    /// The incident.
    #[schema(pattern = "^INC-[0-9A-HJKMNP-TV-Z]{6,32}$", example = "INC-123456")]
    incident_id: String,
    /// The words, in the language `lang`; line breaks are kept.
    #[schema(min_length = 1, max_length = 5000, example = "Incident en cours pour la région EU")]
    message: String,
    /// The phase it speaks of.
    state: AnnouncementState,
    /// The language of the message.
    #[serde(default)]
    #[schema(default = "en")]
    lang: Lang,
    /// The same words in the other language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    translations: Option<Words>,
}

/// What was said.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PublicAnnouncementResponse)]
pub(crate) struct AnnouncementOut {
    /// The announcement's id.
    id: Uuid,
    /// The incident it is about.
    #[schema(example = "INC-123456")]
    incident_id: String,
    /// When it was said, unix seconds.
    #[schema(example = 1_730_073_600)]
    ts: i64,
    /// The words, in the language `lang`.
    #[schema(example = "Incident en cours pour la région EU")]
    message: String,
    /// The phase it speaks of.
    state: AnnouncementState,
    /// The language of the message.
    lang: Lang,
    /// The words in every language they were said in.
    messages: Words,
    /// Who said it; readers are not told.
    author: Actor,
}

/// Says something in public about an incident; the first time, the incident becomes public by it.
///
/// The incident's status stays as it is.
#[utoipa::path(post, path = "/api/v1/public/announce", tag = "announcements", request_body = AnnouncementIn,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key and body get the first answer again, for a day.")),
    responses(
        (status = 201, description = "Said: the public side shows it", body = AnnouncementOut,
            headers(("Location" = String, description = "The incident's public side"))),
        (status = 409, description = "The Idempotency-Key was used for another request",
            body = problem::ProblemBody, content_type = "application/problem+json")))]
pub(crate) async fn announce(
    State(app): State<App>,
    caller: Caller,
    key: IdempotencyKey,
    Json(input): Json<AnnouncementIn>,
) -> Result<Response, Problem> {
    let operation = key.operation(&caller.scope(), ROUTE, &input);
    let translations = input.translations.clone().unwrap_or_default();
    let messages = announcement::words(&input.message, input.lang, &translations).map_err(Error::Invalid)?;
    let said = said(&app, input.state, input.lang, messages);
    let to_say = to_say(&app, &input.incident_id, said, caller.actor(), operation);
    let made = publish(&app, &to_say).await?;
    Ok(created(&made, Some(&format!("/api/v1/public/incidents/{}", input.incident_id))))
}

/// Says, of itself, that `provider` has trouble: for an incident that a machine opened and nobody has spoken of yet.
pub(super) async fn announce_by_itself(app: &App, incident: &Incident, provider: &str) -> Result<(), Error> {
    let words = announcement::of_provider(provider, &incident.title);
    let said = said(app, AnnouncementState::Identified, Lang::En, words);
    app.store.announce_first(&to_say(app, &incident.id, said, Actor::service(NAME), None)).await
}

fn said(app: &App, state: AnnouncementState, lang: Lang, messages: Words) -> Announcement {
    let now_ms = app.clock.now_ms();
    let message = messages.get(lang).unwrap_or_default().to_owned();
    Announcement { id: boot::random::uuid(now_ms), ts: now_ms.div_euclid(1000), state, lang, message, messages }
}

/// What is written when `actor` says this about an incident.
fn to_say(app: &App, incident_id: &str, said: Announcement, actor: Actor, operation: Option<Operation>) -> ToSay {
    let event_id = boot::random::uuid(app.clock.now_ms());
    ToSay {
        incident_id: incident_id.to_owned(),
        answer: answer(incident_id, &said, &actor),
        announced: Announced {
            announcement_id: said.id,
            incident_id: incident_id.to_owned(),
            state: said.state,
            messages: said.messages.clone(),
        },
        event: EventHead::new(event_id, "incident.announced", said.ts, actor.clone(), serde_json::Value::Null),
        audit: Entry::new(said.ts, actor, "incident.announce", incident_id, said.id.to_string()),
        announcement: said,
        operation,
    }
}

fn answer(incident_id: &str, said: &Announcement, author: &Actor) -> String {
    json::text(&AnnouncementOut {
        id: said.id,
        incident_id: incident_id.to_owned(),
        ts: said.ts,
        message: said.message.clone(),
        state: said.state,
        lang: said.lang,
        messages: said.messages.clone(),
        author: author.clone(),
    })
}

/// Makes the announcement; of an incident not heard of yet, incidents is asked once.
async fn publish(app: &App, say: &ToSay) -> Result<Made<String>, Error> {
    if let Some(made) = app.store.announce(say, None).await? {
        return Ok(made);
    }
    let incident = ask(app, &say.incident_id).await?;
    app.store.announce(say, Some(&incident)).await?.ok_or(Error::UnknownIncident)
}

async fn ask(app: &App, id: &str) -> Result<Incident, Error> {
    match app.incidents.get(id).await {
        Ok(incident) if incident.id == id => Ok(incident),
        Ok(_) => Err(Error::UnknownIncident),
        Err(refusal) if refusal.is_not_found() => Err(Error::UnknownIncident),
        Err(away @ CallError::Unavailable { .. }) => Err(Error::IncidentsAway(away)),
        // Our own question was refused: that says nothing about the incident.
        Err(refusal @ CallError::Refused { .. }) => Err(Error::IncidentsAway(refusal)),
    }
}
