//! Events that changed and wait for what follows from it: each reader has a list of its own, written with the change.

use std::sync::LazyLock;

use boot::redis::{Context, Script};
use redis::AsyncCommands;
use uuid::Uuid;

use super::{CspStore, senseless};
use crate::error::Error;

static SETTLED: LazyLock<Script> = LazyLock::new(|| Script::new(&[], include_str!("settled.lua")));

/// Who follows changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Follower {
    /// What causes what.
    Graph,
    /// The same, for events that did not change themselves: something they may follow from did.
    Judge,
    /// How long what was down.
    Statistics,
}

impl Follower {
    fn as_str(self) -> &'static str {
        match self {
            Follower::Graph => "graph",
            Follower::Judge => "judge",
            Follower::Statistics => "statistics",
        }
    }
}

impl CspStore {
    /// Up to `limit` events that changed since `follower` dealt with them, and their versions.
    pub async fn changed(&self, follower: Follower, limit: usize) -> Result<Vec<(Uuid, u64)>, Error> {
        let key = self.redis.key(&format!("changed:{}", follower.as_str()));
        let last = limit.saturating_sub(1).cast_signed();
        let found: Vec<(String, u64)> = self.redis.connection().zrange_withscores(key, 0, last).await?;
        found.into_iter().map(|(id, version)| Ok((id.parse().map_err(senseless)?, version))).collect()
    }

    /// Notes that `follower` has dealt with an event as of `version`. One that changed meanwhile stays on the list.
    pub async fn settle(&self, follower: Follower, id: Uuid, version: u64) -> Result<(), Error> {
        let arguments = [follower.as_str().to_owned(), id.to_string(), version.to_string()];
        self.redis.run(&SETTLED, &Context::new(), &arguments).await?;
        Ok(())
    }
}
