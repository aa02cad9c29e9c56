//! What is remembered of a provider's feeds from one poll to the next.

use std::collections::{BTreeMap, BTreeSet};

use outbound::Conditional;
use serde::{Deserialize, Serialize};

use super::dialect::Dialect;
use super::health::Health;
use super::scrutiny::{Doubt, Sight};

/// The most oddities that are kept of a provider: a feed that is nothing but strange is not told of for ever.
pub const MOST_ODDITIES: usize = 50;

/// What the last poll of a provider left behind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PollState {
    /// When it was last asked, unix seconds.
    pub last_polled_at: Option<i64>,
    /// When it last answered well, unix seconds.
    pub last_good_at: Option<i64>,
    /// What the last failure was; none after a good answer.
    pub last_error: Option<String>,
    /// How often in a row it failed.
    pub failures: u32,
    /// The dialect of its last good answer.
    pub dialect: Option<Dialect>,
    /// What is remembered of each of its feeds, by address.
    pub feeds: BTreeMap<String, FeedState>,
    /// Whether its feeds must be read whole, all of them, before anything that is missing is known to be gone.
    pub incomplete: bool,
    /// How well it can be followed; none before it was asked.
    pub health: Option<Health>,
    /// What was strange in its answers, at most [`MOST_ODDITIES`]: each is logged once.
    pub oddities: BTreeSet<String>,
}

impl PollState {
    /// What is left of it once its provider was changed: nothing where it is now asked for other things, else all but
    /// the validators, so that what is settled now is applied to the whole of its feeds.
    pub fn after_change(&self, asks_otherwise: bool) -> Option<Self> {
        let mut left = self.clone();
        left.feeds.values_mut().for_each(|feed| feed.keep(Conditional::default()));
        (!asks_otherwise).then_some(left)
    }
}

/// What is remembered of one feed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FeedState {
    /// The `ETag` of its last good answer.
    pub etag: Option<String>,
    /// The `Last-Modified` of its last good answer.
    pub last_modified: Option<String>,
    /// Its last good reading.
    pub last_good: Option<Sight>,
    /// Why the reading after that is not believed.
    pub doubt: Option<Doubt>,
    /// What it failed on; none after an answer that could be read.
    pub error: Option<String>,
    /// Since when it fails, unix seconds.
    pub failing_since: Option<i64>,
}

impl FeedState {
    /// What to ask with.
    pub fn validators(&self) -> Conditional {
        Conditional { etag: self.etag.clone(), last_modified: self.last_modified.clone() }
    }

    /// It failed on `error`, perhaps not for the first time.
    pub fn fails(&mut self, error: &str, now: i64) {
        self.error = Some(error.to_owned());
        self.failing_since.get_or_insert(now);
    }

    /// It answered.
    pub fn recovers(&mut self) {
        (self.error, self.failing_since) = (None, None);
    }

    /// What to ask with next time.
    pub fn keep(&mut self, validators: Conditional) {
        (self.etag, self.last_modified) = (validators.etag, validators.last_modified);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_fails_since_its_first_failure_until_it_answers() {
        let mut feed = FeedState::default();
        feed.fails("silence", 10);
        feed.fails("a fault", 20);
        assert_eq!((feed.error.as_deref(), feed.failing_since), (Some("a fault"), Some(10)));
        feed.recovers();
        assert_eq!((feed.error, feed.failing_since), (None, None));
    }

    #[test]
    fn a_change_has_feeds_read_whole_and_another_address_forgets_them() {
        let feed = FeedState { etag: Some("\"1\"".into()), failing_since: Some(10), ..FeedState::default() };
        let state =
            PollState { failures: 2, feeds: [("https://a.example/".into(), feed)].into(), ..PollState::default() };
        let left = state.after_change(false).unwrap();
        let feed = &left.feeds["https://a.example/"];
        assert_eq!((left.failures, feed.validators(), feed.failing_since), (2, Conditional::default(), Some(10)));
        assert_eq!(state.after_change(true), None);
    }
}
