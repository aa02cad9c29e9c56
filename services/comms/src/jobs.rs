//! Background work: telling incidents, keeping people's keys, following the public stream and the flag that shows it,
//! writing the snapshot.

pub mod snapshot;
pub mod switch;
pub mod tail;

use std::time::Duration;

use boot::Lifecycle;
use identity::JwksKeeper;
use outbox::Relay;

use crate::app::App;
use crate::config::Config;
use crate::{PREFIX, SCHEMA};

/// How long the relay may block on its own connection.
const BLOCK: Duration = Duration::from_secs(1);

/// Starts every job of the service; they end with `life`.
pub fn start_jobs(app: &App, config: &Config, life: &Lifecycle) {
    let keeper = JwksKeeper::new(app.verifier.clone(), &config.users_url, app.store.redis().connection(), PREFIX);
    life.spawn(boot::claim_schema(app.store.redis().clone(), SCHEMA, life.clone()));
    life.spawn(keeper.run(life.stopping()));
    life.spawn(relay(app.clone(), life.clone()));
    life.spawn(tail::run(app.clone(), life.stopping()));
    life.spawn(switch::run(app.clone(), life.stopping()));
    if let Some(directory) = config.snapshot_dir.clone() {
        life.spawn(snapshot::run(app.clone(), directory, life.stopping()));
    }
}

/// Tells incidents of announcements until the service stops.
pub async fn relay(app: App, life: Lifecycle) {
    let redis = app.store.redis();
    let relay = Relay::new(redis.connection(), PREFIX, "incidents", boot::random::secret());
    let connect = || redis.blocking_connection(BLOCK);
    let deliver = |event| {
        let incidents = app.incidents.clone();
        async move { incidents.deliver(&event).await }
    };
    relay.run(connect, deliver, || app.clock.now(), life.stopping()).await;
}
