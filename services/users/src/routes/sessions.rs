//! Signing in, staying signed in, signing out.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use boot::{ClientAddress, random};
use identity::audit::Entry;
use identity::{ACCESS_TOKEN_SECONDS, AccessClaims, Actor, ActorKind};
use problem::{Json, Problem, ProblemBody};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::domain::account::Account;
use crate::domain::email::identity_of;
use crate::domain::password::Password;
use crate::domain::pseudonym::Attempt;
use crate::domain::refresh::{IDLE_MS, Shown};
use crate::store::sessions::{Beginning, Rotated};
use crate::{App, Error};

/// Who signs in.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LoginRequest {
    /// The account's address.
    #[schema(format = Email, max_length = 254, example = "alice@example.com")]
    email: String,
    /// The account's password; without it nobody is signed in.
    #[schema(nullable = false, max_length = 1024, write_only, example = "tall-otter-42!")]
    password: Option<String>,
}

/// A token to call the API with, for [`ACCESS_TOKEN_SECONDS`].
#[derive(Serialize, ToSchema)]
pub struct LoginResponse {
    /// The access token, a JWT: send it as `Authorization: Bearer …`.
    #[schema(example = "eyJhbGciOiJFZERTQSIsInR5cCI6ImF0K2p3dCJ9...")]
    token: String,
    /// Who it is for.
    #[schema(value_type = String, format = Uuid, example = "f6c74e13-8b4a-4b63-bf58-1c59a0c21840")]
    user_id: Uuid,
    /// Always `Bearer`.
    #[schema(example = "Bearer")]
    token_type: &'static str,
    /// How long it holds, in seconds; a new one comes from `/api/v1/auth/refresh`.
    #[schema(example = 600)]
    expires_in: i64,
}

/// Signs in with address and password. A browser gets a cookie to stay signed in by.
#[utoipa::path(post, path = "/api/v1/auth/login", tag = "auth", operation_id = "loginUser",
    request_body = LoginRequest,
    responses(
        (status = 200, description = "Signed in.", body = LoginResponse,
            headers(("Set-Cookie" = String, description = "The refresh token, for `refresh` and `logout` alone."))),
        (status = 401, description = "No account has this address and password; the same answer, and as late, whatever is wrong.",
            body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "Too many failures on this account or from this address: `Retry-After` says when again.",
            body = ProblemBody, content_type = "application/problem+json")))]
pub async fn login(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    Json(input): Json<LoginRequest>,
) -> Result<Response, Problem> {
    let identity = identity_of(&input.email);
    let attempt = app.pseudonyms.attempt(&identity, address);
    // Goes on when the caller hangs up: nobody makes us hash without having it counted.
    let trying = tokio::spawn(authenticate(app.clone(), identity, input.password, attempt.clone()));
    let account = trying.await.map_err(|cause| Error::Broken(cause.to_string()))??;
    Ok(begin(&app, account, &attempt.pair).await?)
}

/// The account that `password` opens. Only failures count, and they count before the next one gets its turn.
async fn authenticate(
    app: App,
    identity: String,
    password: Option<String>,
    attempt: Attempt,
) -> Result<Account, Error> {
    may_try(&app, &attempt).await?;
    let turn = app.passwords.turn().await?;
    may_try(&app, &attempt).await?;
    let (account, hash) = app.store.find_by_email(&identity).await?.unzip();
    let good = turn.verify(Password::typed(&password.unwrap_or_default()), hash.flatten()).await?;
    if let (true, Some(account)) = (good, account) {
        return Ok(account);
    }
    app.store.fail(&attempt, app.clock.now_ms()).await?;
    Err(Error::InvalidCredentials)
}

async fn may_try(app: &App, attempt: &Attempt) -> Result<(), Error> {
    let wait_ms = app.store.failures(attempt).await?.wait_ms(app.clock.now_ms());
    if wait_ms > 0 { Err(Error::TooMany(wait_ms)) } else { Ok(()) }
}

