//! Events, their indexes, and what incidents is told of them.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use boot::redis::{Context, Reply, Script};
use contracts::EventHead;
use identity::audit::{self, Entry};
use redis::AsyncCommands;
use uuid::Uuid;

use super::plans::{self, Planned};
use super::{CspStore, changes, json, search, senseless};
use crate::domain::{Event, Update};
use crate::error::Error;

static WRITE: LazyLock<Script> = LazyLock::new(|| {
    let heads = [audit::LUA, outbox::LUA, LISTS, changes::LUA, plans::LUA, FORGET, BOUNDS];
    Script::new(&heads, include_str!("event.lua"))
});
static MISSED: LazyLock<Script> = LazyLock::new(|| Script::new(&[], include_str!("missed.lua")));
static LINK: LazyLock<Script> = LazyLock::new(|| Script::new(&[audit::LUA, changes::LUA], include_str!("link.lua")));
static ALIAS: LazyLock<Script> = LazyLock::new(|| Script::new(&[], include_str!("alias.lua")));

/// The function `list()` of scripts that change in which lists an event stands.
pub(super) const LISTS: &str = include_str!("lists.lua");
/// The function `make_room()`, by which the oldest events go.
const FORGET: &str = include_str!("forget.lua");
/// The functions that count what a provider does within an hour. After the audit's.
pub(super) const BOUNDS: &str = include_str!("bounds.lua");

/// The fields of a record, as they are read: updates only where they are asked for.
const FIELDS: [&str; 6] = ["event", "version", "missed", "incident", "concerns", "updates"];

/// How many records are read at once: each may hold a good 100 kB, and Redis answers in time or not at all.
const AT_ONCE: usize = 100;

/// What is kept of an event beside what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The event.
    pub event: Event,
    /// How many good polls in a row it has been missing from.
    pub missed: u32,
    /// The incident that was opened on its account.
    pub incident_id: Option<String>,
}

/// What is known of the events of a provider that a reading may be about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// The events, by the id they are kept under.
    pub records: HashMap<String, Record>,
    /// Of the ids that the reading names, the one that the event is kept under: its feeds may call it by several.
    pub names: BTreeMap<String, String>,
}

/// A change of an event to be written.
pub struct Write<'a> {
    /// The event as it is now.
    pub event: &'a Event,
    /// The place of the asking that showed it.
    pub ticket: u64,
    /// Whether incidents is told so that one is opened on its account.
    pub opens: bool,
    /// What incidents is told, if it is.
    pub told: Option<&'a EventHead>,
    /// The event that bore its external id until now and is over, where a new one takes its place.
    pub replaces: Option<Uuid>,
    /// What the feed shows of it, where it shows it.
    pub original: Option<&'a str>,
    /// Who did it.
    pub audit: &'a Entry,
}

/// How a change was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// It is on disk.
    Done,
    /// Somebody else changed the event: read it again.
    Changed,
    /// A later look at the feed has been written already.
    Stale,
    /// The provider has had as many incidents opened within the hour as it may: nothing was changed.
    Held,
    /// There are as many events of the provider as are kept, and none of them makes room for this one.
    Full,
}

impl CspStore {
    /// Writes what a look at a feed has changed of one event, all or nothing.
    pub async fn write(&self, write: &Write<'_>) -> Result<Written, Error> {
        self.write_as(write, Some(write.ticket)).await
    }

    /// Writes what a person has changed of one event, all or nothing: no look has seen it, so that its ticket counts for
    /// nothing, and how often the event was missed stays.
    pub async fn write_by_hand(&self, write: &Write<'_>) -> Result<Written, Error> {
        self.write_as(write, None).await
    }

    async fn write_as(&self, write: &Write<'_>, ticket: Option<u64>) -> Result<Written, Error> {
        let event = write.event;
        let mut context = Context::new().with("audit", write.audit).with("plan", &Planned::of(event));
        if let Some(head) = write.told {
            context = context.with("event", head);
        }
        let told = write.told.map(|_| json(event)).transpose()?.unwrap_or_default();
        let arguments = [
            event.id.to_string(),
            event.provider.clone(),
            event.external_id.clone(),
            (event.version - 1).to_string(),
            ticket.map(|ticket| ticket.to_string()).unwrap_or_default(),
            json(&Event { updates: Vec::new(), ..event.clone() })?,
            json(&event.updates)?,
            json(&search::facets(event))?,
            u8::from(event.status.is_over()).to_string(),
            told,
            write.replaces.map(|id| id.to_string()).unwrap_or_default(),
            write.original.unwrap_or_default().to_owned(),
            event.ts_start.to_string(),
            write.audit.at.to_string(),
            u8::from(write.opens).to_string(),
            self.bounds.events.to_string(),
            self.bounds.opened.to_string(),
            self.bounds.audited.to_string(),
            self.bounds.told.to_string(),
        ];
        written(&self.redis.run(&WRITE, &context, &arguments).await?)
    }

    /// Notes how many good polls in a row an event has been missing from.
    pub async fn note_missed(&self, event: &Event, ticket: u64, count: u32) -> Result<Written, Error> {
        let arguments = [event.id.to_string(), event.version.to_string(), ticket.to_string(), count.to_string()];
        written(&self.redis.run(&MISSED, &Context::new(), &arguments).await?)
    }

    /// Remembers the incident that was opened on an event's account.
    pub async fn link(&self, id: Uuid, incident_id: &str, audit: &Entry) -> Result<(), Error> {
        let context = Context::new().with("audit", audit);
        self.redis.run(&LINK, &context, &[id.to_string(), incident_id.to_owned()]).await?;
        Ok(())
    }

