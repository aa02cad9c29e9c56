//! Accounts: what is known of a person, who sees it, and who may change it.

use identity::Role;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Whether somebody can sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = AccountState)]
pub enum State {
    /// The account has a password.
    Active,
    /// The account waits for its owner to set a password.
    Waiting,
}

/// A person as they are kept; the password's hash is kept beside, and read for signing in alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Their id.
    pub id: Uuid,
    /// Their name.
    pub name: String,
    /// Their address, as they write it.
    pub email: String,
    /// What they may do.
    pub role: Role,
    /// The team they work in.
    pub team: Option<String>,
    /// Whether they can sign in.
    pub state: State,
    /// Unix seconds.
    pub created_at: i64,
    /// Unix seconds.
    pub updated_at: i64,
    /// Counts the changes, from 1.
    pub version: u64,
}

/// Somebody who asks about accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asker {
    /// Their id.
    pub id: Uuid,
    /// Their role, as their token says.
    pub role: Role,
}

/// What is to become of an account; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    /// The new name.
    pub name: Option<String>,
    /// The new team; `Some(None)` takes it away.
    pub team: Option<Option<String>>,
    /// The new role.
    pub role: Option<Role>,
}

/// Why a change is not for the one who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// They may not know that this account exists.
    Hidden,
    /// The account is another's.
    Foreign,
    /// Only an admin gives roles.
    RoleNeedsAdmin,
    /// Nobody changes their own role.
    OwnRole,
}

impl Asker {
    /// Whether the account `id` is theirs.
    pub fn is(self, id: Uuid) -> bool {
        self.id == id
    }

    /// Whether they may read the account `id`: their own, or any once they are a member.
    pub fn may_see(self, id: Uuid) -> bool {
        self.is(id) || self.role >= Role::Viewer
    }

    /// Whether they see the address and the state of the account `id`.
    pub fn may_see_address(self, id: Uuid) -> bool {
        self.is(id) || self.role >= Role::Admin
    }

    /// Whether they may touch the account `id` at all.
    pub fn may_touch(self, id: Uuid) -> Result<(), Refusal> {
        match () {
            () if self.is(id) || self.role >= Role::Admin => Ok(()),
            () if self.may_see(id) => Err(Refusal::Foreign),
            () => Err(Refusal::Hidden),
        }
    }
}

impl Account {
    /// Whether `asker` may make this change. A role that stays as it is asks for nothing.
    pub fn allows(&self, change: &Change, asker: Asker) -> Result<(), Refusal> {
        asker.may_touch(self.id)?;
        let gives_role = change.role.is_some_and(|role| role != self.role);
        match gives_role {
            true if asker.role < Role::Admin => Err(Refusal::RoleNeedsAdmin),
            true if asker.is(self.id) => Err(Refusal::OwnRole),
            _ => Ok(()),
        }
    }

    /// The account after `change` at `now`; none where nothing would be different.
    pub fn after(&self, change: &Change, now: i64) -> Option<Self> {
        let mut next = self.clone();
        if let Some(name) = &change.name {
            next.name.clone_from(name);
        }
        if let Some(team) = &change.team {
            next.team.clone_from(team);
        }
        next.role = change.role.unwrap_or(self.role);
        if next == *self {
            return None;
        }
        next.updated_at = now;
        next.version += 1;
        Some(next)
    }

    /// What differs from the account `before`, in the words of the audit.
    pub fn differences(&self, before: &Self) -> String {
        let mut words = Vec::new();
        if self.name != before.name {
            words.push("name".to_owned());
        }
        if self.team != before.team {
            words.push("team".to_owned());
        }
        if self.role != before.role {
            words.push(format!("role from {} to {}", before.role, self.role));
        }
        words.join(", ")
    }
}

#[cfg(test)]
mod tests;
