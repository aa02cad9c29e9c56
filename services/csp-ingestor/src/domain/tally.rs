//! What a provider's outages come to in a month: a row that is stored, and what it says at a given moment.
//!
//! A row is made without a clock. What goes on is kept as the moment since which it has gone on without a break, and
//! counted up to now by whoever reads: a row changes when an outage does, never because time passes.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::outage::Outage;
use super::span::{Span, covered};

/// The most first words of a month that are kept for its median; of more, every so manieth.
const MAX_SAMPLES: usize = 500;

/// What a provider's outages come to in one month.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Row {
    /// For how long it was down, seconds, up to `down_from`.
    pub down_s: i64,
    /// Since when it is down without a break.
    pub down_from: Option<i64>,
    /// For how long it was down or degraded, seconds, up to `disturbed_from`.
    pub disturbed_s: i64,
    /// Since when it is down or degraded without a break.
    pub disturbed_from: Option<i64>,
    /// How many outages began.
    pub incidents: u32,
    /// How long the first public words about those took, seconds, shortest first.
    pub first_words: Vec<i64>,
    /// How long the longest of them was that are over, seconds.
    pub longest_s: Option<i64>,
    /// When the longest of them that goes on began: what it was interrupted for is added.
    pub longest_from: Option<i64>,
    /// Of all outages that go on, the one that has gone on for longest.
    pub open: Option<Open>,
}

/// An outage that goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Open {
    /// When it began, unix seconds: what it was interrupted for is added.
    pub from: i64,
    /// The event.
    pub id: Uuid,
}

/// Since when a provider is down, or down or degraded, without a break: over all its rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ongoing {
    /// Down.
    pub down: Option<i64>,
    /// Down or degraded.
    pub disturbed: Option<i64>,
}

/// What a month, or several, say at a given moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// For how many minutes it was down.
    pub minutes_down: i64,
    /// For how many minutes it was degraded and not down.
    pub minutes_degraded: i64,
    /// How many outages began.
    pub incidents: u32,
    /// How long the first public words about those took, seconds.
    pub first_words: Vec<i64>,
    /// How long the longest of them was, or is by now, seconds.
    pub longest_s: Option<i64>,
}

impl Row {
    /// What `outages` come to in `month`: all of them that touch it, each once.
    pub fn of(month: Span, outages: &[Outage]) -> Self {
        let ongoing =
            |down: bool| outages.iter().filter(move |one| one.is_down() || !down).filter_map(|one| one.open_from);
        let (down_from, disturbed_from) = (ongoing(true).min(), ongoing(false).min());
        let began: Vec<&Outage> = outages.iter().filter(|one| month.holds(one.began())).collect();
        let open = |one: &&Outage| Some(Open { from: one.open_from? - one.seconds(), id: one.id });
        let mut first_words: Vec<i64> = began.iter().filter_map(|one| one.first_word_s).collect();
        first_words.sort_unstable();
        Self {
            down_s: counted(month, down_from, outages.iter().filter(|one| one.is_down())),
            down_from,
            disturbed_s: counted(month, disturbed_from, outages.iter()),
            disturbed_from,
            incidents: u32::try_from(began.len()).unwrap_or(u32::MAX),
            first_words: thinned(first_words),
            longest_s: began.iter().filter(|one| one.open_from.is_none()).map(|one| one.seconds()).max(),
            longest_from: began.iter().filter_map(open).map(|open| open.from).min(),
            open: outages.iter().filter_map(|one| open(&one)).min(),
        }
    }

