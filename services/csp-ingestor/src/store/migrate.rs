//! From the first version of this keyspace to the second: events by every facet.

use std::sync::LazyLock;

use boot::redis::{Context, Script};
use redis::AsyncCommands;

use super::events::LISTS;
use super::plans::{self, Planned};
use super::{CspStore, Record, json, search, senseless};
use crate::error::Error;

static MIGRATE: LazyLock<Script> = LazyLock::new(|| Script::new(&[LISTS, plans::LUA], include_str!("migrate.lua")));

/// How many events one step brings over.
const STEP: isize = 200;
/// How often an event is brought over anew because it was changed meanwhile.
const ATTEMPTS: usize = 8;

impl CspStore {
    /// Brings all events over, step by step. May be broken off and begun anew, and done by several replicas at once,
    /// while events are read and written.
    pub async fn migrate(&self) -> Result<(), Error> {
        let mut after = 0;
        while let Some(last) = self.migrate_after(after).await? {
            after = last;
        }
        Ok(())
    }

    /// Brings the next events over after the one with this sequence; the answer is the last one's, none where there are
    /// no more.
    pub async fn migrate_after(&self, after: u64) -> Result<Option<u64>, Error> {
        let mut redis = self.redis.connection();
        let key = self.redis.key("events:all");
        let next: Vec<(String, u64)> =
            redis.zrangebyscore_limit_withscores(key, format!("({after}"), "+inf", 0, STEP).await?;
        let ids: Vec<String> = next.iter().map(|(id, _)| id.clone()).collect();
        for record in self.records(&ids, false).await? {
            self.bring_over(record).await?;
        }
        Ok(next.last().map(|(_, sequence)| *sequence))
    }

    async fn bring_over(&self, mut record: Record) -> Result<(), Error> {
        for _ in 0..ATTEMPTS {
            let event = &record.event;
            let id = event.id.to_string();
            let arguments = [
                id.clone(),
                event.provider.clone(),
                event.external_id.clone(),
                event.version.to_string(),
                json(&search::facets(event))?,
                event.ts_start.to_string(),
                u8::from(event.status.is_over()).to_string(),
            ];
            let reply = self.redis.run(&MIGRATE, &Context::new().with("plan", &Planned::of(event)), &arguments).await?;
            match reply.word() {
                "OK" | "MISSING" => return Ok(()),
                "CHANGED" => {}
                other => return Err(senseless(other)),
            }
            match self.records(&[id], false).await?.pop() {
                Some(changed) => record = changed,
                None => return Ok(()),
            }
        }
        Err(senseless("an event changes without end"))
    }
}
