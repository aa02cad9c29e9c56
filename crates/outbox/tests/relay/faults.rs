//! Kills, stalls and take-overs.

use std::time::{Duration, Instant};

use contracts::CallError;
use outbox::Relay;
use testbed::Testbed;
use tokio_util::sync::CancellationToken;

use crate::destination::{Destination, Mood, ask, emit, start, waiting};

#[tokio::test]
async fn the_relay_stops_between_two_events() {
    let bed = Testbed::start().await;
    let store = bed.store("incidents");
    let destination = Destination::default();
    destination.be("*", Mood::Slow(Duration::from_millis(500)));
    for version in 1..=3 {
        emit(&store, "a", version).await;
    }
    let relay = start(&store, &destination);
    tokio::time::sleep(Duration::from_millis(700)).await;
    relay.stop.cancel();
    relay.task.await.unwrap();
    assert_eq!(destination.versions("a"), [1, 2], "the one under way is finished, the next not begun");
    assert_eq!(waiting(&store).await, 1, "what was taken is not told again");
    let held: Option<String> = ask(&store, &["GET", "{incidents}:outbox:comms:lease"]).await;
    assert_eq!(held, None, "the next one need not wait");
}

#[tokio::test]
async fn another_takes_over_when_the_holder_dies_between_delivery_and_removal() {
    let bed = Testbed::start().await;
    let store = bed.store("incidents");
    emit(&store, "a", 1).await;
    emit(&store, "a", 2).await;
    let destination = Destination::default();
    destination.be("*", Mood::HangsAfterTaking);
    let dying = start(&store, &destination);
    destination.wait_for(1).await;
    let other = start(&store, &destination);
    tokio::time::sleep(Duration::from_secs(5)).await;
    assert_eq!(destination.versions("a"), [1], "the lease is kept while a delivery takes its time");
    destination.be_well();
    dying.task.abort();
    let died = Instant::now();
    destination.wait_for(3).await;
    println!("taken over after {:?}", died.elapsed());
    assert!(died.elapsed() < Duration::from_secs(5));
    assert_eq!(destination.versions("a"), [1, 1, 2], "told again, and in order");
    other.stop.cancel();
    other.task.await.unwrap();
    assert_eq!(waiting(&store).await, 0);
}

#[tokio::test]
async fn a_redis_that_restarts_or_stalls_mid_way_costs_no_event_and_no_order() {
    let mut bed = Testbed::start().await;
    let store = bed.store("incidents");
    for version in 1..=100 {
        emit(&store, "a", version).await;
        emit(&store, "b", version).await;
    }
    let destination = Destination::default();
    destination.be("*", Mood::Slow(Duration::from_millis(20)));
    start(&store, &destination);
    destination.wait_for(40).await;
    bed.redis.restart().await;
    destination.wait_for(100).await;
    bed.redis.freeze();
    tokio::time::sleep(Duration::from_secs(5)).await;
    bed.redis.thaw();
    let woke = Instant::now();
    while waiting(&store).await > 0 {
        assert!(woke.elapsed() < Duration::from_secs(15), "{} still wait", waiting(&store).await);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    for aggregate in ["a", "b"] {
        let told = destination.versions(aggregate);
        assert!(told.len() <= 103, "at most one is told again for each fault: {told:?}");
        let mut once = told.clone();
        once.dedup();
        assert_eq!(once, (1..=100).collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn what_another_took_while_the_lease_was_lost_is_not_parked() {
    let bed = Testbed::start().await;
    let store = bed.store("incidents");
    emit(&store, "a", 1).await;
    let stop = CancellationToken::new();
    let deliver = async |event: contracts::Event| {
        if event.aggregate_id == "b" {
            stop.cancel();
            return Ok(());
        }
        // While this delivery takes its time another holder delivers the event, and more is to be told.
        let _: usize = ask(&store, &["XTRIM", "{incidents}:outbox:comms", "MAXLEN", "0"]).await;
        emit(&store, "b", 1).await;
        let (status, detail) = (reqwest::StatusCode::UNPROCESSABLE_ENTITY, String::new());
        Err(CallError::Refused { peer: "comms", status, detail, problem: None })
    };
    let relay = Relay::new(store.connection(), store.prefix(), "comms", "one".to_owned());
    let connect = || store.blocking_connection(Duration::from_secs(2));
    relay.run(connect, deliver, || 0, stop.clone()).await;
    let parked: usize =
        ask(&store, &["EXISTS", "{incidents}:outbox:comms:parked", "{incidents}:outbox:comms:parked:a"]).await;
    assert_eq!((parked, waiting(&store).await), (0, 0));
}
