//! Names that change their mind, shown with a real name server on loopback: it answers first so, then otherwise, and
//! whatever it says, nothing inside is dialled.
//!
//! 127.0.0.2, which the policy lets through, stands for the internet; a listener on 127.0.0.1 at the same port counts
//! who knocks inside.

mod server;

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::lookup::{Filtering, Source};
use crate::target::Reach;
use crate::{Conditional, FetchError, Fetched, Outbound, Policy};
use server::{Said, Said::Address, Said::Alias, resolver};

const OUTER: &str = "127.0.0.2";

/// Addresses that lead inside, in the forms a name server can give them.
const INNER: [&str; 14] = [
    "127.0.0.1",
    "127.0.0.53",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.0.1",
    "169.254.169.254",
    "100.100.100.200",
    "168.63.129.16",
    "::1",
    "::",
    "::ffff:127.0.0.1",
    "64:ff9b::7f00:1",
    "fd00:ec2::254",
];

/// Counts what knocks at an address, and answers what is asked: a body, or a redirect to the path's end.
async fn listen(ip: &str, port: u16) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind((ip, port)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let knocks = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&knocks);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            count.fetch_add(1, Ordering::SeqCst);
            let mut request = [0; 2048];
            let read = stream.read(&mut request).await.unwrap_or(0);
            let asked = String::from_utf8_lossy(&request[..read]).into_owned();
            let answer = match asked.strip_prefix("GET /to/").and_then(|rest| rest.split(' ').next()) {
                Some(host) => format!("302 Found\r\nLocation: http://{host}:{port}/\r\nContent-Length: 0"),
                None => "200 OK\r\nContent-Length: 4".to_owned(),
            };
            let answer = format!("HTTP/1.1 {answer}\r\nConnection: close\r\n\r\n");
            let body = if answer.starts_with("HTTP/1.1 200") { "here" } else { "" };
            let _ = stream.write_all(format!("{answer}{body}").as_bytes()).await;
        }
    });
    (port, knocks)
}

/// A door that asks a name server, with a peer outside and a counter inside, both at one port.
struct Stage {
    door: Outbound,
    port: u16,
    outside: Arc<AtomicUsize>,
    inside: Arc<AtomicUsize>,
}

impl Stage {
    async fn with(answer: impl Fn(&str, usize) -> Said + Send + Sync + 'static) -> Stage {
        let (port, inside) = listen("127.0.0.1", 0).await;
        let (_, outside) = listen(OUTER, port).await;
        let policy = Policy {
            deadline: Duration::from_secs(3),
            connect_timeout: Duration::from_secs(1),
            ..Policy::allowing(vec!["127.0.0.2/32".parse().unwrap()])
        };
        let door = Outbound::with_source(policy, Source::Server(Arc::new(resolver(answer).await))).unwrap();
        Stage { door, port, outside, inside }
    }

    async fn get(&self, path: &str) -> Result<Fetched, FetchError> {
        self.door.get(&format!("http://feed.example:{}{path}", self.port), &Conditional::default()).await
    }

    /// How often each was knocked at: outside, inside.
    fn knocks(&self) -> (usize, usize) {
        (self.outside.load(Ordering::SeqCst), self.inside.load(Ordering::SeqCst))
    }
}

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

fn all(addresses: &[&str]) -> Said {
    Said::Records(addresses.iter().map(|address| Address(ip(address))).collect())
}

#[tokio::test]
async fn a_name_that_turns_inward_is_not_followed() {
    let stage = Stage::with(|_, nth| all(&[if nth == 0 { OUTER } else { "127.0.0.1" }])).await;
    assert!(matches!(stage.get("/").await, Ok(Fetched::Body(body)) if body.bytes == b"here"));
    for _ in 0..3 {
        assert_eq!(stage.get("/").await.unwrap_err(), FetchError::Unreachable);
    }
    assert_eq!(stage.knocks(), (1, 0));
}

#[tokio::test]
async fn nor_between_a_redirect_and_its_end() {
    let stage = Stage::with(|_, nth| all(&[if nth == 0 { OUTER } else { "127.0.0.1" }])).await;
    assert_eq!(stage.get("/to/feed.example").await.unwrap_err(), FetchError::Unreachable);
    assert_eq!(stage.knocks(), (1, 0));
    let elsewhere = |name: &str, _| all(&[if name.starts_with("feed") { OUTER } else { "127.0.0.1" }]);
    let stage = Stage::with(elsewhere).await;
    assert_eq!(stage.get("/to/inner.example").await.unwrap_err(), FetchError::Unreachable);
    assert_eq!(stage.knocks(), (1, 0));
}

#[tokio::test]
async fn of_mixed_answers_only_the_outer_is_dialled() {
    let stage = Stage::with(|_, _| all(&["127.0.0.1", OUTER, "::1", "10.0.0.1", "::ffff:127.0.0.1"])).await;
    for _ in 0..5 {
        assert!(stage.get("/").await.is_ok());
    }
    assert_eq!(stage.knocks(), (5, 0));
}

#[tokio::test]
async fn a_chain_of_aliases_is_judged_by_its_end() {
    let chain = |end: &str| {
        Said::Records(vec![
            Alias("feed.example.".into(), "a.example.".into()),
            Alias("a.example.".into(), "metadata.google.internal.".into()),
            Alias("metadata.google.internal.".into(), "localhost.".into()),
            Said::named("localhost.", ip(end)),
        ])
    };
    let outer = Stage::with(move |_, _| chain(OUTER)).await;
    assert!(outer.get("/").await.is_ok());
    let inner = Stage::with(move |_, _| chain("127.0.0.1")).await;
    assert_eq!(inner.get("/").await.unwrap_err(), FetchError::Unreachable);
    assert_eq!((outer.knocks(), inner.knocks()), ((1, 0), (0, 0)));
    let circle = Stage::with(|name, _| {
        Said::Records(vec![Alias(
            name.to_owned(),
            if name == "a.example." { "feed.example." } else { "a.example." }.into(),
        )])
    })
    .await;
    let begun = Instant::now();
    assert_eq!(circle.get("/").await.unwrap_err(), FetchError::Unreachable);
    assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn no_inner_address_is_dialled_whoever_names_it() {
    for address in INNER {
        let stage = Stage::with(move |_, _| all(&[address])).await;
        assert_eq!(stage.get("/").await.unwrap_err(), FetchError::Unreachable, "{address}");
        assert_eq!(stage.knocks(), (0, 0), "{address}");
    }
}

#[tokio::test]
async fn a_name_server_that_fails_is_an_address_that_does_not_answer() {
    for said in [Said::NoName, Said::Silence, Said::Noise, Said::Records(Vec::new())] {
        let stage = Stage::with(move |_, _| said.clone()).await;
        let begun = Instant::now();
        assert_eq!(stage.get("/").await.unwrap_err(), FetchError::Unreachable);
        assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
    }
}

#[tokio::test]
async fn what_is_public_first_and_inner_next_is_nothing_the_second_time() {
    let server = resolver(|_, nth| all(&[if nth == 0 { "8.8.8.8" } else { "127.0.0.1" }])).await;
    let source = Source::Server(Arc::new(server));
    let filter = Filtering { policy: Arc::new(Policy::default()), reach: Reach::Public, source };
    let first = filter.addresses("feed.example").await.unwrap();
    assert_eq!(first.iter().map(std::net::SocketAddr::ip).collect::<Vec<_>>(), [ip("8.8.8.8")]);
    assert!(filter.addresses("feed.example").await.is_err());
}