async fn begin(app: &App, account: Account, pair: &str) -> Result<Response, Error> {
    let now_ms = app.clock.now_ms();
    let session = random::uuid(now_ms);
    let salt = random::secret();
    let entry = entry(app, &account, "session.begin", session);
    app.store.begin(&Beginning { session, person: account.id, salt: &salt, now_ms, pair, entry }).await?;
    let cookie = app.cookies.keep(&app.refresh.token(session, &salt, 1), IDLE_MS);
    Ok(([cookie], access(app, &account, session)?).into_response())
}

/// A new access token, and the next refresh token, for the browser that shows its cookie.
#[utoipa::path(post, path = "/api/v1/auth/refresh", tag = "auth", operation_id = "refreshSession",
    responses(
        (status = 200, description = "Still signed in.", body = LoginResponse,
            headers(("Set-Cookie" = String, description = "The next refresh token."))),
        (status = 401, description = "There is no session, or it has ended; a token shown twice ends it.",
            body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "A page of another site sent this.", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn refresh(State(app): State<App>, headers: HeaderMap) -> Result<Response, Problem> {
    app.cookies.check_page(&headers)?;
    let (shown, salt, account) = session_of(&app, &headers).await?.ok_or(Error::SessionEnded)?;
    let now_ms = app.clock.now_ms();
    let entry = entry(&app, &account, "session.reuse", shown.session);
    match app.store.rotate(&shown, account.id, now_ms, &entry).await? {
        Rotated::Holds { number, deadline_ms } => {
            let token = app.refresh.token(shown.session, &salt, number);
            let cookie = app.cookies.keep(&token, deadline_ms - now_ms);
            Ok(([cookie], access(&app, &account, shown.session)?).into_response())
        }
        Rotated::Ended => Err(Error::SessionEnded.into()),
        Rotated::ShownTwice => {
            tracing::warn!(person = %account.id, session = %shown.session, "a refresh token was shown twice");
            Err(Error::SessionEnded.into())
        }
    }
}

/// Ends the browser's session and takes its cookie away; the answer is the same where there was none.
#[utoipa::path(post, path = "/api/v1/auth/logout", tag = "auth", operation_id = "logoutUser",
    responses(
        (status = 204, description = "Signed out.", headers(("Set-Cookie" = String, description = "The cookie, taken away."))),
        (status = 403, description = "A page of another site sent this.", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn logout(State(app): State<App>, headers: HeaderMap) -> Result<Response, Problem> {
    app.cookies.check_page(&headers)?;
    if let Some((shown, _, account)) = session_of(&app, &headers).await? {
        let entry = entry(&app, &account, "session.end", shown.session);
        app.store.end(shown.session, account.id, &entry).await?;
    }
    Ok((StatusCode::NO_CONTENT, [app.cookies.forget()]).into_response())
}

/// The session whose token the browser shows, with its salt and whose it is; none where we did not make the token.
async fn session_of(app: &App, headers: &HeaderMap) -> Result<Option<(Shown, String, Account)>, Error> {
    let Some(shown) = app.cookies.read(headers).as_deref().and_then(Shown::parse) else { return Ok(None) };
    let Some(found) = app.store.session(shown.session).await? else { return Ok(None) };
    if !app.refresh.made(&shown, &found.salt) {
        return Ok(None);
    }
    let account = app.store.find(found.person).await?;
    Ok(account.map(|account| (shown, found.salt, account)))
}

fn access(app: &App, account: &Account, session: Uuid) -> Result<Json<LoginResponse>, Error> {
    let claims = AccessClaims::new(account.id, &account.name, account.role, session, app.clock.now());
    let token = app.signing.access_token(&claims).map_err(|fault| Error::Broken(fault.to_string()))?;
    Ok(Json(LoginResponse { token, user_id: account.id, token_type: "Bearer", expires_in: ACCESS_TOKEN_SECONDS }))
}

fn entry(app: &App, account: &Account, action: &str, session: Uuid) -> Entry {
    let actor = Actor { kind: ActorKind::Person, id: account.id.to_string(), name: account.name.clone() };
    Entry::new(app.clock.now(), actor, action, &session.to_string(), "")
}
