//! People: signing up, reading, changing.

use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use boot::{ClientAddress, random};
use identity::{Caller, Role, audit};
use problem::{
    Cursor, IdempotencyKey, IfMatch, IfNoneMatch, Json, Page, PageQuery, Path, Problem, ProblemBody, Query, page_size,
    tagged,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::domain::account::{Account, Asker, Change, Refusal, State as AccountState};
use crate::domain::email::EmailAddress;
use crate::domain::password::Password;
use crate::domain::text::one_line;
use crate::store::{Created, Creation, Update};
use crate::{App, Error};

const PATH: &str = "/api/v1/users";
/// How often a change is tried anew when others change the same account in between.
const TRIES: usize = 4;

/// A person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct User {
    /// Their id.
    #[schema(value_type = String, format = Uuid, example = "f6c74e13-8b4a-4b63-bf58-1c59a0c21840")]
    pub id: Uuid,
    /// Their name.
    #[schema(example = "Alice Dupont")]
    pub name: String,
    /// Their address; shown to themselves and to admins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(format = Email, nullable = false, example = "alice@example.com")]
    pub email: Option<String>,
    /// What they may do.
    #[schema(example = "manager")]
    pub role: Role,
    /// The team they work in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "SRE")]
    pub team: Option<String>,
    /// Whether they can sign in, or wait to set a password; shown to themselves and to admins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "active")]
    pub state: Option<AccountState>,
    /// When the account was made, unix seconds.
    #[schema(example = 1_730_073_600)]
    pub created_at: i64,
    /// When it was changed last, unix seconds.
    #[schema(example = 1_730_073_600)]
    pub updated_at: i64,
    /// Counts its changes, from 1; the `ETag`.
    #[schema(example = 1)]
    pub version: u64,
}

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
    /// The team they work in.
    #[schema(nullable = false, min_length = 1, max_length = 100, example = "Ops")]
    team: Option<String>,
    /// Their password. Without one the account waits until its owner sets one.
    #[schema(nullable = false, min_length = 12, max_length = 128, write_only, example = "tall-otter-42!")]
    password: Option<String>,
}

/// What is to change of a person; what is absent stays.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UserUpdate {
    /// The new name.
    #[schema(nullable = false, min_length = 1, max_length = 200, example = "Alice Dupont")]
    name: Option<String>,
    /// The new role; given by an admin to somebody else.
    #[schema(nullable = false, example = "sre")]
    role: Option<Role>,
    /// The new team; an empty text takes it away.
    #[schema(nullable = false, max_length = 100, example = "Ops")]
    team: Option<String>,
}

impl User {
    /// `account`, as `asker` may see it.
    fn shown(account: Account, asker: Asker) -> Self {
        let private = asker.may_see_address(account.id);
        Self {
            id: account.id,
            name: account.name,
            email: private.then_some(account.email),
            role: account.role,
            team: account.team,
            state: private.then_some(account.state),
            created_at: account.created_at,
            updated_at: account.updated_at,
            version: account.version,
        }
    }
}

/// Signs somebody up: anybody as a guest, an admin in any role.
#[utoipa::path(post, path = "/api/v1/users", tag = "users", operation_id = "createUser",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same request again gives the first answer again.")),
    request_body = UserCreate,
    responses(
        (status = 201, description = "Made. `state` says whether they can sign in.", body = User,
            headers(("Location" = String, description = "The person's own address."), ("ETag" = String, description = "The version."))),
        (status = 403, description = "Only an admin gives a role.", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "The address has an account, or the Idempotency-Key was used for another request.",
            body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "Too many sign-ups from this address: `Retry-After` says when again.",
            body = ProblemBody, content_type = "application/problem+json")))]
pub async fn create_user(
    State(app): State<App>,
    caller: Caller,
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
        account: &account,
    };
    if let Created::Before(answer) = app.store.try_create(&creation).await? {
        return replayed(&answer);
    }
    let hash = match password {
        Some(password) => Some(app.passwords.turn().await?.hash(password).await?),
        None => None,
    };
    match app.store.create(&creation, hash).await? {
        Created::Now => Ok(created(&own(&account))),
        Created::Before(answer) => replayed(&answer),
    }
}

impl UserCreate {
    fn checked(&self, app: &App) -> Result<(Account, Option<Password>), Problem> {
        let mut faults = Vec::new();
        let name = one_line("/name", &self.name).map_err(|fault| faults.push(fault)).ok();
        let email = EmailAddress::parse(&self.email).map_err(|fault| faults.push(fault)).ok();
        let team = self.team.as_deref().map(|team| one_line("/team", team)).transpose();
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

/// Everybody who has an account, newest first; addresses are shown to their owners and to admins.
#[utoipa::path(get, path = "/api/v1/users", tag = "users", operation_id = "listUsers", params(PageQuery),
    responses((status = 200, description = "A page of people.", body = Vec<User>,
        headers(("Link" = String, description = "The next page, `rel=\"next\"`."), ("X-Total-Count" = u64, description = "How many there are in all.")))))]
pub async fn list_users(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<PageQuery>,
) -> Result<Response, Problem> {
    let asker = asker(&caller)?;
    let cursor = Cursor::parse(query.cursor.as_deref(), "")?;
    let page = app.store.page(cursor, page_size(query.limit)).await?;
    let items = page.items.into_iter().map(|account| User::shown(account, asker)).collect();
    Ok(Page { items, next: page.next, total: page.total }.answer(PATH, "", query.limit))
}

