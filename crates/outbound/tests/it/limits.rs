//! What a peer may cost us, and the conditional request.

use std::io::Write;
use std::time::{Duration, Instant};

use flate2::{Compression, write::GzEncoder};
use outbound::{Conditional, FetchError, Fetched, USER_AGENT};

use crate::peer::{Answer, Peer, door, get, response};

const LAST_CHANGED: (&str, &str) = ("Last-Modified", "Sun, 22 Nov 2026 01:00:00 GMT");

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[tokio::test]
async fn a_compressed_body_is_read() {
    let packed = gzip(b"{\"page\":{}}");
    let peer = Peer::listen("127.0.0.2", move |_| {
        response("200 OK", &[("Content-Encoding", "gzip"), ("Content-Type", "application/json")], &packed)
    })
    .await;
    let Fetched::Body(body) = get(&peer.url("/")).await.unwrap() else { panic!("a body was sent") };
    assert_eq!(body.bytes, b"{\"page\":{}}");
    assert_eq!(body.content_type.as_deref(), Some("application/json"));
    assert!(peer.seen()[0].to_lowercase().contains(&format!("user-agent: {}", USER_AGENT.to_lowercase())));
}

#[tokio::test]
async fn a_compressed_bomb_is_cut_by_what_it_unpacks_to() {
    let bomb = gzip(&vec![0; 64 * 1024 * 1024]);
    assert!(bomb.len() < 100_000);
    let peer = Peer::listen("127.0.0.2", move |_| response("200 OK", &[("Content-Encoding", "gzip")], &bomb)).await;
    assert_eq!(get(&peer.url("/")).await.unwrap_err(), FetchError::TooLarge { limit: 1024 * 1024 });
}

#[tokio::test]
async fn layers_of_compression_are_not_undone() {
    let packed = gzip(&gzip(b"x"));
    let peer =
        Peer::listen("127.0.0.2", move |_| response("200 OK", &[("Content-Encoding", "gzip, gzip")], &packed)).await;
    assert_eq!(get(&peer.url("/")).await.unwrap_err(), FetchError::Encoding);
}

#[tokio::test]
async fn an_endless_body_is_cut() {
    let peer = Peer::listen("127.0.0.2", |_| Answer::Endless {
        head: b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".to_vec(),
        chunk: vec![b'x'; 64 * 1024],
        pause: Duration::ZERO,
    })
    .await;
    assert_eq!(get(&peer.url("/")).await.unwrap_err(), FetchError::TooLarge { limit: 1024 * 1024 });
}

#[tokio::test]
async fn a_body_that_drips_is_cut_by_the_deadline() {
    let peer = Peer::listen("127.0.0.2", |_| Answer::Endless {
        head: b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n".to_vec(),
        chunk: b"x".to_vec(),
        pause: Duration::from_millis(50),
    })
    .await;
    let begun = Instant::now();
    assert_eq!(get(&peer.url("/")).await.unwrap_err(), FetchError::TooSlow);
    assert!(begun.elapsed() < Duration::from_secs(3));
}

#[tokio::test]
async fn a_peer_that_says_nothing_reads_like_one_that_is_not_there() {
    let silent = Peer::listen("127.0.0.2", |_| Answer::Endless {
        head: Vec::new(),
        chunk: Vec::new(),
        pause: Duration::from_secs(1),
    })
    .await;
    let gone = format!("http://127.0.0.2:{}/", {
        let listener = std::net::TcpListener::bind("127.0.0.2:0").unwrap();
        listener.local_addr().unwrap().port()
    });
    let (silent, gone) = (get(&silent.url("/")).await.unwrap_err(), get(&gone).await.unwrap_err());
    assert_eq!(silent, FetchError::Unreachable);
    assert_eq!(silent.to_string(), gone.to_string());
}

