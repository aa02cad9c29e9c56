//! How listeners hear of changes: one task of the process follows the store and tells, everybody else listens.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::{OwnedSemaphorePermit, Semaphore, broadcast};

/// How many changes a listener may be behind before it is told to read everything anew.
const BEHIND: usize = 256;
/// How many may listen to one process at the same time.
const SEATS: usize = 1_000;

/// What listeners are told.
#[derive(Debug, Clone)]
pub(crate) enum Told {
    /// Something changed.
    News(News),
    /// Changes may have been missed: everything is to be read anew.
    Anew,
}

/// One piece of news.
#[derive(Debug, Clone)]
pub(crate) struct News {
    /// Its number among all changes.
    pub(crate) number: u64,
    /// What it is of: `event` or `reminder`.
    pub(crate) kind: &'static str,
    /// One line of JSON, shared by all who are told.
    pub(crate) line: Arc<str>,
}

/// What goes on, shared by all of the process.
#[derive(Debug)]
pub struct Live {
    told: broadcast::Sender<Told>,
    /// The number of the last change that was taken in; 0 before the store was read.
    number: AtomicU64,
    seats: Arc<Semaphore>,
}

/// A seat taken, and counted while it is.
pub(crate) struct Seat(#[expect(dead_code, reason = "held, and given back by being dropped")] OwnedSemaphorePermit);

impl Default for Live {
    fn default() -> Self {
        let (told, _) = broadcast::channel(BEHIND);
        Self { told, number: AtomicU64::new(0), seats: Arc::new(Semaphore::new(SEATS)) }
    }
}

impl Live {
    /// Takes a seat, where one is free.
    pub(crate) fn seat(&self) -> Option<Seat> {
        let permit = Arc::clone(&self.seats).try_acquire_owned().ok()?;
        metrics::gauge!("csp_streams_open").increment(1);
        Some(Seat(permit))
    }

    /// What is told from now on.
    pub(crate) fn listen(&self) -> broadcast::Receiver<Told> {
        self.told.subscribe()
    }

    /// The number of the last change that was told. Who listens before asking misses nothing after it.
    pub(crate) fn number(&self) -> u64 {
        self.number.load(Ordering::Acquire)
    }

    /// Tells what changed.
    pub(crate) fn tell(&self, news: News) {
        self.number.store(news.number, Ordering::Release);
        // Nobody listening is no fault.
        let _ = self.told.send(Told::News(news));
    }

    /// All changes up to `number` are known; whether something of it was missed is `missed`.
    pub(crate) fn stand_at(&self, number: u64, missed: bool) {
        self.number.store(number, Ordering::Release);
        if missed {
            let _ = self.told.send(Told::Anew);
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        metrics::gauge!("csp_streams_open").decrement(1);
    }
}
