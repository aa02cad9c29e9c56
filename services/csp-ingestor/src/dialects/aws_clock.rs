//! The words of an item of Amazon's old `data.json`: updates in a row, oldest first, each with the hour it was said at in
//! the Pacific, and the day only where it is another.

use jiff::civil::{Date, Time};
use jiff::tz::{Offset, TimeZone};

use super::plain::{self, Piece};
use super::values::content_id;
use super::words;
use crate::domain::Status;
use crate::domain::event::{MAX_UPDATES, ObservedUpdate};

/// Months as they are written, in their order.
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// An hour that lies this much before the one said last is of the next day, seconds. A little less is a correction.
const NEXT_DAY: i64 = 6 * 3600;

/// Reads the updates, newest first. `date` is when the first was said, `over` whether the newest is the last.
pub(super) fn updates(html: &str, date: i64, over: bool) -> Vec<ObservedUpdate> {
    let pieces = plain::pieces(html);
    let paragraphs = pieces.split(|piece| matches!(piece, Piece::Break { paragraph: true }));
    let paragraphs = paragraphs.map(plain::words).filter(|words| !words.is_empty());
    let mut updates: Vec<ObservedUpdate> = Vec::new();
    let mut last = date;
    for words in paragraphs {
        let (ts, text) = match moment(&words, last) {
            Some((ts, text)) => (Some(ts), text.to_owned()),
            None => (None, words),
        };
        if let (None, Some(before)) = (ts, updates.last_mut()) {
            // A paragraph without an hour goes on with the one before it.
            // Both are plain already: they are only made tidy.
            before.text = plain::words(&[Piece::Text(format!("{}\n\n{text}", before.text))]);
            continue;
        }
        last = ts.unwrap_or(last);
        let id = ts.map_or_else(|| content_id(&[&text]), |ts| ts.to_string());
        updates.push(ObservedUpdate { id, ts: ts.or(Some(date)), status: words::phase_in_prose(&text), text });
    }
    updates.reverse();
    updates.truncate(MAX_UPDATES);
    if let Some(newest) = updates.first_mut().filter(|_| over) {
        newest.status = Status::Resolved;
    }
    updates
}

/// The moment that a paragraph begins with ("9:44 AM PST", "Apr 11, 12:07 AM PDT"), not long before `last`; and the
/// rest of it.
fn moment(words: &str, last: i64) -> Option<(i64, &str)> {
    let marks = ["AM PST", "AM PDT", "PM PST", "PM PDT"];
    let (at, mark) = marks.into_iter().filter_map(|mark| Some((words.find(mark)?, mark))).min()?;
    let (day, clock) = match words[..at].trim().rsplit_once(',') {
        Some((day, clock)) => (Some(day.trim()), clock),
        None => (None, &words[..at]),
    };
    let (hour, minute) = clock.trim().split_once(':')?;
    let hour: i8 = hour.parse().ok().filter(|hour| (1..=12).contains(hour))?;
    let afternoon = if mark.starts_with("PM") { 12 } else { 0 };
    let time = Time::new(hour % 12 + afternoon, minute.parse().ok()?, 0, 0).ok()?;
    let offset = Offset::constant(if mark.ends_with("PDT") { -7 } else { -8 });
    let there = jiff::Timestamp::from_second(last).ok()?.to_zoned(TimeZone::fixed(offset)).date();
    let local = day.map_or(Some(there), |day| named(day, there))?.to_datetime(time);
    let ts = offset.to_timestamp(local).ok()?.as_second();
    let ts = if day.is_none() && ts < last - NEXT_DAY { ts + 86_400 } else { ts };
    Some((ts, words[at + mark.len()..].trim()))
}

/// A day such as "Apr 11", in the year in which it lies nearest to another.
fn named(day: &str, near: Date) -> Option<Date> {
    let (month, day) = day.split_once(' ')?;
    let month = i8::try_from(MONTHS.iter().position(|name| *name == month)? + 1).ok()?;
    let day: i8 = day.trim().parse().ok()?;
    let year = near.year();
    let years = [year - 1, year, year + 1].into_iter().filter_map(|year| Date::new(year, month, day).ok());
    years.min_by_key(|date| (*date - near).get_days().abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2020-11-25T14:36:00Z, 6:36 in the morning in the Pacific.
    const MORNING: i64 = 1_606_314_960;

    #[test]
    fn hours_become_moments() {
        for (words, after) in [
            (" 6:36 AM PST We see errors.", 0),
            ("12:36 PM PST We see errors.", 6 * 3600),
            ("7:36 PM PST We see errors.", 13 * 3600),
            ("6:30 AM PST We see errors.", -360),
            ("12:10 AM PST We see errors.", 17 * 3600 + 34 * 60),
            ("Nov 26, 12:10 AM PST We see errors.", 17 * 3600 + 34 * 60),
            ("Nov 24,  6:36 AM PST We see errors.", -86_400),
        ] {
            assert_eq!(moment(words, MORNING), Some((MORNING + after, "We see errors.")), "{words}");
        }
        for odd in
            ["", "We see errors.", "13:00 AM PST x", "AM PST", "6 AM PST x", "Foo 3, 6:36 AM PST x", "at 6:36 AM PST"]
        {
            assert_eq!(moment(odd, MORNING), None, "{odd}");
        }
        let new_year = 1_609_488_000; // 2021-01-01T08:00:00Z, midnight in the Pacific
        assert_eq!(moment("Dec 31, 11:00 PM PST x", new_year), Some((new_year - 3600, "x")));
    }

    #[test]
    fn updates_are_taken_apart() {
        let said = |clock: &str, text: &str| format!("<div><span class=\"yellowfg\">{clock}</span>&nbsp;{text}</div>");
        let html = [
            said(" 6:36 AM PST", "We see errors."),
            said(" 7:50 AM PST", "The cause is identified."),
            "<div>It is a switch.</div>".into(),
            said("12:10 AM PST", "It is over."),
        ];
        let seen = updates(&html.concat(), MORNING, true);
        let seen: Vec<_> = seen.iter().map(|one| (one.ts.unwrap() - MORNING, one.status, one.text.as_str())).collect();
        assert_eq!(
            seen,
            [
                (63_240, Status::Resolved, "It is over."),
                (4_440, Status::Identified, "The cause is identified.\n\nIt is a switch."),
                (0, Status::Investigating, "We see errors."),
            ]
        );
    }

    #[test]
    fn what_was_escaped_is_read_as_words_and_once() {
        let html =
            "<div>6:36 AM PST Pages with &lt;script&gt; are slow.</div><div>So is &lt;b&gt; &amp;amp; more.</div>";
        let seen = updates(html, MORNING, false);
        assert_eq!(seen[0].text, "Pages with <script> are slow.\n\nSo is <b> &amp; more.");
    }
}
