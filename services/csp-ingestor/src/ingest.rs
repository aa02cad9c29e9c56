//! One look at a provider's feeds: ask, read, weigh, merge, write down. The poller and `refresh` both end here, and may do
//! so at the same moment on several replicas: every look bears a ticket, and an earlier look never overwrites a later one.

mod check;
mod feeds;
mod taker;
mod weighing;

use std::collections::BTreeSet;

use boot::random;
use outbound::Conditional;
use serde::Serialize;
use tokio::time::Instant;
use utoipa::ToSchema;

pub use self::feeds::Readers;
use self::taker::Taker;
use self::weighing::Weighed;
use crate::app::App;
use crate::dialects::{Dialect, Reading};
use crate::domain::provider::{self, FeedType, Name};
use crate::domain::scrutiny;
use crate::error::Error;
use crate::store::{MOST_ODDITIES, PollState, Subject};

/// What one look came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Look {
    /// Who was asked.
    #[schema(example = "cloudflare")]
    pub provider: String,
    /// Whether there was a good answer: of several feeds, from one of them.
    pub ok: bool,
    /// Whether everything was the same as at the last look.
    pub not_modified: bool,
    /// The dialect it was written in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dialect: Option<Dialect>,
    /// How many events its feeds show.
    pub events_seen: usize,
    /// How many of them were new.
    pub created: usize,
    /// How many known ones had changed.
    pub updated: usize,
    /// How many are over since.
    pub ended: usize,
    /// How many things in it were strange and passed over.
    pub oddities: usize,
    /// How many incidents were not opened, because the provider had as many opened within the hour as it may: they are
    /// at a later look.
    #[serde(skip_serializing_if = "is_zero")]
    pub held_back: usize,
    /// How many events were left out, because of the provider as many are kept as may be.
    #[serde(skip_serializing_if = "is_zero")]
    pub left_out: usize,
    /// What failed, where something did, or why what was read is not believed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// Looks at the feeds of the provider `name`, whatever is known against their hosts: a person asks. A feed that fails is a
/// [`Look`] that says so; an error is ours.
pub async fn look(app: &App, name: &Name) -> Result<Look, Error> {
    examine(app, name, true).await
}

/// Looks at the feeds of the provider `name`, which is due. Hosts that failed are left alone for as long as they should.
pub async fn poll(app: &App, name: &Name) -> Result<Look, Error> {
    examine(app, name, false).await
}

async fn examine(app: &App, name: &Name, always: bool) -> Result<Look, Error> {
    let began = Instant::now();
    let subject = app.store.subject(name).await?;
    let answers = feeds::ask(app, &subject, always).await?;
    let mut weighed = weighing::weigh(answers, &subject.state, app.clock.now());
    let mut look = Look {
        provider: subject.provider.name.clone(),
        ok: weighed.same > 0 || weighed.readings.len() > weighed.down,
        dialect: subject.state.dialect,
        error: weighed.error(),
        ..Look::default()
    };
    let readings = std::mem::take(&mut weighed.readings);
    let mut odd: BTreeSet<String> = readings.iter().flat_map(|reading| reading.odd.iter().cloned()).collect();
    if let Some(first) = readings.first() {
        look.dialect = Some(first.dialect);
    }
    if !look.ok && look.error.is_none() {
        look.error = weighed.findings.iter().find_map(|finding| finding.detail.clone());
    }
    look.oddities = readings.iter().map(|reading| reading.oddities).sum();
    count(&look, &weighed, &readings);
    let same = weighed.is_same();
    let mut taker = Taker::new(app, &subject, look, weighed.partial);
    if same {
        taker.same_again().await?;
    } else if !readings.is_empty() {
        taker.merge(readings).await?;
    }
    let Taker { look, overtaken, unsettled, .. } = taker;
    odd.extend(overflows(&look));
    if !overtaken {
        finish(app, &subject, &look, weighed, &odd, !unsettled).await?;
    }
    metrics::histogram!("csp_look_duration_seconds").record(began.elapsed().as_secs_f64());
    Ok(look)
}

