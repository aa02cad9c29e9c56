//! Redis: every key name and script of this service.
//!
//! | key | what |
//! |---|---|
//! | `person:<id>` | hash: `record` (JSON of [`Account`]), `version`, `password` (PHC string, where there is one) |
//! | `people` | sorted set of ids by `sequence`: the list, newest first |
//! | `sequence` | how many accounts were ever made |
//! | `email:<hash>` | the id of the account with this address |
//! | `admins` | set of ids: the last one stays |
//! | `bootstrap` | hash: the first admin's id, and whether their password was told; `bootstrap:telling` is a lease |
//! | `session:<id>` | hash: `person`, `salt`, `number` of the present token, `deadline`, `spent:<n>` for a moment |
//! | `sessions:<person>` | sorted set of session ids by deadline |
//! | `failures:…`, `full:…` | failed sign-ins and sign-ups, by pseudonym; they end by themselves |
//! | `audit`, `operation:<hash>`, `switch:<flag>`, `schema` | kept by the crates |

pub mod first_admin;
pub mod sessions;
pub mod throttle;

use std::sync::LazyLock;

use boot::redis::{Context, Reply, Script, Store};
use identity::Role;
use identity::audit::{self, Entry};
use problem::{Cursor, Operation, Page};
use uuid::Uuid;

use crate::Error;
use crate::domain::account::Account;
use crate::domain::email;
use crate::domain::limits::Bucket;
use crate::passwords::PasswordHash;

const PEOPLE: &str = include_str!("store/people.lua");
const SESSIONS: &str = include_str!("store/sessions.lua");
const BUCKET: &str = include_str!("store/bucket.lua");

static CREATE: LazyLock<Script> =
    LazyLock::new(|| Script::new(&[audit::LUA, BUCKET, PEOPLE], include_str!("store/create.lua")));
static UPDATE: LazyLock<Script> =
    LazyLock::new(|| Script::new(&[audit::LUA, SESSIONS], include_str!("store/update.lua")));
static FIND_BY_EMAIL: LazyLock<Script> = LazyLock::new(|| Script::new(&[], include_str!("store/find_by_email.lua")));

/// The accounts and sessions.
#[derive(Clone)]
pub struct UserStore {
    redis: Store,
}

/// An account to be made.
pub struct Creation {
    /// The account.
    pub account: Account,
    /// The admin who gives it a role above guest: they must be one still.
    pub given_by: Option<Uuid>,
    /// Where the sign-up counts, and how many there may be.
    pub sign_up: Option<(String, Bucket)>,
    /// The answer, kept for the same request asked again.
    pub answer: String,
    /// The request that may be asked again.
    pub operation: Option<Operation>,
    /// The audit's entry.
    pub entry: Entry,
    /// The time, unix milliseconds.
    pub now_ms: i64,
}

/// What became of a creation.
#[derive(Debug, PartialEq, Eq)]
pub enum Created {
    /// It was made, or would be.
    Now,
    /// The same request was answered before, like this.
    Before(String),
}

/// An account to be changed.
pub struct Update<'a> {
    /// As it was read.
    pub before: &'a Account,
    /// As it shall be.
    pub after: &'a Account,
    /// Who changes it: where the role changes, they must be an admin still.
    pub by: Uuid,
    /// The audit's entry.
    pub entry: Entry,
}

impl UserStore {
    /// The store in the keyspace of `redis`.
    pub fn new(redis: Store) -> Self {
        Self { redis }
    }

    /// The keyspace.
    pub fn redis(&self) -> &Store {
        &self.redis
    }

    /// The account `id`.
    pub async fn find(&self, id: Uuid) -> Result<Option<Account>, Error> {
        let key = self.redis.key(&format!("person:{id}"));
        let record: Option<String> =
            redis::cmd("HGET").arg(key).arg("record").query_async(&mut self.redis.connection()).await?;
        record.as_deref().map(account).transpose()
    }

    /// The account with this e-mail identity and its password's hash; in one step, whether there is one or not.
    pub async fn find_by_email(&self, identity: &str) -> Result<Option<(Account, Option<PasswordHash>)>, Error> {
        let reply = self.redis.run(&FIND_BY_EMAIL, &Context::new(), &[email::index_of(identity)]).await?;
        let Some(record) = reply.text(1) else { return Ok(None) };
        let hash = reply.text(2).map(|text| PasswordHash(text.to_owned()));
        Ok(Some((account(record)?, hash)))
    }

    /// A page of all accounts, newest first.
    pub async fn page(&self, cursor: Option<Cursor>, size: usize) -> Result<Page<Account>, Error> {
        let mut connection = self.redis.connection();
        let from = cursor.map_or_else(|| "+inf".to_owned(), |cursor| format!("({}", cursor.before));
        let mut ask = redis::pipe();
        ask.cmd("ZREVRANGEBYSCORE").arg(self.redis.key("people")).arg(from).arg("-inf").arg("WITHSCORES");
        ask.arg("LIMIT").arg(0).arg(size + 1);
        ask.cmd("ZCARD").arg(self.redis.key("people"));
        let (mut listed, total): (Vec<(String, u64)>, u64) = ask.query_async(&mut connection).await?;
        let more = listed.len() > size;
        listed.truncate(size);
        let next = listed.last().filter(|_| more).map(|(_, sequence)| Cursor { before: *sequence });
        Ok(Page { items: self.accounts(&listed).await?, next, total: Some(total) })
    }

