//! Switching flags on and off.

use axum::body::HttpBody;
use axum::extract::{FromRequest, Request, State};
use axum::response::Response;
use identity::Caller;
use problem::{IdempotencyKey, IfMatch, Json, Path, Problem, ProblemBody};
use serde::Deserialize;
use utoipa::ToSchema;

use super::answers;
use crate::App;
use crate::domain::{Flag, FlagKey};
use crate::store::Write;

/// Where a flag is to stand.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FlagToggle)]
pub(super) struct ToggleIn {
    /// On or off; to the other side, where not said.
    #[schema(nullable = false, example = true)]
    on: Option<bool>,
}

/// A body that may be absent: then nothing is said.
pub(super) struct Said(ToggleIn);

impl<S: Send + Sync> FromRequest<S> for Said {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if request.body().is_end_stream() {
            return Ok(Self(ToggleIn::default()));
        }
        let Json(said): Json<Option<ToggleIn>> = Json::from_request(request, state).await?;
        Ok(Self(said.unwrap_or_default()))
    }
}

/// Switches a flag on or off, or without a body to the other side. Where it stands there already, nothing changes.
#[utoipa::path(post, path = "/admin/toggle/{key}", tag = "flags", request_body = Option<ToggleIn>,
    params(("key" = String, Path, description = "The flag's key.", example = "public_status_enabled"),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the flag the writer believes in."),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key and body get the first answer again, for a day.")),
    responses(
        (status = 200, description = "The flag as it is now.", body = Flag, headers(("ETag" = String, description = "Its version."))),
        (status = 409, description = "The idempotency key was used for another body.",
            body = ProblemBody, content_type = "application/problem+json"),
        (status = 412, description = "It was changed since the writer read it.",
            body = ProblemBody, content_type = "application/problem+json"),
    ))]
pub(super) async fn toggle_flag(
    State(app): State<App>,
    caller: Caller,
    Path(key): Path<FlagKey>,
    if_match: IfMatch,
    idempotency: IdempotencyKey,
    Said(ToggleIn { on }): Said,
) -> Result<Response, Problem> {
    let operation = idempotency.operation(&caller.scope(), &format!("POST /admin/toggle/{key}"), &on);
    let entry = |detail: &str| app.entry(caller.actor(), "flag.toggled", &key, detail);
    let write = Write { if_match, operation: operation.as_ref() };
    let saved = app.store.toggle(&key, on, [&entry("on"), &entry("off")], write).await?;
    app.live.follows(saved.revision).await;
    Ok(answers::saved(saved))
}
