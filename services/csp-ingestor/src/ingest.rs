//! One look at a provider's feed: ask, read, merge, write down. The poller and `refresh` both end here, and may do so
//! at the same moment on several replicas: every look bears a ticket, and an earlier look never overwrites a later one.

use boot::random;
use contracts::EventHead;
use identity::{Actor, audit};
use outbound::{Body, Conditional, Fetched};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

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
    let mut taker = Taker { app, subject: &subject, look, overtaken: false, unsettled: false };
    let answer = app.outbound.get(&subject.provider.feed_url, &subject.state.validators()).await;
    let taken = match answer {
        Ok(Fetched::NotModified) => taker.same_again().await.map(|()| Ok(subject.state.validators())),
        Ok(Fetched::Body(body)) => taker.take(body).await,
        Err(error) => Ok(Err(error.to_string())),
    }?;
    let Taker { mut look, overtaken, unsettled, .. } = taker;
    look.ok = taken.is_ok();
    look.error = taken.as_ref().err().cloned();
    count(&look);
    if !overtaken {
        // What was not written down must be read again, even if the feed does not change.
        let taken = taken.map(|validators| if unsettled { Conditional::default() } else { validators });
        finish(app, &subject, &look, taken, !unsettled).await?;
    }
    Ok(look)
}

/// Writes down what a look came to, and when the next is due. `settled` is whether all that it showed was written down.
async fn finish(
    app: &App,
    subject: &Subject,
    look: &Look,
    taken: Result<Conditional, String>,
    settled: bool,
) -> Result<(), Error> {
    let now_ms = app.clock.now_ms();
    let now = now_ms.div_euclid(1000);
    let applied = settled && taken.is_ok();
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
    /// Whether something it shows could not be written down, because others kept changing it.
    unsettled: bool,
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

impl Taker<'_> {
    /// A whole body: what to ask with next time, or why it says nothing.
    async fn take(&mut self, body: Body) -> Result<Result<Conditional, String>, Error> {
        let Body { bytes, content_type, validators, .. } = body;
        // Megabytes take a while to read: on a worker they would hold up everything else.
        let reading = tokio::task::spawn_blocking(move || dialects::read(&bytes, content_type.as_deref())).await;
        let reading = match reading {
            Ok(Ok(reading)) => reading,
            Ok(Err(unreadable)) => return Ok(Err(unreadable.to_string())),
            Err(broken) => {
                tracing::error!(%broken, provider = self.subject.provider.name, "reading a feed broke down");
                return Ok(Err("the feed could not be read".to_owned()));
            }
        };
        self.look.dialect = Some(reading.dialect);
        self.look.events_seen = reading.events.len();
        self.look.oddities = reading.oddities;
        self.merge(reading).await?;
        Ok(Ok(validators))
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
            if !self.overtaken {
                self.missing(record, silence(&reading, &external_id)).await?;
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
            let due = poll::expire(&record.event, &self.subject.provider.settings, self.app.clock.now()).is_some();
            let silence = if record.missed > 0 && !due { Silence::Gone } else { Silence::Unclear };
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
                Some(record) if poll::is_another(&record.event, seen) => (first_sight(), Some(record.event.id)),
                Some(record) => (poll::merge(&record.event, seen, &provider.settings, now), None),
            };
            let written = match (merged, &record) {
                (Some(merged), _) => self.write(&merged, replaces, Some(&seen.original)).await?,
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
        let told = (merged.effect != Effect::None).then(|| {
            let id = random::uuid(self.app.clock.now_ms());
            EventHead::new(id, action, now, actor.clone(), json!({ "updates": merged.news }))
        });
        let audit = audit::Entry::new(now, actor, action, &event.id.to_string(), detail(event));
        let write =
            Write { event, ticket: self.subject.ticket, told: told.as_ref(), replaces, original, audit: &audit };
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

/// How a reading is silent about an event that it does not show.
fn silence(reading: &Reading, external_id: &str) -> Silence {
    if reading.well.contains(external_id) {
        Silence::Well
    } else if reading.partial || reading.unclear.contains(external_id) {
        Silence::Unclear
    } else {
        Silence::Gone
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