    async fn accounts(&self, listed: &[(String, u64)]) -> Result<Vec<Account>, Error> {
        if listed.is_empty() {
            return Ok(Vec::new());
        }
        let mut ask = redis::pipe();
        for (id, _) in listed {
            ask.cmd("HGET").arg(self.redis.key(&format!("person:{id}"))).arg("record");
        }
        let records: Vec<Option<String>> = ask.query_async(&mut self.redis.connection()).await?;
        records.iter().flatten().map(|record| account(record)).collect()
    }

    /// Whether the account `id` is the only admin.
    pub async fn is_last_admin(&self, id: Uuid) -> Result<bool, Error> {
        let admins = self.redis.key("admins");
        let mut ask = redis::pipe();
        ask.cmd("SISMEMBER").arg(&admins).arg(id.to_string()).cmd("SCARD").arg(&admins);
        let (is_one, count): (bool, u64) = ask.query_async(&mut self.redis.connection()).await?;
        Ok(is_one && count <= 1)
    }

    /// Whether `creation` would be made: asked before a password is hashed for it.
    pub async fn try_create(&self, creation: &Creation) -> Result<Created, Error> {
        self.create_or_try(creation, "try", None).await
    }

    /// Makes the account, with its password where there is one.
    pub async fn create(&self, creation: &Creation, hash: Option<PasswordHash>) -> Result<Created, Error> {
        self.create_or_try(creation, "make", hash).await
    }

    async fn create_or_try(
        &self,
        creation: &Creation,
        mode: &str,
        hash: Option<PasswordHash>,
    ) -> Result<Created, Error> {
        let context = Context::new().operation(creation.operation.as_ref()).with("audit", &creation.entry);
        let (place, bucket) = creation.sign_up.clone().unwrap_or((String::new(), Bucket { size: 1, window_s: 1 }));
        let mut arguments = vec![mode.to_owned()];
        arguments.extend(person_arguments(&creation.account, hash.as_ref())?);
        arguments.extend([
            creation.given_by.map(|id| id.to_string()).unwrap_or_default(),
            place,
            creation.now_ms.to_string(),
            bucket.interval_ms().to_string(),
            bucket.window_ms().to_string(),
            creation.answer.clone(),
        ]);
        let reply = self.redis.run(&CREATE, &context, arguments).await?;
        match reply.word() {
            "OK" | "READY" => Ok(Created::Now),
            "REPLAY" => Ok(Created::Before(reply.text(1).unwrap_or_default().to_owned())),
            "MISMATCH" => Err(Error::KeyReused),
            "EARLY" => Err(Error::TooEarly),
            "NOT_ADMIN" => Err(Error::RoleNeedsAdmin),
            "WAIT" => Err(Error::TooMany(wait_of(&reply))),
            "TAKEN" => Err(Error::EmailTaken),
            other => Err(Error::Broken(format!("create answered {other}"))),
        }
    }

    /// Writes the changed account, if it is still as it was read; a new role ends its sessions.
    pub async fn update(&self, update: &Update<'_>) -> Result<(), Error> {
        let (before, after) = (update.before, update.after);
        let role_changes = before.role != after.role;
        let arguments = [
            after.id.to_string(),
            before.version.to_string(),
            after.version.to_string(),
            serde_json::to_string(after).map_err(|fault| Error::Broken(fault.to_string()))?,
            if role_changes { update.by.to_string() } else { String::new() },
            yes(before.role == Role::Admin),
            yes(after.role == Role::Admin),
        ];
        let reply = self.redis.run(&UPDATE, &Context::new().with("audit", &update.entry), &arguments).await?;
        match reply.word() {
            "OK" => Ok(()),
            "MISSING" => Err(Error::Missing),
            "CONFLICT" => Err(Error::Stale(reply.number(1).unwrap_or_default())),
            "NOT_ADMIN" => Err(Error::RoleNeedsAdmin),
            "LAST_ADMIN" => Err(Error::LastAdmin),
            other => Err(Error::Broken(format!("update answered {other}"))),
        }
    }
}

/// What `people.lua` needs to write a person.
fn person_arguments(account: &Account, hash: Option<&PasswordHash>) -> Result<[String; 5], Error> {
    Ok([
        account.id.to_string(),
        email::index_of(&email::identity_of(&account.email)),
        serde_json::to_string(account).map_err(|fault| Error::Broken(fault.to_string()))?,
        hash.map(|hash| hash.0.clone()).unwrap_or_default(),
        yes(account.role == Role::Admin),
    ])
}

fn account(record: &str) -> Result<Account, Error> {
    serde_json::from_str(record).map_err(|fault| Error::Broken(format!("a stored account: {fault}")))
}

fn yes(whether: bool) -> String {
    if whether { "yes".to_owned() } else { String::new() }
}

fn wait_of(reply: &Reply) -> i64 {
    reply.text(1).and_then(|text| text.parse().ok()).unwrap_or(1000)
}
