//! Providers: registering, listing, reading, changing and removing them, and looking at their feeds now.

use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use boot::random;
use identity::{Caller, Role, audit};
use problem::{
    Cursor, Draft, IdempotencyKey, IfMatch, IfNoneMatch, Json, Page, PageQuery, Path, Problem, ProblemBody, Query,
    page_size, tagged,
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::provider_out::ProviderOut;
use crate::App;
use crate::domain::Provider;
use crate::domain::changes::changes;
use crate::domain::provider::{Name, spread_ms};
use crate::domain::registration::{Amendment, Registration};
use crate::error::Error;
use crate::ingest::{self, Look};
use crate::jobs::leaving;
use crate::store::{Followed, PollState, Registered};

const LIST: &str = "/api/v1/csp/providers";

/// What an `ETag` of a provider is made of: its version, and below these the ticket of its last poll or change. A reader
/// is shown every poll anew; a writer is held to the version alone.
const VERSIONS: u64 = 10_000_000_000;

/// Which provider to look at.
#[derive(Debug, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct RefreshQuery {
    /// The provider's name.
    #[param(example = "cloudflare")]
    provider: String,
}

/// Registers a provider. Its page is not asked now, but soon, and from then on at its interval. With a name of the
/// catalogue, nothing but the name need be said.
#[utoipa::path(post, path = LIST, tag = "providers", request_body = Registration,
    params(("Idempotency-Key" = Option<String>, Header, description = "For retries: the same key and body gives the first answer again.")),
    responses(
        (status = 201, description = "The provider is registered", body = ProviderOut, headers(
            ("Location" = String, description = "Where it is found."), ("ETag" = String, description = "Its version."))),
        (status = 409, description = "Another provider bears the name, there are 2,000 already, or the idempotency key was used for another body",
            body = ProblemBody, content_type = "application/problem+json")))]
pub(super) async fn register_provider(
    State(app): State<App>,
    caller: Caller,
    key: IdempotencyKey,
    draft: Draft<Registration>,
) -> Result<Response, Problem> {
    let now_ms = app.clock.now_ms();
    let now = now_ms.div_euclid(1000);
    let (provider, operation) = draft.judged(|input| {
        let operation = key.operation(&caller.scope(), LIST, &input);
        Ok((input.checked(now, |url| judge(&app, url))?, operation))
    })?;
    let later_ms = now_ms + spread_ms(provider.interval_s, random::fraction());
    let audit = audit::Entry::new(now, caller.actor(), "provider.registered", &provider.name, provider.host());
    let (provider, replayed) = match app.store.register(&provider, now_ms, later_ms, &audit, operation.as_ref()).await?
    {
        Registered::New => (provider, false),
        Registered::Before(provider) => (provider, true),
        Registered::Taken => return Err(Error::NameTaken.into()),
    };
    Ok(registered(provider, caller.role(), replayed))
}

/// The providers, newest first.
#[utoipa::path(get, path = LIST, tag = "providers", params(PageQuery),
    responses((status = 200, description = "A page of providers", body = Vec<ProviderOut>)))]
pub(super) async fn list_providers(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<PageQuery>,
) -> Result<Response, Problem> {
    let cursor = Cursor::parse(query.cursor.as_deref(), "")?;
    let page = app.store.providers(cursor, page_size(query.limit)).await?;
    let role = caller.role();
    let items = page.items.into_iter().map(|followed| ProviderOut::new(followed, role)).collect();
    Ok(Page { items, next: page.next, total: page.total }.answer(LIST, "", query.limit))
}

/// One provider, and what its last poll came to.
#[utoipa::path(get, path = "/api/v1/csp/providers/{name}", tag = "providers",
    params(("name" = String, Path, description = "The provider's name.", example = "github"),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of what the reader has.")),
    responses(
        (status = 200, description = "The provider", body = ProviderOut, headers(("ETag" = String, description = "Its version and last poll."))),
        (status = 304, description = "It is as the reader has it, and was not polled since")))]
pub(super) async fn read_provider(
    State(app): State<App>,
    caller: Caller,
    Path(name): Path<Name>,
    reader: IfNoneMatch,
) -> Result<Response, Problem> {
    let followed = app.store.provider(&name).await?;
    Ok(answer(followed, caller.role(), &reader))
}

