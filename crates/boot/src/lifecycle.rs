//! From the first connection to the last: serving, background work, and stopping in good order.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;
use tokio_util::task::{AbortOnDropHandle, TaskTracker};

use crate::{metrics, server};

/// How long requests and jobs may take to finish after the order to stop.
const GRACE: Duration = Duration::from_secs(10);

/// The life of a service's process, shared by its server and its jobs.
#[derive(Clone, Default)]
pub struct Lifecycle {
    draining: Arc<AtomicBool>,
    died: Arc<AtomicBool>,
    stop: CancellationToken,
    jobs: TaskTracker,
}

impl Lifecycle {
    /// A life that has just begun.
    pub fn new() -> Self {
        Self::default()
    }

    /// Set once the service is to stop; readiness looks at it.
    pub fn draining(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.draining)
    }

    /// Cancelled when the service is to stop: streams close, jobs end between two pieces of work.
    pub fn stopping(&self) -> CancellationToken {
        self.stop.clone()
    }

    /// Runs `job` beside the server; stopping waits for it. A job that panics stops the service, whose supervisor
    /// starts it anew: without its jobs it would break its promises in silence.
    pub fn spawn(&self, job: impl Future<Output = ()> + Send + 'static) {
        let life = self.clone();
        self.jobs.spawn(async move {
            if let Err(cause) = tokio::spawn(job).await {
                tracing::error!(%cause, "background work died: the service stops");
                life.fail();
            }
        });
    }

    /// Orders the stop, and says that it is no good one.
    pub(crate) fn fail(&self) {
        self.died.store(true, Ordering::Relaxed);
        self.stop();
    }

    /// Orders the stop.
    pub fn stop(&self) {
        self.draining.store(true, Ordering::Relaxed);
        self.stop.cancel();
    }
}

/// Serves `router` at `bind` until SIGTERM or SIGINT, then finishes what is under way. An error where it could not
/// begin, or where it could not go on.
pub async fn serve(bind: SocketAddr, router: Router, life: Lifecycle) -> std::io::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let listener = TcpListener::bind(bind).await?;
    tracing::info!(address = %listener.local_addr()?, "serving");
    let upkeep = AbortOnDropHandle::new(tokio::spawn(metrics::keep_up()));
    let mut connections = tokio::spawn(server::accept(listener, router, life.stopping()));
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
        () = life.stop.cancelled() => {}
    }
    tracing::info!("stopping");
    life.stop();
    drop(upkeep);
    life.jobs.close();
    // One limit for both: whoever stopped us kills us when it has waited a little longer.
    let end = Instant::now() + GRACE;
    let (requests, jobs) = tokio::join!(timeout_at(end, &mut connections), timeout_at(end, life.jobs.wait()));
    if requests.is_err() {
        connections.abort();
        tracing::warn!("requests were cut off after {} s", GRACE.as_secs());
    }
    if jobs.is_err() {
        tracing::warn!("background work was cut off after {} s", GRACE.as_secs());
    }
    tracing::info!("stopped");
    if life.died.load(Ordering::Relaxed) { Err(std::io::Error::other("the service could not go on")) } else { Ok(()) }
}

/// Asks the service at `bind` whether it is alive; for a container's health check.
pub async fn healthcheck(bind: SocketAddr) -> bool {
    #[expect(clippy::disallowed_methods, reason = "asks this very process's neighbour in the container, with a limit")]
    let client = reqwest::Client::builder()
        .timeout(Duration::from_secs(3))
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        // Plain http to this host: a container without trust roots is no less alive.
        .tls_certs_only([])
        .build();
    let host = if bind.ip().is_unspecified() { "127.0.0.1".to_owned() } else { bind.ip().to_string() };
    let Ok(client) = client else { return false };
    let answer = client.get(format!("http://{host}:{}/healthz", bind.port())).send().await;
    answer.is_ok_and(|answer| answer.status().is_success())
}
