//! What everybody may read; answered from memory.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use problem::{IfNoneMatch, Json, Path, Problem, ProblemBody, not_modified, tagged};

use crate::app::App;
use crate::domain::id::is_incident_id;
use crate::domain::{PublicIncident, PublicIncidentStatus, Summary};
use crate::error::Error;
use crate::live::Body;

/// Readers behind nginx see a change within a second.
const CACHE: HeaderValue = HeaderValue::from_static("public, max-age=1");

/// The public incidents and what was last said about each: what lasts, then what was resolved in the last 14 days.
#[utoipa::path(get, path = "/api/v1/public/status", tag = "public",
    params(("If-None-Match" = Option<String>, Header, description = "The ETag of what the reader has")),
    responses(
        (status = 200, description = "The public incidents", body = Vec<PublicIncidentStatus>),
        (status = 304, description = "The reader has it already"),
        (status = 404, description = "The public side is switched off", body = ProblemBody,
            content_type = "application/problem+json")))]
pub(crate) async fn get_status(State(app): State<App>, reader: IfNoneMatch) -> Result<Response, Problem> {
    let view = app.live.open_view()?;
    Ok(answer(&view.status_body, &reader))
}

/// Everything the public page shows.
#[utoipa::path(get, path = "/api/v1/public/summary", tag = "public",
    params(("If-None-Match" = Option<String>, Header, description = "The ETag of what the reader has")),
    responses(
        (status = 200, description = "Verdict and incidents", body = Summary),
        (status = 304, description = "The reader has it already"),
        (status = 404, description = "The public side is switched off", body = ProblemBody,
            content_type = "application/problem+json")))]
pub(crate) async fn get_summary(State(app): State<App>, reader: IfNoneMatch) -> Result<Response, Problem> {
    let view = app.live.open_view()?;
    Ok(answer(&view.summary_body, &reader))
}

/// One public incident, however old.
#[utoipa::path(get, path = "/api/v1/public/incidents/{id}", tag = "public",
    params(("id" = String, Path, description = "The incident's id"),
        ("If-None-Match" = Option<String>, Header, description = "The ETag of what the reader has")),
    responses(
        (status = 200, description = "The incident", body = PublicIncident),
        (status = 304, description = "The reader has it already")))]
pub(crate) async fn get_incident(
    State(app): State<App>,
    Path(id): Path<String>,
    reader: IfNoneMatch,
) -> Result<Response, Problem> {
    let incident = match app.live.open_view()?.incident(&id) {
        Some(incident) => incident.clone(),
        None if !is_incident_id(&id) => return Err(Error::NotPublic.into()),
        None => app.store.public_incident(&id).await.map_err(Error::Store)?.ok_or(Error::NotPublic)?,
    };
    Ok(cached(tagged(incident.version, &reader, Json(incident))))
}

fn answer(body: &Body, reader: &IfNoneMatch) -> Response {
    let etag = HeaderValue::from_str(&body.etag).expect("hexadecimal digits in quotes are a legal header value");
    if reader.has(&body.etag) {
        return cached(not_modified(etag));
    }
    let json = HeaderValue::from_static("application/json");
    cached(([(header::CONTENT_TYPE, json), (header::ETAG, etag)], body.bytes.clone()).into_response())
}

fn cached(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, CACHE);
    response
}
