//! The postmortem: writing and reading it.

use axum::extract::State;
use axum::response::Response;
use identity::Caller;
use problem::{IdempotencyKey, IfMatch, IfNoneMatch, Json, Path, Problem, ProblemBody, tagged};

use super::answers;
use crate::domain::id::IncidentId;
use crate::domain::postmortem::{PostmortemIn, PostmortemOut};
use crate::store::Written;
use crate::{App, Error};

/// Writes the postmortem, in place of the one before.
#[utoipa::path(post, path = "/api/v1/incidents/{id}/postmortem", tag = "postmortem", request_body = PostmortemIn,
    params(("id" = String, Path, description = "The incident's id.", example = "INC-AB12CD"),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the postmortem the writer believes in."),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key and body get the first answer again, for a day.")),
    responses(
        (status = 200, description = "The postmortem as it stands.", body = PostmortemOut,
            headers(("ETag" = String, description = "The postmortem's version."))),
        (status = 409, description = "The idempotency key was used for another body.",
            body = ProblemBody, content_type = "application/problem+json"),
        (status = 412, description = "It was changed since the writer read it.",
            body = ProblemBody, content_type = "application/problem+json"),
    ))]
pub(super) async fn write_postmortem(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<IncidentId>,
    if_match: IfMatch,
    key: IdempotencyKey,
    Json(input): Json<PostmortemIn>,
) -> Result<Response, Problem> {
    let operation = key.operation(&caller.scope(), &format!("POST /api/v1/incidents/{id}/postmortem"), &input);
    let postmortem = input.cleaned().map_err(Error::Invalid)?;
    let stamp = app.stamp(caller.actor());
    let written = app.store.write_postmortem(&id, if_match, postmortem, &stamp, operation.as_ref()).await?;
    let answer = |postmortem: PostmortemOut| tagged(postmortem.version, &IfNoneMatch::default(), Json(postmortem));
    Ok(match written {
        Written::New(postmortem) => answer(postmortem),
        Written::Replayed(postmortem) => answers::replayed(answer(postmortem)),
    })
}

/// The postmortem.
#[utoipa::path(get, path = "/api/v1/incidents/{id}/postmortem", tag = "postmortem",
    params(("id" = String, Path, description = "The incident's id.", example = "INC-AB12CD"),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of what the reader has.")),
    responses(
        (status = 200, description = "The postmortem.", body = PostmortemOut,
            headers(("ETag" = String, description = "The postmortem's version."))),
        (status = 304, description = "It is as the reader has it."),
        (status = 404, description = "There is no such incident, or no postmortem of it yet.",
            body = ProblemBody, content_type = "application/problem+json"),
    ))]
pub(super) async fn get_postmortem(
    State(app): State<App>,
    Path(id): Path<IncidentId>,
    reader: IfNoneMatch,
) -> Result<Response, Problem> {
    let postmortem = app.store.postmortem(&id).await?;
    Ok(tagged(postmortem.version, &reader, Json(postmortem)))
}
