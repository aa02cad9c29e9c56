//! Background work: telling comms, and knowing the keys that sign people's tokens.

use std::time::Duration;

use boot::{Lifecycle, random};
use outbox::Relay;
use tokio_util::sync::CancellationToken;

use crate::{App, SCHEMA};

/// How long the relay's own connection may block in one command; the relay asks for half of it.
const BLOCK: Duration = Duration::from_secs(2);

/// Starts all of it; it ends with `life`.
pub fn start(app: &App, life: &Lifecycle) {
    life.spawn(boot::claim_schema(app.store.redis().clone(), SCHEMA, life.clone()));
    life.spawn(app.jwks_keeper().run(life.stopping()));
    life.spawn(tell_comms(app.clone(), life.stopping()));
}

/// Delivers every event to comms, in order per incident, until it is taken.
pub async fn tell_comms(app: App, stop: CancellationToken) {
    let redis = app.store.redis();
    let relay = Relay::new(redis.connection(), redis.prefix(), "comms", random::secret());
    let connect = || redis.blocking_connection(BLOCK);
    let deliver = |event| {
        let comms = app.comms.clone();
        async move { comms.deliver(&event).await }
    };
    relay.run(connect, deliver, || app.clock.now(), stop).await;
}
