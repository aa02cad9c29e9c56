//! The relay against a real Redis: order, retries, parking.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use boot::redis::{Context, Script, Store};
use contracts::{CallError, Event, EventHead};
use identity::Actor;
use outbox::Relay;
use serde_json::json;
use testbed::Testbed;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

static EMIT: LazyLock<Script> =
    LazyLock::new(|| Script::new(&[outbox::LUA], "emit('comms', ARGV[2], ARGV[3], ARGV[4]) return {'OK'}"));

async fn emit(store: &Store, aggregate: &str, version: u64) {
    let head = EventHead::new(Uuid::nil(), "test.changed", 0, Actor::service("test"), json!(null));
    let data = json!({ "version": version }).to_string();
    let context = Context::new().with("event", &head);
    store.run(&EMIT, &context, &[aggregate, &version.to_string(), &data]).await.unwrap();
}

/// A destination that remembers what it took and refuses or fails as told.
#[derive(Clone, Default)]
struct Destination {
    taken: Arc<Mutex<Vec<(String, u64)>>>,
    refuses: Arc<Mutex<HashMap<String, bool>>>,
    away: Arc<Mutex<bool>>,
}

impl Destination {
    #[expect(clippy::unused_async, reason = "the relay delivers by futures")]
    async fn take(self, event: Event) -> Result<(), CallError> {
        let away = |answered| CallError::Unavailable { peer: "comms", cause: "away".to_owned(), answered };
        if *self.away.lock().unwrap() {
            return Err(away(false));
        }
        if self.refuses.lock().unwrap().contains_key(&event.aggregate_id) {
            return Err(away(true));
        }
        self.taken.lock().unwrap().push((event.aggregate_id, event.version));
        Ok(())
    }

    fn taken(&self) -> Vec<(String, u64)> {
        self.taken.lock().unwrap().clone()
    }

    async fn wait_for(&self, count: usize) {
        for _ in 0..500 {
            if self.taken().len() >= count {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("only {:?} arrived", self.taken());
    }
}

fn start(store: &Store, destination: &Destination) -> CancellationToken {
    let stop = CancellationToken::new();
    let relay = Relay::new(store.connection(), store.prefix(), "comms", boot::random::secret());
    let (store, destination, stopping) = (store.clone(), destination.clone(), stop.clone());
    tokio::spawn(async move {
        let connect = || store.blocking_connection(Duration::from_secs(2));
        relay.run(connect, |event| destination.clone().take(event), || 0, stopping).await;
    });
    stop
}

#[tokio::test]
async fn events_of_one_aggregate_arrive_in_order_and_once() {
    let bed = Testbed::start().await;
    let store = bed.store("incidents");
    for version in 1..=20 {
        emit(&store, "a", version).await;
        emit(&store, "b", version).await;
    }
    let destination = Destination::default();
    let stop = start(&store, &destination);
    destination.wait_for(40).await;
    stop.cancel();
    for aggregate in ["a", "b"] {
        let versions: Vec<_> =
            destination.taken().into_iter().filter(|(of, _)| of == aggregate).map(|(_, v)| v).collect();
        assert_eq!(versions, (1..=20).collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn a_destination_that_was_away_gets_everything_when_it_is_back() {
    let bed = Testbed::start().await;
    let store = bed.store("incidents");
    let destination = Destination::default();
    *destination.away.lock().unwrap() = true;
    let stop = start(&store, &destination);
    emit(&store, "a", 1).await;
    emit(&store, "a", 2).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert!(destination.taken().is_empty());
    *destination.away.lock().unwrap() = false;
    destination.wait_for(2).await;
    stop.cancel();
    assert_eq!(destination.taken(), [("a".to_owned(), 1), ("a".to_owned(), 2)]);
}

#[tokio::test]
async fn an_event_that_fails_again_and_again_is_parked_and_the_others_go_on() {
    let bed = Testbed::start().await;
    let store = bed.store("incidents");
    let destination = Destination::default();
    destination.refuses.lock().unwrap().insert("poison".to_owned(), true);
    let stop = start(&store, &destination);
    emit(&store, "poison", 1).await;
    emit(&store, "poison", 2).await;
    emit(&store, "good", 1).await;
    destination.wait_for(1).await;
    tokio::time::sleep(Duration::from_secs(4)).await;
    emit(&store, "good", 2).await;
    destination.wait_for(2).await;
    stop.cancel();
    assert_eq!(destination.taken(), [("good".to_owned(), 1), ("good".to_owned(), 2)]);
    let parked: Vec<String> = redis::cmd("LRANGE")
        .arg("{incidents}:outbox:comms:parked:poison")
        .arg(0)
        .arg(-1)
        .query_async(&mut store.connection())
        .await
        .unwrap();
    assert_eq!(parked.len(), 2, "both events of the poisoned aggregate wait, in order");
}
