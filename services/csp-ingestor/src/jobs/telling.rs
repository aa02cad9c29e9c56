//! Telling incidents what became of an event: that one is to be opened, how its cause stands, or that it belongs to
//! another's. The outbox brings each change of an event here, until it is taken.

use axum::http::StatusCode;
use contracts::{CallError, Cause, Incident, IncidentStatus};
use identity::{Actor, audit};
use uuid::Uuid;

use crate::app::App;
use crate::domain::opening::{Root, cause, moved, opening};
use crate::domain::{Event, Linked, Settings};
use crate::error::Error;
use crate::graph;
use crate::store::Record;

/// Tells incidents of an event. Done twice it changes nothing.
///
/// The event is told as it was when it changed; what belongs to it, and to whose incident it belongs, as it is now. An
/// event without an incident opens one where it calls for one and does not belong to another's.
pub async fn tell_incidents(app: &App, told: contracts::Event) -> Result<(), CallError> {
    let id: Uuid = told.aggregate_id.parse().map_err(|cause| senseless(&cause))?;
    let known = match app.store.event(id).await {
        Ok(known) => Some(known),
        // Of a provider that has too many, it was let go before this was told: its incident still hears of it.
        Err(Error::NoEvent) => None,
        Err(cause) => return Err(store_away(&cause)),
    };
    let event = match &known {
        // Its provider was removed: what becomes of its incident is for people to say.
        Some(known) if told.kind == graph::CHANGED && known.event.unfollowed => return Ok(()),
        Some(known) if told.kind == graph::CHANGED => known.event.clone(),
        None if told.kind == graph::CHANGED => return Ok(()),
        known => {
            let as_told: Event = serde_json::from_value(told.data).map_err(|cause| senseless(&cause))?;
            let concerns = known.as_ref().map_or_else(Vec::new, |known| known.event.concerns.clone());
            Event { concerns, ..as_told }
        }
    };
    let incident = match known {
        Some(Record { incident_id: Some(incident), .. }) => incident,
        // A person said that it does not affect us before anything was opened.
        Some(known) if known.event.dismissed => return Ok(()),
        Some(_) => match open_if_called_for(app, &event).await? {
            Some(incident) => incident,
            None => return Ok(()),
        },
        None => open(app, &event, &settings_of(app, &event).await?).await?,
    };
    app.incidents.follow(&incident, &stands(app, &event).await?).await
}

/// How the cause of an event's incident stands: its own, or that it belongs to another's.
async fn stands(app: &App, event: &Event) -> Result<Cause, CallError> {
    let away = |cause: Error| store_away(&cause);
    let attached = attached(app, event.id).await.map_err(away)?;
    let root = attached.as_ref().map(|(root, linked)| Root {
        event: &root.event,
        incident: root.incident_id.as_deref(),
        linked,
    });
    match root {
        Some(root) if !is_closed(app, root).await? => Ok(moved(event, root)),
        root => Ok(cause(event, &app.store.linked_to(event.id).await.map_err(away)?, root)),
    }
}

/// The event whose incident this one belongs to, where it does and that is still there.
async fn attached(app: &App, id: Uuid) -> Result<Option<(Record, Linked)>, Error> {
    let Some((root, Some(linked))) = app.store.root_of(id).await? else { return Ok(None) };
    let root = app.store.events_by_id([root].into_iter()).await?.remove(&root);
    Ok(root.map(|root| (root, linked)))
}

/// Whether a person had closed the incident of `root` before the other event was such that it calls for one: nobody would
/// hear of that one there.
async fn is_closed(app: &App, root: Root<'_>) -> Result<bool, CallError> {
    let Some(id) = root.incident else { return Ok(false) };
    match app.incidents.get(id).await {
        Ok(incident) => Ok(was_closed(&incident, root.linked.holds_since.unwrap_or(root.linked.since))),
        Err(CallError::Refused { status: StatusCode::NOT_FOUND, .. }) => Ok(true),
        Err(error) => Err(error),
    }
}

/// Whether a person had closed `incident` by `at`. One that nobody took over opens again by itself.
fn was_closed(incident: &Incident, at: i64) -> bool {
    let resolved = incident.resolved_at.filter(|_| incident.status == IncidentStatus::Resolved);
    incident.taken_over && resolved.is_some_and(|resolved| resolved <= at)
}

/// Opens the incident of an event that calls for one: none where it does not, or belongs to another's.
async fn open_if_called_for(app: &App, event: &Event) -> Result<Option<String>, CallError> {
    let away = |cause: Error| store_away(&cause);
    let settings = settings_of(app, event).await?;
    if !event.calls_for_an_incident(&settings) {
        return Ok(None);
    }
    // What is known by now decides, not what the graph's own round has come to: a cause may have come a moment before.
    graph::catch_up(app).await.map_err(away)?;
    graph::judge(app, event.id).await.map_err(away)?;
    if let Some((root, linked)) = attached(app, event.id).await.map_err(away)? {
        let root = Root { event: &root.event, incident: root.incident_id.as_deref(), linked: &linked };
        if !is_closed(app, root).await? {
            return Ok(None);
        }
    }
    open(app, event, &settings).await.map(Some)
}

/// What people have settled about an event's provider; what holds without a word where it was removed.
async fn settings_of(app: &App, event: &Event) -> Result<Settings, CallError> {
    let settings = app.store.settings_of(&event.provider).await.map_err(|cause| store_away(&cause))?;
    Ok(settings.unwrap_or_default())
}

/// Opens the incident of an event, or finds the one that was opened on its account before.
async fn open(app: &App, event: &Event, settings: &Settings) -> Result<String, CallError> {
    let away = |cause: Error| store_away(&cause);
    let now = app.clock.now();
    let dependencies = app.store.dependencies_on(&event.provider).await.map_err(away)?;
    let opened = app.incidents.open(&opening(event, settings, &dependencies, now), None).await?;
    let actor = Actor::service(crate::NAME);
    let audit = audit::Entry::new(now, actor, "event.linked", &event.id.to_string(), &opened.incident.id);
    app.store.link(event.id, &opened.incident.id, &audit).await.map_err(away)?;
    Ok(opened.incident.id)
}

fn store_away(cause: &Error) -> CallError {
    CallError::Unavailable { peer: "the store", cause: cause.to_string(), answered: false }
}

fn senseless(cause: &dyn std::fmt::Display) -> CallError {
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    CallError::Refused { peer: crate::NAME, status, detail: format!("not an event of ours: {cause}"), problem: None }
}
