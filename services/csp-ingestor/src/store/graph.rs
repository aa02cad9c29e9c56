//! What follows from what: where events are found by those who speak of them, and whose incident they belong to.

use std::collections::HashMap;
use std::sync::LazyLock;

use boot::redis::{Context, Script};
use contracts::EventHead;
use identity::audit::{self, Entry};
use redis::AsyncCommands;
use uuid::Uuid;

use super::events::BOUNDS;
use super::{CspStore, Record, WAKE, changes, json, senseless};
use crate::domain::Event;
use crate::domain::graph::judge::{TOLERANCE, WINDOW};
use crate::domain::linked::{self, Linked};
use crate::error::Error;

/// For how long events are found by those who speak of them, seconds from their beginning.
const REMEMBERED: i64 = 14 * 86_400;
/// The most events of one provider that are found, and the most that are found to speak of it.
const MOST_FOUND: usize = 2000;
/// The most of these that are one provider's own.
const MOST_OF_ONE: usize = 200;
/// How often an event comes to belong to another's incident, or is back there, before it stands for itself for good.
const MOST_TURNS: usize = 20;
/// The most events that one change of another wakes of either kind: those that speak of its provider, and its effects.
const MOST_WOKEN: usize = 500;
/// The most events of one provider that an event is held against: those that began last before it.
const MOST_SUSPECTS: isize = 50;

static HEARD: LazyLock<Script> = LazyLock::new(|| Script::new(&[WAKE], include_str!("heard.lua")));
static SPEAKS: LazyLock<Script> = LazyLock::new(|| Script::new(&[], include_str!("speaks.lua")));
static CONCERNS: LazyLock<Script> =
    LazyLock::new(|| Script::new(&[audit::LUA, BOUNDS, outbox::LUA, changes::LUA], include_str!("concerns.lua")));
static ATTACH: LazyLock<Script> =
    LazyLock::new(|| Script::new(&[audit::LUA, BOUNDS, outbox::LUA, changes::LUA, WAKE], include_str!("attach.lua")));

/// What of a changed event counts for others.
pub struct Heard<'a> {
    /// The event.
    pub event: &'a Event,
    /// Whose it is: the name in the catalogue, where it has one.
    pub party: &'a str,
    /// Whether it is degraded.
    pub degraded: bool,
    /// All that counts of it for others, in short: the same while nothing of it has changed.
    pub facts: u64,
}

/// Whose incident an event belongs to, as it changes.
pub struct Attachment<'a> {
    /// The event.
    pub event: &'a Event,
    /// The root whose it was, as read.
    pub before: Option<Uuid>,
    /// The root whose it is from now on, and how it belongs there.
    pub now: Option<(Uuid, &'a Linked)>,
    /// How it stood to the old root when it left, where it has left.
    pub gone: Option<&'a Linked>,
    /// Whether a person says that it follows from another: then it belongs there however often it has turned round.
    pub confirmed: bool,
}

impl CspStore {
    /// Notes where a changed event is found, and wakes those whose causes may be others now.
    pub async fn heard(&self, heard: &Heard<'_>, now: i64) -> Result<(), Error> {
        let event = heard.event;
        let arguments = [
            event.id.to_string(),
            event.ts_start.to_string(),
            heard.party.to_owned(),
            u8::from(heard.degraded).to_string(),
            heard.facts.to_string(),
            (now - REMEMBERED).to_string(),
            (event.ts_start - TOLERANCE).to_string(),
            (event.ts_start + WINDOW).to_string(),
            MOST_WOKEN.to_string(),
            MOST_FOUND.to_string(),
            REMEMBERED.to_string(),
        ];
        self.redis.run(&HEARD, &Context::new(), &arguments).await?;
        Ok(())
    }

    /// Notes of whom an event speaks, or on whom its provider runs.
    pub async fn speaks(&self, event: &Event, parties: &[&str], now: i64) -> Result<(), Error> {
        if parties.is_empty() {
            return Ok(());
        }
        let mut arguments = vec![
            event.id.to_string(),
            event.provider.clone(),
            // What claims to begin later would stay the longest.
            event.ts_start.min(now).to_string(),
            (now - REMEMBERED).to_string(),
            MOST_FOUND.to_string(),
            MOST_OF_ONE.to_string(),
            REMEMBERED.to_string(),
        ];
        arguments.extend(parties.iter().map(|party| (*party).to_owned()));
        self.redis.run(&SPEAKS, &Context::new(), &arguments).await?;
        Ok(())
    }

