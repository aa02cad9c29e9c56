//! A destination that remembers what it took and behaves as told, and a relay to it.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use boot::redis::{Context, Script, Store};
use contracts::{CallError, Event, EventHead};
use identity::Actor;
use outbox::Relay;
use redis::FromRedisValue;
use serde_json::json;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

static EMIT: LazyLock<Script> =
    LazyLock::new(|| Script::new(&[outbox::LUA], "emit('comms', ARGV[2], ARGV[3], ARGV[4]) return {'OK'}"));

pub(crate) async fn emit(store: &Store, aggregate: &str, version: u64) {
    let head = EventHead::new(Uuid::nil(), "test.changed", 0, Actor::service("test"), json!(null));
    let data = json!({ "version": version }).to_string();
    let context = Context::new().with("event", &head);
    store.run(&EMIT, &context, &[aggregate, &version.to_string(), &data]).await.unwrap();
}

pub(crate) async fn ask<T: FromRedisValue>(store: &Store, words: &[&str]) -> T {
    let mut command = redis::cmd(words[0]);
    words[1..].iter().for_each(|word| {
        command.arg(word);
    });
    command.query_async(&mut store.connection()).await.unwrap()
}

/// How many events wait in the stream.
pub(crate) async fn waiting(store: &Store) -> usize {
    ask(store, &["XLEN", "{incidents}:outbox:comms"]).await
}

/// How a destination meets the events of an aggregate.
#[derive(Clone, Copy)]
pub(crate) enum Mood {
    /// No connection.
    Away,
    /// A 5xx.
    Fails,
    /// It does not let us in.
    Forbids,
    /// Takes it, after a while.
    Slow(Duration),
    /// Takes it, and the answer is never heard.
    HangsAfterTaking,
}

#[derive(Clone, Default)]
pub(crate) struct Destination {
    taken: Arc<Mutex<Vec<(String, u64)>>>,
    moods: Arc<Mutex<HashMap<String, Mood>>>,
}

impl Destination {
    /// Towards `aggregate`, or towards all for `*`.
    pub(crate) fn be(&self, aggregate: &str, mood: Mood) {
        self.moods.lock().unwrap().insert(aggregate.to_owned(), mood);
    }

    pub(crate) fn be_well(&self) {
        self.moods.lock().unwrap().clear();
    }

    fn mood(&self, aggregate: &str) -> Option<Mood> {
        let moods = self.moods.lock().unwrap();
        moods.get(aggregate).or_else(|| moods.get("*")).copied()
    }

    async fn take(self, event: Event) -> Result<(), CallError> {
        let unavailable = |answered| CallError::Unavailable { peer: "comms", cause: "a test".to_owned(), answered };
        let mood = self.mood(&event.aggregate_id);
        match mood {
            Some(Mood::Away) => return Err(unavailable(false)),
            Some(Mood::Fails) => return Err(unavailable(true)),
            Some(Mood::Forbids) => {
                let (status, detail) = (reqwest::StatusCode::FORBIDDEN, String::new());
                return Err(CallError::Refused { peer: "comms", status, detail, problem: None });
            }
            Some(Mood::Slow(pause)) => tokio::time::sleep(pause).await,
            Some(Mood::HangsAfterTaking) | None => {}
        }
        self.taken.lock().unwrap().push((event.aggregate_id, event.version));
        if matches!(mood, Some(Mood::HangsAfterTaking)) {
            std::future::pending::<()>().await;
        }
        Ok(())
    }

    pub(crate) fn taken(&self) -> Vec<(String, u64)> {
        self.taken.lock().unwrap().clone()
    }

    /// The versions taken of `aggregate`, in the order they came.
    pub(crate) fn versions(&self, aggregate: &str) -> Vec<u64> {
        self.taken().into_iter().filter(|(of, _)| of == aggregate).map(|(_, version)| version).collect()
    }

    pub(crate) async fn wait_for(&self, count: usize) {
        for _ in 0..1_500 {
            if self.taken().len() >= count {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("only {:?} arrived", self.taken());
    }
}

/// A relay under way.
pub(crate) struct Running {
    pub(crate) stop: CancellationToken,
    pub(crate) task: JoinHandle<()>,
}

pub(crate) fn start(store: &Store, destination: &Destination) -> Running {
    start_at(store, destination, || 0)
}

/// A relay whose clock is `now`.
pub(crate) fn start_at(
    store: &Store,
    destination: &Destination,
    now: impl Fn() -> i64 + Send + Sync + 'static,
) -> Running {
    let stop = CancellationToken::new();
    let relay = Relay::new(store.connection(), store.prefix(), "comms", boot::random::secret());
    let (store, destination, stopping) = (store.clone(), destination.clone(), stop.clone());
    let task = tokio::spawn(async move {
        let connect = || store.blocking_connection(Duration::from_secs(2));
        relay.run(connect, |event| destination.clone().take(event), now, stopping).await;
    });
    Running { stop, task }
}
