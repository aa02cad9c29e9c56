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
        if key.is_empty() || key.len() > 255 {
            return Err(Problem::invalid(vec![FieldError::new("Idempotency-Key", "must have 1 to 255 characters")]));
        }
        Ok(Self(Some(key.to_owned())))
    }
}

fn digest(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    URL_SAFE_NO_PAD.encode(hash.finalize())
}
