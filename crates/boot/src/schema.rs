//! The version of what lies in a keyspace: a service never touches data that a later version of it wrote.

use std::fmt::Display;
use std::sync::LazyLock;
use std::time::Duration;

use redis::{AsyncCommands, RedisResult};

use crate::Lifecycle;
use crate::redis::{Context, Script, Store};

/// How often Redis is asked while it does not answer.
const PAUSE: Duration = Duration::from_millis(200);

/// Raises the mark, never lowers it: of two replicas the later version stays.
static RAISE: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        &[],
        "if tonumber(redis.call('GET', K .. 'schema')) < tonumber(ARGV[2]) then
           redis.call('SET', K .. 'schema', ARGV[2])
         end
         return {'OK'}",
    )
});

/// Marks the keyspace of `store` as one of schema `version`; a job for the start of a service. Where a later version
/// is marked already, the service stops: what it would write, the later one could not read.
pub async fn claim_schema(store: Store, version: u32, life: Lifecycle) {
    migrate_schema(store, version, life, |_| std::future::ready(Ok::<(), std::convert::Infallible>(()))).await;
}

/// The same for a service whose schema has changed: `migrate` brings what lies there from the version it is given to the
/// service's own, walking the indexes. It may be broken off and begun anew, and several replicas may be at it at once,
/// while the service works; the mark is raised when it is done.
pub async fn migrate_schema<F, E>(store: Store, version: u32, life: Lifecycle, migrate: impl Fn(u32) -> F)
where
    F: Future<Output = Result<(), E>>,
    E: Display,
{
    let stop = life.stopping();
    loop {
        match mark(&store, version).await {
            Ok(found) if found > version => {
                tracing::error!(found, ours = version, "the data is of a later version of this service: not touched");
                return life.fail();
            }
            Ok(found) if found == version => return,
            Ok(found) => match stop.run_until_cancelled(migrate(found)).await {
                Some(Ok(())) => {
                    if store.run(&RAISE, &Context::new(), version).await.is_ok() {
                        tracing::info!(found, ours = version, "the data was brought to this version");
                    }
                }
                Some(Err(cause)) => {
                    tracing::warn!(%cause, found, ours = version, "the data could not be brought over yet");
                }
                None => return,
            },
            Err(_) => {}
        }
        if stop.run_until_cancelled(tokio::time::sleep(PAUSE)).await.is_none() {
            return;
        }
    }
}

async fn mark(store: &Store, version: u32) -> RedisResult<u32> {
    let mut redis = store.connection();
    let key = store.key("schema");
    let _: bool = redis.set_nx(&key, version).await?;
    redis.get(&key).await
}
