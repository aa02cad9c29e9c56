//! Answers made to hurt: each ends in time, in a failure or in no more than was allowed, and none fills our memory.

use std::io::Write;
use std::time::{Duration, Instant};

use flate2::{Compression, write::GzEncoder};
use outbound::{Conditional, FetchError, Fetched, Outbound, Policy};

use crate::peer::{Answer, Peer, door, get, response};

/// 64 MiB of zeros in brotli.
const BROTLI_BOMB: &str = "cbffff3f002400e2b14072effff8ffff078004401c1680eefd1fffffff00900088c302d0bdffe3ffff1f001200715800baf77ffcffff034002200e0b40f7fe8fffff7f004800c46101e8defff1ffff0f000980382c00ddfbbffcffff032001108705a07bff07";

/// The most our memory may grow by in a test, KiB: some bodies of 1 MiB, and what the sockets hold.
const MEMORY: u64 = 64 * 1024;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn unhex(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

/// The most memory this process has held, KiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}

/// Asks a peer that sends these bytes and closes.
async fn sent(bytes: Vec<u8>) -> Result<Fetched, FetchError> {
    let peer = Peer::listen("127.0.0.2", move |_| Answer::Bytes(bytes.clone())).await;
    bounded(&peer).await
}

/// Asks a peer that sends the head, then the chunk for ever.
async fn endless(head: &str, chunk: &str, pause: Duration) -> Result<Fetched, FetchError> {
    let (head, chunk) = (head.as_bytes().to_vec(), chunk.as_bytes().to_vec());
    let peer =
        Peer::listen("127.0.0.2", move |_| Answer::Endless { head: head.clone(), chunk: chunk.clone(), pause }).await;
    bounded(&peer).await
}

/// Asks, and sees to it that the answer comes in time and takes no more memory than it may.
async fn bounded(peer: &Peer) -> Result<Fetched, FetchError> {
    let (before, begun) = (peak(), Instant::now());
    let answer = get(&peer.url("/")).await;
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    let grown = peak().saturating_sub(before);
    assert!(grown < MEMORY, "{grown} KiB");
    answer
}

#[tokio::test]
async fn bombs_of_every_kind_are_cut_or_not_opened() {
    let too_large = FetchError::TooLarge { limit: 1024 * 1024 };
    let member = gzip(&vec![0; 8 * 1024 * 1024]);
    let small = gzip(b"one of many");
    let bombs = [
        ("gzip", member.clone(), too_large.clone()),
        // A body of many packed ones, of which the first is read.
        ("gzip", small.repeat(100_000), FetchError::Broken),
        ("x-gzip", gzip(b"x"), FetchError::Encoding),
        ("br", unhex(BROTLI_BOMB), too_large),
        ("deflate", member.repeat(8), FetchError::Encoding),
        ("zstd", vec![0x28, 0xB5, 0x2F, 0xFD, 0], FetchError::Encoding),
        ("compress", vec![0x1F, 0x9D], FetchError::Encoding),
        ("br, gzip", gzip(&unhex(BROTLI_BOMB)), FetchError::Encoding),
        ("gzip, gzip", gzip(&member), FetchError::Encoding),
    ];
    for (encoding, body, expected) in bombs {
        let peer =
            Peer::listen("127.0.0.2", move |_| response("200 OK", &[("Content-Encoding", encoding)], &body)).await;
        assert_eq!(bounded(&peer).await.unwrap_err(), expected, "{encoding}");
    }
    let twice = gzip(&gzip(b"x"));
    let headers = [("Content-Encoding", "gzip"), ("Content-Encoding", "gzip")];
    let peer = Peer::listen("127.0.0.2", move |_| response("200 OK", &headers, &twice)).await;
    assert_eq!(bounded(&peer).await.unwrap_err(), FetchError::Encoding, "two headers");
}

#[tokio::test]
async fn damaged_compression_is_no_body() {
    let whole = gzip(&b"{\"page\":{}}".repeat(1000));
    let mut wrong_sum = whole.clone();
    let at = wrong_sum.len() - 6;
    wrong_sum[at] ^= 0xFF;
    let broken = [
        ("gzip", whole[..whole.len() / 2].to_vec()),
        ("gzip", whole[..whole.len() - 4].to_vec()),
        ("gzip", whole[..5].to_vec()),
        ("gzip", wrong_sum),
        ("gzip", b"no gzip at all".to_vec()),
        ("br", whole.clone()),
        ("br", unhex(BROTLI_BOMB)[..40].to_vec()),
    ];
    for (nth, (encoding, body)) in broken.into_iter().enumerate() {
        let peer =
            Peer::listen("127.0.0.2", move |_| response("200 OK", &[("Content-Encoding", encoding)], &body)).await;
        let error = bounded(&peer).await.unwrap_err();
        assert!(matches!(error, FetchError::Broken | FetchError::TooLarge { .. }), "{nth}: {error}");
    }
}

#[tokio::test]
async fn what_never_ends_is_cut() {
    let too_large = FetchError::TooLarge { limit: 1024 * 1024 };
    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    let chunk = format!("4000\r\n{}\r\n", "x".repeat(0x4000));
    assert_eq!(endless(chunked, &chunk, Duration::ZERO).await.unwrap_err(), too_large);
    let late = Duration::from_millis(1);
    for (head, chunk) in [
        (format!("{chunked}1;a="), "extension".repeat(100)),
        (format!("{chunked}0\r\n"), format!("X-Trailer: {}\r\n", "x".repeat(1000))),
        (format!("{chunked}0\r\nX-Trailer: "), "x".repeat(1000)),
        (chunked.to_owned(), "0".repeat(1000)),
        (chunked.to_owned(), "1\r\nx\r\n".to_owned()),
    ] {
        let error = endless(&head, &chunk, late).await.unwrap_err();
        assert!(matches!(error, FetchError::Broken | FetchError::TooSlow), "{head:?}: {error}");
    }
}

#[tokio::test]
async fn heads_that_never_end_are_no_answer() {
    for (head, chunk) in [
        ("HTTP/1.1 200 OK\r\n", "X-More: and more\r\n"),
        ("HTTP/1.1 200 OK\r\nX-Long: ", "and longer and longer and longer"),
        ("HTTP/1.1 200 ", "very well "),
        ("", "HTTP/1.1 100 Continue\r\n\r\n"),
        ("", "\r\n"),
        ("", "\0"),
        ("HTTP/1.1 200 OK\r\n", "Set-Cookie: a=b\r\n folded: too\r\n"),
    ] {
        let answer = endless(head, chunk, Duration::ZERO).await;
        assert_eq!(answer.unwrap_err(), FetchError::Unreachable, "{head:?} {chunk:?}");
    }
    let slowly = endless("HTTP/1.1 200 OK\r\n", "X-More: and more\r\n", Duration::from_millis(20)).await;
    assert_eq!(slowly.unwrap_err(), FetchError::Unreachable);
}

#[tokio::test]
async fn one_byte_a_second_is_too_slow() {
    let second = Duration::from_secs(1);
    let body = endless("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", "x", second).await;
    assert_eq!(body.unwrap_err(), FetchError::TooSlow);
    let chunked = endless("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n", second).await;
    assert_eq!(chunked.unwrap_err(), FetchError::TooSlow);
    assert_eq!(endless("HTTP/1.1 2", "0", second).await.unwrap_err(), FetchError::Unreachable);
}

#[tokio::test]
async fn lengths_that_are_not_true_are_seen_through() {
    let with = |headers: &str, body: &str| sent(format!("HTTP/1.1 200 OK\r\n{headers}\r\n\r\n{body}").into_bytes());
    assert_eq!(with("Content-Length: 100", "half").await.unwrap_err(), FetchError::Broken);
    assert_eq!(with("Content-Length: 1000000000000000", "x").await.unwrap_err(), FetchError::Broken);
    assert_eq!(with("Transfer-Encoding: chunked", "5\r\nhalf").await.unwrap_err(), FetchError::Broken);
    assert_eq!(with("Transfer-Encoding: chunked", "FFFFFFFFFFFFFFFFF\r\nx").await.unwrap_err(), FetchError::Broken);
    assert_eq!(with("Transfer-Encoding: chunked", "-1\r\nx\r\n0\r\n\r\n").await.unwrap_err(), FetchError::Broken);
    for length in ["-1", "1e3", "0x10", "18446744073709551616", "4\r\nContent-Length: 5", "4, 5"] {
        let answer = with(&format!("Content-Length: {length}"), "body").await;
        assert_eq!(answer.unwrap_err(), FetchError::Unreachable, "{length}");
    }
    let Ok(Fetched::Body(short)) = with("Content-Length: 2", "too much").await else { panic!("a body was sent") };
    assert_eq!(short.bytes, b"to", "what comes after the length is nobody's");
}

#[tokio::test]
async fn ten_mebibytes_are_read_and_not_a_byte_more() {
    let limit = 10 * 1024 * 1024;
    let door = Outbound::new(Policy::allowing(vec!["127.0.0.2/32".parse().unwrap()])).unwrap();
    for (more, packed) in [(0, false), (1, false), (0, true), (1, true)] {
        let body = vec![b'x'; limit + more];
        let body = if packed { gzip(&body) } else { body };
        let encoding = if packed { "gzip" } else { "identity" };
        let peer =
            Peer::listen("127.0.0.2", move |_| response("200 OK", &[("Content-Encoding", encoding)], &body)).await;
        match door.get(&peer.url("/"), &Conditional::default()).await {
            Ok(Fetched::Body(body)) => assert_eq!((body.bytes.len(), more), (limit, 0)),
            Err(error) => assert_eq!((error, more), (FetchError::TooLarge { limit }, 1)),
            Ok(Fetched::NotModified) => panic!("a body was sent"),
        }
    }
}

#[tokio::test]
async fn many_hostile_peers_at_once_cost_what_a_few_do() {
    let before = peak();
    let peer = Peer::listen("127.0.0.2", |_| Answer::Endless {
        head: b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".to_vec(),
        chunk: vec![b'x'; 64 * 1024],
        pause: Duration::ZERO,
    })
    .await;
    let (door, url) = (door(), peer.url("/"));
    let asked: Vec<_> = (0..32)
        .map(|_| {
            let (door, url) = (door.clone(), url.clone());
            tokio::spawn(async move { door.get(&url, &Conditional::default()).await })
        })
        .collect();
    for one in asked {
        let error = one.await.unwrap().unwrap_err();
        assert!(
            matches!(error, FetchError::TooLarge { .. } | FetchError::TooSlow | FetchError::Unreachable),
            "{error}"
        );
    }
    let grown = peak().saturating_sub(before);
    assert!(grown < MEMORY, "{grown} KiB");
}
