//! Writing down what one look shows, event by event.

use std::collections::BTreeSet;

use boot::random;
use contracts::EventHead;
use identity::{Actor, audit};
use serde_json::json;
use uuid::Uuid;

use super::Look;
use crate::app::App;
use crate::dialects::{Dialect, Reading};
use crate::domain::poll::{self, Change, Effect, Merged};
use crate::domain::twins::{self, Joined, Told};
use crate::domain::{Event, Observed};
use crate::error::Error;
use crate::store::{Known, Record, Subject, Write, Written};

/// How often a change is made anew because the event was changed meanwhile.
const ATTEMPTS: usize = 5;

/// Takes in what one look shows.
pub(super) struct Taker<'a> {
    app: &'a App,
    subject: &'a Subject,
    /// What it comes to.
    pub(super) look: Look,
    /// Whether some feed is not heard whole: nothing that is missing is known to be gone.
    partial: bool,
    /// Whether a later look was written down before this one: what is left of this one is old news.
    pub(super) overtaken: bool,
    /// Whether something it shows could not be written down, because others kept changing it.
    pub(super) unsettled: bool,
}

/// How a feed says nothing of an event that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Silence {
    /// It does not show it.
    Gone,
    /// It says outright that nothing is the matter any more.
    Well,
    /// It may show it, in words that are not understood: nothing can be told from that.
    Unclear,
}

/// What readings say of events that they do not show.
#[derive(Debug, Default)]
struct Silences {
    well: BTreeSet<String>,
    unclear: BTreeSet<String>,
    partial: bool,
}

impl Silences {
    /// What is said, by this silence, of the event that is kept under `external_id`.
    fn of(&self, external_id: &str) -> Silence {
        if self.well.contains(external_id) {
            Silence::Well
        } else if self.partial || self.unclear.contains(external_id) {
            Silence::Unclear
        } else {
            Silence::Gone
        }
    }
}

impl<'a> Taker<'a> {
    pub(super) fn new(app: &'a App, subject: &'a Subject, look: Look, partial: bool) -> Self {
        Self { app, subject, look, partial, overtaken: false, unsettled: false }
    }

    /// What the feeds show, all together.
    pub(super) async fn merge(&mut self, readings: Vec<Reading>) -> Result<(), Error> {
        let (told, mut silences) = self.split(readings);
        let shown = told.iter().flat_map(|told| told.events.iter().map(|event| event.external_id.as_str()));
        let named: Vec<&str> = shown.chain(silences.unclear.iter().map(String::as_str)).collect();
        let Known { mut records, names } = self.app.store.known(&self.subject.provider.name, &named).await?;
        let unclear: Vec<String> = silences.unclear.iter().filter_map(|id| names.get(id).cloned()).collect();
        silences.unclear.extend(unclear);
        // Of several feeds each event is held against others: that may take a while.
        let joining = tokio::task::spawn_blocking(move || twins::join(told, &names));
        let mut joined = joining.await.map_err(|broken| Error::Senseless(broken.to_string()))?;
        self.look.events_seen = joined.len();
        // Oldest first, so that the list of events shows the newest on top.
        joined.sort_by_key(|joined| joined.seen.ts_start.unwrap_or(i64::MAX));
        // More than are kept of a provider cannot all be of use.
        let beyond = joined.len().saturating_sub(self.app.store.bounds().events);
        self.look.left_out += beyond;
        for joined in joined.drain(..beyond) {
            records.remove(&joined.seen.external_id);
        }
        for joined in joined {
            let record = records.remove(&joined.seen.external_id);
            if !self.overtaken {
                self.shown(joined, record).await?;
            }
        }
        for (external_id, record) in records {
            if !self.overtaken {
                self.missing(record, silences.of(&external_id)).await?;
            }
        }
        Ok(())
    }

    fn split(&self, readings: Vec<Reading>) -> (Vec<Told>, Silences) {
        let mut silences = Silences { partial: self.partial, ..Silences::default() };
        let told = readings.into_iter().map(|reading| {
            silences.well.extend(reading.well);
            silences.unclear.extend(reading.unclear);
            silences.partial |= reading.partial;
            Told { structured: is_structured(reading.dialect), events: reading.events }
        });
        (told.collect(), silences)
    }

    /// An event that the feeds show, under whatever ids.
    async fn shown(&mut self, joined: Joined, record: Option<Record>) -> Result<(), Error> {
        let Joined { mut seen, aliases, structured } = joined;
        let several = !self.subject.provider.more_feeds.is_empty();
        let again = |record: &&Record| !poll::is_another(&record.event, &seen, self.app.clock.now());
        if let Some(record) = record.as_ref().filter(|_| several).filter(again) {
            let by_words = !structured && self.has_structure();
            seen = twins::beside(&record.event, seen, by_words, self.partial, &self.subject.provider.settings);
        }
        self.seen(&seen, record).await?;
        if !aliases.is_empty() && !self.overtaken {
            self.app.store.note_aliases(&self.subject.provider.name, &seen.external_id, &aliases).await?;
        }
        Ok(())
    }

    /// Whether some feed of the provider is known to be structured.
    fn has_structure(&self) -> bool {
        let known = self.subject.state.feeds.values().filter_map(|feed| feed.last_good.as_ref());
        known.into_iter().any(|sight| is_structured(sight.dialect))
    }

