//! The stream of events that wait for one destination.

use std::collections::HashMap;

use contracts::{Event, EventHead};
use redis::aio::{ConnectionManager, MultiplexedConnection};
use redis::streams::{StreamId, StreamReadReply};
use redis::{AsyncCommands, RedisResult};

/// How many events are read at a time.
const PAGE: usize = 64;
/// How far one look at the stream goes, in pages: so far can one aggregate's events stand before all others.
const DEPTH: usize = 8;
/// How many aggregates are enough for one look.
const ENOUGH: usize = 64;
/// How many events of one aggregate one look takes.
const LANE: usize = 32;

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
    /// An entry that is not one of ours is read all the same, with what is missing empty: it makes no event, and is
    /// parked in sight instead of lying at the head of the stream for ever.
    fn read(raw: &StreamId) -> Self {
        let text = |name| raw.get::<String>(name).unwrap_or_default();
        Self {
            id: raw.id.clone(),
            aggregate: text("aggregate"),
            version: raw.get("version").unwrap_or_default(),
            head: text("head"),
            data: text("data"),
        }
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

/// Waiting events, one lane per aggregate, each in order; the lane of the oldest event first.
#[derive(Default)]
pub(crate) struct Lanes {
    lanes: Vec<Vec<Entry>>,
    of: HashMap<String, usize>,
}

impl Lanes {
    fn add(&mut self, entry: Entry) {
        let lane = *self.of.entry(entry.aggregate.clone()).or_insert_with(|| {
            self.lanes.push(Vec::new());
            self.lanes.len() - 1
        });
        if self.lanes[lane].len() < LANE {
            self.lanes[lane].push(entry);
        }
    }

    pub(crate) fn into_lanes(self) -> Vec<Vec<Entry>> {
        self.lanes
    }
}

/// Reads the oldest waiting events, waiting up to `block` milliseconds for the first. It looks past an aggregate with
/// many events, so that those of others are found behind it.
pub(crate) async fn waiting(connection: &mut MultiplexedConnection, key: &str, block: usize) -> RedisResult<Lanes> {
    let mut lanes = Lanes::default();
    let mut after = "0-0".to_owned();
    for page in 0..DEPTH {
        let entries = read(connection, key, &after, (page == 0).then_some(block)).await?;
        let all = entries.len() < PAGE;
        if let Some(last) = entries.last() {
            after.clone_from(&last.id);
        }
        for entry in entries {
            lanes.add(entry);
        }
        if all || lanes.lanes.len() >= ENOUGH {
            break;
        }
    }
    Ok(lanes)
}

async fn read(
    connection: &mut MultiplexedConnection,
    key: &str,
    after: &str,
    block: Option<usize>,
) -> RedisResult<Vec<Entry>> {
    let mut command = redis::cmd("XREAD");
    command.arg("COUNT").arg(PAGE);
    if let Some(block) = block {
        command.arg("BLOCK").arg(block);
    }
    let reply: Option<StreamReadReply> = command.arg("STREAMS").arg(key).arg(after).query_async(connection).await?;
    let streams = reply.map(|reply| reply.keys).unwrap_or_default();
    Ok(streams.iter().flat_map(|stream| &stream.ids).map(Entry::read).collect())
}

/// Takes a delivered event off the stream.
pub(crate) async fn remove(redis: &ConnectionManager, key: &str, id: &str) -> RedisResult<()> {
    redis.clone().xdel(key, &[id]).await
}

/// How many events wait.
pub(crate) async fn length(redis: &ConnectionManager, key: &str) -> RedisResult<u32> {
    redis.clone().xlen(key).await
}
