//! The relay: one per destination, delivering what the stream holds.

use std::collections::HashMap;
use std::time::Duration;

use contracts::{CallError, Event};
use futures_util::future::join_all;
use redis::aio::{ConnectionManager, MultiplexedConnection};
use redis::{ExistenceCheck, RedisResult, SetExpiry, SetOptions};
use tokio_util::sync::CancellationToken;

use crate::parking::Parking;
use crate::stream::{Entry, remove, waiting};

/// How long a relay holds the lease on its stream without renewing it: replicas take over after that.
const LEASE_MS: u64 = 5_000;
/// How long one look at the stream waits for something to deliver, in milliseconds.
const BLOCK_MS: usize = 1_000;
/// How many aggregates are served side by side.
const LANES: usize = 16;
/// After how many 5xx answers in a row an event is itself suspected and parked.
const ATTEMPTS: u32 = 5;
const SHORTEST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// Delivers a service's events to one destination.
pub struct Relay {
    redis: ConnectionManager,
    destination: &'static str,
    stream: String,
    lease: String,
    parking: Parking,
    holder: String,
}

/// The event at which a destination stopped answering.
struct Stuck {
    entry: Entry,
    /// Whether the destination was reached and failed on it.
    answered: bool,
}

/// How the delivery of one event ended.
enum Outcome {
    Taken,
    Refused,
    Away { answered: bool },
}

impl Relay {
    /// The relay from the keyspace `prefix` to `destination`; `holder` names this process among its replicas.
    pub fn new(redis: ConnectionManager, prefix: &str, destination: &'static str, holder: String) -> Self {
        let stream = format!("{prefix}outbox:{destination}");
        let parking = Parking::new(redis.clone(), &stream);
        Self { lease: format!("{stream}:lease"), redis, destination, stream, parking, holder }
    }

    /// Delivers by `deliver` until `stop`. `connect` gives a connection that may block for more than a second, and
    /// `now` the time in unix seconds.
    pub async fn run<C, D>(
        self,
        connect: impl Fn() -> C,
        deliver: impl Fn(Event) -> D,
        now: impl Fn() -> i64,
        stop: CancellationToken,
    ) where
        C: Future<Output = RedisResult<MultiplexedConnection>>,
        D: Future<Output = Result<(), CallError>>,
    {
        let mut pause = SHORTEST_PAUSE;
        let mut failures = HashMap::new();
        let mut connection = None;
        while !stop.is_cancelled() {
            let round = tokio::select! {
                () = stop.cancelled() => break,
                round = self.round(&mut connection, &connect, &deliver, &now, &mut failures) => round,
            };
            match round {
                Ok(true) => pause = SHORTEST_PAUSE,
                Ok(false) => pause = wait(pause, &stop).await,
                Err(cause) => {
                    tracing::warn!(%cause, destination = self.destination, "the outbox could not be read");
                    connection = None;
                    pause = wait(pause, &stop).await;
                }
            }
        }
        self.release().await;
    }

    /// One look at the stream: false where the destination (or another holder's lease) makes it wait.
    async fn round<C, D>(
        &self,
        connection: &mut Option<MultiplexedConnection>,
        connect: &impl Fn() -> C,
        deliver: &impl Fn(Event) -> D,
        now: &impl Fn() -> i64,
        failures: &mut HashMap<String, u32>,
    ) -> RedisResult<bool>
    where
        C: Future<Output = RedisResult<MultiplexedConnection>>,
        D: Future<Output = Result<(), CallError>>,
    {
        if !self.hold_lease().await? {
            return Ok(false);
        }
        let reading = match connection {
            Some(connection) => connection,
            None => connection.insert(connect().await?),
        };
        let entries = waiting(reading, &self.stream, BLOCK_MS).await?;
        let went_on = self.step(entries, deliver, now(), failures).await?;
        self.retry_parked(deliver, now()).await?;
        Ok(went_on)
    }

    /// Delivers `entries`, in order per aggregate and side by side across aggregates.
    async fn step<D>(
        &self,
        entries: Vec<Entry>,
        deliver: &impl Fn(Event) -> D,
        now: i64,
        failures: &mut HashMap<String, u32>,
    ) -> RedisResult<bool>
    where
        D: Future<Output = Result<(), CallError>>,
    {
        let mut lanes: Vec<Vec<Entry>> = Vec::new();
        let mut lane_of: HashMap<String, usize> = HashMap::new();
        for entry in entries {
            let lane = *lane_of.entry(entry.aggregate.clone()).or_insert_with(|| {
                lanes.push(Vec::new());
                lanes.len() - 1
            });
            lanes[lane].push(entry);
        }
        let mut stuck: Vec<Stuck> = Vec::new();
        for side_by_side in lanes.chunks(LANES) {
            let ends = join_all(side_by_side.iter().map(|lane| self.deliver_lane(lane, deliver, now))).await;
            for end in ends {
                stuck.extend(end?);
            }
            if !stuck.is_empty() {
                break;
            }
            self.hold_lease().await?;
        }
        self.suspect(&stuck, failures, now).await?;
        Ok(stuck.is_empty())
    }

