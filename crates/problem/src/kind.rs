//! Kinds of problems: one stable `type` URI, title and status each.

use axum::http::StatusCode;

/// A kind of problem. A service keeps its own as constants beside its error enum; those common to all are in [`kinds`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// The last part of the `type` URI, kebab-case; never changed once published.
    pub slug: &'static str,
    /// The kind in a few English words.
    pub title: &'static str,
    /// The status every problem of this kind answers with.
    pub status: StatusCode,
}

impl Kind {
    /// A kind named `slug`.
    pub const fn new(slug: &'static str, title: &'static str, status: StatusCode) -> Self {
        Self { slug, title, status }
    }

    /// The `type` of such problems: `urn:polystatus:problem:<slug>`.
    pub fn uri(self) -> String {
        format!("urn:polystatus:problem:{}", self.slug)
    }
}

/// The kinds that every service answers with.
pub mod kinds {
    use super::{Kind, StatusCode};

    /// 400: the input breaks the schema or a rule; `errors` names each fault.
    pub const VALIDATION: Kind = Kind::new("validation", "Invalid input", StatusCode::BAD_REQUEST);
    /// 400: the body is not JSON at all.
    pub const MALFORMED: Kind = Kind::new("malformed", "Malformed body", StatusCode::BAD_REQUEST);
    /// 401: no token, or one that does not hold.
    pub const UNAUTHENTICATED: Kind = Kind::new("unauthenticated", "Sign-in required", StatusCode::UNAUTHORIZED);
    /// 403: the caller is known and may not.
    pub const FORBIDDEN: Kind = Kind::new("forbidden", "Not allowed", StatusCode::FORBIDDEN);
    /// 404: no such route, or no such thing.
    pub const NOT_FOUND: Kind = Kind::new("not-found", "Not found", StatusCode::NOT_FOUND);
    /// 405: the route exists for other methods, named in `Allow`.
    pub const METHOD_NOT_ALLOWED: Kind =
        Kind::new("method-not-allowed", "Method not allowed", StatusCode::METHOD_NOT_ALLOWED);
    /// 408: the request took more than its 30 s.
    pub const TIMEOUT: Kind = Kind::new("timeout", "Request timed out", StatusCode::REQUEST_TIMEOUT);
    /// 409: somebody else changed it between reading and writing.
    pub const CHANGED_MEANWHILE: Kind = Kind::new("changed-meanwhile", "Changed meanwhile", StatusCode::CONFLICT);
    /// 409: an idempotency key was used again for another body.
    pub const IDEMPOTENCY_MISMATCH: Kind =
        Kind::new("idempotency-mismatch", "Idempotency key reused", StatusCode::CONFLICT);
    /// 412: `If-Match` names another version than the present one.
    pub const STALE_VERSION: Kind = Kind::new("stale-version", "Stale version", StatusCode::PRECONDITION_FAILED);
    /// 413: the body is larger than the route takes.
    pub const TOO_LARGE: Kind = Kind::new("too-large", "Body too large", StatusCode::PAYLOAD_TOO_LARGE);
    /// 415: the body is of another type than `application/json`.
    pub const UNSUPPORTED_MEDIA_TYPE: Kind =
        Kind::new("unsupported-media-type", "Unsupported media type", StatusCode::UNSUPPORTED_MEDIA_TYPE);
    /// 429: too many; `Retry-After` says when again.
    pub const TOO_MANY_REQUESTS: Kind =
        Kind::new("too-many-requests", "Too many requests", StatusCode::TOO_MANY_REQUESTS);
    /// 500: a bug of ours.
    pub const INTERNAL: Kind = Kind::new("internal", "Internal error", StatusCode::INTERNAL_SERVER_ERROR);
    /// 503: the store or a service we lean on does not answer.
    pub const UNAVAILABLE: Kind = Kind::new("unavailable", "Service unavailable", StatusCode::SERVICE_UNAVAILABLE);
}
