//! Where events wait that their destination refuses, with all that follow them on the same aggregate.

use std::sync::LazyLock;

use redis::aio::ConnectionManager;
use redis::{AsyncCommands, RedisResult, Script};

use crate::stream::Entry;

/// How long a parked aggregate waits before it is tried again, in seconds.
const PAUSE: i64 = 300;

/// Moves an event from the stream to its aggregate's lane, if it is still there: a holder that lost its lease must not park
/// what another has delivered meanwhile, or it would go out again, and all that follow it would wait.
/// KEYS: 1 the stream, 2 the lane, 3 aggregates by when they are tried again; ARGV: 1 the entry's id, 2 the entry,
/// 3 the aggregate, 4 when it is tried again.
static PARK: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "if redis.call('XDEL', KEYS[1], ARGV[1]) == 0 then return 0 end
         redis.call('RPUSH', KEYS[2], ARGV[2])
         return redis.call('ZADD', KEYS[3], 'NX', ARGV[4], ARGV[3])",
    )
});

/// The parked events of one destination.
#[derive(Clone)]
pub(crate) struct Parking {
    redis: ConnectionManager,
    stream: String,
    /// Aggregates by the time they are tried again, unix seconds.
    due: String,
}

impl Parking {
    pub(crate) fn new(redis: ConnectionManager, stream: &str) -> Self {
        Self { redis, stream: stream.to_owned(), due: format!("{stream}:parked") }
    }

    fn lane(&self, aggregate: &str) -> String {
        format!("{}:{aggregate}", self.due)
    }

    /// Whether `aggregate` has parked events.
    pub(crate) async fn holds(&self, aggregate: &str) -> RedisResult<bool> {
        let due: Option<f64> = self.redis.clone().zscore(&self.due, aggregate).await?;
        Ok(due.is_some())
    }

    /// Moves `entry` from the stream to the end of its aggregate's lane, unless another took it. When the lane is tried again was settled by
    /// its first event: a lively aggregate must not put it off for ever.
    pub(crate) async fn park(&self, entry: &Entry, now: i64) -> RedisResult<()> {
        let mut park = PARK.prepare_invoke();
        park.key(&self.stream).key(self.lane(&entry.aggregate)).key(&self.due);
        park.arg(&entry.id).arg(entry.to_text()).arg(&entry.aggregate).arg(now + PAUSE);
        park.invoke_async(&mut self.redis.clone()).await
    }

    /// The parked aggregates that are due at `now`, up to `limit` of them.
    pub(crate) async fn due(&self, now: i64, limit: usize) -> RedisResult<Vec<String>> {
        self.redis.clone().zrangebyscore_limit(&self.due, "-inf", now, 0, limit.cast_signed()).await
    }

    /// The first event of a lane; where it is empty, the aggregate is parked no longer.
    pub(crate) async fn first(&self, aggregate: &str) -> RedisResult<Option<Entry>> {
        let text: Option<String> = self.redis.clone().lindex(self.lane(aggregate), 0).await?;
        if text.is_none() {
            let () = self.redis.clone().zrem(&self.due, aggregate).await?;
        }
        Ok(text.and_then(|text| Entry::from_text(&text)))
    }

    /// Takes the first event off its lane: it was delivered.
    pub(crate) async fn remove_first(&self, aggregate: &str) -> RedisResult<()> {
        self.redis.clone().lpop(self.lane(aggregate), None).await
    }

    /// Tries the lane again only after another pause.
    pub(crate) async fn postpone(&self, aggregate: &str, now: i64) -> RedisResult<()> {
        self.redis.clone().zadd(&self.due, aggregate, now + PAUSE).await
    }

    /// How many aggregates are parked.
    pub(crate) async fn count(&self) -> RedisResult<u32> {
        self.redis.clone().zcard(&self.due).await
    }
}
