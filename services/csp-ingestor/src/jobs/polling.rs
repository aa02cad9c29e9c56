//! Polling: whoever is due is claimed in batches and asked, so many at a time and a few at one host, on all replicas beside
//! each other. A claim holds for less than a minute and is renewed while its look goes on: the work of a replica that
//! died is taken over when its claims run out. One that lost a claim does no harm: its look bears a ticket.

use std::collections::HashMap;
use std::time::Duration;

use boot::random;
use tokio::task::{Id, JoinSet};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::domain::host::Host;
use crate::domain::provider::{self, Name};
use crate::domain::turns::{Bounds, Turns};
use crate::error::Error;
use crate::ingest::{self, Look};
use crate::store::Move;

/// How long a claim holds without being renewed, milliseconds.
const CLAIM_MS: i64 = 40_000;
/// How often claims are renewed, milliseconds.
const RENEW_MS: i64 = 10_000;
/// When a provider falls due again for whose host there are too many, milliseconds.
const PUT_BACK_MS: i64 = 5_000;
/// The most providers that are claimed at once.
const BATCH: usize = 128;
/// How long there is at least and at most between two claims.
const REST: std::ops::RangeInclusive<Duration> = Duration::from_millis(200)..=Duration::from_secs(1);
/// How long polling rests when the store does not answer.
const LONG_REST: Duration = Duration::from_secs(3);
/// A clock that went back by more than this was set, milliseconds.
const SET_BACK_MS: i64 = 2_000;

/// Polls until `stop`, and then gives back what it has claimed. A look may be broken off at any point: what it wrote is
/// whole.
pub async fn run(app: App, stop: CancellationToken) {
    let mut poller = Poller::new(app, Bounds::default());
    let mut next = Instant::now();
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            Some(_) = poller.ended() => {
                poller.begin();
                continue;
            }
            () = tokio::time::sleep_until(next) => {}
        }
        let rest = poller.round().await.unwrap_or_else(|cause| {
            tracing::warn!(%cause, "polling failed");
            LONG_REST
        });
        next = Instant::now() + rest;
    }
    if let Err(cause) = poller.give_back().await {
        tracing::debug!(%cause, "claims run out by themselves");
    }
}

/// The polling of one process.
pub struct Poller {
    app: App,
    turns: Turns,
    /// Until when each claim holds, unix milliseconds.
    claims: HashMap<Name, i64>,
    looks: JoinSet<Result<Look, Error>>,
    /// Who is being looked at, where.
    under_way: HashMap<Id, (Name, Host)>,
    renewed_ms: i64,
    /// The time of the last round, by the clock that people set and by the one that nobody does.
    clocks: (i64, Instant),
}

impl Poller {
    /// Nothing is claimed yet.
    pub fn new(app: App, bounds: Bounds) -> Self {
        let now_ms = app.clock.now_ms();
        Self {
            app,
            turns: Turns::new(bounds),
            claims: HashMap::new(),
            looks: JoinSet::new(),
            under_way: HashMap::new(),
            renewed_ms: now_ms,
            clocks: (now_ms, Instant::now()),
        }
    }

    /// One round: renews claims, claims who is due, and begins as many looks as may be. The answer is how long it takes
    /// until another round is worth it.
    pub async fn round(&mut self) -> Result<Duration, Error> {
        self.follow_the_clock().await?;
        let now_ms = self.app.clock.now_ms();
        if now_ms - self.renewed_ms >= RENEW_MS {
            self.renew(now_ms).await?;
        }
        let room = self.turns.room().min(BATCH);
        let claimed = self.app.store.claim(now_ms, now_ms + CLAIM_MS, room).await?;
        metrics::gauge!("csp_poll_lag_seconds").set(seconds(claimed.late_ms));
        metrics::gauge!("csp_hosts_left_alone").set(f64::from(u32::try_from(claimed.hosts_away).unwrap_or(u32::MAX)));
        let mut too_many = Vec::new();
        for (name, address) in claimed.providers {
            if self.turns.wait(name.clone(), &Host::of(&address)) {
                self.claims.insert(name, now_ms + CLAIM_MS);
            } else {
                let to_ms = now_ms + provider::jittered_ms(PUT_BACK_MS, random::fraction());
                too_many.push(Move { name, from_ms: now_ms + CLAIM_MS, to_ms });
            }
        }
        self.begin();
        if !too_many.is_empty() {
            self.app.store.move_claims(&too_many).await?;
        }
        let until_next = claimed.next_ms.map_or(i64::MAX, |next_ms| next_ms - now_ms);
        let until_next = Duration::from_millis(u64::try_from(until_next).unwrap_or_default());
        Ok(until_next.clamp(*REST.start(), *REST.end()))
    }

