//! Who is polled next and by whom, and which hosts are left alone.
//!
//! A claim is the provider's score in `polls`, moved ahead: it runs out by itself, and who holds it knows it by that very
//! number. Nobody else can come to the same one before it has run out.

use std::sync::LazyLock;

use boot::redis::{Context, Script};

use super::{CspStore, senseless};
use crate::domain::host::Host;
use crate::domain::provider::Name;
use crate::error::Error;

static CLAIM: LazyLock<Script> = LazyLock::new(|| Script::new(&[], include_str!("claim.lua")));
static MOVE: LazyLock<Script> = LazyLock::new(|| Script::new(&[], include_str!("move.lua")));
static SHIFT: LazyLock<Script> = LazyLock::new(|| Script::new(&[], include_str!("shift.lua")));
static GATE: LazyLock<Script> = LazyLock::new(|| Script::new(&[], include_str!("gate.lua")));
static FAILED: LazyLock<Script> = LazyLock::new(|| Script::new(&[], include_str!("failed.lua")));
static WELL: LazyLock<Script> = LazyLock::new(|| Script::new(&[], include_str!("well.lua")));

/// What was claimed at one moment, and how things stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// The providers, each with the address of its first feed; those most overdue first.
    pub providers: Vec<(Name, String)>,
    /// How late the most overdue was, milliseconds; 0 where none was due.
    pub late_ms: i64,
    /// When the next falls due, unix milliseconds; none where there are none.
    pub next_ms: Option<i64>,
    /// How many hosts are left alone now.
    pub hosts_away: u64,
}

/// A claim that is to be moved: renewed, or given back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// Whose.
    pub name: Name,
    /// Until when it holds, as it was claimed, unix milliseconds.
    pub from_ms: i64,
    /// Until when it is to hold, or when the provider is to fall due again.
    pub to_ms: i64,
}

/// Whether a host may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    /// Nothing is known against it.
    Open,
    /// It failed so often, has been left alone for long enough, and this is the one try.
    Probe(u32),
    /// It failed so often, and is left alone until then, unix milliseconds.
    Away(u32, i64),
}

impl CspStore {
    /// Claims up to `limit` providers that are due at `now_ms`, until `until_ms`.
    pub async fn claim(&self, now_ms: i64, until_ms: i64, limit: usize) -> Result<Claimed, Error> {
        let limit = i64::try_from(limit).map_err(senseless)?;
        let reply = self.redis.run(&CLAIM, &Context::new(), &[now_ms, until_ms, limit]).await?;
        let number = |at: usize| reply.text(at).and_then(|text| text.parse::<i64>().ok());
        let named: Vec<&str> = reply.rest().skip(3).flatten().collect();
        let pairs = named.chunks_exact(2).map(|pair| Ok((pair[0].parse().map_err(senseless)?, pair[1].to_owned())));
        Ok(Claimed {
            providers: pairs.collect::<Result<_, Error>>()?,
            late_ms: number(1).unwrap_or_default(),
            next_ms: number(2),
            hosts_away: reply.number(3).unwrap_or_default(),
        })
    }

    /// Moves claims that still hold; the answer is whose do not.
    pub async fn move_claims(&self, moves: &[Move]) -> Result<Vec<Name>, Error> {
        let arguments: Vec<String> = moves
            .iter()
            .flat_map(|step| [step.name.to_string(), step.from_ms.to_string(), step.to_ms.to_string()])
            .collect();
        let reply = self.redis.run(&MOVE, &Context::new(), &arguments).await?;
        reply.rest().flatten().map(|name| name.parse().map_err(senseless)).collect()
    }

    /// Moves every date by so many milliseconds: the clock was set.
    pub async fn shift(&self, by_ms: i64) -> Result<(), Error> {
        self.redis.run(&SHIFT, &Context::new(), &[by_ms]).await?;
        Ok(())
    }

    /// Whether these hosts may be asked at `now_ms`. Of one that was left alone long enough, whoever comes first makes the
    /// try, and has until `probe_until_ms` to say how it went; `always` makes a try of every question.
    pub async fn gate(
        &self,
        hosts: &[&Host],
        now_ms: i64,
        probe_until_ms: i64,
        always: bool,
    ) -> Result<Vec<Gate>, Error> {
        let mut arguments = vec![now_ms.to_string(), probe_until_ms.to_string(), u8::from(always).to_string()];
        arguments.extend(hosts.iter().map(|host| host.as_str().to_owned()));
        let reply = self.redis.run(&GATE, &Context::new(), &arguments).await?;
        let told: Vec<&str> = reply.rest().flatten().collect();
        told.chunks_exact(3).map(gate).collect()
    }

    /// Leaves a host alone until then, unless it is already: it failed for the `failures`th time in a row. `probe` says
    /// whether this was its one try.
    pub async fn host_failed(
        &self,
        host: &Host,
        failures: u32,
        probe: bool,
        now_ms: i64,
        until_ms: i64,
    ) -> Result<(), Error> {
        let arguments = [
            host.as_str().to_owned(),
            now_ms.to_string(),
            until_ms.to_string(),
            failures.to_string(),
            u8::from(probe).to_string(),
        ];
        self.redis.run(&FAILED, &Context::new(), &arguments).await?;
        Ok(())
    }

    /// Forgets what was known against a host: it answers.
    pub async fn host_well(&self, host: &Host) -> Result<(), Error> {
        self.redis.run(&WELL, &Context::new(), &[host.as_str()]).await?;
        Ok(())
    }
}

fn gate(told: &[&str]) -> Result<Gate, Error> {
    let failures = told[1].parse().map_err(senseless)?;
    match told[0] {
        "OPEN" => Ok(Gate::Open),
        "PROBE" => Ok(Gate::Probe(failures)),
        "AWAY" => Ok(Gate::Away(failures, told[2].parse().map_err(senseless)?)),
        other => Err(Error::Senseless(other.to_owned())),
    }
}
