//! Reminds of planned work before it begins.

use boot::random;
use identity::{Actor, audit};
use tokio_util::sync::CancellationToken;

use super::repeat::repeat;
use crate::app::App;
use crate::domain::Event;
use crate::domain::reminder::{Plan, Reminder};
use crate::error::Error;

/// How many events one step looks at.
const BATCH: usize = 100;

/// Reminds until `stop`.
pub(super) async fn run(app: App, stop: CancellationToken) {
    repeat("reminding of planned work", app, stop, |app| async move { step(&app).await }).await;
}

/// Looks at the planned work whose time has come; the answer is how much of it there was. Any step may be broken off at
/// any point, and several replicas may take the same one.
pub async fn step(app: &App) -> Result<usize, Error> {
    let due = app.store.due_for_reminders(app.clock.now(), BATCH).await?;
    let plans = app.store.plans(&due).await?;
    for (record, plan) in due.iter().zip(&plans) {
        look(app, &record.event, plan).await?;
    }
    Ok(due.len())
}

async fn look(app: &App, event: &Event, plan: &Plan) -> Result<(), Error> {
    let now_ms = app.clock.now_ms();
    let now = now_ms.div_euclid(1000);
    let settings = app.store.settings_of(&event.provider).await?;
    let next = plan.next(event, settings.as_ref(), now);
    let reminder = next.tell.map(|lead_s| Reminder {
        id: random::uuid(now_ms),
        event_id: event.id,
        provider: event.provider.clone(),
        title: event.title.clone(),
        ts_start: event.ts_start,
        lead_s,
        at: now,
    });
    let detail = format!("{}, begins at {}", event.origin_ref(), event.ts_start);
    let entry = audit::Entry::new(now, Actor::service(crate::NAME), "event.reminded", &event.id.to_string(), detail);
    if app.store.remind(event, plan, &next, reminder.as_ref(), &entry).await? {
        tracing::info!(event = %event.id, provider = event.provider, starts = event.ts_start, "planned work begins soon");
        metrics::counter!("csp_reminders_total").increment(1);
    }
    Ok(())
}
