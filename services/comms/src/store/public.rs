//! Reading the public side: whole at start, by its stream from then on, and single incidents by id.

use redis::aio::{ConnectionLike, MultiplexedConnection};
use redis::streams::{StreamId, StreamRangeReply};
use redis::{AsyncCommands, RedisResult};

use super::CommsStore;
use crate::domain::page::{MOST_RECENT, RECENT};
use crate::domain::position::Extent;
use crate::domain::{Page, Position, PublicIncident};

/// How many incidents are read in one go.
const CHUNK: usize = 100;

/// One public change, with its place in the stream.
#[derive(Debug, Clone)]
pub(crate) struct Change {
    pub(crate) at: Position,
    /// None where the entry cannot be read: a fault that is logged where it is met, and passed over.
    pub(crate) incident: Option<PublicIncident>,
}

impl Change {
    fn read(entry: &StreamId) -> Option<Self> {
        let at = entry.id.parse().ok()?;
        let text: Option<String> = entry.get("incident");
        Some(Self { at, incident: text.and_then(|text| parsed(&text)) })
    }
}

impl CommsStore {
    /// What the stream holds at present.
    pub(crate) async fn extent(&self, redis: &mut impl ConnectionLike) -> RedisResult<Extent> {
        let key = self.redis.key("public");
        let (first, last): (StreamRangeReply, StreamRangeReply) = redis::pipe()
            .atomic()
            .xrange_count(&key, "-", "+", 1)
            .xrevrange_count(&key, "+", "-", 1)
            .query_async(redis)
            .await?;
        let id = |reply: &StreamRangeReply| reply.ids.first().and_then(|entry| entry.id.parse().ok());
        Ok(Extent { first: id(&first).unwrap_or_default(), last: id(&last).unwrap_or_default() })
    }

    /// The whole page: what lasts, and what was resolved lately.
    pub(crate) async fn page(&self, redis: &mut MultiplexedConnection, now: i64) -> RedisResult<Page> {
        let mut ids: Vec<String> = redis.zrange(self.redis.key("public:active"), 0, -1).await?;
        let most = MOST_RECENT.cast_signed();
        let since = format!("({}", now - RECENT);
        let recent: Vec<String> =
            redis.zrevrangebyscore_limit(self.redis.key("public:recent"), "+inf", since, 0, most).await?;
        ids.extend(recent);
        let mut incidents = Vec::with_capacity(ids.len());
        for chunk in ids.chunks(CHUNK) {
            let keys: Vec<_> = chunk.iter().map(|id| self.redis.key(&format!("public:{id}"))).collect();
            let texts: Vec<Option<String>> = redis.mget(keys).await?;
            incidents.extend(texts.into_iter().flatten().filter_map(|text| parsed(&text)));
        }
        Ok(incidents.into_iter().collect())
    }

    /// The public incident `id`, however old.
    pub(crate) async fn public_incident(&self, id: &str) -> RedisResult<Option<PublicIncident>> {
        let text: Option<String> = self.redis.connection().get(self.redis.key(&format!("public:{id}"))).await?;
        Ok(text.and_then(|text| parsed(&text)))
    }

    /// Takes out of the index what was resolved too long before `now`; the incidents themselves stay.
    pub(crate) async fn forget_old(&self, now: i64) -> RedisResult<()> {
        self.redis.connection().zrembyscore(self.redis.key("public:recent"), "-inf", now - RECENT).await
    }

    /// The changes after `position`, waiting up to a second for the first. Needs a [`watcher`](boot::redis::Store::watcher).
    pub(crate) async fn changes_after(
        &self,
        watcher: &mut MultiplexedConnection,
        position: Position,
    ) -> RedisResult<Vec<Change>> {
        let entries = self.redis.stream_after(watcher, "public", &position.to_string()).await?;
        Ok(entries.iter().filter_map(Change::read).collect())
    }

    /// The changes after `position`; none where some of them are gone, or they are more than `most`.
    pub(crate) async fn missed(&self, position: Position, most: usize) -> RedisResult<Option<Vec<Change>>> {
        let mut redis = self.redis.connection();
        if !self.extent(&mut redis).await?.covers(position) {
            return Ok(None);
        }
        let reply: StreamRangeReply =
            redis.xrange_count(self.redis.key("public"), format!("({position}"), "+", most + 1).await?;
        Ok((reply.ids.len() <= most).then(|| reply.ids.iter().filter_map(Change::read).collect()))
    }
}

fn parsed(text: &str) -> Option<PublicIncident> {
    serde_json::from_str(text)
        .inspect_err(|fault| tracing::error!(%fault, "a public incident in the store cannot be read"))
        .ok()
}
