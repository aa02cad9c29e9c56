//! Versions on the wire: `ETag`, `If-Match`, `If-None-Match` (RFC 9110, section 13).

use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::{FieldError, Problem, kinds};

/// The version a writer believes in, from `If-Match`; none where the header is absent or `*`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IfMatch(pub Option<u64>);

impl IfMatch {
    /// What the header may hold, as the OpenAPI says it.
    pub const PATTERN: &str = r#"^(?:\*|(?:W/)?"[0-9]{1,19}")$"#;

    /// Refuses with 412 when the writer believes in another version than `current`.
    pub fn check(self, current: u64) -> Result<(), Problem> {
        match self.0 {
            Some(believed) if believed != current => Err(Self::stale(current)),
            _ => Ok(()),
        }
    }

    /// The 412 that a stale belief meets; its `ETag` is the present version.
    pub fn stale(current: u64) -> Problem {
        Problem::new(kinds::STALE_VERSION, "this was changed since you read it: read it again, then repeat")
            .with_header(header::ETAG, etag(current))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        // One that cannot be read is refused: taken for absent, it would let a stale writer through.
        let mut given = parts.headers.get_all(header::IF_MATCH).iter().map(|value| value.to_str().unwrap_or_default());
        match (given.next().map(str::trim), given.next()) {
            (None | Some("*"), None) => Ok(Self(None)),
            (Some(text), None) if version_of(text).is_some() => Ok(Self(version_of(text))),
            _ => Err(Problem::invalid(vec![FieldError::new(
                "If-Match",
                "must be one ETag as this service gave it, such as \"3\"",
            )])),
        }
    }
}

/// What a reader already has, from `If-None-Match`.
#[derive(Debug, Clone, Default)]
pub struct IfNoneMatch(Option<String>);

impl IfNoneMatch {
    /// Whether the reader already has the representation tagged `etag` (weak comparison).
    pub fn has(&self, etag: &str) -> bool {
        let Some(listed) = &self.0 else { return false };
        let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
        listed.trim() == "*" || listed.split(',').any(|one| bare(one) == bare(etag))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for IfNoneMatch {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        let given = parts.headers.get_all(header::IF_NONE_MATCH).iter();
        let listed: Vec<_> = given.filter_map(|value| value.to_str().ok()).collect();
        Ok(Self((!listed.is_empty()).then(|| listed.join(","))))
    }
}

/// `answer` with the `ETag` of `version`, or 304 where the reader already has it; the 304 keeps what `answer` says to
/// caches (RFC 9110, section 15.4.5).
pub fn tagged(version: u64, reader: &IfNoneMatch, answer: impl IntoResponse) -> Response {
    let tag = etag(version);
    let known = tag.to_str().is_ok_and(|text| reader.has(text));
    let mut response = answer.into_response();
    response.headers_mut().insert(header::ETAG, tag);
    if known && response.status().is_success() {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        *response.body_mut() = Body::empty();
        response.headers_mut().remove(header::CONTENT_TYPE);
        response.headers_mut().remove(header::CONTENT_LENGTH);
    }
    response
}

/// 304 with the tag of what the reader has.
pub fn not_modified(tag: HeaderValue) -> Response {
    (StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response()
}

fn etag(version: u64) -> HeaderValue {
    HeaderValue::from_str(&format!("\"{version}\"")).expect("digits and quotes are a legal header value")
}

fn version_of(tag: &str) -> Option<u64> {
    let tag = tag.strip_prefix("W/").unwrap_or(tag);
    let digits = tag.strip_prefix('"')?.strip_suffix('"')?;
    // As many digits as always fit; and digits alone, where Rust would read a sign too.
    let plain = digits.len() <= 19 && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{IfMatch, version_of};

    #[test]
    fn what_is_published_is_what_is_read() {
        let published = jsonschema::validator_for(&json!({ "pattern": IfMatch::PATTERN })).expect("a schema");
        let most = "\"9999999999999999999\"";
        for (tag, version) in [("\"3\"", 3), ("W/\"3\"", 3), ("\"0\"", 0), (most, 9_999_999_999_999_999_999)] {
            assert_eq!(version_of(tag), Some(version));
            assert!(published.is_valid(&json!(tag)), "{tag}");
        }
        for tag in [
            "",
            "3",
            "\"\"",
            "\"+3\"",
            "\"-1\"",
            "\"3",
            "W/W/\"3\"",
            "w/\"3\"",
            "\"10000000000000000000\"",
            "\"3\", \"4\"",
        ] {
            assert_eq!(version_of(tag), None, "{tag}");
            assert!(!published.is_valid(&json!(tag)), "{tag}");
        }
    }
}
