//! The words of a Statuspage history feed: one string of HTML that holds an incident's updates, each with its day and
//! hour, its label and its text, newest first. The year is missing, and the zone is a name.

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};

use super::plain::{self, Piece};
use super::values::content_id;
use super::words;
use crate::domain::Status;
use crate::domain::event::{MAX_UPDATES, ObservedUpdate};

/// Zones by the names that pages use, in hours east of Greenwich. Where a name means several, the American one.
const ZONES: [(&str, i8); 22] = [
    ("UTC", 0),
    ("GMT", 0),
    ("WET", 0),
    ("BST", 1),
    ("WEST", 1),
    ("CET", 1),
    ("CEST", 2),
    ("EET", 2),
    ("EEST", 3),
    ("MSK", 3),
    ("SGT", 8),
    ("JST", 9),
    ("AEST", 10),
    ("AEDT", 11),
    ("EST", -5),
    ("EDT", -4),
    ("CST", -6),
    ("CDT", -5),
    ("MST", -7),
    ("MDT", -6),
    ("PST", -8),
    ("PDT", -7),
];

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Reads the updates, newest first, if a text holds any in this form. `changed` is when the entry itself was last
/// changed: no update is later, and the year is found by it. Of very many, those between the first and the newest are
/// left out: with the first goes when it began.
pub(super) fn updates(html: &str, changed: Option<i64>) -> Vec<ObservedUpdate> {
    let pieces = plain::pieces(html);
    let paragraphs = pieces.split(|piece| *piece == Piece::Break { paragraph: true });
    let entries: Vec<Entry> = paragraphs.filter_map(entry).collect();
    let planned = entries.iter().any(|entry| matches!(entry.phase, Some(Status::InProgress | Status::Completed)));
    let mut phase = if planned { Status::Scheduled } else { Status::Investigating };
    let mut updates: Vec<ObservedUpdate> = Vec::with_capacity(entries.len().min(MAX_UPDATES));
    let too_many = entries.len().saturating_sub(MAX_UPDATES);
    // Oldest first, since "Update" means that the phase is what it was before.
    for (at, entry) in entries.into_iter().rev().enumerate() {
        phase = entry.phase.unwrap_or(phase);
        if (1..=too_many).contains(&at) {
            continue;
        }
        let id = content_id(&[&entry.date, &format!("{:?}", entry.phase), &entry.text]);
        let ts = changed.and_then(|changed| moment(&entry.date, changed));
        updates.push(ObservedUpdate { id, ts, status: phase, text: entry.text });
    }
    updates.reverse();
    if let Some(newest) = updates.first_mut() {
        newest.ts = newest.ts.or(changed);
    }
    updates
}

/// One paragraph: `<small>Aug 21, 00:37 UTC</small><br><strong>Resolved</strong> - It is over.`
struct Entry {
    date: String,
    /// Absent where the label is "Update".
    phase: Option<Status>,
    text: String,
}

fn entry(paragraph: &[Piece]) -> Option<Entry> {
    let (date, rest) = between(paragraph, &Piece::Small(true), &Piece::Small(false))?;
    let (label, rest) = between(rest, &Piece::Strong(true), &Piece::Strong(false))?;
    let phase = words::phase(&label);
    let known = phase.is_some() || label.eq_ignore_ascii_case("update");
    let text = plain::words(rest);
    known.then(|| Entry { date, phase, text: text.trim_start_matches(['-', '–', ' ']).to_owned() })
}

/// The words between two pieces, and what comes after them.
fn between<'a>(pieces: &'a [Piece], begin: &Piece, end: &Piece) -> Option<(String, &'a [Piece])> {
    let first = pieces.iter().position(|piece| piece == begin)? + 1;
    let last = first + pieces[first..].iter().position(|piece| piece == end)?;
    Some((plain::words(&pieces[first..last]).replace('\n', " "), &pieces[last + 1..]))
}

