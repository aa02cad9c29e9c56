//! Making, changing, reading and deleting flags.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use identity::Caller;
use problem::{
    Cursor, Draft, IdempotencyKey, IfMatch, IfNoneMatch, PageQuery, Path, Problem, ProblemBody, Query, page_size,
};

use super::answers;
use crate::domain::{Flag, FlagDefinition, FlagKey};
use crate::store::Write;
use crate::{App, Error};

const LIST: &str = "/admin/flags";

/// Makes a flag, or puts this definition in the place of the one with its key. The same definition again changes nothing.
#[utoipa::path(post, path = "/admin/flags", tag = "flags", request_body = FlagDefinition,
    params(("If-Match" = Option<String>, Header, description = "The `ETag` of the flag the writer believes in."),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key and body get the first answer again, for a day.")),
    responses(
        (status = 201, description = "The flag is new.", body = Flag, headers(
            ("Location" = String, description = "Where it is found."), ("ETag" = String, description = "Its version."))),
        (status = 200, description = "The flag as it is now.", body = Flag, headers(("ETag" = String, description = "Its version."))),
        (status = 409, description = "There are 1,000 flags already, or the idempotency key was used for another body.",
            body = ProblemBody, content_type = "application/problem+json"),
        (status = 412, description = "It was changed since the writer read it.",
            body = ProblemBody, content_type = "application/problem+json"),
    ))]
pub(super) async fn save_flag(
    State(app): State<App>,
    caller: Caller,
    if_match: IfMatch,
    key: IdempotencyKey,
    definition: Draft<FlagDefinition>,
) -> Result<Response, Problem> {
    let flag = definition.judged(FlagDefinition::checked)?;
    let operation = key.operation(&caller.scope(), "POST /admin/flags", &flag);
    let id: FlagKey = flag.id.parse().map_err(|fault| Problem::internal(&fault))?;
    let state = if flag.on { "on" } else { "off" };
    let created = app.entry(caller.actor(), "flag.created", &id, state);
    let updated = app.entry(caller.actor(), "flag.updated", &id, state);
    let saved = app.store.save(&flag, [&created, &updated], Write { if_match, operation: operation.as_ref() }).await?;
    app.live.follows(saved.revision).await;
    Ok(answers::saved(saved))
}

/// Every flag, newest first.
#[utoipa::path(get, path = "/admin/flags", tag = "flags", params(PageQuery),
    responses((status = 200, description = "A page of flags.", body = Vec<Flag>, headers(
        ("Link" = String, description = "Where the next page is (rel=\"next\"), if there is one."),
        ("X-Total-Count" = u64, description = "How many there are in all.")))))]
pub(super) async fn list_flags(State(app): State<App>, Query(query): Query<PageQuery>) -> Result<Response, Problem> {
    let before = Cursor::parse(query.cursor.as_deref(), "")?;
    let page = app.store.page(before, page_size(query.limit)).await?;
    Ok(page.answer(LIST, "", query.limit))
}

/// One flag.
#[utoipa::path(get, path = "/admin/flags/{key}", tag = "flags",
    params(("key" = String, Path, description = "The flag's key.", example = "public_status_enabled"),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of what the reader has.")),
    responses(
        (status = 200, description = "The flag.", body = Flag, headers(("ETag" = String, description = "Its version."))),
        (status = 304, description = "It is as the reader has it."),
    ))]
pub(super) async fn get_flag(
    State(app): State<App>,
    Path(key): Path<FlagKey>,
    reader: IfNoneMatch,
) -> Result<Response, Problem> {
    let flag = app.store.get(&key).await?.ok_or(Error::NoFlag)?;
    Ok(answers::flag(flag, &reader))
}

/// Deletes a flag: nobody is told of it any more.
#[utoipa::path(delete, path = "/admin/flags/{key}", tag = "flags",
    params(("key" = String, Path, description = "The flag's key.", example = "public_status_enabled"),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the flag the writer believes in.")),
    responses(
        (status = 204, description = "It is gone."),
        (status = 412, description = "It was changed since the writer read it.",
            body = ProblemBody, content_type = "application/problem+json"),
    ))]
pub(super) async fn delete_flag(
    State(app): State<App>,
    caller: Caller,
    Path(key): Path<FlagKey>,
    if_match: IfMatch,
) -> Result<StatusCode, Problem> {
    let entry = app.entry(caller.actor(), "flag.deleted", &key, "");
    let revision = app.store.delete(&key, &entry, if_match).await?;
    app.live.follows(revision).await;
    Ok(StatusCode::NO_CONTENT)
}
