//! The version of what lies in a keyspace: a service never touches data that a later version of it wrote.

use std::time::Duration;

use redis::{AsyncCommands, RedisResult};

use crate::Lifecycle;
use crate::redis::Store;

/// How often Redis is asked while it does not answer.
const PAUSE: Duration = Duration::from_millis(200);

/// Marks the keyspace of `store` as one of schema `version`; a job for the start of a service. Where a later version
/// is marked already, the service stops: what it would write, the later one could not read.
///
/// A change of schema walks the indexes here, from the version found to its own; there has been none so far.
pub async fn claim_schema(store: Store, version: u32, life: Lifecycle) {
    let stop = life.stopping();
    loop {
        match mark(&store, version).await {
            Ok(found) if found > version => {
                tracing::error!(found, ours = version, "the data is of a later version of this service: not touched");
                return life.fail();
            }
            Ok(_) => return,
            Err(_) => {
                if stop.run_until_cancelled(tokio::time::sleep(PAUSE)).await.is_none() {
                    return;
                }
            }
        }
    }
}

async fn mark(store: &Store, version: u32) -> RedisResult<u32> {
    let mut redis = store.connection();
    let key = store.key("schema");
    let _: bool = redis.set_nx(&key, version).await?;
    redis.get(&key).await
}
