//! A closed loop: so many connections, each asking again as soon as it is answered.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use crate::http::{Connection, Request};

/// Connections to one address, kept from slice to slice.
pub struct Crew {
    connections: Vec<Connection>,
    requests: Arc<[Request]>,
    expected: u16,
    next: Arc<AtomicUsize>,
}

/// What a crew was answered in one slice of time.
#[derive(Debug, Clone, Default)]
pub struct Slice {
    /// How long each answer took, in microseconds.
    pub latencies: Vec<u32>,
    /// How long all of it took.
    pub took: Duration,
}

impl Slice {
    /// Answers per second.
    pub fn rate(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "there are never so many requests")]
        let answered = self.latencies.len() as f64;
        answered / self.took.as_secs_f64()
    }
}

impl Crew {
    /// `size` connections to `address` that send `requests` in turn, each to be answered with `expected`.
    pub async fn gather(address: SocketAddr, size: usize, requests: Arc<[Request]>, expected: u16) -> io::Result<Self> {
        let mut connections = Vec::with_capacity(size);
        for _ in 0..size {
            connections.push(Connection::open(address).await?);
        }
        Ok(Self { connections, requests, expected, next: Arc::default() })
    }

    /// Asks for as long as `time`; what is under way then is still counted. Fails on the first answer that is not the
    /// expected one: a bench of errors measures nothing.
    pub async fn work(&mut self, time: Duration) -> io::Result<Slice> {
        let began = Instant::now();
        let mut hands = JoinSet::new();
        for connection in self.connections.drain(..) {
            let (requests, next) = (Arc::clone(&self.requests), Arc::clone(&self.next));
            hands.spawn(one_hand(connection, requests, next, self.expected, began + time));
        }
        let mut slice = Slice::default();
        while let Some(done) = hands.join_next().await {
            let (connection, latencies) = done.map_err(io::Error::other)??;
            self.connections.push(connection);
            slice.latencies.extend(latencies);
        }
        slice.took = began.elapsed();
        Ok(slice)
    }
}

async fn one_hand(
    mut connection: Connection,
    requests: Arc<[Request]>,
    next: Arc<AtomicUsize>,
    expected: u16,
    until: Instant,
) -> io::Result<(Connection, Vec<u32>)> {
    let mut latencies = Vec::with_capacity(4096);
    let mut asked = Instant::now();
    while asked < until {
        let request = &requests[next.fetch_add(1, Ordering::Relaxed) % requests.len()];
        let answer = connection.ask(request).await?;
        if answer.status != expected {
            let body = String::from_utf8_lossy(answer.body);
            return Err(io::Error::other(format!("{} instead of {expected}: {body}", answer.status)));
        }
        let answered = Instant::now();
        latencies.push(u32::try_from((answered - asked).as_micros()).unwrap_or(u32::MAX));
        asked = answered;
    }
    Ok((connection, latencies))
}
