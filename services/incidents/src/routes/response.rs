//! Working on an incident: its status, its commander, taking it over.

use axum::extract::State;
use axum::response::Response;
use contracts::{Incident, IncidentStatus};
use identity::Caller;
use problem::{FieldError, IfMatch, Json, Path, Problem, ProblemBody};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::answers;
use crate::domain::id::IncidentId;
use crate::domain::timeline::{Change, EntryKind};
use crate::domain::{status, text};
use crate::stamp::Stamp;
use crate::store::{Act, Record};
use crate::{App, Error};

/// Where an incident goes.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = StatusUpdate)]
pub(super) struct StatusIn {
    /// Its new status.
    status: IncidentStatus,
    /// Why, for the timeline.
    #[serde(default)]
    #[schema(max_length = 2000)]
    reason: Option<String>,
}

/// Changes where an incident stands; the same status again changes nothing.
#[utoipa::path(post, path = "/api/v1/incidents/{id}/status", tag = "incidents", request_body = StatusIn,
    params(("id" = String, Path, description = "The incident's id.", example = "INC-AB12CD"),
        ("If-Match" = Option<String>, Header, description = "The `ETag` the writer believes in.")),
    responses(
        (status = 200, description = "The incident now.", body = Incident, headers(("ETag" = String, description = "Its version."))),
        (status = 409, description = "It cannot go there from where it stands, or its status was changed at the same moment.",
            body = ProblemBody, content_type = "application/problem+json"),
        (status = 412, description = "It was changed since the writer read it.",
            body = ProblemBody, content_type = "application/problem+json"),
    ))]
pub(super) async fn change_status(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<IncidentId>,
    if_match: IfMatch,
    Json(input): Json<StatusIn>,
) -> Result<Response, Problem> {
    let reason = text::block("/reason", input.reason.as_deref().unwrap_or_default());
    let reason = reason.map_err(|fault| Error::Invalid(vec![fault]))?.trim().to_owned();
    let stamp = app.stamp(caller.actor());
    let mut first = None;
    let decide = |Record { incident: now, .. }: &Record| {
        if now.status == input.status {
            return Ok(None);
        }
        if *first.get_or_insert(now.status) != now.status {
            return Err(Error::ChangedMeanwhile("status"));
        }
        let after = Incident { taken_over: true, ..status::moved(now, input.status, stamp.at())? };
        Ok(Some(status_act(now, after, &reason, &stamp)))
    };
    let incident = app.store.change(&id, if_match, &[], &stamp, decide).await?;
    Ok(answers::incident(incident))
}

fn status_act(before: &Incident, after: Incident, reason: &str, stamp: &Stamp) -> Act {
    let (from, to) = (before.status.as_str(), after.status.as_str());
    let message = if reason.is_empty() { to.to_owned() } else { format!("{to}: {reason}") };
    Act {
        kind: "incident.status",
        after,
        entries: vec![stamp.entry(EntryKind::Status, message.clone(), Some(Change::new(Some(from), to)))],
        change: json!({ "from": from, "to": to, "reason": reason }),
        detail: message,
    }
}

/// Who is to lead the response.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AssignRequest)]
pub(super) struct AssignIn {
    /// The user's id.
    #[schema(example = "f6c74e13-8b4a-4b63-bf58-1c59a0c21840")]
    commander: Uuid,
}

/// Gives an incident its commander.
#[utoipa::path(post, path = "/api/v1/incidents/{id}/assign", tag = "incidents", request_body = AssignIn,
    params(("id" = String, Path, description = "The incident's id.", example = "INC-AB12CD"),
        ("If-Match" = Option<String>, Header, description = "The `ETag` the writer believes in.")),
    responses(
        (status = 200, description = "The incident now.", body = Incident, headers(("ETag" = String, description = "Its version."))),
        (status = 409, description = "It got another commander at the same moment.",
            body = ProblemBody, content_type = "application/problem+json"),
        (status = 412, description = "It was changed since the writer read it.",
            body = ProblemBody, content_type = "application/problem+json"),
    ))]
pub(super) async fn assign_incident(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<IncidentId>,
    if_match: IfMatch,
    Json(input): Json<AssignIn>,
) -> Result<Response, Problem> {
    let first = app.store.get(&id).await?;
    if_match.check(first.version)?;
    let name = name_of(&app, &caller, input.commander).await?;
    let stamp = app.stamp(caller.actor());
    let decide = |Record { incident: now, .. }: &Record| {
        let (commander, commander_name) = (Some(input.commander), Some(name.clone()));
        let after = Incident { commander, commander_name, taken_over: true, ..now.clone() };
        if after == *now {
            return Ok(None);
        }
        if now.commander != first.commander && now.commander != commander {
            return Err(Error::ChangedMeanwhile("commander"));
        }
        Ok(Some(assign_act(now, after, &name, &stamp)))
    };
    let incident = app.store.change(&id, if_match, &[], &stamp, decide).await?;
    Ok(answers::incident(incident))
}

fn assign_act(before: &Incident, after: Incident, name: &str, stamp: &Stamp) -> Act {
    let change = Change::new(before.commander_name.as_ref(), name);
    Act {
        kind: "incident.assigned",
        entries: vec![stamp.entry(EntryKind::Assigned, name, Some(change))],
        change: json!({ "from": before.commander, "to": after.commander, "name": name }),
        detail: after.commander.map(|commander| commander.to_string()).unwrap_or_default(),
        after,
    }
}

/// The name of the user `commander`. Whoever takes an incident themself is known already, so that this works while the
/// users service is away.
async fn name_of(app: &App, caller: &Caller, commander: Uuid) -> Result<String, Error> {
    if let Some(person) = caller.person().filter(|person| person.id == commander) {
        return Ok(person.name.clone());
    }
    match app.users.member(commander).await {
        Ok(member) => Ok(member.name),
        Err(cause) if cause.is_not_found() => {
            Err(Error::Invalid(vec![FieldError::new("/commander", "must be the id of a user")]))
        }
        Err(cause) => Err(Error::Users(cause)),
    }
}

/// Takes an incident over from the machine that opened it: it follows its cause no longer.
#[utoipa::path(post, path = "/api/v1/incidents/{id}/take-over", tag = "incidents",
    params(("id" = String, Path, description = "The incident's id.", example = "INC-AB12CD"),
        ("If-Match" = Option<String>, Header, description = "The `ETag` the writer believes in.")),
    responses(
        (status = 200, description = "The incident now.", body = Incident, headers(("ETag" = String, description = "Its version."))),
        (status = 412, description = "It was changed since the writer read it.",
            body = ProblemBody, content_type = "application/problem+json"),
    ))]
pub(super) async fn take_over_incident(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<IncidentId>,
    if_match: IfMatch,
) -> Result<Response, Problem> {
    let stamp = app.stamp(caller.actor());
    let decide = |Record { incident: now, .. }: &Record| {
        let act = || Act {
            kind: "incident.taken_over",
            after: Incident { taken_over: true, ..now.clone() },
            entries: vec![stamp.entry(EntryKind::TakenOver, "", None)],
            change: json!({}),
            detail: String::new(),
        };
        Ok((!now.taken_over).then(act))
    };
    let incident = app.store.change(&id, if_match, &[], &stamp, decide).await?;
    Ok(answers::incident(incident))
}
