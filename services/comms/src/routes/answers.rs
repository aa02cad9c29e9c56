//! Answers that several routes give.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::store::Made;

/// 201 with the JSON that was kept for it; a repeated one says that it is.
pub(crate) fn created(made: &Made<String>, location: Option<&str>) -> Response {
    let (Made::New(body) | Made::Before(body)) = made;
    let json = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
    let mut response = (StatusCode::CREATED, json, body.clone()).into_response();
    let headers = response.headers_mut();
    if let Some(location) = location.and_then(|location| HeaderValue::from_str(location).ok()) {
        headers.insert(header::LOCATION, location);
    }
    if matches!(made, Made::Before(_)) {
        headers.insert(HeaderName::from_static("idempotency-replayed"), HeaderValue::from_static("true"));
    }
    response
}
