//! The stream of events that wait for one destination.

use contracts::{Event, EventHead};
use redis::aio::{ConnectionManager, MultiplexedConnection};
use redis::streams::{StreamId, StreamReadReply};
use redis::{AsyncCommands, RedisResult};

/// How many events are looked at in one go.
const BATCH: usize = 64;

/// One waiting event, as it lies in the stream.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) id: String,
    pub(crate) aggregate: String,
    version: u64,
    head: String,
    data: String,
}

impl Entry {
    fn read(raw: &StreamId) -> Option<Self> {
        Some(Self {
            id: raw.id.clone(),
            aggregate: raw.get("aggregate")?,
            version: raw.get("version")?,
            head: raw.get("head")?,
            data: raw.get("data")?,
        })
    }

    /// The event; none where the entry is not one of ours.
    pub(crate) fn event(&self) -> Option<Event> {
        let head: EventHead = serde_json::from_str(&self.head).ok()?;
        let data = serde_json::from_str(&self.data).ok()?;
        Some(head.complete(self.aggregate.clone(), self.version, data))
    }

    /// The entry as one text, to be parked.
    pub(crate) fn to_text(&self) -> String {
        serde_json::json!([self.id, self.aggregate, self.version, self.head, self.data]).to_string()
    }

    /// The entry that [`Entry::to_text`] wrote.
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        let (id, aggregate, version, head, data) = serde_json::from_str(text).ok()?;
        Some(Self { id, aggregate, version, head, data })
    }
}

/// Reads the oldest waiting events, waiting up to `block` milliseconds for the first.
pub(crate) async fn waiting(
    connection: &mut MultiplexedConnection,
    key: &str,
    block: usize,
) -> RedisResult<Vec<Entry>> {
    let reply: Option<StreamReadReply> = redis::cmd("XREAD")
        .arg("COUNT")
        .arg(BATCH)
        .arg("BLOCK")
        .arg(block)
        .arg("STREAMS")
        .arg(key)
        .arg("0-0")
        .query_async(connection)
        .await?;
    let streams = reply.map(|reply| reply.keys).unwrap_or_default();
    Ok(streams.iter().flat_map(|stream| &stream.ids).filter_map(Entry::read).collect())
}

/// Takes a delivered event off the stream.
pub(crate) async fn remove(redis: &ConnectionManager, key: &str, id: &str) -> RedisResult<()> {
    redis.clone().xdel(key, &[id]).await
}