/// The person who asks.
#[utoipa::path(get, path = "/api/v1/users/me", tag = "users", operation_id = "getMe",
    params(("If-None-Match" = Option<String>, Header, description = "The version already at hand.")),
    responses(
        (status = 200, description = "Yourself.", body = User, headers(("ETag" = String, description = "The version."))),
        (status = 304, description = "As you have it."),
        (status = 404, description = "The account is gone.", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get_me(State(app): State<App>, caller: Caller, reader: IfNoneMatch) -> Result<Response, Problem> {
    let asker = asker(&caller)?;
    show(&app, asker.id, asker, &reader).await
}

/// One person: oneself, or for members anybody.
#[utoipa::path(get, path = "/api/v1/users/{id}", tag = "users", operation_id = "getUser",
    params(("id" = Uuid, Path, description = "The person's id."),
        ("If-None-Match" = Option<String>, Header, description = "The version already at hand.")),
    responses(
        (status = 200, description = "The person.", body = User, headers(("ETag" = String, description = "The version."))),
        (status = 304, description = "As you have it."),
        (status = 404, description = "There is no such person, or none you may know of.",
            body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get_user(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
    reader: IfNoneMatch,
) -> Result<Response, Problem> {
    let asker = asker(&caller)?;
    if !asker.may_see(id) {
        return Err(Error::Missing.into());
    }
    show(&app, id, asker, &reader).await
}

/// Changes a person: oneself (name, team), or for admins anybody. A new role ends their sessions.
#[utoipa::path(put, path = "/api/v1/users/{id}", tag = "users", operation_id = "updateUser",
    params(("id" = Uuid, Path, description = "The person's id."),
        ("If-Match" = Option<String>, Header, description = "The version this change is made for.")),
    request_body = UserUpdate,
    responses(
        (status = 200, description = "The person as they are now.", body = User, headers(("ETag" = String, description = "The version."))),
        (status = 404, description = "There is no such person, or none you may know of.",
            body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "This is the last admin, or others kept changing the account.",
            body = ProblemBody, content_type = "application/problem+json"),
        (status = 412, description = "The version in `If-Match` is not the present one.",
            body = ProblemBody, content_type = "application/problem+json")))]
pub async fn update_user(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
    believed: IfMatch,
    Json(input): Json<UserUpdate>,
) -> Result<Response, Problem> {
    let asker = asker(&caller)?;
    asker.may_touch(id).map_err(Error::from)?;
    let change = input.checked()?;
    for _ in 0..TRIES {
        let before = app.store.find(id).await?.ok_or(Error::Missing)?;
        if let Err(refusal) = before.allows(&change, asker) {
            return Err(refused(&app, refusal, &before).await?.into());
        }
        believed.check(before.version)?;
        let Some(after) = before.after(&change, app.clock.now()) else { return Ok(current(before, asker)) };
        let entry = entry(&app, &caller, "user.update", &after, after.differences(&before));
        match app.store.update(&Update { before: &before, after: &after, by: asker.id, entry }).await {
            Ok(()) => return Ok(current(after, asker)),
            Err(Error::Stale(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(Error::ChangedMeanwhile.into())
}

/// An admin who steps down is told first that there would be none left.
async fn refused(app: &App, refusal: Refusal, account: &Account) -> Result<Error, Error> {
    let last = refusal == Refusal::OwnRole && app.store.is_last_admin(account.id).await?;
    Ok(if last { Error::LastAdmin } else { refusal.into() })
}

impl UserUpdate {
    fn checked(&self) -> Result<Change, Problem> {
        let mut faults = Vec::new();
        let name =
            self.name.as_deref().and_then(|name| one_line("/name", name).map_err(|fault| faults.push(fault)).ok());
        let team = self.team.as_deref().map(|team| match team {
            "" => None,
            team => one_line("/team", team).map_err(|fault| faults.push(fault)).ok(),
        });
        if faults.is_empty() { Ok(Change { name, team, role: self.role }) } else { Err(Problem::invalid(faults)) }
    }
}

async fn show(app: &App, id: Uuid, asker: Asker, reader: &IfNoneMatch) -> Result<Response, Problem> {
    let account = app.store.find(id).await?.ok_or(Error::Missing)?;
    Ok(tagged(account.version, reader, Json(User::shown(account, asker))))
}

fn current(account: Account, asker: Asker) -> Response {
    tagged(account.version, &IfNoneMatch::default(), Json(User::shown(account, asker)))
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

fn asker(caller: &Caller) -> Result<Asker, Problem> {
    let person = caller.person().ok_or_else(|| Problem::internal(&"a route for people let somebody else in"))?;
    Ok(Asker { id: person.id, role: person.role })
}

/// Two strangers with the same idempotency key are told apart by where they ask from.
fn scope(caller: &Caller, address: std::net::IpAddr) -> String {
    match caller {
        Caller::Anonymous => format!("anonymous:{address}"),
        known => known.scope(),
    }
}

fn entry(app: &App, caller: &Caller, action: &str, account: &Account, detail: String) -> audit::Entry {
    audit::Entry::new(app.clock.now(), caller.actor(), action, &account.id.to_string(), detail)
}
