//! Months and quarters, by the organisation's time zone.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::span::Span;

/// One month of one year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i16,
    month: i8,
}

/// A text that names no month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a month is written as in 2026-11")]
pub struct NotAMonth;

impl Month {
    /// The month in which the second `at` lies; what no calendar holds lies in its first or last month.
    pub fn of(at: i64, zone: &TimeZone) -> Self {
        let date = zone.to_datetime(moment(at)).date();
        Self { year: date.year(), month: date.month() }
    }

    /// The month `count` months later, or earlier where it is negative.
    #[must_use]
    pub fn plus(self, count: i32) -> Self {
        let months = i32::from(self.year) * 12 + i32::from(self.month) - 1 + count;
        let last = i32::from(Date::MAX.year());
        let year = months.div_euclid(12).clamp(-last, last);
        Self {
            year: i16::try_from(year).unwrap_or_default(),
            month: i8::try_from(months.rem_euclid(12) + 1).unwrap_or(1),
        }
    }

    /// From its first second to the first of the next one.
    pub fn span(self, zone: &TimeZone) -> Span {
        Span { from: self.start(zone), to: self.plus(1).start(zone) }
    }

    /// The quarter in which it lies, as in `2026-Q4`.
    pub fn quarter(self) -> String {
        format!("{:04}-Q{}", self.year, (self.month + 2) / 3)
    }

    fn start(self, zone: &TimeZone) -> i64 {
        let date = Date::new(self.year, self.month, 1).unwrap_or(Date::MAX);
        // At the very ends of the calendar a zone may lead out of it.
        zone.to_zoned(date.to_datetime(jiff::civil::Time::midnight()))
            .map_or(Timestamp::MAX.as_second(), |first| first.timestamp().as_second())
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for Month {
    type Err = NotAMonth;

    fn from_str(text: &str) -> Result<Self, NotAMonth> {
        let (year, month) = text.rsplit_once('-').ok_or(NotAMonth)?;
        let (year, month) = (year.parse().map_err(|_| NotAMonth)?, month.parse().map_err(|_| NotAMonth)?);
        Date::new(year, month, 1).map(|_| Self { year, month }).map_err(|_| NotAMonth)
    }
}

/// The day in which the second `at` lies, as in `2026-11-22`.
pub fn date(at: i64, zone: &TimeZone) -> String {
    zone.to_datetime(moment(at)).date().to_string()
}

/// The second `at` as ISO 8601 has it, in UTC: `2026-11-22T09:30:00Z`.
pub fn iso(at: i64) -> String {
    moment(at).to_string()
}

/// The second `at`; what no calendar holds is its first or last one.
fn moment(at: i64) -> Timestamp {
    Timestamp::from_second(at.clamp(Timestamp::MIN.as_second(), Timestamp::MAX.as_second())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> TimeZone {
        TimeZone::get(name).unwrap()
    }

    #[test]
    fn a_month_begins_at_midnight_of_the_zone() {
        // 2026-10-31T23:30:00Z is November in Paris and October in New York.
        let at = 1_793_489_400;
        assert_eq!(Month::of(at, &TimeZone::UTC).to_string(), "2026-10");
        assert_eq!(Month::of(at, &zone("Europe/Paris")).to_string(), "2026-11");
        assert_eq!(Month::of(at, &zone("America/New_York")).to_string(), "2026-10");
        let november = Month::of(at, &zone("Europe/Paris")).span(&zone("Europe/Paris"));
        assert_eq!((november.from, november.seconds()), (at - 1800, 30 * 86_400));
    }

    #[test]
    fn the_month_of_a_change_of_clocks_has_an_hour_more_or_less() {
        let hours = |month: &str| month.parse::<Month>().unwrap().span(&zone("Europe/Paris")).seconds() / 3600;
        assert_eq!((hours("2026-03"), hours("2026-10"), hours("2026-11")), (31 * 24 - 1, 31 * 24 + 1, 30 * 24));
    }

    #[test]
    fn months_follow_each_other_over_years_and_have_quarters() {
        let november: Month = "2026-11".parse().unwrap();
        let names = |month: Month| (month.to_string(), month.quarter());
        assert_eq!(names(november.plus(2)), ("2027-01".into(), "2027-Q1".into()));
        assert_eq!(names(november.plus(-11)), ("2025-12".into(), "2025-Q4".into()));
        assert_eq!(names(november.plus(-6)), ("2026-05".into(), "2026-Q2".into()));
        for text in ["", "2026", "2026-13", "2026-00", "x-11", "2026-1-1"] {
            assert_eq!(text.parse::<Month>(), Err(NotAMonth), "{text}");
        }
    }

    #[test]
    fn no_moment_is_too_far() {
        for at in [i64::MIN, i64::MAX] {
            let month = Month::of(at, &zone("Europe/Paris"));
            assert!(month.span(&zone("Europe/Paris")).seconds() >= 0, "{month}");
        }
    }
}
