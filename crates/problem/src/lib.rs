//! Failures as RFC 9457 problems, and the extractors whose refusals are problems.
//!
//! Every answer that is not a success leaves a service through [`Problem`], and every input enters through
//! [`Json`], [`Draft`], [`Path`] or [`Query`], so that a caller meets one shape of error whatever went wrong.
//! This crate knows HTTP and nothing of PolyStatus: no Redis, no roles, no incidents.

mod conditional;
mod draft;
mod extract;
mod idempotency;
mod json;
mod kind;
mod paging;
mod request;
mod schema;

pub use conditional::{IfMatch, IfNoneMatch, not_modified, tagged};
pub use draft::Draft;
pub use extract::{Json, NoQuery, Path, Query};
pub use idempotency::{IdempotencyKey, Operation};
pub use kind::{Kind, kinds};
pub use paging::{Cursor, Page, PageQuery, page_size};
pub use request::{CallerScope, RequestContext, current_request, with_request};

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The media type of every failure (RFC 9457, section 3).
pub const PROBLEM_JSON: &str = "application/problem+json";

/// One invalid field of a request: where it is, and what would be right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FieldError {
    /// A JSON pointer (RFC 6901) into the body, `?name` for a query parameter, or a header's name.
    #[schema(example = "/title")]
    pub pointer: String,
    /// What is wrong and what would be right, in English.
    #[schema(example = "must be at most 200 characters")]
    pub detail: String,
}

impl FieldError {
    /// A fault at `pointer`, said by `detail`.
    pub fn new(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), detail: detail.into() }
    }
}

/// A failure on its way to the caller: rendered as `application/problem+json`.
#[derive(Debug, Clone)]
pub struct Problem {
    kind: Kind,
    detail: String,
    errors: Vec<FieldError>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

/// The wire shape of a [`Problem`] (RFC 9457).
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody {
    /// A stable URI per kind of problem; clients translate by it.
    #[schema(example = "urn:polystatus:problem:validation")]
    pub r#type: String,
    /// The kind in a few English words.
    #[schema(example = "Invalid input")]
    pub title: String,
    /// The HTTP status, again.
    #[schema(example = 400)]
    pub status: u16,
    /// What happened this time.
    pub detail: String,
    /// The request this answers, as `urn:request:<X-Request-Id>`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    /// Every invalid field at once; absent where no field is to blame.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
}

impl Problem {
    /// A problem of `kind`, with what happened this time in `detail`.
    pub fn new(kind: Kind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into(), errors: Vec::new(), headers: Vec::new() }
    }

    /// Invalid input: 400 with every fault named.
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        let detail = match errors.as_slice() {
            [one] if one.pointer.is_empty() => format!("the body {}", one.detail),
            [one] => format!("{} {}", one.pointer, one.detail),
            many => format!("{} fields are invalid", many.len()),
        };
        Self { errors, ..Self::new(kinds::VALIDATION, detail) }
    }

    /// Our own store or a service we lean on does not answer: 503 and a hint to come back.
    /// The cause is logged here, once, and never told to the caller.
    pub fn unavailable(what: &str, cause: &dyn std::fmt::Display) -> Self {
        tracing::error!(%cause, "{what} does not answer");
        Self::new(kinds::UNAVAILABLE, format!("{what} does not answer; nothing is known to be changed")).retry_after(1)
    }

    /// A bug of ours: 500. The cause is logged here, once, and never told to the caller.
    pub fn internal(cause: &dyn std::fmt::Display) -> Self {
        tracing::error!(%cause, "internal error");
        Self::new(kinds::INTERNAL, "the service failed; the failure is logged under this request's id")
    }

    /// Adds a header to the answer.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    /// Adds `Retry-After`, in seconds.
    #[must_use]
    pub fn retry_after(self, seconds: u64) -> Self {
        self.with_header(header::RETRY_AFTER, HeaderValue::from(seconds))
    }

    /// Adds the faults of single fields.
    #[must_use]
    pub fn with_errors(mut self, errors: Vec<FieldError>) -> Self {
        self.errors = errors;
        self
    }

    /// The HTTP status this answers with.
    pub fn status(&self) -> StatusCode {
        self.kind.status
    }

    /// The kind of this problem.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// What the caller will read, with the id of the request being answered.
    pub fn body(&self) -> ProblemBody {
        ProblemBody {
            r#type: self.kind.uri(),
            title: self.kind.title.to_owned(),
            status: self.kind.status.as_u16(),
            detail: self.detail.clone(),
            instance: current_request().map(|request| format!("urn:request:{}", request.id)),
            errors: self.errors.clone(),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = serde_json::to_vec(&self.body()).unwrap_or_default();
        let mut response = (self.kind.status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        for (name, value) in self.headers {
            headers.insert(name, value);
        }
        response
    }
}
