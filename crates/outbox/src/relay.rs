//! The relay: one per destination, delivering what the stream holds.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use contracts::{CallError, Event};
use futures_util::future::{join, join_all};
use futures_util::stream::{FuturesUnordered, StreamExt};
use redis::RedisResult;
use redis::aio::{ConnectionManager, MultiplexedConnection};
use tokio_util::sync::CancellationToken;

use crate::lease::Lease;
use crate::parking::Parking;
use crate::stream::{Entry, length, remove, waiting};

/// How long one look at the stream waits for something to deliver, in milliseconds.
const BLOCK_MS: usize = 1_000;
/// How many aggregates are served side by side.
const SIDE_BY_SIDE: usize = 16;
/// In how many rounds an event may fail before it is itself suspected and parked.
const ATTEMPTS: u32 = 5;
/// How many of an aggregate's parked events are tried in one go.
const PARKED: usize = 64;
const SHORTEST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);
/// How often a relay without the lease asks for it, and one that Redis does not answer asks again.
const PATIENCE: Duration = Duration::from_millis(500);

/// Delivers a service's events to one destination.
pub struct Relay {
    redis: ConnectionManager,
    destination: &'static str,
    stream: String,
    lease: Lease,
    parking: Parking,
    /// Whether the last look at the outbox failed: said once, not twice a second.
    unread: AtomicBool,
}

/// How the delivery of one event ended.
enum Outcome {
    Taken,
    Refused,
    Away { answered: bool },
}

/// The event at which a lane stopped.
struct Stuck {
    id: String,
    /// Whether the destination was reached and failed on it.
    answered: bool,
    entry: Entry,
}

/// What came of one lane, or of all of a round.
#[derive(Default)]
struct Progress {
    taken: usize,
    stuck: Vec<Stuck>,
}

impl Progress {
    /// Whether it looks as if the destination is away, rather than failing on certain events.
    fn is_away(&self) -> bool {
        self.taken == 0 && !self.stuck.is_empty()
    }
}

impl Relay {
    /// The relay from the keyspace `prefix` to `destination`; `holder` names this process among its replicas.
    pub fn new(redis: ConnectionManager, prefix: &str, destination: &'static str, holder: String) -> Self {
        let stream = format!("{prefix}outbox:{destination}");
        let parking = Parking::new(redis.clone(), &stream);
        let lease = Lease::new(redis.clone(), format!("{stream}:lease"), holder);
        Self { redis, destination, stream, lease, parking, unread: AtomicBool::new(false) }
    }

