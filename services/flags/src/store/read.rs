//! Reading flags: one, a page, all of them, and what changed since.

use problem::{Cursor, Page};
use redis::aio::{ConnectionLike, MultiplexedConnection};
use redis::streams::StreamId;
use redis::{AsyncCommands, RedisResult};

use super::FlagStore;
use crate::Error;
use crate::domain::{Flag, FlagKey};

/// How many flags are read in one go.
const CHUNK: usize = 100;

const FIELDS: [&str; 5] = ["json", "on", "version", "created_at", "updated_at"];
/// `on` is text in Redis, `true` or `false`, as the scripts join it into JSON.
type Fields = (Option<String>, Option<String>, Option<u64>, Option<i64>, Option<i64>);

/// One change of one flag.
#[derive(Debug, Clone)]
pub(crate) struct Change {
    /// Its number among all changes.
    pub(crate) revision: u64,
    pub(crate) key: String,
    /// None where the flag is gone, or cannot be read.
    pub(crate) flag: Option<Flag>,
}

impl FlagStore {
    /// The flag `key`.
    pub async fn get(&self, key: &FlagKey) -> Result<Option<Flag>, Error> {
        let key = self.redis.key(&format!("flag:{key}"));
        let fields: Fields = self.redis.connection().hmget(key, &FIELDS).await?;
        Ok(flag(fields))
    }

    /// A page of flags, newest first.
    pub async fn page(&self, before: Option<Cursor>, limit: usize) -> Result<Page<Flag>, Error> {
        let mut redis = self.redis.connection();
        let list = self.redis.key("flags");
        let below = before.map_or_else(|| "+inf".to_owned(), |cursor| format!("({}", cursor.before));
        let mut pipe = redis::pipe();
        pipe.cmd("ZREVRANGEBYSCORE").arg(&list).arg(below).arg("-inf").arg("WITHSCORES");
        pipe.arg("LIMIT").arg(0).arg(limit + 1).zcard(&list);
        let (mut places, total): (Vec<(String, u64)>, u64) = pipe.query_async(&mut redis).await?;
        let more = places.len() > limit;
        places.truncate(limit);
        let next = places.last().filter(|_| more).map(|(_, sequence)| Cursor { before: *sequence });
        let keys: Vec<_> = places.into_iter().map(|(key, _)| key).collect();
        Ok(Page { items: self.flags(&mut redis, &keys).await?, next, total: Some(total) })
    }

    /// The number of the last change.
    pub(crate) async fn revision(&self, watcher: &mut MultiplexedConnection) -> RedisResult<u64> {
        let revision: Option<u64> = watcher.get(self.redis.key("revision")).await?;
        Ok(revision.unwrap_or_default())
    }

    /// All flags. Some may be as they were a moment before, others as they are a moment later.
    pub(crate) async fn all(&self, watcher: &mut MultiplexedConnection) -> RedisResult<Vec<Flag>> {
        let keys: Vec<String> = watcher.zrange(self.redis.key("flags"), 0, -1).await?;
        let mut flags = Vec::with_capacity(keys.len());
        for chunk in keys.chunks(CHUNK) {
            flags.extend(self.flags(watcher, chunk).await?);
        }
        Ok(flags)
    }

    /// The changes after `revision`, waiting up to a second for the first. Needs a [`watcher`](boot::redis::Store::watcher).
    pub(crate) async fn changes_after(
        &self,
        watcher: &mut MultiplexedConnection,
        revision: u64,
    ) -> RedisResult<Vec<Change>> {
        let entries = self.redis.stream_after(watcher, "changes", &format!("{revision}-0")).await?;
        Ok(entries.iter().filter_map(Change::read).collect())
    }

    async fn flags(&self, redis: &mut impl ConnectionLike, keys: &[String]) -> RedisResult<Vec<Flag>> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let mut pipe = redis::pipe();
        for key in keys {
            pipe.hmget(self.redis.key(&format!("flag:{key}")), &FIELDS);
        }
        let read: Vec<Fields> = pipe.query_async(redis).await?;
        Ok(read.into_iter().filter_map(flag).collect())
    }
}

impl Change {
    fn read(entry: &StreamId) -> Option<Self> {
        let revision = entry.id.split_once('-')?.0.parse().ok()?;
        let text: String = entry.get("flag").unwrap_or_default();
        let flag = if text.is_empty() { None } else { parsed(&text) };
        Some(Self { revision, key: entry.get("key").unwrap_or_default(), flag })
    }
}

/// The flag in these fields; none where there is none, or it cannot be read.
fn flag((json, on, version, created_at, updated_at): Fields) -> Option<Flag> {
    let flag: Flag = parsed(&json?)?;
    let on = on?.parse().ok()?;
    Some(Flag { on, version: version?, created_at: created_at?, updated_at: updated_at?, ..flag })
}

fn parsed(text: &str) -> Option<Flag> {
    serde_json::from_str(text)
        .inspect_err(
            |fault| tracing::error!(%fault, "a flag in the store cannot be read: it is as if it were not there"),
        )
        .ok()
}
