//! What a provider's stored months say at a given moment, by month and by quarter.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use super::calendar::Month;
use super::tally::{Figures, Ongoing, Open, Row};

/// How many months are kept: five years of them.
pub const MONTHS: i32 = 60;

/// What a provider's months say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// By month, newest first, without gaps.
    pub months: Vec<(Month, Figures)>,
    /// By quarter, newest first: each from all its months that are kept.
    pub quarters: Vec<(String, Figures)>,
    /// The outage that has gone on for longest.
    pub open: Option<Open>,
}

impl Report {
    /// What `rows` say at `now` of the last `count` months, or of those since the second `first` where these are fewer.
    pub fn of(rows: &BTreeMap<Month, Row>, first: i64, count: i32, now: i64, zone: &TimeZone) -> Self {
        let this = Month::of(now, zone);
        let oldest = rows.keys().next().copied().unwrap_or(this).min(Month::of(first, zone)).max(oldest(now, zone));
        let ongoing = Ongoing::over(rows.values());
        let empty = Row::default();
        let mut report = Self { months: Vec::new(), quarters: Vec::new(), open: None };
        let mut month = this;
        while month >= oldest {
            let row = rows.get(&month).unwrap_or(&empty);
            report.add(month, row.at(month.span(zone), ongoing, now));
            month = month.plus(-1);
        }
        report.open = rows.values().filter_map(|row| row.open).min();
        report.months.truncate(usize::try_from(count).unwrap_or_default());
        let shown = report.months.last().map(|(month, _)| month.quarter()).unwrap_or_default();
        // Quarters sort by their names.
        report.quarters.retain(|(quarter, _)| *quarter >= shown);
        report
    }

    fn add(&mut self, month: Month, figures: Figures) {
        let quarter = month.quarter();
        match self.quarters.last_mut() {
            Some((last, sum)) if *last == quarter => sum.add(&figures),
            _ => self.quarters.push((quarter, figures.clone())),
        }
        self.months.push((month, figures));
    }
}

/// The oldest month that is kept at `now`.
pub fn oldest(now: i64, zone: &TimeZone) -> Month {
    Month::of(now, zone).plus(1 - MONTHS)
}
