//! The forms of good answers that several routes share.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use problem::{IfNoneMatch, Json, tagged};

use crate::domain::Flag;
use crate::store::Saved;

/// The flag, with its version as `ETag`.
pub(super) fn flag(flag: Flag, reader: &IfNoneMatch) -> Response {
    tagged(flag.version, reader, Json(flag))
}

/// The flag as it was saved: 201, with where it is found, where it is new.
pub(super) fn saved(saved: Saved) -> Response {
    let location = HeaderValue::from_str(&format!("/admin/flags/{}", saved.flag.id));
    let mut response = flag(saved.flag, &IfNoneMatch::default());
    if saved.created {
        *response.status_mut() = StatusCode::CREATED;
        if let Ok(location) = location {
            response.headers_mut().insert(header::LOCATION, location);
        }
    }
    if saved.replayed {
        let name = HeaderName::from_static("idempotency-replayed");
        response.headers_mut().insert(name, HeaderValue::from_static("true"));
    }
    response
}
