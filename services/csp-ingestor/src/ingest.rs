//! One look at a provider's feed: ask, read, merge, write down. The poller and `refresh` both end here, and may do so
//! at the same moment on several replicas: every look bears a ticket, and an earlier look never overwrites a later one.

use boot::random;
use contracts::EventHead;
use identity::{Actor, audit};
use outbound::{Body, Conditional, Fetched};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use crate::app::App;
use crate::dialects::{self, Dialect, Reading};
use crate::domain::poll::{self, Change, Effect, Merged};
use crate::domain::provider::{self, Name};
use crate::domain::{Event, Observed};
use crate::error::Error;
use crate::store::{PollState, Record, Subject, Write, Written};

/// How often a change is made anew because the event was changed meanwhile.
const ATTEMPTS: usize = 5;

/// What one look came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Look {
    /// Who was asked.
    #[schema(example = "cloudflare")]
    pub provider: String,
    /// Whether the answer was good.
    pub ok: bool,
    /// Whether the feed was the same as at the last look.
    pub not_modified: bool,
    /// The dialect it was written in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dialect: Option<Dialect>,
    /// How many events it shows.
    pub events_seen: usize,
    /// How many of them were new.
    pub created: usize,
    /// How many known ones had changed.
    pub updated: usize,
    /// How many are over since.
    pub ended: usize,
    /// How many things in it were strange and passed over.
    pub oddities: usize,
    /// What failed, where something did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// Looks at the feed of the provider `name`. A feed that fails is a [`Look`] that says so; an error is ours.
pub async fn look(app: &App, name: &Name) -> Result<Look, Error> {
    let subject = app.store.subject(name).await?;
    let look = Look { provider: subject.provider.name.clone(), dialect: subject.state.dialect, ..Look::default() };
    let mut taker = Taker { app, subject: &subject, look, overtaken: false };
    let answer = app.outbound.get(&subject.provider.feed_url, &subject.state.validators()).await;
    let taken = match answer {
        Ok(Fetched::NotModified) => taker.same_again().await.map(|()| Ok(subject.state.validators())),
        Ok(Fetched::Body(body)) => taker.take(body).await,
        Err(error) => Ok(Err(error.to_string())),
    }?;
    let Taker { mut look, overtaken, .. } = taker;
    look.ok = taken.is_ok();
    look.error = taken.as_ref().err().cloned();
    count(&look);
    if !overtaken {
        finish(app, &subject, &look, taken).await?;
    }
    Ok(look)
}

/// Writes down what a look came to, and when the next is due.
async fn finish(app: &App, subject: &Subject, look: &Look, taken: Result<Conditional, String>) -> Result<(), Error> {
    let now_ms = app.clock.now_ms();
    let now = now_ms.div_euclid(1000);
    let applied = taken.is_ok();
    let state = match taken {
        Ok(Conditional { etag, last_modified }) => PollState {
            last_polled_at: Some(now),
            last_good_at: Some(now),
            last_error: None,
            failures: 0,
            dialect: look.dialect,
            etag,
            last_modified,
        },
        Err(error) => {
            tracing::warn!(provider = subject.provider.name, error, "feed failed");
            PollState {
                last_polled_at: Some(now),
                last_error: Some(error),
                failures: subject.state.failures.saturating_add(1),
                ..subject.state.clone()
            }
        }
    };
    let delay = provider::delay_ms(subject.provider.interval_s, state.failures, random::fraction());
    app.store.polled(subject, &state, now_ms + delay, applied).await?;
    Ok(())
}

/// Takes in what one look shows.
struct Taker<'a> {
    app: &'a App,
    subject: &'a Subject,
    look: Look,
    /// Whether a later look was written down before this one: what is left of this one is old news.
    overtaken: bool,
}