/// Writes down what a look came to, and when the next is due. `settled` is whether all that it showed was written down.
async fn finish(
    app: &App,
    subject: &Subject,
    look: &Look,
    mut weighed: Weighed,
    odd: &BTreeSet<String>,
    settled: bool,
) -> Result<(), Error> {
    let now_ms = app.clock.now_ms();
    let now = now_ms.div_euclid(1000);
    let (name, before) = (&subject.provider.name, &subject.state);
    if !settled || look.held_back > 0 || look.left_out > 0 {
        // What was not written down, or waits for its incident, must be read again even if the feed does not change.
        weighed.feeds.values_mut().for_each(|feed| feed.keep(Conditional::default()));
    }
    let health = scrutiny::health(before.health.as_ref(), &weighed.findings, now);
    if before.health.as_ref().map(|health| health.state) != Some(health.state) {
        tracing::info!(provider = name, state = ?health.state, detail = health.detail, "a feed is found otherwise");
    }
    let failures = match (weighed.answered, weighed.asked) {
        (0, 0) => before.failures,
        (0, _) => before.failures.saturating_add(1),
        _ => 0,
    };
    let state = PollState {
        last_polled_at: if weighed.asked > 0 { Some(now) } else { before.last_polled_at },
        last_good_at: if look.ok { Some(now) } else { before.last_good_at },
        last_error: weighed.error(),
        failures,
        dialect: look.dialect,
        incomplete: if look.ok && !look.not_modified { weighed.partial } else { before.incomplete },
        feeds: weighed.feeds,
        health: Some(health),
        oddities: told_once(name, &before.oddities, odd),
    };
    // Left alone, a provider comes again at its interval: its host may be well by then.
    // So does one that is asked whether it answers: an outage is watched to its end.
    let put_off = weighed.asked > 0 && subject.provider.feed_type != FeedType::Http;
    let doubled = if put_off { failures } else { 0 };
    let delay = provider::delay_ms(subject.provider.interval_s, doubled, random::fraction());
    app.store.polled(subject, &state, now_ms + delay, settled && look.ok).await?;
    Ok(())
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands fields over by reference")]
fn is_zero(number: &usize) -> bool {
    *number == 0
}

/// What of a look was too much, as oddities of the provider.
fn overflows(look: &Look) -> impl Iterator<Item = String> {
    metrics::counter!("csp_incidents_held_back_total").increment(look.held_back as u64);
    metrics::counter!("csp_events_left_out_total").increment(look.left_out as u64);
    let held_back = (look.held_back > 0).then(|| "too many incidents within an hour: some wait".to_owned());
    let left_out = (look.left_out > 0).then(|| "more events than are kept: some are left out".to_owned());
    held_back.into_iter().chain(left_out)
}

/// The oddities that are known of a provider, with those that are new, each of which is logged once. What is more than can
/// be kept is not logged: it would be new for ever.
fn told_once(provider: &str, known: &BTreeSet<String>, odd: &BTreeSet<String>) -> BTreeSet<String> {
    let mut all = known.clone();
    for oddity in odd.difference(known) {
        if all.len() < MOST_ODDITIES {
            tracing::warn!(provider, oddity, "a feed says what is not understood");
            all.insert(oddity.clone());
        }
    }
    all
}

fn count(look: &Look, weighed: &Weighed, readings: &[Reading]) {
    let outcome = match (look.ok, weighed.is_same()) {
        (false, _) if weighed.asked == 0 => "left_alone",
        (false, _) => "failed",
        (true, true) => "not_modified",
        (true, false) => "read",
    };
    metrics::counter!("csp_looks_total", "outcome" => outcome).increment(1);
    for reading in readings.iter().filter(|reading| reading.oddities > 0) {
        let counted = metrics::counter!("csp_oddities_total", "dialect" => reading.dialect.as_str());
        counted.increment(reading.oddities as u64);
    }
    for doubt in &weighed.doubts {
        metrics::counter!("csp_feed_doubts_total", "kind" => doubt.as_str()).increment(1);
    }
}