    /// The row of a month of whose outages only `outages` are known any more: what was counted stays, and what went on
    /// then is counted on to its end.
    #[must_use]
    pub fn carried(&self, month: Span, outages: &[Outage]) -> Self {
        let known = Self::of(month, outages);
        // What began before is in what was counted, up to then.
        let still = |from: Option<i64>, known: Option<i64>| Some(known?.max(from?));
        let down_from = still(self.down_from, known.down_from);
        let disturbed_from = still(self.disturbed_from, known.disturbed_from);
        let down = outages.iter().filter(|one| one.is_down());
        Self {
            down_s: self.down_s + since(month, self.down_from, down_from, down),
            down_from,
            disturbed_s: self.disturbed_s + since(month, self.disturbed_from, disturbed_from, outages.iter()),
            disturbed_from,
            incidents: self.incidents,
            first_words: self.first_words.clone(),
            longest_s: self.longest_s.max(known.longest_s),
            longest_from: known.longest_from,
            open: known.open,
        }
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What it says at `now` of its `month`, where `ongoing` is what goes on by all rows.
    pub fn at(&self, month: Span, ongoing: Ongoing, now: i64) -> Figures {
        let down = total(month, self.down_s, ongoing.down, now);
        let disturbed = total(month, self.disturbed_s, ongoing.disturbed, now);
        let longest_open = self.longest_from.map(|from| (now - from).max(0));
        // Rounded down together, so that no minute is in both, and none is in neither but the last.
        Figures {
            minutes_down: down / 60,
            minutes_degraded: disturbed / 60 - down / 60,
            incidents: self.incidents,
            first_words: self.first_words.clone(),
            longest_s: self.longest_s.max(longest_open),
        }
    }
}

impl Ongoing {
    /// What goes on by these rows.
    pub fn over<'a>(rows: impl Iterator<Item = &'a Row>) -> Self {
        let sooner = |a: Option<i64>, b: Option<i64>| a.into_iter().chain(b).min();
        rows.fold(Self::default(), |so_far, row| Self {
            down: sooner(so_far.down, row.down_from),
            disturbed: sooner(so_far.disturbed, row.disturbed_from),
        })
    }
}

impl Figures {
    /// Adds those of another month.
    pub fn add(&mut self, other: &Figures) {
        self.minutes_down += other.minutes_down;
        self.minutes_degraded += other.minutes_degraded;
        self.incidents += other.incidents;
        self.first_words.extend_from_slice(&other.first_words);
        self.longest_s = self.longest_s.max(other.longest_s);
    }

    /// The median of the first words, seconds: of an even number the mean of the two in the middle.
    pub fn first_word_s(&self) -> Option<i64> {
        let mut sorted = self.first_words.clone();
        sorted.sort_unstable();
        let middle = sorted.len() / 2;
        let upper = *sorted.get(middle)?;
        let lower = if sorted.len().is_multiple_of(2) { sorted[middle - 1] } else { upper };
        Some(i64::midpoint(lower, upper))
    }
}

/// How many seconds of `month` before `until` these outages cover; what goes on covers all that comes after.
fn counted<'a>(month: Span, until: Option<i64>, outages: impl Iterator<Item = &'a Outage>) -> i64 {
    let part = Span { from: month.from, to: until.map_or(month.to, |until| until.min(month.to)) };
    covered(outages.flat_map(|one| &one.spans).map(|span| span.within(part)).collect())
}

/// How many seconds of `month` since `from` these outages cover, as far as they are over: before `until`.
fn since<'a>(month: Span, from: Option<i64>, until: Option<i64>, outages: impl Iterator<Item = &'a Outage>) -> i64 {
    from.map_or(0, |from| counted(Span { from: from.max(month.from), to: month.to }, until, outages))
}

/// What was `counted`, and what goes on since `from`, up to `now`.
fn total(month: Span, counted: i64, from: Option<i64>, now: i64) -> i64 {
    let Some(from) = from else { return counted };
    let going_on = Span { from, to: now }.within(month).seconds();
    // What began before the month fills it; what was counted lies inside.
    if from <= month.from { going_on } else { counted + going_on }
}

fn thinned(sorted: Vec<i64>) -> Vec<i64> {
    let step = sorted.len().div_ceil(MAX_SAMPLES).max(1);
    sorted.into_iter().step_by(step).collect()
}

#[cfg(test)]
mod tests;