/// Changes a provider: what is named is as it is said from now on, null as if it had never been said. It is asked again
/// at once and its feed is read whole, unless it is paused.
#[utoipa::path(patch, path = "/api/v1/csp/providers/{name}", tag = "providers", request_body = Amendment,
    params(("name" = String, Path, description = "The provider's name.", example = "github"),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the provider the writer believes in; of it, the version alone counts.")),
    responses(
        (status = 200, description = "The provider as it is now", body = ProviderOut, headers(("ETag" = String, description = "Its version and last poll."))),
        (status = 409, description = "Others kept changing it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 412, description = "It was changed since the writer read it", body = ProblemBody, content_type = "application/problem+json")))]
pub(super) async fn change_provider(
    State(app): State<App>,
    caller: Caller,
    Path(name): Path<Name>,
    if_match: IfMatch,
    draft: Draft<Amendment>,
) -> Result<Response, Problem> {
    let address = |url: &str| judge(&app, url);
    let known = app.store.provider(&name).await?.provider;
    let amendment = draft.judged(|said: Amendment| said.clone().checked(&known, address).map(|_| said))?;
    let decide = |known: &_| {
        let after = amendment.clone().checked(known, address).map_err(Error::Invalid)?;
        Ok((after != *known).then_some(after))
    };
    let now_ms = app.clock.now_ms();
    let audit = |before: &_, after: &_| {
        let actor = caller.actor();
        audit::Entry::new(now_ms.div_euclid(1000), actor, "provider.changed", name.as_str(), changes(before, after))
    };
    let changed = app.store.amend(&name, believed(if_match), now_ms, decide, audit).await?;
    Ok(answer(changed, caller.role(), &IfNoneMatch::default()))
}

/// Stops following a provider. Its open events end with "No longer followed.", of which nobody is told: their incidents
/// are left to people. Its events stay.
#[utoipa::path(delete, path = "/api/v1/csp/providers/{name}", tag = "providers",
    params(("name" = String, Path, description = "The provider's name.", example = "github"),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the provider the writer believes in; of it, the version alone counts.")),
    responses(
        (status = 204, description = "It is followed no longer"),
        (status = 412, description = "It was changed since the writer read it", body = ProblemBody, content_type = "application/problem+json")))]
pub(super) async fn remove_provider(
    State(app): State<App>,
    caller: Caller,
    Path(name): Path<Name>,
    if_match: IfMatch,
) -> Result<StatusCode, Problem> {
    let audit = audit::Entry::new(app.clock.now(), caller.actor(), "provider.removed", name.as_str(), "");
    app.store.remove(&name, believed(if_match), &audit).await?;
    // It is removed, whatever becomes of this: what is left undone here is gone on with by itself.
    if let Err(cause) = leaving::let_go(&app, &name).await {
        tracing::warn!(%cause, provider = name.as_str(), "its open events are ended later");
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Looks at a provider's feed now, and says what it found or what failed.
#[utoipa::path(post, path = "/api/v1/csp/refresh", tag = "providers", params(RefreshQuery),
    responses((status = 200, description = "What the look came to", body = Look)))]
pub(super) async fn refresh_provider(
    State(app): State<App>,
    Query(query): Query<RefreshQuery>,
) -> Result<Json<Look>, Problem> {
    let name = query.provider.parse().map_err(|_| Error::NoProvider)?;
    Ok(Json(ingest::look(&app, &name).await?))
}

fn judge(app: &App, url: &str) -> Result<(), String> {
    app.outbound.check_url(url).map(drop).map_err(|refused| refused.to_string())
}

/// The version a writer believes in: the `ETag` that a reader got, or the version itself.
fn believed(if_match: IfMatch) -> IfMatch {
    IfMatch(if_match.0.map(|tag| if tag < VERSIONS { tag } else { tag / VERSIONS }))
}

fn answer(followed: Followed, role: Option<Role>, reader: &IfNoneMatch) -> Response {
    let tag = followed.provider.version * VERSIONS + followed.polled % VERSIONS;
    tagged(tag, reader, Json(ProviderOut::new(followed, role)))
}

/// The provider as it was registered: 201, with where it is found.
fn registered(provider: Provider, role: Option<Role>, replayed: bool) -> Response {
    let location = HeaderValue::from_str(&format!("{LIST}/{}", provider.name));
    let followed = Followed { provider, state: PollState::default(), polled: 0 };
    let mut response = (StatusCode::CREATED, answer(followed, role, &IfNoneMatch::default())).into_response();
    if let Ok(location) = location {
        response.headers_mut().insert(header::LOCATION, location);
    }
    if replayed {
        let name = HeaderName::from_static("idempotency-replayed");
        response.headers_mut().insert(name, HeaderValue::from_static("true"));
    }
    response
}
