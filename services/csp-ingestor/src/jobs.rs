//! What runs beside the server: polling providers, and telling incidents what became of their events.

use std::time::Duration;

use boot::{Lifecycle, random};
use identity::JwksKeeper;
use outbox::Relay;
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

use crate::app::App;
use crate::domain::provider::Name;
use crate::error::Error;
pub use crate::telling::tell_incidents;
use crate::{SCHEMA, graph, ingest, leaving};

/// How many providers one process asks at the same time.
const POLLERS: usize = 8;
/// How long a claim on a provider holds: longer than any look takes, so that nobody else looks meanwhile.
const CLAIM_MS: i64 = 30_000;
/// How long a poller rests when no provider is due.
const REST: Duration = Duration::from_secs(1);
/// How long a poller rests when the store does not answer.
const LONG_REST: Duration = Duration::from_secs(3);
/// How long it may take until somebody goes on with a removal that was broken off.
const LEAVING_REST: Duration = Duration::from_secs(30);
/// How long the relay may block on its own connection.
const BLOCK: Duration = Duration::from_secs(2);

/// Starts all of it; it ends with `life`.
pub fn start_jobs(app: &App, life: &Lifecycle) {
    life.spawn(boot::claim_schema(app.store.redis().clone(), SCHEMA, life.clone()));
    for _ in 0..POLLERS {
        life.spawn(keep_polling(app.clone(), life.stopping()));
    }
    life.spawn(relay(app.clone(), life.stopping()));
    life.spawn(keep_judging(app.clone(), life.stopping()));
    life.spawn(keep_letting_go(app.clone(), life.stopping()));
    let redis = app.store.redis();
    let keeper = JwksKeeper::new(app.verifier.clone(), &app.users_url, redis.connection(), redis.prefix());
    life.spawn(keeper.run(life.stopping()));
}

async fn keep_polling(app: App, stop: CancellationToken) {
    loop {
        // A look may be broken off at any point: what it wrote is whole, and its claim runs out. It has a task of its
        // own, so that a feed that trips us up costs its own look and no other.
        let look = AbortOnDropHandle::new(tokio::spawn(look_once(app.clone())));
        let polled = tokio::select! {
            () = stop.cancelled() => return,
            polled = look => polled,
        };
        let rest = match polled {
            Ok(Ok(Some(_))) => continue,
            Ok(Ok(None)) => REST,
            Ok(Err(cause)) => {
                tracing::warn!(%cause, "polling failed");
                LONG_REST
            }
            Err(cause) => {
                tracing::error!(%cause, "a look at a provider broke down");
                LONG_REST
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(rest) => {}
        }
    }
}

async fn look_once(app: App) -> Result<Option<Name>, Error> {
    step(&app).await
}

/// Looks at one provider that is due; the answer is which, none where none is.
pub async fn step(app: &App) -> Result<Option<Name>, Error> {
    let now = app.clock.now_ms();
    let Some(name) = app.store.claim(now, now + CLAIM_MS).await? else { return Ok(None) };
    match ingest::look(app, &name).await {
        // Removed since it was claimed: there are others.
        Ok(_) | Err(Error::NoProvider) => Ok(Some(name)),
        Err(error) => Err(error),
    }
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

/// Follows what changes of events, and what follows from it.
async fn keep_judging(app: App, stop: CancellationToken) {
    loop {
        let stepped = tokio::select! {
            () = stop.cancelled() => return,
            stepped = graph::step(&app) => stepped,
        };
        let rest = match stepped {
            Ok(0) => REST,
            Ok(_) => continue,
            Err(cause) => {
                tracing::warn!(%cause, "causes and effects cannot be followed");
                LONG_REST
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(rest) => {}
        }
    }
}

async fn relay(app: App, stop: CancellationToken) {
    let redis = app.store.redis().clone();
    let relay = Relay::new(redis.connection(), redis.prefix(), "incidents", random::secret());
    let connect = || redis.blocking_connection(BLOCK);
    relay.run(connect, |event| tell_incidents(&app, event), || app.clock.now(), stop).await;
}
