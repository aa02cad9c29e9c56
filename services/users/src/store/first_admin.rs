//! The first admin: made once ever, their password told once.

use std::sync::LazyLock;

use boot::redis::{Context, Script};
use identity::audit::{self, Entry};
use uuid::Uuid;

use super::{PEOPLE, UserStore, person_arguments, yes};
use crate::Error;
use crate::domain::account::Account;
use crate::passwords::PasswordHash;

static FOUND: LazyLock<Script> = LazyLock::new(|| Script::new(&[audit::LUA, PEOPLE], include_str!("found.lua")));
static MAY_TELL: LazyLock<Script> = LazyLock::new(|| Script::new(&[], include_str!("may_tell.lua")));

/// How far the first admin has come.
#[derive(Debug, PartialEq, Eq)]
pub enum FirstAdminState {
    /// There is none.
    Absent,
    /// There is one, whose password nobody was told yet.
    Untold(Account),
    /// All is done.
    Done,
}

/// The first admin to be made.
pub struct Founding<'a> {
    /// The account.
    pub admin: &'a Account,
    /// Their password.
    pub hash: PasswordHash,
    /// The audit's entry.
    pub entry: Entry,
    /// Whether their password was made here, and must be told.
    pub untold: bool,
}

impl UserStore {
    /// How far the first admin has come.
    pub async fn first_admin_state(&self) -> Result<FirstAdminState, Error> {
        let (admin, password): (Option<String>, Option<String>) = redis::cmd("HMGET")
            .arg(self.redis.key("bootstrap"))
            .arg(&["admin", "password"])
            .query_async(&mut self.redis.connection())
            .await?;
        let Some(admin) = admin else { return Ok(FirstAdminState::Absent) };
        if password.as_deref() != Some("untold") {
            return Ok(FirstAdminState::Done);
        }
        let id: Uuid = admin.parse().map_err(|_| Error::Broken(format!("the first admin's id is {admin}")))?;
        let account = self.find(id).await?.ok_or_else(|| Error::Broken("the first admin is gone".to_owned()))?;
        Ok(FirstAdminState::Untold(account))
    }

    /// Makes the first admin; answers whether this call made them.
    pub async fn found(&self, founding: &Founding<'_>) -> Result<bool, Error> {
        let mut arguments = person_arguments(founding.admin, Some(&founding.hash))?.to_vec();
        arguments.push(yes(founding.untold));
        let reply = self.redis.run(&FOUND, &Context::new().with("audit", &founding.entry), arguments).await?;
        Ok(reply.word() == "OK")
    }

    /// Whether this process, as `teller`, may tell the password now.
    pub async fn may_tell(&self, teller: &str) -> Result<bool, Error> {
        let reply = self.redis.run(&MAY_TELL, &Context::new(), &[teller]).await?;
        Ok(reply.word() == "OK")
    }

    /// The password was told.
    pub async fn told(&self) -> Result<(), Error> {
        let key = self.redis.key("bootstrap");
        let mut connection = self.redis.connection();
        redis::cmd("HSET").arg(key).arg("password").arg("told").query_async::<()>(&mut connection).await?;
        Ok(())
    }
}