    /// The events of each of the `parties` that began at such a time that `event` may follow from them, without updates.
    pub async fn suspects(&self, event: &Event, parties: &[&str]) -> Result<Vec<(String, Record)>, Error> {
        let mut pipe = redis::pipe();
        for party in parties {
            let list = self.redis.key(&format!("graph:began:{party}"));
            let (latest, earliest) = (event.ts_start + TOLERANCE, event.ts_start - WINDOW);
            pipe.zrevrangebyscore_limit(list, latest, earliest, 0, MOST_SUSPECTS);
        }
        if parties.is_empty() {
            return Ok(Vec::new());
        }
        let found: Vec<Vec<String>> = pipe.query_async(&mut self.redis.connection()).await?;
        let mut party_of = HashMap::new();
        for (party, ids) in parties.iter().zip(found) {
            for id in ids {
                party_of.insert(id.parse::<Uuid>().map_err(senseless)?, *party);
            }
        }
        party_of.remove(&event.id);
        let records = self.events_by_id(party_of.keys().copied()).await?;
        let of = |record: Record| party_of.get(&record.event.id).map(|party| ((*party).to_owned(), record));
        Ok(records.into_values().filter_map(of).collect())
    }

    /// Keeps which of our services an event concerns.
    pub async fn keep_concerns(
        &self,
        event: &Event,
        labels: &[String],
        head: &EventHead,
        audit: &Entry,
    ) -> Result<(), Error> {
        let context = Context::new().with("audit", audit).with("event", head);
        let arguments = [
            event.id.to_string(),
            json(&labels)?,
            event.provider.clone(),
            audit.at.to_string(),
            self.bounds.told.to_string(),
            self.bounds.audited.to_string(),
        ];
        self.redis.run(&CONCERNS, &context, &arguments).await?;
        Ok(())
    }

    /// The root that an event belongs to, and how, where that is still known.
    pub async fn root_of(&self, id: Uuid) -> Result<Option<(Uuid, Option<Linked>)>, Error> {
        let mut redis = self.redis.connection();
        let root: Option<String> = redis.hget(self.redis.key(&format!("event:{id}")), "root").await?;
        let Some(root) = root else { return Ok(None) };
        let text: Option<String> = redis.hget(self.redis.key(&format!("linked:{root}")), id.to_string()).await?;
        let linked = text.as_deref().map(serde_json::from_str).transpose().map_err(senseless)?;
        Ok(Some((root.parse().map_err(senseless)?, linked)))
    }

    /// The events that belong, or belonged, to the incident of `root`.
    pub async fn linked_to(&self, root: Uuid) -> Result<Vec<Linked>, Error> {
        let texts: Vec<String> = self.redis.connection().hvals(self.redis.key(&format!("linked:{root}"))).await?;
        texts.iter().map(|text| serde_json::from_str(text).map_err(senseless)).collect()
    }

    /// Lets an event belong to another's incident, or no longer; incidents will be told of both.
    pub async fn attach(
        &self,
        attachment: &Attachment<'_>,
        head: &EventHead,
        audit: &Entry,
    ) -> Result<Attached, Error> {
        let context = Context::new().with("audit", audit).with("event", head);
        let root = |id: Option<Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
        let text = |linked: Option<&Linked>| linked.map(json).transpose().map(Option::unwrap_or_default);
        let arguments = [
            attachment.event.id.to_string(),
            root(attachment.before),
            root(attachment.now.map(|(id, _)| id)),
            text(attachment.now.map(|(_, linked)| linked))?,
            text(attachment.gone)?,
            linked::MOST.to_string(),
            attachment.event.provider.clone(),
            audit.at.to_string(),
            if attachment.confirmed { String::new() } else { MOST_TURNS.to_string() },
            self.bounds.told.to_string(),
            self.bounds.audited.to_string(),
        ];
        match self.redis.run(&ATTACH, &context, &arguments).await?.word() {
            "OK" | "SAME" | "MISSING" => Ok(Attached::Done),
            "CHANGED" => Ok(Attached::Changed),
            "FULL" => Ok(Attached::Full),
            other => Err(Error::Senseless(other.to_owned())),
        }
    }
}

/// How an attachment was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attached {
    /// It is so.
    Done,
    /// Somebody else changed it: look again.
    Changed,
    /// As many belong there as may, or it has turned round too often: it stands for itself.
    Full,
}
