//! Counts what providers' outages come to: follows the events that change, and counts anew the months they touch.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::repeat::repeat;
use crate::app::App;
use crate::domain::calendar::Month;
use crate::domain::outage::Outage;
use crate::domain::report::oldest;
use crate::domain::tally::Row;
use crate::error::Error;
use crate::store::{Due, Follower, Timed};

/// How many changed events, and how many months, one step deals with.
const BATCH: usize = 200;

/// Counts until `stop`. The zone is looked at once, so that replicas whose zones differ for a while do not count without
/// end.
pub(super) async fn run(app: App, stop: CancellationToken) {
    let begun = AtomicBool::new(false);
    let begun = &begun;
    repeat("counting outages", app, stop, |app| async move {
        if !begun.load(Ordering::Relaxed) {
            begin(&app).await?;
            begun.store(true, Ordering::Relaxed);
        }
        step(&app).await
    })
    .await;
}

/// Months are counted by the zone of the configuration: where they were counted by another, all wait to be counted anew.
pub async fn begin(app: &App) -> Result<(), Error> {
    let name = app.zone.iana_name().unwrap_or("UTC");
    let counted_by = app.store.zone().await?;
    if counted_by.as_deref() != Some(name) {
        app.store.count_by(name).await?;
    }
    Ok(())
}

/// Deals with events that changed, then with months that wait; the answer is how many of both there were. Any step may be
/// broken off at any point, and several replicas may take the same one.
pub async fn step(app: &App) -> Result<usize, Error> {
    let changed = app.store.changed(Follower::Statistics, BATCH).await?;
    for (id, version) in &changed {
        match take(app, *id).await {
            // What makes no sense would come first for ever.
            Err(cause @ Error::Senseless(_)) => tracing::error!(%cause, event = %id, "an event cannot be counted"),
            taken => taken?,
        }
        app.store.settle(Follower::Statistics, *id, *version).await?;
    }
    let due = app.store.due_months(BATCH).await?;
    for (provider, months) in &due {
        count(app, provider, months).await?;
    }
    Ok(changed.len() + due.values().map(Vec::len).sum::<usize>())
}

/// Keeps the time of the event `id` as it is now. One that is gone keeps what is known of its time.
async fn take(app: &App, id: Uuid) -> Result<(), Error> {
    loop {
        let event = match app.store.event(id).await {
            Ok(record) => record.event,
            Err(Error::NoEvent) => return Ok(()),
            Err(cause) => return Err(cause),
        };
        let now = app.clock.now();
        let name = event.origin_ref();
        // Read after the event, so that it is what the last version but this one left behind, or newer.
        let before = app.store.outage(&event.provider, &name).await?;
        let horizon = oldest(now, &app.zone).span(&app.zone).from;
        let outage = Outage::of(&event, now).filter(|one| one.ended().is_none_or(|end| end >= horizon));
        let months =
            [&before, &outage].into_iter().flatten().flat_map(|one| months(app, one, now)).collect::<BTreeSet<_>>();
        let months: Vec<Month> = months.into_iter().collect();
        let timed = Timed {
            id,
            version: event.version,
            provider: &event.provider,
            name: &name,
            outage: outage.as_ref(),
            months: &months,
        };
        if months.is_empty() || app.store.keep_outage(&timed).await? {
            return Ok(());
        }
    }
}

/// The months that an outage touches, of those that are kept.
fn months(app: &App, outage: &Outage, now: i64) -> impl Iterator<Item = Month> + use<> {
    let first = Month::of(outage.began(), &app.zone).max(oldest(now, &app.zone));
    let last = Month::of(outage.ended().unwrap_or(now).min(now), &app.zone);
    std::iter::successors(Some(first), |month| Some(month.plus(1))).take_while(move |month| *month <= last)
}

/// Counts months of a provider.
async fn count(app: &App, provider: &str, due: &[Due]) -> Result<(), Error> {
    let zone = &app.zone;
    let oldest = oldest(app.clock.now(), zone);
    let kept = app.store.rows(&[provider.to_owned()]).await?.pop().unwrap_or_default();
    app.store.forget_before(provider, oldest.span(zone).from, &kept, oldest).await?;
    let first = due.iter().map(|due| due.month.span(zone).from).min().unwrap_or_default();
    let outages = app.store.outages(provider, first).await?;
    for due in due {
        let month = due.month.span(zone);
        let is_frozen = kept.frozen.is_some_and(|frozen| month.from < frozen) || due.month < oldest;
        let touches: Vec<Outage> = outages.iter().filter(|one| one.touches(month)).cloned().collect();
        let row = if is_frozen {
            kept.months.get(&due.month).map(|row| row.carried(month, &touches))
        } else {
            Some(Row::of(month, &touches))
        };
        app.store.write_row(provider, *due, row.as_ref()).await?;
    }
    Ok(())
}
