//! The stream of what changes, for whoever listens: each replica follows it.

use redis::aio::{ConnectionLike, MultiplexedConnection};
use redis::streams::{StreamId, StreamRangeReply};
use redis::{AsyncCommands, RedisResult};

use super::{CspStore, Record};
use crate::error::Error;

/// The function `publish()` of scripts that change what is listened to.
pub(super) const LUA: &str = include_str!("publish.lua");

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    /// Its number among all changes, from 1 and without gaps.
    pub(crate) number: u64,
    pub(crate) what: What,
}

/// What a change is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum What {
    /// The event with this id.
    Event(String),
    /// A reminder, as JSON.
    Reminder(String),
    /// Something that a later version of this service tells.
    Unknown,
}

impl CspStore {
    /// The number of the last change.
    pub(crate) async fn last_change(&self, redis: &mut impl ConnectionLike) -> RedisResult<u64> {
        let number: Option<u64> = redis::cmd("GET").arg(self.redis.key("changes:sequence")).query_async(redis).await?;
        Ok(number.unwrap_or_default())
    }

    /// The changes after the one with this number, waiting up to a second for the first. Needs a
    /// [`watcher`](boot::redis::Store::watcher).
    pub(crate) async fn changes_after(
        &self,
        watcher: &mut MultiplexedConnection,
        number: u64,
    ) -> RedisResult<Vec<Change>> {
        let entries = self.redis.stream_after(watcher, "changes", &format!("{number}-0")).await?;
        Ok(entries.iter().filter_map(Change::read).collect())
    }

    /// The changes after the one with this number; none where some of them are gone, or they are more than `most`.
    pub(crate) async fn missed_changes(&self, number: u64, most: usize) -> RedisResult<Option<Vec<Change>>> {
        let mut redis = self.redis.connection();
        let last = self.last_change(&mut redis).await?;
        let reply: StreamRangeReply =
            redis.xrange_count(self.redis.key("changes"), format!("({number}-0"), "+", most + 1).await?;
        let missed: Vec<Change> = reply.ids.iter().filter_map(Change::read).collect();
        let whole = missed.first().map_or(last == number, |first| first.number == number + 1);
        Ok((whole && missed.len() <= most).then_some(missed))
    }

    /// The events that changed, as they are now, without their updates; those that are gone are left out.
    pub(crate) async fn changed_events(&self, changes: &[Change]) -> Result<Vec<Record>, Error> {
        let ids = changes.iter().filter_map(|change| match &change.what {
            What::Event(id) => Some(id.clone()),
            What::Reminder(_) | What::Unknown => None,
        });
        let mut ids: Vec<String> = ids.collect();
        ids.sort();
        ids.dedup();
        self.records(&ids, false).await
    }
}

impl Change {
    fn read(entry: &StreamId) -> Option<Self> {
        let number = entry.id.split_once('-')?.0.parse().ok()?;
        let field = |name: &str| entry.get::<String>(name).unwrap_or_default();
        let what = match field("kind").as_str() {
            "event" => What::Event(field("what")),
            "reminder" => What::Reminder(field("what")),
            _ => What::Unknown,
        };
        Some(Self { number, what })
    }
}
