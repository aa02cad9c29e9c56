//! What machines tell: how the cause of an incident stands, and that an incident was announced.

use axum::extract::State;
use axum::http::StatusCode;
use contracts::{Announced, Cause, CauseUpdate, Event, Incident, Lang};
use identity::Caller;
use problem::{FieldError, IfMatch, Json, Path, Problem};
use serde_json::json;

use crate::domain::id::IncidentId;
use crate::domain::timeline::{Change, Entry, EntryKind};
use crate::domain::{cause, text};
use crate::stamp::Stamp;
use crate::store::{Act, Record};
use crate::{App, Error};

/// Lets an incident follow its cause. Told the same again, nothing happens.
///
/// What the cause says goes into the timeline in any case; severity and status follow until a person takes over.
#[utoipa::path(post, path = "/internal/v1/incidents/{id}/cause", tag = "internal", request_body = Cause,
    params(("id" = String, Path, description = "The incident's id.", example = "INC-AB12CD")),
    responses((status = 200, description = "The incident now.", body = Incident)))]
pub(super) async fn follow_cause(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<IncidentId>,
    Json(cause): Json<Cause>,
) -> Result<Json<Incident>, Problem> {
    let stamp = app.stamp(caller.actor());
    let marks: Vec<_> = cause.updates.iter().map(mark).collect();
    let decide = |seen: &Record| Ok(cause_act(seen, &cause, &stamp));
    let incident = app.store.change(&id, IfMatch(None), &marks, &stamp, decide).await?;
    Ok(Json(incident))
}

fn mark(update: &CauseUpdate) -> String {
    format!("cause:{}", update.id)
}

fn cause_act(seen: &Record, cause: &Cause, stamp: &Stamp) -> Option<Act> {
    let before = &seen.incident;
    if cause::is_stale(before, cause) {
        return None;
    }
    let after = cause::followed(before, cause, stamp.at());
    let said = said(seen, cause, stamp);
    if said.is_empty() && after == *before {
        return None;
    }
    let mut entries = said.clone();
    if after.sev != before.sev {
        let change = Change::new(Some(before.sev), after.sev);
        entries.push(stamp.entry(EntryKind::Severity, after.sev.to_string(), Some(change)));
    }
    if after.status != before.status {
        let (from, to) = (before.status.as_str(), after.status.as_str());
        entries.push(stamp.entry(EntryKind::Status, to, Some(Change::new(Some(from), to))));
    }
    Some(Act {
        kind: "incident.cause",
        change: json!({
            "said": said,
            "sev": { "from": before.sev, "to": after.sev },
            "status": { "from": before.status, "to": after.status },
        }),
        detail: format!("sev {}, {}, {} said", after.sev, after.status.as_str(), said.len()),
        after,
        entries,
    })
}

/// What the cause said and the timeline does not have yet, each at the time it was said. Nothing without words.
fn said(seen: &Record, cause: &Cause, stamp: &Stamp) -> Vec<Entry> {
    let mut known = seen.told.clone();
    let unseen = cause.updates.iter().filter(|update| known.insert(mark(update)));
    let entries = unseen.map(|update| {
        let entry = stamp.entry(EntryKind::Cause, text::cleaned(&update.text), None);
        Entry { ts: update.at, ..entry }
    });
    entries.filter(|entry| !entry.message.is_empty()).collect()
}

/// Takes an event of a neighbour; one that was taken before, or of a type unknown here, changes nothing.
#[utoipa::path(post, path = "/internal/v1/events", tag = "internal", request_body = Event,
    responses((status = 204, description = "Taken.")))]
pub(super) async fn receive_event(State(app): State<App>, Json(event): Json<Event>) -> Result<StatusCode, Problem> {
    if event.kind == "incident.announced" {
        announced(&app, event).await?;
    } else {
        tracing::info!(kind = event.kind, "an event of no concern here");
    }
    Ok(StatusCode::NO_CONTENT)
}

async fn announced(app: &App, event: Event) -> Result<(), Problem> {
    let data: Announced = serde_json::from_value(event.data)
        .map_err(|fault| Problem::invalid(vec![FieldError::new("/data", fault.to_string())]))?;
    let id: IncidentId = data.incident_id.parse().map_err(|_| Error::NoIncident)?;
    let stamp = app.stamp(event.actor);
    let marks = [format!("event:{}", event.id)];
    let decide =
        |seen: &Record| Ok(seen.told.is_empty().then(|| announced_act(&seen.incident, &data, event.at, &stamp)));
    app.store.change(&id, IfMatch(None), &marks, &stamp, decide).await?;
    Ok(())
}

fn announced_act(before: &Incident, announced: &Announced, at: i64, stamp: &Stamp) -> Act {
    let words = announced.messages.best(Lang::default()).map(|(_, words)| words).unwrap_or_default();
    Act {
        kind: "incident.announced",
        after: Incident { public: true, ..before.clone() },
        entries: vec![Entry { ts: at, ..stamp.entry(EntryKind::Announcement, words, None) }],
        change: json!(announced),
        detail: announced.announcement_id.to_string(),
    }
}
