//! Sessions: begun by a password, kept by rotating tokens, ended by their owner, a new role, time or a copied token.

use std::sync::LazyLock;

use boot::redis::{Context, Script};
use identity::audit::{self, Entry};
use uuid::Uuid;

use super::{SESSIONS, UserStore};
use crate::Error;
use crate::domain::limits;
use crate::domain::refresh::{DEADLINE_MS, GRACE_MS, IDLE_MS, KEPT_SPENT, Shown};

static BEGIN: LazyLock<Script> = LazyLock::new(|| Script::new(&[audit::LUA, SESSIONS], include_str!("begin.lua")));
static ROTATE: LazyLock<Script> = LazyLock::new(|| Script::new(&[audit::LUA, SESSIONS], include_str!("rotate.lua")));
static END: LazyLock<Script> = LazyLock::new(|| Script::new(&[audit::LUA, SESSIONS], include_str!("end.lua")));

/// A session as it begins.
pub struct Beginning<'a> {
    /// Its id.
    pub session: Uuid,
    /// Whose it is.
    pub person: Uuid,
    /// What its tokens are made with, beside our key.
    pub salt: &'a str,
    /// The time, unix milliseconds.
    pub now_ms: i64,
    /// Where this person's slips from this address were counted: they are forgiven.
    pub pair: &'a str,
    /// The audit's entry.
    pub entry: Entry,
}

/// A session as a token finds it.
#[derive(Debug, Clone)]
pub struct Found {
    /// Whose it is.
    pub person: Uuid,
    /// What its tokens are made with, beside our key.
    pub salt: String,
}

/// What a shown token is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rotated {
    /// The session goes on with the token of this number, until this deadline at the latest (unix milliseconds).
    Holds {
        /// The present token's number.
        number: u64,
        /// When the session ends whatever happens.
        deadline_ms: i64,
    },
    /// The session has ended.
    Ended,
    /// The token was spent long ago: a copy of it is about, and the session was ended just now.
    ShownTwice,
}

impl UserStore {
    /// Begins a session.
    pub async fn begin(&self, beginning: &Beginning<'_>) -> Result<(), Error> {
        let arguments = [
            beginning.person.to_string(),
            beginning.session.to_string(),
            beginning.salt.to_owned(),
            beginning.now_ms.to_string(),
            IDLE_MS.to_string(),
            (beginning.now_ms + DEADLINE_MS).to_string(),
            limits::SESSIONS.to_string(),
            beginning.pair.to_owned(),
        ];
        self.redis.run(&BEGIN, &Context::new().with("audit", &beginning.entry), &arguments).await?;
        Ok(())
    }

    /// The session `id`, if it has not ended.
    pub async fn session(&self, id: Uuid) -> Result<Option<Found>, Error> {
        let key = self.redis.key(&format!("session:{id}"));
        let (person, salt): (Option<String>, Option<String>) =
            redis::cmd("HMGET").arg(key).arg(&["person", "salt"]).query_async(&mut self.redis.connection()).await?;
        let person = person.and_then(|id| id.parse().ok());
        Ok(person.zip(salt).map(|(person, salt)| Found { person, salt }))
    }

    /// Spends the token `shown` for the next one; `entry` is written where the token was shown twice.
    pub async fn rotate(&self, shown: &Shown, person: Uuid, now_ms: i64, entry: &Entry) -> Result<Rotated, Error> {
        let arguments = [
            shown.session.to_string(),
            person.to_string(),
            shown.number.to_string(),
            now_ms.to_string(),
            GRACE_MS.to_string(),
            IDLE_MS.to_string(),
            KEPT_SPENT.to_string(),
        ];
        let reply = self.redis.run(&ROTATE, &Context::new().with("audit", entry), &arguments).await?;
        match (reply.word(), reply.number(1), reply.number(2)) {
            ("HOLDS", Some(number), Some(deadline)) => {
                Ok(Rotated::Holds { number, deadline_ms: i64::try_from(deadline).unwrap_or(i64::MAX) })
            }
            ("ENDED", ..) => Ok(Rotated::Ended),
            ("SHOWN_TWICE", ..) => Ok(Rotated::ShownTwice),
            (other, ..) => Err(Error::Broken(format!("rotate answered {other}"))),
        }
    }

    /// Ends the session `id` of `person`.
    pub async fn end(&self, id: Uuid, person: Uuid, entry: &Entry) -> Result<(), Error> {
        let arguments = [id.to_string(), person.to_string()];
        self.redis.run(&END, &Context::new().with("audit", entry), &arguments).await?;
        Ok(())
    }
}
