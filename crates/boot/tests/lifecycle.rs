//! Stopping in good order.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::routing::get;
use boot::Lifecycle;
use futures_util::{StreamExt, stream};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// A service whose answers take their time.
struct Running {
    life: Lifecycle,
    at: SocketAddr,
    served: JoinHandle<std::io::Result<()>>,
}

/// A stream that says one word, and ends when `stop` is cancelled.
fn until(stop: CancellationToken) -> Body {
    let words = stream::iter([Ok::<_, std::io::Error>(Bytes::from("word"))]);
    Body::from_stream(words.chain(stream::once(async move { stop.cancelled().await }).filter_map(|()| async { None })))
}

async fn start() -> Running {
    let life = Lifecycle::new();
    let stopping = life.stopping();
    let routes = Router::new()
        .route("/slow", get(|| async { tokio::time::sleep(Duration::from_secs(1)).await }))
        .route("/stream", get(move || std::future::ready(until(stopping.clone()))))
        .route("/endless", get(|| std::future::ready(until(CancellationToken::new()))));
    let at = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let served = tokio::spawn(boot::serve(at, routes, life.clone()));
    while TcpStream::connect(at).await.is_err() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    Running { life, at, served }
}

impl Running {
    /// Asks for `path` and waits until the answer begins, where it does so at once.
    async fn ask(&self, path: &str) -> TcpStream {
        let mut connection = TcpStream::connect(self.at).await.unwrap();
        connection.write_all(format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n").as_bytes()).await.unwrap();
        tokio::time::sleep(Duration::from_millis(200)).await;
        connection
    }

    async fn stop(self) -> (std::io::Result<()>, Duration) {
        let ordered = Instant::now();
        self.life.stop();
        (self.served.await.unwrap(), ordered.elapsed())
    }
}

#[tokio::test]
async fn requests_under_way_are_finished_streams_closed_and_jobs_waited_for() {
    let running = start().await;
    let done = Arc::new(AtomicBool::new(false));
    let (stopping, set) = (running.life.stopping(), Arc::clone(&done));
    running.life.spawn(async move {
        stopping.cancelled().await;
        tokio::time::sleep(Duration::from_millis(500)).await;
        set.store(true, Ordering::Relaxed);
    });
    let (mut slow, mut open, idle) =
        (running.ask("/slow").await, running.ask("/stream").await, TcpStream::connect(running.at).await.unwrap());
    let at = running.at;
    let (result, took) = running.stop().await;
    result.unwrap();
    assert!(done.load(Ordering::Relaxed), "the job was waited for");
    assert!(took < Duration::from_secs(3), "{took:?}");
    let mut answer = String::new();
    slow.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    answer.clear();
    open.read_to_string(&mut answer).await.unwrap();
    assert!(answer.contains("word") && answer.ends_with("0\r\n\r\n"), "the stream ends as it should: {answer}");
    drop(idle);
    assert!(TcpStream::connect(at).await.is_err(), "nothing listens any longer");
}

#[tokio::test]
async fn whoever_does_not_end_is_cut_off_after_one_common_limit() {
    let running = start().await;
    running.life.spawn(std::future::pending());
    let _endless = running.ask("/endless").await;
    let mut half = TcpStream::connect(running.at).await.unwrap();
    half.write_all(b"GET / HTTP/1.1\r\nHo").await.unwrap();
    let (result, took) = running.stop().await;
    result.unwrap();
    assert!((9..12).contains(&took.as_secs()), "{took:?}");
}

#[tokio::test]
async fn a_job_that_dies_stops_the_service_with_a_failure() {
    let running = start().await;
    running.life.spawn(async { panic!("a fault of ours") });
    let ended = tokio::time::timeout(Duration::from_secs(3), running.served).await.unwrap().unwrap();
    assert_eq!(ended.unwrap_err().to_string(), "the service could not go on");
}

#[tokio::test]
async fn what_is_followed_is_looked_at_again_after_failures_until_the_stop() {
    let stop = CancellationToken::new();
    let ordered = stop.clone();
    let began = Instant::now();
    let look = move |looks: u32| {
        let stop = ordered.clone();
        async move {
            if looks == 3 {
                stop.cancel();
                std::future::pending::<()>().await;
            }
            (looks + 1, if looks < 2 { Err("it does not answer") } else { Ok(()) })
        }
    };
    let followed = boot::follow("a stream", stop, 0, look);
    tokio::time::timeout(Duration::from_secs(3), followed).await.expect("the stop breaks a look off");
    assert!(began.elapsed() >= Duration::from_millis(150), "it rests longer with each failure");
}
