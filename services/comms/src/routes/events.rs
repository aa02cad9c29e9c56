//! What incidents tells us.

use axum::extract::State;
use axum::http::StatusCode;
use contracts::flags::ANNOUNCE_BY_ITSELF;
use contracts::{Event, Incident, IncidentStatus, Source};
use identity::ActorKind;
use problem::{FieldError, Json, Problem};

use super::announce::announce_by_itself;
use crate::app::App;
use crate::error::Error;

/// Takes in an incident after a change.
///
/// A stale one, the same one again, or an event of a kind not known here (a newer version of incidents may have some)
/// changes nothing. One that a machine has just opened is announced at once where it was opened so, or
/// where the flag `announce_by_itself` says so.
#[utoipa::path(post, path = "/internal/v1/events", tag = "internal", request_body = Event,
    responses((status = 204, description = "Taken in, or known already")))]
pub(crate) async fn receive_event(State(app): State<App>, Json(event): Json<Event>) -> Result<StatusCode, Problem> {
    if !event.kind.starts_with("incident.") {
        return Ok(StatusCode::NO_CONTENT);
    }
    let incident = incident_of(&event).map_err(|fault| Error::Invalid(vec![fault]))?;
    app.store.hear(&incident).await?;
    if let Some(provider) = opened_by_provider(&event, &incident)
        && (incident.announce || app.flags.is_on(&ANNOUNCE_BY_ITSELF, provider, "provider").await)
        && is_left_to_machines(&app, &incident.id).await?
    {
        announce_by_itself(&app, &incident, provider).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// The provider from whose feed a machine has just opened this incident; none where a person had a part in it.
fn opened_by_provider<'a>(event: &Event, incident: &'a Incident) -> Option<&'a str> {
    let by_machine = event.kind == "incident.opened" && event.actor.kind == ActorKind::Service && !incident.taken_over;
    let origin = incident.origin.as_ref().filter(|_| by_machine && incident.source == Source::Csp)?;
    Some(origin.r#ref.split_once(':')?.0)
}

/// Whether nobody has taken the incident over or ended it meanwhile: the event may have waited for long.
async fn is_left_to_machines(app: &App, id: &str) -> Result<bool, Error> {
    match app.incidents.get(id).await {
        Ok(now) => Ok(!now.taken_over && now.status != IncidentStatus::Resolved),
        Err(refusal) if refusal.is_not_found() => Ok(false),
        Err(cause) => Err(Error::IncidentsAway(cause)),
    }
}

fn incident_of(event: &Event) -> Result<Incident, FieldError> {
    let incident: Incident = serde_json::from_value(event.data.clone())
        .map_err(|fault| FieldError::new("/data", format!("is not an incident: {fault}")))?;
    if incident.id != event.aggregate_id {
        return Err(FieldError::new("/aggregate_id", "is not the incident of the data"));
    }
    if incident.version != event.version {
        return Err(FieldError::new("/version", "is not the version of the data"));
    }
    Ok(incident)
}
