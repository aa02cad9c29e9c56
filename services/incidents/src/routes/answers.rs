//! The forms of good answers that several routes share.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use contracts::Incident;
use problem::{IfNoneMatch, Json, tagged};

use crate::store::Sent;

/// Says that this is the first answer again, given to the same request before.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// The incident, with its version as `ETag`.
pub(super) fn incident(incident: Incident) -> Response {
    tagged(incident.version, &IfNoneMatch::default(), Json(incident))
}

/// The incident as it was kept, or 304 where the reader has this version.
pub(super) fn sent(sent: Sent, reader: &IfNoneMatch) -> Response {
    let json = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
    tagged(sent.version, reader, (json, sent.json))
}

/// The incident that was opened: 201, with where it is found.
pub(super) fn opened(opened: Incident) -> Response {
    let location = HeaderValue::from_str(&format!("/api/v1/incidents/{}", opened.id));
    let mut response = (StatusCode::CREATED, incident(opened)).into_response();
    if let Ok(location) = location {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}

/// `response`, marked as an answer that was given before.
pub(super) fn replayed(mut response: Response) -> Response {
    response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    response
}
