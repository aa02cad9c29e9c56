//! The relay against a real Redis: order, retries, parking.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod destination;
mod faults;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use testbed::Testbed;

use crate::destination::{Destination, Mood, ask, emit, start, start_at, waiting};

#[tokio::test]
async fn events_of_one_aggregate_arrive_in_order_and_once() {
    let bed = Testbed::start().await;
    let store = bed.store("incidents");
    for version in 1..=100 {
        emit(&store, "a", version).await;
        emit(&store, "b", version).await;
    }
    let destination = Destination::default();
    start(&store, &destination);
    destination.wait_for(200).await;
    for aggregate in ["a", "b"] {
        assert_eq!(destination.versions(aggregate), (1..=100).collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn a_thousand_events_of_five_hundred_aggregates_go_out_quickly() {
    let bed = Testbed::start().await;
    let store = bed.store("incidents");
    for version in 1..=2 {
        for aggregate in 0..500 {
            emit(&store, &format!("INC-{aggregate}"), version).await;
        }
    }
    let destination = Destination::default();
    destination.be("*", Mood::Slow(Duration::from_millis(5)));
    let began = Instant::now();
    start(&store, &destination);
    destination.wait_for(1_000).await;
    println!("1,000 events took {:?}", began.elapsed());
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    assert!((0..500).all(|aggregate| destination.versions(&format!("INC-{aggregate}")) == [1, 2]));
}

#[tokio::test]
async fn a_destination_that_was_away_gets_everything_when_it_is_back() {
    let bed = Testbed::start().await;
    let store = bed.store("incidents");
    for mood in [Mood::Away, Mood::Forbids] {
        let destination = Destination::default();
        destination.be("*", mood);
        let relay = start(&store, &destination);
        emit(&store, "a", 1).await;
        emit(&store, "a", 2).await;
        tokio::time::sleep(Duration::from_secs(4)).await;
        assert!(destination.taken().is_empty());
        destination.be_well();
        destination.wait_for(2).await;
        assert_eq!(destination.taken(), [("a".to_owned(), 1), ("a".to_owned(), 2)]);
        relay.stop.cancel();
        relay.task.await.unwrap();
    }
}

#[tokio::test]
async fn an_event_that_fails_again_and_again_is_parked_and_the_others_go_on() {
    let bed = Testbed::start().await;
    let store = bed.store("incidents");
    let destination = Destination::default();
    destination.be("poison", Mood::Fails);
    start(&store, &destination);
    emit(&store, "poison", 1).await;
    emit(&store, "poison", 2).await;
    emit(&store, "good", 1).await;
    destination.wait_for(1).await;
    tokio::time::sleep(Duration::from_secs(4)).await;
    emit(&store, "good", 2).await;
    destination.wait_for(2).await;
    assert_eq!(destination.taken(), [("good".to_owned(), 1), ("good".to_owned(), 2)]);
    let parked: Vec<String> = ask(&store, &["LRANGE", "{incidents}:outbox:comms:parked:poison", "0", "-1"]).await;
    assert_eq!(parked.len(), 2, "both events of the poisoned aggregate wait, in order");
}

#[tokio::test]
async fn many_events_that_get_no_answer_do_not_hide_those_behind_them() {
    let bed = Testbed::start().await;
    let store = bed.store("incidents");
    for version in 1..=200 {
        emit(&store, "poison", version).await;
    }
    let destination = Destination::default();
    destination.be("poison", Mood::Away);
    start(&store, &destination);
    for version in 1..=20 {
        emit(&store, "good", version).await;
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    destination.wait_for(20).await;
    for _ in 0..200 {
        if waiting(&store).await == 0 {
            break;
        }
        emit(&store, "good", 0).await;
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let parked: usize = ask(&store, &["LLEN", "{incidents}:outbox:comms:parked:poison"]).await;
    assert_eq!(parked, 200, "it takes others, so it is the event");
}

#[tokio::test]
async fn a_parked_aggregate_is_tried_again_however_lively_it_is() {
    let bed = Testbed::start().await;
    let store = bed.store("incidents");
    let destination = Destination::default();
    destination.be("lively", Mood::Fails);
    let clock = Arc::new(AtomicI64::new(0));
    let now = Arc::clone(&clock);
    start_at(&store, &destination, move || now.load(Ordering::Relaxed));
    emit(&store, "lively", 1).await;
    let parked = async || ask::<usize>(&store, &["LLEN", "{incidents}:outbox:comms:parked:lively"]).await;
    while parked().await == 0 {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    destination.be_well();
    for version in 2..=4 {
        clock.fetch_add(100, Ordering::Relaxed);
        emit(&store, "lively", version).await;
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    clock.fetch_add(1, Ordering::Relaxed);
    destination.wait_for(4).await;
    emit(&store, "lively", 5).await;
    destination.wait_for(5).await;
    assert_eq!(destination.versions("lively"), [1, 2, 3, 4, 5]);
}

#[tokio::test]
async fn what_is_no_event_is_put_aside_in_sight() {
    let bed = Testbed::start().await;
    let store = bed.store("incidents");
    for _ in 0..100 {
        let _: String = ask(&store, &["XADD", "{incidents}:outbox:comms", "*", "what", "ever"]).await;
    }
    emit(&store, "good", 1).await;
    let destination = Destination::default();
    start(&store, &destination);
    destination.wait_for(1).await;
    let parked: usize = ask(&store, &["ZCARD", "{incidents}:outbox:comms:parked"]).await;
    assert_eq!(parked, 1);
}
