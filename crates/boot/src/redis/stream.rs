//! Following a stream: one connection of its own, and looks that wait a little for what is new.

use std::time::Duration;

use redis::RedisResult;
use redis::aio::MultiplexedConnection;
use redis::streams::{StreamId, StreamReadReply};

use super::Store;

/// How long one look at a stream waits for something new.
const WATCH: Duration = Duration::from_secs(1);
/// How many entries one look takes.
const BATCH: usize = 100;

impl Store {
    /// A connection for [`stream_after`](Self::stream_after), which may block.
    pub async fn watcher(&self) -> RedisResult<MultiplexedConnection> {
        self.blocking_connection(WATCH).await
    }

    /// The entries of the stream `name` after the one with the id `after`, at most 100, waiting up to a second for the
    /// first. Needs a [`watcher`](Self::watcher).
    pub async fn stream_after(
        &self,
        watcher: &mut MultiplexedConnection,
        name: &str,
        after: &str,
    ) -> RedisResult<Vec<StreamId>> {
        let reply: Option<StreamReadReply> = redis::cmd("XREAD")
            .arg("COUNT")
            .arg(BATCH)
            .arg("BLOCK")
            .arg(WATCH.as_millis().to_string())
            .arg("STREAMS")
            .arg(self.key(name))
            .arg(after)
            .query_async(watcher)
            .await?;
        let streams = reply.map(|reply| reply.keys).unwrap_or_default();
        Ok(streams.into_iter().flat_map(|stream| stream.ids).collect())
    }
}
