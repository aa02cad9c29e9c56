//! Connections: taken one by one, bounded in time, and closed in good order.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tower::Service;

/// How long a connection may take until a request's head is complete, idle time between requests included: longer
/// than nginx keeps an idle connection to us (60 s), so that it is never we who close one that it is about to use.
const HEAD: Duration = Duration::from_secs(75);
/// How long to wait when no connection can be taken (no file descriptor is left).
const BREATH: Duration = Duration::from_millis(500);

/// Serves `router` on `listener` until `stop`, then lets the requests under way finish.
///
/// Own code instead of `axum::serve`, which knows no limit on the time a head may take: a peer that sends nothing, or
/// a byte now and then, would hold its connection for ever.
pub(crate) async fn accept(listener: TcpListener, router: Router, stop: CancellationToken) {
    let open = GracefulShutdown::new();
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => converse(stream, peer, router.clone(), &open),
            Err(cause) => {
                tracing::error!(%cause, "no connection can be taken");
                tokio::time::sleep(BREATH).await;
            }
        }
    }
    drop(listener);
    open.shutdown().await;
}

fn converse(stream: TcpStream, peer: SocketAddr, router: Router, open: &GracefulShutdown) {
    // Answers and events leave as they are written, not when a packet is full.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| answer(request, peer, router.clone()));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .serve_connection(TokioIo::new(stream), service);
    let connection = open.watch(connection);
    tokio::spawn(async move {
        if let Err(cause) = connection.await {
            tracing::debug!(%cause, %peer, "a connection ended early");
        }
    });
}

async fn answer(request: Request<Incoming>, peer: SocketAddr, mut router: Router) -> Result<Response, Infallible> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(peer));
    router.call(request).await
}