    /// Delivers one aggregate's events; the answer is the event at which the destination stopped answering.
    async fn deliver_lane<D>(
        &self,
        lane: &[Entry],
        deliver: &impl Fn(Event) -> D,
        now: i64,
    ) -> RedisResult<Option<Stuck>>
    where
        D: Future<Output = Result<(), CallError>>,
    {
        for entry in lane {
            if self.parking.holds(&entry.aggregate).await? {
                self.parking.park(entry, now).await?;
                continue;
            }
            match self.deliver_one(entry, deliver).await {
                Outcome::Taken => remove(&self.redis, &self.stream, &entry.id).await?,
                Outcome::Refused => self.parking.park(entry, now).await?,
                Outcome::Away { answered } => return Ok(Some(Stuck { entry: entry.clone(), answered })),
            }
        }
        Ok(None)
    }

    async fn deliver_one<D>(&self, entry: &Entry, deliver: &impl Fn(Event) -> D) -> Outcome
    where
        D: Future<Output = Result<(), CallError>>,
    {
        let Some(event) = entry.event() else {
            tracing::error!(entry = entry.id, destination = self.destination, "not an event: parked");
            return Outcome::Refused;
        };
        let kind = event.kind.clone();
        let outcome = match deliver(event).await {
            Ok(()) => Outcome::Taken,
            Err(CallError::Unavailable { answered, cause, .. }) => {
                tracing::warn!(cause, destination = self.destination, "not delivered, tried again");
                Outcome::Away { answered }
            }
            Err(refusal) => {
                tracing::error!(%refusal, aggregate = entry.aggregate, kind, "refused: parked");
                Outcome::Refused
            }
        };
        if matches!(outcome, Outcome::Taken) {
            metrics::counter!("outbox_delivered_total", "destination" => self.destination).increment(1);
        }
        outcome
    }

    /// Parks an event that was answered with 5xx again and again while the destination lives: it may be the poison.
    async fn suspect(&self, stuck: &[Stuck], failures: &mut HashMap<String, u32>, now: i64) -> RedisResult<()> {
        failures.retain(|id, _| stuck.iter().any(|stuck| stuck.entry.id == *id));
        for Stuck { entry, answered } in stuck {
            let count = failures.entry(entry.id.clone()).or_default();
            *count = if *answered { *count + 1 } else { 0 };
            if *count >= ATTEMPTS {
                tracing::error!(
                    aggregate = entry.aggregate,
                    destination = self.destination,
                    "fails again and again: parked"
                );
                self.parking.park(entry, now).await?;
            }
        }
        Ok(())
    }

    async fn retry_parked<D>(&self, deliver: &impl Fn(Event) -> D, now: i64) -> RedisResult<()>
    where
        D: Future<Output = Result<(), CallError>>,
    {
        for aggregate in self.parking.due(now).await? {
            while let Some(entry) = self.parking.first(&aggregate).await? {
                if !matches!(self.deliver_one(&entry, deliver).await, Outcome::Taken) {
                    self.parking.postpone(&aggregate, now).await?;
                    break;
                }
                self.parking.remove_first(&aggregate).await?;
            }
        }
        let parked = self.parking.count().await?;
        metrics::gauge!("outbox_parked_aggregates", "destination" => self.destination).set(f64::from(parked));
        Ok(())
    }

    async fn hold_lease(&self) -> RedisResult<bool> {
        let options =
            SetOptions::default().conditional_set(ExistenceCheck::NX).with_expiration(SetExpiry::PX(LEASE_MS));
        let mut redis = self.redis.clone();
        let taken: Option<String> =
            redis::AsyncCommands::set_options(&mut redis, &self.lease, &self.holder, options).await?;
        if taken.is_some() {
            return Ok(true);
        }
        let holder: Option<String> = redis::AsyncCommands::get(&mut redis, &self.lease).await?;
        if holder.as_deref() != Some(&self.holder) {
            return Ok(false);
        }
        let () = redis::AsyncCommands::pexpire(&mut redis, &self.lease, LEASE_MS.cast_signed()).await?;
        Ok(true)
    }

    async fn release(&self) {
        let mut redis = self.redis.clone();
        let holder: Option<String> = redis::AsyncCommands::get(&mut redis, &self.lease).await.unwrap_or_default();
        if holder.as_deref() == Some(&self.holder) {
            let _: RedisResult<()> = redis::AsyncCommands::del(&mut redis, &self.lease).await;
        }
    }
}

async fn wait(pause: Duration, stop: &CancellationToken) -> Duration {
    tokio::select! {
        () = stop.cancelled() => {}
        () = tokio::time::sleep(pause) => {}
    }
    (pause * 2).min(LONGEST_PAUSE)
}
