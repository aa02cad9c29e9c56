//! What runs beside the server: polling providers, following what their events change, telling incidents of it, counting
//! outages and reminding of planned work.

pub mod leaving;
pub mod polling;
pub mod reminders;
mod repeat;
pub mod statistics;
pub mod tail;
pub mod telling;

use std::time::Duration;

use boot::{Lifecycle, random};
use identity::JwksKeeper;
use outbox::Relay;
use tokio_util::sync::CancellationToken;

use self::repeat::repeat;
use crate::app::App;
use crate::{SCHEMA, graph};

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
    life.spawn(repeat("following causes and effects", app.clone(), life.stopping(), |app| async move {
        graph::step(&app).await
    }));
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
    relay.run(connect, |event| telling::tell_incidents(&app, event), || app.clock.now(), stop).await;
}
