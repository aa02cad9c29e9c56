//! Who of a service's replicas delivers: one at a time, or events would overtake each other.

use std::sync::LazyLock;
use std::time::Duration;

use redis::aio::ConnectionManager;
use redis::{RedisResult, Script};
use tokio_util::sync::CancellationToken;

/// How long a lease holds without being renewed: another replica takes over after that.
const HOLDS: Duration = Duration::from_secs(3);
/// How often it is renewed.
const RENEWAL: Duration = Duration::from_secs(1);

static TAKE: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "local holder = redis.call('GET', KEYS[1]) \
         if holder and holder ~= ARGV[1] then return 0 end \
         redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2]) return 1",
    )
});
static RELEASE: LazyLock<Script> = LazyLock::new(|| {
    Script::new("if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end return 1")
});

/// The right to deliver to one destination.
pub(crate) struct Lease {
    redis: ConnectionManager,
    key: String,
    holder: String,
}

impl Lease {
    pub(crate) fn new(redis: ConnectionManager, key: String, holder: String) -> Self {
        Self { redis, key, holder }
    }

    /// Takes the lease, or renews it: false where another holds it.
    pub(crate) async fn take(&self) -> RedisResult<bool> {
        let mut take = TAKE.prepare_invoke();
        take.key(&self.key).arg(&self.holder).arg(HOLDS.as_millis().to_string());
        take.invoke_async(&mut self.redis.clone()).await
    }

    /// Renews the lease until `held` is cancelled, and cancels it when the lease can no longer be vouched for.
    pub(crate) async fn keep(&self, held: &CancellationToken) {
        while held.run_until_cancelled(tokio::time::sleep(RENEWAL)).await.is_some() {
            if !matches!(self.take().await, Ok(true)) {
                held.cancel();
            }
        }
    }

    /// Gives the lease back, so that another replica need not wait.
    pub(crate) async fn release(&self) {
        let mut release = RELEASE.prepare_invoke();
        let released: RedisResult<()> =
            release.key(&self.key).arg(&self.holder).invoke_async(&mut self.redis.clone()).await;
        if let Err(cause) = released {
            tracing::debug!(%cause, "the lease ends by itself");
        }
    }
}
