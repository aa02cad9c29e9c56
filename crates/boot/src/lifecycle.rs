//! From the first connection to the last: serving, background work, and stopping in good order.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How long requests and jobs may take to finish after the order to stop.
const GRACE: Duration = Duration::from_secs(10);

/// The life of a service's process, shared by its server and its jobs.
#[derive(Clone, Default)]
pub struct Lifecycle {
    draining: Arc<AtomicBool>,
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

    /// Runs `job` beside the server; stopping waits for it.
    pub fn spawn(&self, job: impl Future<Output = ()> + Send + 'static) {
        self.jobs.spawn(job);
    }

    /// Orders the stop.
    pub fn stop(&self) {
        self.draining.store(true, Ordering::Relaxed);
        self.stop.cancel();
    }
}

/// Serves `router` at `bind` until SIGTERM or SIGINT, then finishes what is under way.
pub async fn serve(bind: SocketAddr, router: Router, life: Lifecycle) -> std::io::Result<()> {
    let listener = TcpListener::bind(bind).await?;
    tracing::info!(address = %listener.local_addr()?, "serving");
    let signals = life.clone();
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping");
        signals.stop();
    });
    let app = router.into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, app).with_graceful_shutdown(life.stopping().cancelled_owned());
    let server = tokio::spawn(server.into_future());
    life.stopping().cancelled().await;
    if tokio::time::timeout(GRACE, server).await.is_err() {
        tracing::warn!("requests were cut off after {} s", GRACE.as_secs());
    }
    life.jobs.close();
    if tokio::time::timeout(GRACE, life.jobs.wait()).await.is_err() {
        tracing::warn!("background work was cut off after {} s", GRACE.as_secs());
    }
    tracing::info!("stopped");
    Ok(())
}

/// Asks the service at `bind` whether it is alive; for a container's health check.
pub async fn healthcheck(bind: SocketAddr) -> bool {
    #[expect(clippy::disallowed_methods, reason = "asks this very process's neighbour in the container, with a limit")]
    let client = reqwest::Client::builder().timeout(Duration::from_secs(3)).no_proxy().build();
    let host = if bind.ip().is_unspecified() { "127.0.0.1".to_owned() } else { bind.ip().to_string() };
    let Ok(client) = client else { return false };
    let answer = client.get(format!("http://{host}:{}/healthz", bind.port())).send().await;
    answer.is_ok_and(|answer| answer.status().is_success())
}
