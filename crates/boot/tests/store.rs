//! What a store meets when its Redis dies, comes back, or stalls.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::time::{Duration, Instant};

use boot::Lifecycle;
use boot::redis::Store;
use redis::RedisResult;
use testbed::Testbed;

/// What a command may cost its caller at the most, with room for a busy machine.
const PATIENCE: Duration = Duration::from_millis(2_700);

async fn set(store: &Store, value: u32) -> (Duration, RedisResult<()>) {
    let started = Instant::now();
    let answer = redis::cmd("SET").arg(store.key("x")).arg(value).query_async(&mut store.connection()).await;
    (started.elapsed(), answer)
}

async fn get(store: &Store) -> Option<u32> {
    redis::cmd("GET").arg(store.key("x")).query_async(&mut store.connection()).await.unwrap()
}

#[tokio::test]
async fn a_dead_redis_fails_fast_and_a_new_one_is_found_without_a_failing_command() {
    let mut bed = Testbed::start().await;
    let store = bed.store("incidents");
    set(&store, 1).await.1.unwrap();
    bed.redis.kill();
    for _ in 0..5 {
        let (took, answer) = set(&store, 2).await;
        println!("while dead: {took:?} {answer:?}");
        assert!(answer.is_err() && took < Duration::from_millis(500), "{took:?}");
    }
    bed.redis.restart().await;
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    assert_eq!(get(&store).await, Some(1), "the first command after the return answers, with what was acknowledged");
}

#[tokio::test]
async fn an_idle_store_finds_the_new_redis_by_itself() {
    let mut bed = Testbed::start().await;
    let store = bed.store("incidents");
    set(&store, 1).await.1.unwrap();
    bed.redis.restart().await;
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    set(&store, 2).await.1.unwrap();
}

#[tokio::test]
async fn a_stalled_redis_fails_commands_in_two_seconds_and_serves_on_when_it_wakes() {
    let bed = Testbed::start().await;
    let (known, fresh) = (bed.store("incidents"), bed.store("incidents"));
    set(&known, 1).await.1.unwrap();
    bed.redis.freeze();
    let stalled = async |store: &Store| {
        for _ in 0..2 {
            let many = (0..100).map(|value| {
                let store = store.clone();
                tokio::spawn(async move { set(&store, value).await })
            });
            for (took, answer) in futures_util::future::join_all(many).await.into_iter().map(Result::unwrap) {
                assert!(answer.is_err() && took < PATIENCE, "{took:?}");
            }
        }
    };
    tokio::join!(stalled(&known), stalled(&fresh));
    bed.redis.thaw();
    let woke = Instant::now();
    for store in [&known, &fresh] {
        while set(store, 3).await.1.is_err() {
            assert!(woke.elapsed() < Duration::from_secs(2), "still failing after {:?}", woke.elapsed());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
    println!("served again after {:?}", woke.elapsed());
}

#[tokio::test]
async fn a_new_keyspace_is_claimed_and_a_later_one_stops_the_service() {
    let bed = Testbed::start().await;
    let store = bed.store("incidents");
    for _ in 0..2 {
        let life = Lifecycle::new();
        boot::claim_schema(store.clone(), 1, life.clone()).await;
        assert!(!life.stopping().is_cancelled(), "the keyspace is ours");
    }
    let () = redis::cmd("SET").arg(store.key("schema")).arg(2).query_async(&mut store.connection()).await.unwrap();
    let life = Lifecycle::new();
    boot::claim_schema(store.clone(), 1, life.clone()).await;
    assert!(life.stopping().is_cancelled(), "a later version's data is not touched");
}