    /// Begins the looks whose turn it is.
    pub fn begin(&mut self) {
        while let Some((name, host)) = self.turns.begin() {
            let (app, of) = (self.app.clone(), name.clone());
            // A task of its own: a feed that trips us up costs its own look and no other.
            let task = self.looks.spawn(async move { ingest::poll(&app, &of).await });
            self.under_way.insert(task.id(), (name, host));
        }
        metrics::gauge!("csp_looks_under_way")
            .set(f64::from(u32::try_from(self.turns.under_way()).unwrap_or(u32::MAX)));
    }

    /// Waits for a look to end: whose it was, and what it came to; none where none is under way. May be broken off.
    pub async fn ended(&mut self) -> Option<(Name, Option<Look>)> {
        let ended = self.looks.join_next_with_id().await?;
        let id = ended.as_ref().map_or_else(tokio::task::JoinError::id, |(id, _)| *id);
        let (name, host) = self.under_way.remove(&id)?;
        self.turns.done(&host);
        self.claims.remove(&name);
        let provider = name.as_str();
        let look = match ended {
            Ok((_, Ok(look))) => Some(look),
            // Removed since it was claimed.
            Ok((_, Err(Error::NoProvider))) => None,
            Ok((_, Err(cause))) => {
                tracing::warn!(%cause, provider, "a look at a provider failed");
                None
            }
            Err(cause) => {
                tracing::error!(%cause, provider, "a look at a provider broke down");
                None
            }
        };
        Some((name, look))
    }

    /// Breaks off all looks and gives back what is claimed: it is due at once, for other replicas.
    pub async fn give_back(mut self) -> Result<(), Error> {
        self.looks.shutdown().await;
        let now_ms = self.app.clock.now_ms();
        let moves = self.moves(now_ms);
        if !moves.is_empty() {
            self.app.store.move_claims(&moves).await?;
        }
        Ok(())
    }

    /// Renews all claims. Whoever is claimed by another by now waits here no longer.
    async fn renew(&mut self, now_ms: i64) -> Result<(), Error> {
        self.renewed_ms = now_ms;
        let until_ms = now_ms + CLAIM_MS;
        let moves = self.moves(until_ms);
        if moves.is_empty() {
            return Ok(());
        }
        let lost = self.app.store.move_claims(&moves).await?;
        self.claims.values_mut().for_each(|until| *until = until_ms);
        for name in lost {
            self.claims.remove(&name);
            self.turns.forget(&name);
        }
        Ok(())
    }

    fn moves(&self, to_ms: i64) -> Vec<Move> {
        self.claims.iter().map(|(name, from_ms)| Move { name: name.clone(), from_ms: *from_ms, to_ms }).collect()
    }

    /// Where the clock was set back, all would be due too late: their dates are set back with it. Where several replicas
    /// see it, some are asked a little early.
    async fn follow_the_clock(&mut self) -> Result<(), Error> {
        let (now_ms, now) = (self.app.clock.now_ms(), Instant::now());
        let (before_ms, before) = self.clocks;
        let passed = i64::try_from((now - before).as_millis()).unwrap_or(i64::MAX);
        let went = now_ms - before_ms - passed;
        if went < -SET_BACK_MS {
            tracing::warn!(by_ms = went, "the clock was set back");
            self.app.store.shift(went).await?;
            self.claims.values_mut().for_each(|until| *until += went);
            self.renewed_ms = now_ms;
        }
        self.clocks = (now_ms, now);
        Ok(())
    }
}

fn seconds(ms: i64) -> f64 {
    Duration::from_millis(u64::try_from(ms).unwrap_or_default()).as_secs_f64()
}