/// A day and an hour without a year, in unix seconds: the last such moment that is not later than `changed`.
fn moment(date: &str, changed: i64) -> Option<i64> {
    let words: Vec<&str> =
        date.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty()).collect();
    let [month, day, clock, .., zone] = words[..] else { return None };
    let month = MONTHS.iter().position(|name| month.to_lowercase().starts_with(name))? + 1;
    let (hour, minute) = clock.split_once(':')?;
    let (_, offset) = ZONES.iter().find(|(name, _)| *name == zone)?;
    let year = jiff::Timestamp::from_second(changed).ok()?.to_zoned(TimeZone::UTC).year();
    [year + 1, year, year - 1].into_iter().find_map(|year| {
        let day = Date::new(year, i8::try_from(month).ok()?, day.parse().ok()?).ok()?;
        let local = day.at(0, 0, 0, 0).with().hour(hour.parse().ok()?).minute(minute.parse().ok()?).build().ok()?;
        let ts = Offset::constant(*offset).to_timestamp(local).ok()?.as_second();
        // The entry's own time has seconds, its words have none.
        if ts.div_euclid(60) == changed.div_euclid(60) { Some(changed) } else { (ts < changed).then_some(ts) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHANGED: i64 = 1_787_272_640; // 2026-08-21T00:37:20Z

    fn paragraph(date: &str, label: &str, text: &str) -> String {
        format!("<p> <small>{date}</small><br> <strong>{label}</strong> - {text} </p>")
    }

    #[test]
    fn labelled_updates_are_taken_apart() {
        let html = [
            paragraph(
                "Aug <var data-var='date'>21</var>, <var data-var='time'>00:37</var> UTC",
                "Resolved",
                "It is over.",
            ),
            paragraph(
                "Aug <var data-var='date'>20</var>, <var data-var='time'>20:37</var> UTC",
                "Update",
                "Still &amp; on<br />it.",
            ),
            paragraph("Aug 20, 19:35 UTC", "Identified", "Found it."),
            paragraph("Aug 20, 19:00 UTC", "Update", "Looking."),
        ];
        let found = updates(&html.concat(), Some(CHANGED));
        let seen: Vec<_> =
            found.iter().map(|update| (update.ts.unwrap() - CHANGED, update.status, update.text.as_str())).collect();
        assert_eq!(
            seen,
            [
                (0, Status::Resolved, "It is over."),
                (-4 * 3600 - 20, Status::Identified, "Still & on\nit."),
                (-5 * 3600 - 140, Status::Identified, "Found it."),
                (-5 * 3600 - 37 * 60 - 20, Status::Investigating, "Looking."),
            ]
        );
    }

    #[test]
    fn the_year_is_the_last_that_fits() {
        let new_year = 1_388_567_340; // 2014-01-01T09:09:00Z
        assert_eq!(moment("Jan  1, 09:09 UTC", new_year), Some(new_year));
        assert_eq!(moment("Jan  1, 01:09 PST", new_year), Some(new_year));
        assert_eq!(moment("Dec 31, 09:09 UTC", new_year), Some(new_year - 86_400));
        assert_eq!(moment("Jan 2, 09:09 UTC", new_year), Some(new_year - 364 * 86_400));
        assert_eq!(moment("Jan 1, 08:00 JST", 1_388_530_800), Some(1_388_530_800)); // 2013-12-31T23:00:00Z
        assert_eq!(moment("Feb 29, 12:00 UTC", new_year), None);
        for odd in
            ["", "Jan", "Foo 1, 09:09 UTC", "Jan 1, 9 UTC", "Jan 99, 09:09 UTC", "Jan 1, 29:09 UTC", "Jan 1, 09:09 XYZ"]
        {
            assert_eq!(moment(odd, new_year), None, "{odd}");
        }
    }

    #[test]
    fn planned_work_has_phases_of_its_own() {
        let html = [
            paragraph("Aug 20, 21:00 UTC", "Completed", "Done."),
            paragraph("Aug 20, 20:00 UTC", "In progress", "Begun."),
            paragraph("Aug 19, 20:00 UTC", "Update", "Soon."),
        ];
        let phases: Vec<_> = updates(&html.concat(), Some(CHANGED)).into_iter().map(|update| update.status).collect();
        assert_eq!(phases, [Status::Completed, Status::InProgress, Status::Scheduled]);
    }

    #[test]
    fn of_very_many_the_first_and_the_newest_are_kept() {
        let said =
            |n: usize| paragraph("Aug 20, 20:00 UTC", if n == 4999 { "Identified" } else { "Update" }, &format!("{n}"));
        let html: String = (0..5000).map(said).collect();
        let found = updates(&html, Some(CHANGED));
        assert_eq!(found.len(), MAX_UPDATES);
        let texts: Vec<&str> = found.iter().map(|update| update.text.as_str()).collect();
        assert_eq!((texts[0], texts[98], texts[99]), ("0", "98", "4999"));
        assert!(found.iter().all(|update| update.status == Status::Identified));
    }

    #[test]
    fn other_texts_hold_none() {
        for html in [
            "",
            "Plain words",
            "<p>A <strong>bold</strong> claim</p>",
            "<p><small>x</small><strong>Sponsored</strong></p>",
        ] {
            assert_eq!(updates(html, Some(CHANGED)), [], "{html}");
        }
    }
}
