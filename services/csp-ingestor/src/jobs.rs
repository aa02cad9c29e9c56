//! What runs beside the server: polling providers, telling incidents what became of their events, counting outages and
//! reminding of planned work.

pub mod reminders;
mod repeat;
pub mod statistics;

pub mod tail;

use std::time::Duration;

use axum::http::StatusCode;
use boot::{Lifecycle, random};
use contracts::CallError;
use identity::{Actor, JwksKeeper, audit};
use outbox::Relay;
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::domain::Event;
use crate::domain::opening::{cause, opening};
use crate::error::Error;
use crate::{SCHEMA, leaving, polling};

/// How long it may take until somebody goes on with a removal that was broken off.
const LEAVING_REST: Duration = Duration::from_secs(30);
/// How long the relay may block on its own connection.
const BLOCK: Duration = Duration::from_secs(2);

/// Starts all of it; it ends with `life`.
pub fn start_jobs(app: &App, life: &Lifecycle) {
    let migrating = app.clone();
    let migrate = move |_| {
        let app = migrating.clone();
        async move { app.store.migrate().await }
    };
    life.spawn(boot::migrate_schema(app.store.redis().clone(), SCHEMA, life.clone(), migrate));
    life.spawn(tail::run(app.clone(), life.stopping()));
    life.spawn(polling::run(app.clone(), life.stopping()));
    life.spawn(relay(app.clone(), life.stopping()));
    life.spawn(statistics::run(app.clone(), life.stopping()));
    life.spawn(reminders::run(app.clone(), life.stopping()));
    life.spawn(keep_letting_go(app.clone(), life.stopping()));
    let redis = app.store.redis();
    let keeper = JwksKeeper::new(app.verifier.clone(), &app.users_url, redis.connection(), redis.prefix());
    life.spawn(keeper.run(life.stopping()));
}

/// Ends what a removal that was broken off has left open.
async fn keep_letting_go(app: App, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(LEAVING_REST) => {}
        }
        if let Err(cause) = leaving::step(&app).await {
            tracing::warn!(%cause, "events of removed providers could not be ended");
        }
    }
}

async fn relay(app: App, stop: CancellationToken) {
    let redis = app.store.redis().clone();
    let relay = Relay::new(redis.connection(), redis.prefix(), "incidents", random::secret());
    let connect = || redis.blocking_connection(BLOCK);
    relay.run(connect, |event| tell_incidents(&app, event), || app.clock.now(), stop).await;
}

/// Opens the incident of an event, if that was not done, and lets it follow its cause. Done twice it changes nothing.
pub async fn tell_incidents(app: &App, told: contracts::Event) -> Result<(), CallError> {
    let event: Event = serde_json::from_value(told.data).map_err(|cause| senseless(&cause))?;
    let (incident_id, dismissed) = match app.store.event(event.id).await {
        Ok(known) => (known.incident_id, known.event.dismissed),
        // Of a provider that has too many, it was let go before this was told.
        Err(Error::NoEvent) => (None, false),
        Err(cause) => return Err(store_away(&cause)),
    };
    let incident_id = match incident_id {
        Some(id) => id,
        // A person said that it does not affect us before anything was opened.
        None if dismissed || event.dismissed => return Ok(()),
        None => open(app, &event).await?,
    };
    app.incidents.follow(&incident_id, &cause(&event)).await
}

async fn open(app: &App, event: &Event) -> Result<String, CallError> {
    let now = app.clock.now();
    let opened = app.incidents.open(&opening(event, now), None).await?;
    let actor = Actor::service(crate::NAME);
    let audit = audit::Entry::new(now, actor, "event.linked", &event.id.to_string(), &opened.incident.id);
    app.store.link(event.id, &opened.incident.id, &audit).await.map_err(|cause| store_away(&cause))?;
    Ok(opened.incident.id)
}

fn store_away(cause: &Error) -> CallError {
    CallError::Unavailable { peer: "the store", cause: cause.to_string(), answered: false }
}

fn senseless(cause: &serde_json::Error) -> CallError {
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    CallError::Refused { peer: crate::NAME, status, detail: format!("not an event of ours: {cause}"), problem: None }
}