    /// The feeds are what they were: what was missing from them is missing still, and time has gone on.
    pub(super) async fn same_again(&mut self) -> Result<(), Error> {
        self.look.not_modified = true;
        for record in self.app.store.known(&self.subject.provider.name, &[]).await?.records.into_values() {
            if self.overtaken {
                break;
            }
            let due = poll::expire(&record.event, &self.subject.provider.settings, self.app.clock.now()).is_some();
            let missed = record.missed > 0 && !due && !self.partial;
            let silence = if missed { Silence::Gone } else { Silence::Unclear };
            self.missing(record, silence).await?;
        }
        Ok(())
    }

    /// An event that the feed shows.
    async fn seen(&mut self, seen: &Observed, mut record: Option<Record>) -> Result<(), Error> {
        for _ in 0..ATTEMPTS {
            let now = self.app.clock.now();
            let provider = &self.subject.provider;
            let first_sight = || {
                let id = random::uuid(self.app.clock.now_ms());
                Some(poll::first_sight(seen, provider, id, now))
            };
            let (merged, replaces) = match &record {
                None => (first_sight(), None),
                Some(record) if poll::is_another(&record.event, seen, now) => (first_sight(), Some(record.event.id)),
                Some(record) => (poll::merge(&record.event, seen, &provider.settings, now), None),
            };
            let written = match (merged, &record) {
                (Some(merged), _) => self.write_or_hold(merged, record.as_ref(), replaces, &seen.original).await?,
                (None, Some(record)) if record.missed > 0 => self.note_missed(&record.event, 0).await?,
                (None, _) => return Ok(()),
            };
            if written != Written::Changed {
                return Ok(());
            }
            record = self.app.store.event_of(&self.subject.provider.name, &seen.external_id).await?;
        }
        self.unsettle(&seen.external_id);
        Ok(())
    }

    /// An event that the feed does not show, or not so that it can be understood.
    async fn missing(&mut self, mut record: Record, silence: Silence) -> Result<(), Error> {
        for _ in 0..ATTEMPTS {
            let Record { event, missed, .. } = &record;
            let settings = &self.subject.provider.settings;
            let now = self.app.clock.now();
            let (merged, count) = match silence {
                Silence::Unclear => (poll::expire(event, settings, now), 0),
                Silence::Gone | Silence::Well => {
                    (poll::missing(event, settings, *missed, silence == Silence::Well, now), missed + 1)
                }
            };
            let written = match merged {
                Some(merged) => self.write(&merged, None, None).await?,
                None if event.status.is_over() || *missed == count => return Ok(()),
                None => self.note_missed(event, count).await?,
            };
            if written != Written::Changed {
                return Ok(());
            }
            match self.app.store.event_of(&self.subject.provider.name, &record.event.external_id).await? {
                Some(changed) => record = changed,
                None => return Ok(()),
            }
        }
        self.unsettle(&record.event.external_id);
        Ok(())
    }

    /// Gives an event up for this look: the next reads the feed anew.
    fn unsettle(&mut self, external_id: &str) {
        tracing::warn!(provider = self.subject.provider.name, external_id, "an event changes without end");
        self.unsettled = true;
    }

    async fn note_missed(&mut self, event: &Event, count: u32) -> Result<Written, Error> {
        let written = self.app.store.note_missed(event, self.subject.ticket, count).await?;
        self.overtaken |= written == Written::Stale;
        Ok(written)
    }

    /// Writes what has changed; without opening an incident where the provider has had too many opened within the hour.
    async fn write_or_hold(
        &mut self,
        merged: Merged,
        record: Option<&Record>,
        replaces: Option<Uuid>,
        original: &str,
    ) -> Result<Written, Error> {
        // Where one was held back in this look, all are.
        if merged.effect != Effect::Open || self.look.held_back == 0 {
            let written = self.write(&merged, replaces, Some(original)).await?;
            if written != Written::Held {
                return Ok(written);
            }
        }
        self.look.held_back += 1;
        match poll::held_back(merged, record.map(|record| &record.event)) {
            Some(quiet) => self.write(&quiet, replaces, Some(original)).await,
            None => Ok(Written::Done),
        }
    }

    async fn write(
        &mut self,
        merged: &Merged,
        replaces: Option<Uuid>,
        original: Option<&str>,
    ) -> Result<Written, Error> {
        let (event, now) = (&merged.event, self.app.clock.now());
        let actor = Actor::service(crate::NAME);
        let action = match merged.change {
            Change::Created => "event.created",
            Change::Updated => "event.updated",
            Change::Ended => "event.ended",
            Change::Reopened => "event.reopened",
        };
        let opens = merged.effect == Effect::Open;
        let told = (merged.effect != Effect::None).then(|| {
            let id = random::uuid(self.app.clock.now_ms());
            EventHead::new(id, action, now, actor.clone(), json!({ "updates": merged.news }))
        });
        let audit = audit::Entry::new(now, actor, action, &event.id.to_string(), detail(event));
        let write =
            Write { event, ticket: self.subject.ticket, opens, told: told.as_ref(), replaces, original, audit: &audit };
        let written = self.app.store.write(&write).await?;
        match (written, merged.change) {
            (Written::Done, Change::Created) => self.look.created += 1,
            (Written::Done, Change::Ended) => self.look.ended += 1,
            (Written::Done, Change::Updated | Change::Reopened) => self.look.updated += 1,
            (Written::Stale, _) => self.overtaken = true,
            (Written::Full, _) => self.look.left_out += 1,
            (Written::Changed | Written::Held, _) => {}
        }
        Ok(written)
    }
}

/// Whether statuses and severities are fields of a dialect, and not read from its words.
fn is_structured(dialect: Dialect) -> bool {
    dialect != Dialect::Syndication
}

fn detail(event: &Event) -> String {
    format!("{}, severity {}, {}", event.origin_ref(), u8::from(event.severity), event.status.as_str())
}
