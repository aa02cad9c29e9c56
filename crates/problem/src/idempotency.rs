//! `Idempotency-Key`: the same request again gives the first answer again (draft-ietf-httpapi-idempotency-key-header).

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::{FieldError, Problem, kinds};

/// The caller's key for this request, if any; quoted (as the draft writes it) or bare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey(pub Option<String>);

/// One operation that may be asked for again: what to remember its answer under, and what was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// Hash of caller, route and key: two callers never meet in one key.
    pub id: String,
    /// Hash of the input: another input under the same key is refused.
    pub fingerprint: String,
}

impl IdempotencyKey {
    /// What the header may hold, as the OpenAPI says it.
    pub const PATTERN: &str = r#"^(?:[!#-~]{1,255}|"[!#-~]{1,255}")$"#;

    /// The operation this key names, for `caller` on `route` with `input`; none without a key.
    pub fn operation(&self, caller: &str, route: &str, input: &impl Serialize) -> Option<Operation> {
        let key = self.0.as_ref()?;
        let input = serde_json::to_vec(input).unwrap_or_default();
        Some(Operation {
            id: digest(&[caller.as_bytes(), route.as_bytes(), key.as_bytes()]),
            fingerprint: digest(&[&input]),
        })
    }
}

impl Operation {
    /// The 409 for a key that was used for something else.
    pub fn mismatch() -> Problem {
        Problem::new(kinds::IDEMPOTENCY_MISMATCH, "this Idempotency-Key was used for another request: choose a new one")
    }
}

impl<S: Send + Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let Some(value) = parts.headers.get("idempotency-key") else { return Ok(Self(None)) };
        let key = value.to_str().unwrap_or_default().trim();
        let key = key.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(key);
        if !is_key(key) {
            let rule = "must have 1 to 255 visible ASCII characters, no quotes among them";
            return Err(Problem::invalid(vec![FieldError::new("Idempotency-Key", rule)]));
        }
        Ok(Self(Some(key.to_owned())))
    }
}

fn is_key(text: &str) -> bool {
    (1..=255).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"')
}

fn digest(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    URL_SAFE_NO_PAD.encode(hash.finalize())
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderValue, Request};
    use serde_json::json;

    use super::*;

    #[tokio::test]
    async fn what_is_published_is_what_is_read() {
        let published = jsonschema::validator_for(&json!({ "pattern": IdempotencyKey::PATTERN })).expect("a schema");
        let long = "k".repeat(255);
        let known = ["a", "0193-af", "\"a\"", "!#$%&'()*+~", &long, &format!("\"{long}\"")].map(str::to_owned);
        let unknown =
            ["", "\"\"", "\"", "\"a", "a b", "a\"b", "\u{e9}", "a\tb", &format!("{long}k")].map(str::to_owned);
        for (texts, is_one) in [(known.as_slice(), true), (&unknown, false)] {
            for text in texts {
                let value = HeaderValue::from_bytes(text.as_bytes()).expect("a header's value");
                let request = Request::builder().header("idempotency-key", value).body(()).expect("a request");
                let read = IdempotencyKey::from_request_parts(&mut request.into_parts().0, &()).await;
                assert_eq!(read.is_ok(), is_one, "{text:?}");
                assert_eq!(published.is_valid(&json!(text)), is_one, "{text:?}");
            }
        }
    }
}
