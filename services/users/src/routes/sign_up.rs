//! Signing up: anybody as a guest, and whom an admin makes.

use std::net::IpAddr;

use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use boot::{ClientAddress, random};
use contracts::Standing;
use identity::{Caller, Role};
use problem::{IdempotencyKey, IfNoneMatch, Json, Problem, ProblemBody, tagged};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::users::{PATH, User, entry};
use crate::domain::account::{Account, Asker, State as AccountState};
use crate::domain::email::EmailAddress;
use crate::domain::password::Password;
use crate::domain::text::one_line;
use crate::store::{Created, Creation};
use crate::{App, Error};

/// A person to be made.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UserCreate {
    /// Their name.
    #[schema(min_length = 1, max_length = 200, example = "Alice Dupont")]
    name: String,
    /// Their address; one account each.
    #[schema(format = Email, max_length = 254, example = "alice@example.com")]
    email: String,
    /// What they may do: `guest` unless an admin says otherwise.
    #[schema(nullable = false, example = "viewer")]
    role: Option<Role>,
    /// The team they work in; an empty text is none.
    #[schema(nullable = false, max_length = 100, example = "Ops")]
    team: Option<String>,
    /// Their password. Without one the account waits until its owner sets one.
    #[schema(nullable = false, min_length = 12, max_length = 128, write_only, example = "tall-otter-42!")]
    password: Option<String>,
}

/// Signs somebody up: anybody as a guest, an admin in any role.
#[utoipa::path(post, path = "/api/v1/users", tag = "users", operation_id = "createUser",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same request again gives the first answer again.")),
    request_body = UserCreate,
    responses(
        (status = 201, description = "Made. `state` says whether they can sign in.", body = User,
            headers(("Location" = String, description = "The person's own address."), ("ETag" = String, description = "The version."))),
        (status = 403, description = "Only an admin gives a role, or nobody signs up alone at present.", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "The address has an account, or the Idempotency-Key was used for another request.",
            body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "Too many sign-ups from this address: `Retry-After` says when again.",
            body = ProblemBody, content_type = "application/problem+json")))]
pub async fn create_user(
    State(app): State<App>,
    Maker(caller): Maker,
    ClientAddress(address): ClientAddress,
    key: IdempotencyKey,
    Json(input): Json<UserCreate>,
) -> Result<Response, Problem> {
    let role = input.role.unwrap_or(Role::Guest);
    let admin = caller.person().filter(|person| person.role >= Role::Admin);
    if role > Role::Guest && admin.is_none() {
        return Err(Error::RoleNeedsAdmin.into());
    }
    let (account, password) = input.checked(&app)?;
    let creation = Creation {
        given_by: admin.filter(|_| role > Role::Guest).map(|person| person.id),
        // Only an admin makes accounts for others: whoever else asks is signing up.
        sign_up: admin.is_none().then(|| (app.pseudonyms.sign_ups(address), app.sign_ups)),
        answer: text_of(&own(&account))?,
        operation: key.operation(&scope(&caller, address), PATH, &input.fingerprint(&app)),
        entry: entry(&app, &caller, "user.create", &account, format!("role {role}")),
        now_ms: app.clock.now_ms(),
        account: account.clone(),
    };
    // Goes on when the caller hangs up: nobody makes us hash without having it counted.
    let making = tokio::spawn(make(app, creation, password));
    match making.await.map_err(|cause| Problem::internal(&cause))?? {
        Created::Now => Ok(created(&own(&account))),
        Created::Before(answer) => replayed(&answer),
    }
}

/// Who makes an account: an admin, or anybody while sign-up is open. Judged before the body is read.
pub struct Maker(Caller);

impl FromRequestParts<App> for Maker {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let caller = Caller::from_request_parts(parts, app).await?;
        match app.sign_up.get() {
            _ if caller.role() >= Some(Role::Admin) => Ok(Self(caller)),
            Standing::On => Ok(Self(caller)),
            Standing::Off => Err(Error::SignUpClosed.into()),
            Standing::Unknown => Err(Error::TooEarly.into()),
        }
    }
}

/// Hashes the password only for an account that would be made.
async fn make(app: App, creation: Creation, password: Option<Password>) -> Result<Created, Error> {
    if let Created::Before(answer) = app.store.try_create(&creation).await? {
        return Ok(Created::Before(answer));
    }
    let hash = match password {
        Some(password) => Some(app.passwords.turn().await?.hash(password).await?),
        None => None,
    };
    app.store.create(&creation, hash).await
}

impl UserCreate {
    fn checked(&self, app: &App) -> Result<(Account, Option<Password>), Problem> {
        let mut faults = Vec::new();
        let name = one_line("/name", &self.name).map_err(|fault| faults.push(fault)).ok();
        let email = EmailAddress::parse(&self.email).map_err(|fault| faults.push(fault)).ok();
        let team = self.team.as_deref().filter(|team| !team.is_empty());
        let team = team.map(|team| one_line("/team", team)).transpose();
        let team = team.map_err(|fault| faults.push(fault)).ok();
        let password = self.password.as_deref().map(Password::typed);
        if let (Some(password), Some(email), Some(name)) = (&password, &email, &name) {
            faults.extend(password.fault(email, name));
        }
        let (Some(name), Some(email), Some(team), []) = (name, email, team, faults.as_slice()) else {
            return Err(Problem::invalid(faults));
        };
        let now = app.clock.now();
        let account = Account {
            id: random::uuid(app.clock.now_ms()),
            name,
            email: email.as_str().to_owned(),
            role: self.role.unwrap_or(Role::Guest),
            team,
            state: if password.is_some() { AccountState::Active } else { AccountState::Waiting },
            created_at: now,
            updated_at: now,
            version: 1,
        };
        Ok((account, password))
    }

    /// What tells one request from another, without a hash that a password could be guessed from.
    fn fingerprint(&self, app: &App) -> impl Serialize {
        let password = self.password.as_deref().map(|password| app.pseudonyms.of(&["password", password]));
        (self.name.clone(), self.email.clone(), self.role, self.team.clone(), password)
    }
}

/// An account as its owner sees it: who makes one knows its address.
fn own(account: &Account) -> User {
    User::shown(account.clone(), Asker { id: account.id, role: account.role })
}

fn created(user: &User) -> Response {
    let location = HeaderValue::from_str(&format!("{PATH}/{}", user.id)).expect("a path and a UUID");
    let answer = (StatusCode::CREATED, [(header::LOCATION, location)], Json(user));
    tagged(user.version, &IfNoneMatch::default(), answer)
}

fn replayed(answer: &str) -> Result<Response, Problem> {
    let user: User = serde_json::from_str(answer).map_err(|fault| Problem::internal(&fault))?;
    let again = [(HeaderName::from_static("idempotency-replayed"), HeaderValue::from_static("true"))];
    Ok((again, created(&user)).into_response())
}

fn text_of(user: &User) -> Result<String, Problem> {
    serde_json::to_string(user).map_err(|fault| Problem::internal(&fault))
}

/// Two strangers with the same idempotency key are told apart by where they ask from.
fn scope(caller: &Caller, address: IpAddr) -> String {
    match caller {
        Caller::Anonymous => format!("anonymous:{address}"),
        known => known.scope(),
    }
}