    /// Delivers by `deliver` until `stop`, and then ends between two events. `connect` gives a connection that may
    /// block for more than a second, and `now` the time in unix seconds.
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
        while !stop.is_cancelled() {
            match self.lease.take().await {
                Ok(true) => {
                    let held = stop.child_token();
                    join(self.lease.keep(&held), self.rounds(&connect, &deliver, &now, &held)).await;
                    continue;
                }
                Ok(false) => {}
                Err(cause) => self.unread(&cause),
            }
            stop.run_until_cancelled(tokio::time::sleep(PATIENCE)).await;
        }
        self.lease.release().await;
    }

    /// Round after round while the lease is `held`.
    async fn rounds<C, D>(
        &self,
        connect: &impl Fn() -> C,
        deliver: &impl Fn(Event) -> D,
        now: &impl Fn() -> i64,
        held: &CancellationToken,
    ) where
        C: Future<Output = RedisResult<MultiplexedConnection>>,
        D: Future<Output = Result<(), CallError>>,
    {
        let mut pause = SHORTEST_PAUSE;
        let mut failures = HashMap::new();
        let mut connection = None;
        while !held.is_cancelled() {
            let wait = match self.round(&mut connection, connect, deliver, now, &mut failures, held).await {
                Ok(true) => {
                    self.unread.store(false, Ordering::Relaxed);
                    pause = SHORTEST_PAUSE;
                    continue;
                }
                Ok(false) => {
                    let wait = pause;
                    pause = (pause * 2).min(LONGEST_PAUSE);
                    wait
                }
                Err(cause) => {
                    self.unread(&cause);
                    connection = None;
                    PATIENCE
                }
            };
            held.run_until_cancelled(tokio::time::sleep(wait)).await;
        }
    }

    /// One look at the stream: false where some event could not be delivered, and a pause is due.
    async fn round<C, D>(
        &self,
        connection: &mut Option<MultiplexedConnection>,
        connect: &impl Fn() -> C,
        deliver: &impl Fn(Event) -> D,
        now: &impl Fn() -> i64,
        failures: &mut HashMap<String, u32>,
        held: &CancellationToken,
    ) -> RedisResult<bool>
    where
        C: Future<Output = RedisResult<MultiplexedConnection>>,
        D: Future<Output = Result<(), CallError>>,
    {
        let reading = match connection {
            Some(connection) => connection,
            None => connection.insert(connect().await?),
        };
        // Looking may be broken off at any moment; what follows may not, or what was delivered would go out twice.
        let Some(lanes) = held.run_until_cancelled(waiting(reading, &self.stream, BLOCK_MS)).await else {
            return Ok(true);
        };
        let progress = self.deliver_lanes(lanes?.into_lanes(), deliver, now(), held).await?;
        self.suspect(&progress, failures, now()).await?;
        if !progress.is_away() {
            self.retry_parked(deliver, now(), held).await?;
        }
        self.measure().await?;
        Ok(progress.stuck.is_empty())
    }

    /// Delivers the lanes side by side; where nothing goes through, no further ones are begun.
    async fn deliver_lanes<D>(
        &self,
        lanes: Vec<Vec<Entry>>,
        deliver: &impl Fn(Event) -> D,
        now: i64,
        held: &CancellationToken,
    ) -> RedisResult<Progress>
    where
        D: Future<Output = Result<(), CallError>>,
    {
        let mut waiting = lanes.into_iter();
        let mut under_way = FuturesUnordered::new();
        let mut all = Progress::default();
        let mut fault = None;
        loop {
            while under_way.len() < SIDE_BY_SIDE && !all.is_away() && fault.is_none() && !held.is_cancelled() {
                let Some(lane) = waiting.next() else { break };
                under_way.push(self.deliver_lane(lane, deliver, now, held));
            }
            match under_way.next().await {
                Some(Ok(Progress { taken, stuck })) => {
                    all.taken += taken;
                    all.stuck.extend(stuck);
                }
                Some(Err(cause)) => fault = Some(cause),
                None => return fault.map_or(Ok(all), Err),
            }
        }
    }

    /// Delivers one aggregate's events in order, up to the first that does not go through.
    async fn deliver_lane<D>(
        &self,
        lane: Vec<Entry>,
        deliver: &impl Fn(Event) -> D,
        now: i64,
        held: &CancellationToken,
    ) -> RedisResult<Progress>
    where
        D: Future<Output = Result<(), CallError>>,
    {
        let mut progress = Progress::default();
        let mut parked = match lane.first() {
            Some(first) => self.parking.holds(&first.aggregate).await?,
            None => false,
        };
        for entry in lane {
            if held.is_cancelled() {
                break;
            }
            let outcome = if parked { Outcome::Refused } else { self.deliver_one(&entry, deliver).await };
            match outcome {
                Outcome::Taken => {
                    remove(&self.redis, &self.stream, &entry.id).await?;
                    progress.taken += 1;
                }
                Outcome::Refused => {
                    self.parking.park(&entry, now).await?;
                    parked = true;
                }
                Outcome::Away { answered } => {
                    progress.stuck.push(Stuck { id: entry.id.clone(), answered, entry });
                    break;
                }
            }
        }
        Ok(progress)
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
        match deliver(event).await {
            Ok(()) => {
                metrics::counter!("outbox_delivered_total", "destination" => self.destination).increment(1);
                Outcome::Taken
            }
            Err(failure) if failure.is_about_the_caller() => {
                tracing::error!(%failure, destination = self.destination, "not let in, tried again");
                Outcome::Away { answered: false }
            }
            Err(CallError::Unavailable { answered, cause, .. }) => {
                tracing::warn!(cause, destination = self.destination, "not delivered, tried again");
                Outcome::Away { answered }
            }
            Err(refusal) => {
                tracing::error!(%refusal, aggregate = entry.aggregate, kind, "refused: parked");
                Outcome::Refused
            }
        }
    }

    /// Parks an event that fails in round after round while the destination lives: it may be the poison. That it lives
    /// is known by its answer, or by its taking other events in the same round.
    async fn suspect(&self, round: &Progress, failures: &mut HashMap<String, u32>, now: i64) -> RedisResult<()> {
        failures.retain(|id, _| round.stuck.iter().any(|stuck| stuck.id == *id));
        for Stuck { id, answered, entry } in &round.stuck {
            let count = failures.entry(id.clone()).or_default();
            *count += u32::from(*answered || round.taken > 0);
            if *count >= ATTEMPTS {
                let (aggregate, destination) = (&entry.aggregate, self.destination);
                tracing::error!(aggregate, destination, "fails again and again: parked");
                self.parking.park(entry, now).await?;
            }
        }
        Ok(())
    }

    /// Tries the parked aggregates that are due, side by side.
    async fn retry_parked<D>(
        &self,
        deliver: &impl Fn(Event) -> D,
        now: i64,
        held: &CancellationToken,
    ) -> RedisResult<()>
    where
        D: Future<Output = Result<(), CallError>>,
    {
        let due = self.parking.due(now, SIDE_BY_SIDE).await?;
        let retries = join_all(due.iter().map(|aggregate| self.retry(aggregate, deliver, now, held))).await;
        retries.into_iter().collect()
    }

    async fn retry<D>(
        &self,
        aggregate: &str,
        deliver: &impl Fn(Event) -> D,
        now: i64,
        held: &CancellationToken,
    ) -> RedisResult<()>
    where
        D: Future<Output = Result<(), CallError>>,
    {
        for _ in 0..PARKED {
            if held.is_cancelled() {
                break;
            }
            let Some(entry) = self.parking.first(aggregate).await? else { break };
            if !matches!(self.deliver_one(&entry, deliver).await, Outcome::Taken) {
                return self.parking.postpone(aggregate, now).await;
            }
            self.parking.remove_first(aggregate).await?;
        }
        Ok(())
    }

    async fn measure(&self) -> RedisResult<()> {
        let parked = self.parking.count().await?;
        metrics::gauge!("outbox_parked_aggregates", "destination" => self.destination).set(f64::from(parked));
        let waiting = length(&self.redis, &self.stream).await?;
        metrics::gauge!("outbox_waiting_events", "destination" => self.destination).set(f64::from(waiting));
        Ok(())
    }

    fn unread(&self, cause: &redis::RedisError) {
        if !self.unread.swap(true, Ordering::Relaxed) {
            tracing::warn!(%cause, destination = self.destination, "the outbox could not be read");
        }
    }
}
