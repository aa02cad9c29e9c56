//! What the answers of a provider's feeds are worth together: which readings are taken in, what is remembered of each
//! feed, and how the provider is shown.

use std::collections::BTreeMap;

use outbound::Conditional;
use url::Url;

use super::feeds::{Answer, Answers};
use crate::dialects::Reading;
use crate::domain::health::Condition;
use crate::domain::scrutiny::{self, Doubt, Finding, Sight, Verdict};
use crate::store::{FeedState, PollState};

/// The answers of all feeds, weighed.
#[derive(Debug, Default)]
pub(super) struct Weighed {
    /// What is to be taken in.
    pub(super) readings: Vec<Reading>,
    /// What is remembered of each feed from now on.
    pub(super) feeds: BTreeMap<String, FeedState>,
    /// How each was found.
    pub(super) findings: Vec<Finding>,
    /// How many are as they were.
    pub(super) same: usize,
    /// How many could be read, or were as before.
    pub(super) answered: usize,
    /// How many of the readings say that nothing was answered.
    pub(super) down: usize,
    /// How many were asked.
    pub(super) asked: usize,
    /// Whether some feed is not heard whole: what is missing from the others is not known to be gone.
    pub(super) partial: bool,
    /// What was doubted now, or confirmed.
    pub(super) doubts: Vec<Doubt>,
}

/// Weighs `answers` beside what the last poll left behind.
pub(super) fn weigh(answers: Answers, state: &PollState, now: i64) -> Weighed {
    let mut weighed = Weighed::default();
    for (address, answer) in answers {
        let mut feed = state.feeds.get(&address).cloned().unwrap_or_default();
        weighed.asked += usize::from(!matches!(answer, Answer::LeftAlone(_)));
        let (condition, detail) = match answer {
            Answer::Same => {
                (weighed.same, weighed.answered) = (weighed.same + 1, weighed.answered + 1);
                feed.recovers();
                (feed.doubt.map_or(Condition::Ok, Doubt::condition), None)
            }
            Answer::Read(reading, validators) => {
                weighed.answered += 1;
                feed.recovers();
                weighed.judge(*reading, validators, &mut feed)
            }
            Answer::Failed(error) => {
                weighed.partial = true;
                feed.fails(&error, now);
                (Condition::Failing, Some(error))
            }
            Answer::Down(reading, error) => {
                weighed.down += 1;
                weighed.readings.push(*reading);
                feed.fails(&error, now);
                (Condition::Failing, Some(error))
            }
            Answer::LeftAlone(words) => {
                weighed.partial = true;
                let error = feed.error.get_or_insert_with(|| "the address was not asked".to_owned());
                (Condition::Failing, Some(format!("{error}; {words}")))
            }
        };
        weighed.findings.push(Finding { place: place(&address), condition, detail });
        weighed.feeds.insert(address, feed);
    }
    weighed
}

impl Weighed {
    /// Whether every feed is as it was.
    pub(super) fn is_same(&self) -> bool {
        self.readings.is_empty() && self.same > 0
    }

    /// What failed, in words; none where nothing did.
    pub(super) fn error(&self) -> Option<String> {
        scrutiny::told(&self.findings, Condition::Failing)
    }

    fn judge(
        &mut self,
        mut reading: Reading,
        validators: Conditional,
        feed: &mut FeedState,
    ) -> (Condition, Option<String>) {
        let mut now = sight(&reading);
        now.dialect = now.spoken(feed.last_good.as_ref());
        reading.dialect = now.dialect;
        let verdict = scrutiny::judge(feed.last_good.as_ref(), feed.doubt, &now);
        match verdict {
            Verdict::Doubted(doubt) => {
                let words = scrutiny::words(doubt, feed.last_good.as_ref(), &now);
                // It is asked for the whole again: only a reading can dispel the doubt, or confirm it.
                feed.keep(Conditional::default());
                feed.doubt = Some(doubt);
                self.partial = true;
                self.doubts.push(doubt);
                if !doubt.is_refused() {
                    reading.partial = true;
                    self.readings.push(reading);
                }
                (doubt.condition(), Some(words))
            }
            Verdict::Sound | Verdict::Confirmed(_) => {
                let confirmed = match verdict {
                    Verdict::Confirmed(doubt) => Some(scrutiny::words(doubt, feed.last_good.as_ref(), &now)),
                    _ => None,
                };
                feed.keep(validators);
                (feed.doubt, feed.last_good) = (None, Some(now));
                self.readings.push(reading);
                (Condition::Ok, confirmed)
            }
        }
    }
}

/// What is remembered of a reading.
fn sight(reading: &Reading) -> Sight {
    let updates = reading.events.iter().flat_map(|event| event.updates.iter().filter_map(|update| update.ts));
    let newest = reading.events.iter().filter_map(|event| event.ts_update).chain(updates).max();
    let things = reading.events.len() + reading.well.len() + reading.unclear.len();
    Sight { dialect: reading.dialect, said_at: reading.said_at, newest, things }
}

/// The host and path of an address: what follows may hold a key.
fn place(address: &str) -> String {
    let url = Url::parse(address).ok();
    let parts = url.as_ref().and_then(|url| Some((url.host_str()?, url.path())));
    parts.map(|(host, path)| format!("{host}{path}")).unwrap_or_default()
}
