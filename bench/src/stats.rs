//! The few statistics that are told.

use serde::Serialize;

/// The middle of some figures, and how far the middle half of them spreads.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Spread {
    /// The median.
    pub median: f64,
    /// A quarter of the figures is below.
    pub low: f64,
    /// A quarter of the figures is above.
    pub high: f64,
}

impl Spread {
    /// Of `figures`, in any order; none where there are none.
    pub fn of(figures: impl IntoIterator<Item = f64>) -> Option<Self> {
        let mut sorted: Vec<_> = figures.into_iter().collect();
        sorted.sort_by(f64::total_cmp);
        let at = |share| quantile(&sorted, share);
        Some(Self { median: at(0.5)?, low: at(0.25)?, high: at(0.75)? })
    }
}

/// The value below which `share` of `sorted` lies, between its two neighbours in proportion.
fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    #[expect(clippy::cast_precision_loss, reason = "there are never so many figures")]
    let place = share * last as f64;
    let below = whole(place.floor());
    let part = place.fract();
    Some(sorted[below] + part * (sorted[last.min(below + 1)] - sorted[below]))
}

/// The latency in microseconds that `share` of the requests did not exceed; 0 where there were none.
pub fn percentile(latencies: &mut [u32], share: f64) -> u32 {
    let Some(last) = latencies.len().checked_sub(1) else { return 0 };
    #[expect(clippy::cast_precision_loss, reason = "there are never so many requests")]
    let rank = whole((share * latencies.len() as f64).ceil()).saturating_sub(1).min(last);
    *latencies.select_nth_unstable(rank).1
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in a list, never negative")]
fn whole(place: f64) -> usize {
    place as usize
}

#[cfg(test)]
mod tests {
    use super::{Spread, percentile};

    #[test]
    fn the_median_and_the_quartiles_of_some_figures() {
        let spread = Spread::of([5.0, 1.0, 4.0, 2.0, 3.0]).unwrap();
        assert_eq!(spread, Spread { median: 3.0, low: 2.0, high: 4.0 });
        assert_eq!(Spread::of([1.0, 2.0]).unwrap(), Spread { median: 1.5, low: 1.25, high: 1.75 });
        assert_eq!(Spread::of([7.0]).unwrap(), Spread { median: 7.0, low: 7.0, high: 7.0 });
        assert_eq!(Spread::of([]), None);
    }

    #[test]
    fn percentiles_are_latencies_that_were_met() {
        let mut hundred: Vec<u32> = (1..=100).rev().collect();
        assert_eq!(percentile(&mut hundred, 0.5), 50);
        assert_eq!(percentile(&mut hundred, 0.99), 99);
        assert_eq!(percentile(&mut hundred, 1.0), 100);
        assert_eq!(percentile(&mut [9], 0.99), 9);
        assert_eq!(percentile(&mut [], 0.99), 0);
    }
}