    /// The event `id`, with its updates.
    pub async fn event(&self, id: Uuid) -> Result<Record, Error> {
        self.records(&[id.to_string()], true).await?.pop().ok_or(Error::NoEvent)
    }

    /// The events of these ids that there are, without their updates.
    pub async fn events_by_id(&self, ids: impl Iterator<Item = Uuid>) -> Result<HashMap<Uuid, Record>, Error> {
        let mut ids: Vec<String> = ids.map(|id| id.to_string()).collect();
        ids.sort();
        ids.dedup();
        let records = self.records(&ids, false).await?;
        Ok(records.into_iter().map(|record| (record.event.id, record)).collect())
    }

    /// The event that `provider` calls `external_id`, with its updates.
    pub async fn event_of(&self, provider: &str, external_id: &str) -> Result<Option<Record>, Error> {
        let key = self.redis.key(&format!("external:{provider}"));
        let id: Option<String> = self.redis.connection().hget(key, external_id).await?;
        Ok(self.records(id.as_slice(), true).await?.pop())
    }

    /// What must be known to merge a reading: the events it names, by whatever of their ids, and those that are not over.
    pub async fn known(&self, provider: &str, named: &[&str]) -> Result<Known, Error> {
        let mut redis = self.redis.connection();
        let mut ids: Vec<String> = redis.smembers(self.redis.key(&format!("open:{provider}"))).await?;
        let mut holders: Vec<(&str, String)> = Vec::new();
        if !named.is_empty() {
            let key = self.redis.key(&format!("external:{provider}"));
            let found: Vec<Option<String>> = redis::cmd("HMGET").arg(key).arg(named).query_async(&mut redis).await?;
            holders.extend(named.iter().zip(found).filter_map(|(name, id)| Some((*name, id?))));
            ids.extend(holders.iter().map(|(_, id)| id.clone()));
        }
        ids.sort();
        ids.dedup();
        let records = self.records(&ids, true).await?;
        let kept_under: HashMap<String, &str> =
            records.iter().map(|record| (record.event.id.to_string(), record.event.external_id.as_str())).collect();
        let held =
            holders.iter().filter_map(|(name, id)| Some(((*name).to_owned(), (*kept_under.get(id)?).to_owned())));
        let names = held.collect();
        let records = records.into_iter().map(|record| (record.event.external_id.clone(), record)).collect();
        Ok(Known { records, names })
    }

    /// Notes by which other ids the feeds of `provider` call the event that is kept under `external_id`.
    pub async fn note_aliases(&self, provider: &str, external_id: &str, aliases: &[String]) -> Result<(), Error> {
        let mut arguments = vec![provider.to_owned(), external_id.to_owned()];
        arguments.extend_from_slice(aliases);
        self.redis.run(&ALIAS, &Context::new(), &arguments).await?;
        Ok(())
    }

    /// What the feed shows of the event `id`, as it was last written there.
    pub async fn original(&self, id: Uuid) -> Result<String, Error> {
        let key = self.redis.key(&format!("event:{id}"));
        let original: Option<String> = self.redis.connection().hget(key, "original").await?;
        original.ok_or(Error::NoOriginal)
    }

    /// These events with their updates; those that are gone are left out.
    pub async fn with_updates(&self, records: &[Record]) -> Result<Vec<Record>, Error> {
        let ids: Vec<String> = records.iter().map(|record| record.event.id.to_string()).collect();
        self.records(&ids, true).await
    }

    pub(super) async fn records(&self, ids: &[String], with_updates: bool) -> Result<Vec<Record>, Error> {
        let fields = if with_updates { &FIELDS[..] } else { &FIELDS[..5] };
        let mut records = Vec::with_capacity(ids.len());
        for ids in ids.chunks(AT_ONCE) {
            let mut pipe = redis::pipe();
            for id in ids {
                pipe.cmd("HMGET").arg(self.redis.key(&format!("event:{id}"))).arg(fields);
            }
            let rows: Vec<Vec<Option<String>>> = pipe.query_async(&mut self.redis.connection()).await?;
            for row in rows.iter().filter(|row| row.first().is_some_and(Option::is_some)) {
                records.push(record(row)?);
            }
        }
        Ok(records)
    }
}

fn written(reply: &Reply) -> Result<Written, Error> {
    match reply.word() {
        "OK" => Ok(Written::Done),
        "CHANGED" => Ok(Written::Changed),
        "STALE" => Ok(Written::Stale),
        "HELD" => Ok(Written::Held),
        "FULL" => Ok(Written::Full),
        other => Err(Error::Senseless(other.to_owned())),
    }
}

fn record(row: &[Option<String>]) -> Result<Record, Error> {
    let field = |at: usize| row.get(at).and_then(Option::as_deref);
    let number = |at: usize| field(at).unwrap_or("0").parse().map_err(senseless);
    let event: Event = serde_json::from_str(field(0).unwrap_or_default()).map_err(senseless)?;
    let updates: Vec<Update> = serde_json::from_str(field(5).unwrap_or("[]")).map_err(senseless)?;
    let concerns = field(4).map(serde_json::from_str).transpose().map_err(senseless)?.unwrap_or_default();
    Ok(Record {
        event: Event { updates, concerns, version: number(1)?, ts_seen: seen_at(&event), ..event },
        missed: u32::try_from(number(2)?).map_err(senseless)?,
        incident_id: field(3).map(str::to_owned),
    })
}

/// When an event was first seen. The first version of this service did not note it, and yet it stands in its id.
fn seen_at(event: &Event) -> i64 {
    let by_id = || event.id.get_timestamp().map(|time| time.to_unix().0.cast_signed());
    if event.ts_seen > 0 { event.ts_seen } else { by_id().unwrap_or(event.ts_start) }
}