impl Taker<'_> {
    /// A whole body: what to ask with next time, or why it says nothing.
    async fn take(&mut self, body: Body) -> Result<Result<Conditional, String>, Error> {
        let reading = match dialects::read(&body.bytes, body.content_type.as_deref()) {
            Ok(reading) => reading,
            Err(unreadable) => return Ok(Err(unreadable.to_string())),
        };
        self.look.dialect = Some(reading.dialect);
        self.look.events_seen = reading.events.len();
        self.look.oddities = reading.oddities;
        self.merge(reading).await?;
        Ok(Ok(body.validators))
    }

    async fn merge(&mut self, mut reading: Reading) -> Result<(), Error> {
        let named: Vec<&str> = reading.events.iter().map(|event| event.external_id.as_str()).collect();
        let mut known = self.app.store.known(&self.subject.provider.name, &named).await?;
        // Oldest first, so that the list of events shows the newest on top.
        reading.events.sort_by_key(|event| event.ts_start.unwrap_or(i64::MAX));
        for seen in &reading.events {
            let record = known.remove(&seen.external_id);
            if !self.overtaken {
                self.seen(seen, record).await?;
            }
        }
        for (external_id, record) in known {
            let well = reading.well.contains(&external_id);
            if !self.overtaken {
                self.missing(record, well).await?;
            }
        }
        Ok(())
    }

    /// The feed is what it was: what was missing from it is missing still, and time has gone on.
    async fn same_again(&mut self) -> Result<(), Error> {
        self.look.not_modified = true;
        for record in self.app.store.known(&self.subject.provider.name, &[]).await?.into_values() {
            if self.overtaken {
                break;
            }
            if let Some(merged) = poll::expire(&record.event, self.app.clock.now()) {
                self.write(&merged).await?;
            } else if record.missed > 0 {
                self.missing(record, false).await?;
            }
        }
        Ok(())
    }

    /// An event that the feed shows.
    async fn seen(&mut self, seen: &Observed, mut record: Option<Record>) -> Result<(), Error> {
        for _ in 0..ATTEMPTS {
            let now = self.app.clock.now();
            let merged = match &record {
                None => {
                    let id = random::uuid(self.app.clock.now_ms());
                    Some(poll::first_sight(seen, &self.subject.provider.name, id, now))
                }
                Some(record) => poll::merge(&record.event, seen, now),
            };
            match (merged, &record) {
                (Some(merged), _) => {
                    if self.write(&merged).await? != Written::Changed {
                        return Ok(());
                    }
                }
                (None, Some(record)) if record.missed > 0 => {
                    return self.app.store.note_missed(&record.event, self.subject.ticket, 0).await;
                }
                (None, _) => return Ok(()),
            }
            record = self.app.store.event_of(&self.subject.provider.name, &seen.external_id).await?;
        }
        Err(Error::Senseless(format!("event {} changes without end", seen.external_id)))
    }

    /// An event that the feed does not show.
    async fn missing(&mut self, record: Record, well: bool) -> Result<(), Error> {
        let Record { event, missed, .. } = record;
        match poll::missing(&event, missed, well, self.app.clock.now()) {
            // Changed meanwhile: another look is at it, and the next will see.
            Some(merged) => self.write(&merged).await.map(|_| ()),
            None if event.status.is_over() => Ok(()),
            None => self.app.store.note_missed(&event, self.subject.ticket, missed + 1).await,
        }
    }

    async fn write(&mut self, merged: &Merged) -> Result<Written, Error> {
        let (event, now) = (&merged.event, self.app.clock.now());
        let actor = Actor::service(crate::NAME);
        let action = match merged.change {
            Change::Created => "event.created",
            Change::Updated => "event.updated",
            Change::Ended => "event.ended",
            Change::Reopened => "event.reopened",
        };
        let told = (merged.effect != Effect::None).then(|| {
            let id = random::uuid(self.app.clock.now_ms());
            EventHead::new(id, action, now, actor.clone(), json!({ "updates": merged.news }))
        });
        let audit = audit::Entry::new(now, actor, action, &event.id.to_string(), detail(event));
        let write = Write { event, ticket: self.subject.ticket, told: told.as_ref(), audit: &audit };
        let written = self.app.store.write(&write).await?;
        match (written, merged.change) {
            (Written::Done, Change::Created) => self.look.created += 1,
            (Written::Done, Change::Ended) => self.look.ended += 1,
            (Written::Done, Change::Updated | Change::Reopened) => self.look.updated += 1,
            (Written::Stale, _) => self.overtaken = true,
            (Written::Changed, _) => {}
        }
        Ok(written)
    }
}

fn detail(event: &Event) -> String {
    format!("{}, severity {}, {}", event.origin_ref(), u8::from(event.severity), event.status.as_str())
}

fn count(look: &Look) {
    let outcome = match (look.ok, look.not_modified) {
        (false, _) => "failed",
        (true, true) => "not_modified",
        (true, false) => "read",
    };
    metrics::counter!("csp_looks_total", "outcome" => outcome).increment(1);
}
