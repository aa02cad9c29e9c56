//! Keeping one of the cluster's own flags at hand.

use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use redis::aio::ConnectionManager;
use redis::{AsyncCommands, RedisResult};
use tokio_util::sync::CancellationToken;

use crate::FlagsClient;
use crate::flags::{EVERYBODY, OFF, ON, Switch};

/// How often flags is asked.
const PAUSE: Duration = Duration::from_secs(1);

/// Where a switch stands, as far as a service knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Standing {
    /// Nobody has said it yet since the start.
    Unknown,
    /// On.
    On,
    /// Off.
    Off,
}

/// A [`Standing`] that requests read while a job writes it.
#[derive(Debug)]
pub struct StandingCell(AtomicU8);

impl Default for StandingCell {
    fn default() -> Self {
        Self(AtomicU8::new(Standing::Unknown as u8))
    }
}

impl StandingCell {
    /// Where it stands.
    pub fn get(&self) -> Standing {
        match self.0.load(Ordering::Acquire) {
            on if on == Standing::On as u8 => Standing::On,
            off if off == Standing::Off as u8 => Standing::Off,
            _ => Standing::Unknown,
        }
    }

    /// From now on it stands here; answers whether that is a change.
    pub fn set(&self, standing: Standing) -> bool {
        self.0.swap(standing as u8, Ordering::AcqRel) != standing as u8
    }
}

/// Asks for a switch every second, for everybody outside.
///
/// What flags says is also kept in the service's own keyspace: what a person has switched off is not on again because
/// the service starts while flags is away.
pub struct SwitchKeeper {
    flags: FlagsClient,
    switch: Switch,
    redis: ConnectionManager,
    key: String,
    /// What counts.
    known: Option<bool>,
    /// What was written down last.
    written: Option<bool>,
}

impl SwitchKeeper {
    /// A keeper of `switch` that remembers it under `{prefix}switch:<flag>`.
    pub fn new(flags: FlagsClient, switch: Switch, redis: ConnectionManager, prefix: &str) -> Self {
        Self { flags, switch, redis, key: format!("{prefix}switch:{}", switch.key), known: None, written: None }
    }

    /// Tells `turn` where the switch stands, every second until `stop`.
    pub async fn run(mut self, turn: impl Fn(Standing), stop: CancellationToken) {
        loop {
            turn(self.step().await);
            if stop.run_until_cancelled(tokio::time::sleep(PAUSE)).await.is_none() {
                return;
            }
        }
    }

    /// Asks once. Where flags has not answered since the start, what it said before counts, and then the default.
    pub async fn step(&mut self) -> Standing {
        let (user, role) = EVERYBODY;
        match self.flags.heard(&self.switch, user, role).await {
            Some(on) => self.keep(on).await,
            None if self.known.is_none() => self.recall().await,
            None => {}
        }
        match self.known {
            Some(true) => Standing::On,
            Some(false) => Standing::Off,
            None => Standing::Unknown,
        }
    }

    async fn keep(&mut self, on: bool) {
        self.known = Some(on);
        if self.written != Some(on) {
            let word = if on { ON } else { OFF };
            // What cannot be written now is tried again in a second.
            let written: RedisResult<()> = self.redis.set(&self.key, word).await;
            self.written = written.is_ok().then_some(on);
        }
    }

    async fn recall(&mut self) {
        let kept: RedisResult<Option<String>> = self.redis.get(&self.key).await;
        if let Ok(kept) = kept {
            self.written = kept.map(|word| word == ON);
            self.known = Some(self.written.unwrap_or(self.switch.otherwise));
        }
    }
}
