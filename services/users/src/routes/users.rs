//! People: reading and changing.

use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::response::Response;
use identity::{Caller, Role, audit};
use problem::{
    Cursor, IfMatch, IfNoneMatch, Json, Page, PageQuery, Path, Problem, ProblemBody, Query, page_size, tagged,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::domain::account::{Account, Asker, Change, Refusal, State as AccountState};
use crate::domain::text::one_line;
use crate::store::Update;
use crate::{App, Error};

/// Where people are.
pub(super) const PATH: &str = "/api/v1/users";
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
    pub(super) fn shown(account: Account, asker: Asker) -> Self {
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
    Touched { id, asker }: Touched,
    believed: IfMatch,
    Json(input): Json<UserUpdate>,
) -> Result<Response, Problem> {
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

/// Whom a change is about, and that its asker may make one: judged before the body is read.
pub struct Touched {
    id: Uuid,
    asker: Asker,
}

impl FromRequestParts<App> for Touched {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let asker = asker(&Caller::from_request_parts(parts, app).await?)?;
        let Path(id) = Path::<Uuid>::from_request_parts(parts, app).await?;
        asker.may_touch(id).map_err(Error::from)?;
        Ok(Self { id, asker })
    }
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

fn asker(caller: &Caller) -> Result<Asker, Problem> {
    let person = caller.person().ok_or_else(|| Problem::internal(&"a route for people let somebody else in"))?;
    Ok(Asker { id: person.id, role: person.role })
}

/// The audit's entry of a change to `account`.
pub(super) fn entry(app: &App, caller: &Caller, action: &str, account: &Account, detail: String) -> audit::Entry {
    audit::Entry::new(app.clock.now(), caller.actor(), action, &account.id.to_string(), detail)
}
