//! Stretches of time, and how much of them there is where they overlap.

use serde::{Deserialize, Serialize};

/// A stretch of time, unix seconds: the first belongs to it, the last does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "(i64, i64)", into = "(i64, i64)")]
pub struct Span {
    /// Its first second.
    pub from: i64,
    /// The second after its last.
    pub to: i64,
}

impl From<(i64, i64)> for Span {
    fn from((from, to): (i64, i64)) -> Self {
        Self { from, to }
    }
}

impl From<Span> for (i64, i64) {
    fn from(span: Span) -> Self {
        (span.from, span.to)
    }
}

impl Span {
    /// How long it is; one that ends before it begins has no length.
    pub fn seconds(self) -> i64 {
        self.to.saturating_sub(self.from).max(0)
    }

    /// Whether the second `at` lies in it.
    pub fn holds(self, at: i64) -> bool {
        self.from <= at && at < self.to
    }

    /// The part of it that lies in `other`.
    #[must_use]
    pub fn within(self, other: Span) -> Self {
        Self { from: self.from.max(other.from), to: self.to.min(other.to) }
    }
}

/// How many seconds lie in at least one of `spans`.
pub fn covered(mut spans: Vec<Span>) -> i64 {
    spans.retain(|span| span.seconds() > 0);
    spans.sort_unstable();
    let mut reached = i64::MIN;
    spans.into_iter().fold(0, |sum, span| {
        let new = Span { from: span.from.max(reached), to: span.to };
        reached = reached.max(span.to);
        sum + new.seconds()
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_overlaps_counts_once(spans in prop::collection::vec((0_i64..300, -5_i64..60), 0..20)) {
            let spans: Vec<Span> = spans.into_iter().map(|(from, length)| Span { from, to: from + length }).collect();
            let naive = (0..400).filter(|at| spans.iter().any(|span| span.from <= *at && *at < span.to)).count();
            prop_assert_eq!(covered(spans), i64::try_from(naive).unwrap());
        }
    }
}