#[tokio::test]
async fn a_body_that_breaks_off_is_no_body() {
    let peer =
        Peer::listen("127.0.0.2", |_| Answer::Bytes(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf".to_vec()))
            .await;
    assert_eq!(get(&peer.url("/")).await.unwrap_err(), FetchError::Broken);
}

#[tokio::test]
async fn failures_keep_their_status() {
    let peer = Peer::listen("127.0.0.2", |_| response("503 Busy", &[], b"later")).await;
    assert_eq!(get(&peer.url("/")).await.unwrap_err(), FetchError::Status(503));
}

#[tokio::test]
async fn a_failure_that_passes_says_when_to_come_again() {
    let later = |status: &'static str, header: &'static str| async move {
        let peer = Peer::listen("127.0.0.2", move |_| {
            response(status, &[("Retry-After", header), ("Date", "Sun, 22 Nov 2026 01:00:00 GMT")], b"")
        })
        .await;
        get(&peer.url("/")).await.unwrap_err()
    };
    assert_eq!(later("503 Busy", "120").await, FetchError::Later { status: 503, seconds: 120 });
    let date = later("429 Too Many", "Sun, 22 Nov 2026 01:01:30 GMT").await;
    assert_eq!(date, FetchError::Later { status: 429, seconds: 90 });
    assert_eq!(later("503 Busy", "soon").await, FetchError::Status(503));
    assert_eq!(later("500 Broken", "120").await, FetchError::Status(500), "a fault is not busyness");
}

#[tokio::test]
async fn large_bodies_wait_until_others_are_let_go_of_and_small_ones_do_not() {
    let large = Peer::listen("127.0.0.2", |_| response("200 OK", &[], &vec![b'x'; 300 * 1024])).await;
    let small = Peer::listen("127.0.0.2", |_| response("200 OK", &[], b"small")).await;
    let door = door();
    let known = Conditional::default();
    let (first, second) = (door.get(&large.url("/"), &known).await, door.get(&large.url("/"), &known).await);
    let third = tokio::spawn({
        let (door, url) = (door.clone(), large.url("/"));
        async move { door.get(&url, &Conditional::default()).await }
    });
    while large.seen().len() < 3 {
        tokio::task::yield_now().await;
    }
    assert!(door.get(&small.url("/"), &known).await.is_ok());
    assert!(!third.is_finished(), "both seats are taken");
    drop(first);
    assert!(matches!(third.await.unwrap(), Ok(Fetched::Body(body)) if body.bytes.len() == 300 * 1024));
    assert!(second.is_ok());
}

#[tokio::test]
async fn what_is_known_is_not_sent_again() {
    let peer = Peer::listen("127.0.0.2", |request| {
        if request.contains("if-none-match: \"v1\"")
            && request.contains("if-modified-since: Sun, 22 Nov 2026 01:00:00 GMT")
        {
            Answer::Bytes(b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n".to_vec())
        } else {
            response("200 OK", &[("ETag", "\"v1\""), LAST_CHANGED, ("Date", "Sun, 22 Nov 2026 01:00:02 GMT")], b"body")
        }
    })
    .await;
    let Fetched::Body(body) = get(&peer.url("/")).await.unwrap() else { panic!("a body was sent") };
    assert_eq!(body.validators.etag.as_deref(), Some("\"v1\""));
    assert!(matches!(door().get(&peer.url("/"), &body.validators).await.unwrap(), Fetched::NotModified));
}

#[tokio::test]
async fn a_date_that_the_next_change_may_bear_too_is_not_kept() {
    for (date, kept) in
        [("Sun, 22 Nov 2026 01:00:01 GMT", false), ("Sun, 22 Nov 2026 01:00:02 GMT", true), ("soon", false)]
    {
        let peer =
            Peer::listen("127.0.0.2", move |_| response("200 OK", &[LAST_CHANGED, ("Date", date)], b"body")).await;
        let Fetched::Body(body) = get(&peer.url("/")).await.unwrap() else { panic!("a body was sent") };
        assert_eq!(body.validators.last_modified.is_some(), kept, "{date}");
    }
}

#[tokio::test]
async fn a_validator_too_long_to_keep_is_not_kept() {
    let long = format!("\"{}\"", "e".repeat(2000));
    let peer = Peer::listen("127.0.0.2", move |_| response("200 OK", &[("ETag", &long)], b"body")).await;
    let Fetched::Body(body) = get(&peer.url("/")).await.unwrap() else { panic!("a body was sent") };
    assert_eq!(body.validators, Conditional::default());
}
