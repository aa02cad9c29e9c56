//! Times as the page writes them: in UTC, with the zone said.

use contracts::Lang;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

const FR: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A time for programs and for people.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Moment {
    iso: String,
    words: String,
}

impl Moment {
    /// `22 November 2026, 10:04 UTC`.
    pub(super) fn minute(seconds: i64, lang: Lang) -> Self {
        let at = utc(seconds);
        let words = format!("{}, {:02}:{:02} UTC", date_words(&at, lang), at.hour(), at.minute());
        Self { iso: at.timestamp().to_string(), words }
    }

    /// `22 November 2026`.
    pub(super) fn day(seconds: i64, lang: Lang) -> Self {
        let at = utc(seconds);
        Self { iso: at.date().to_string(), words: date_words(&at, lang) }
    }
}

/// A time that no calendar holds is shown as the epoch: wrong to see, and no reason to have no page.
fn utc(seconds: i64) -> jiff::Zoned {
    Timestamp::from_second(seconds).unwrap_or_default().to_zoned(TimeZone::UTC)
}

fn date_words(at: &jiff::Zoned, lang: Lang) -> String {
    let months = if lang == Lang::Fr { FR } else { EN };
    let month = usize::try_from(at.month()).ok().and_then(|month| months.get(month - 1)).copied().unwrap_or_default();
    let day = if lang == Lang::Fr && at.day() == 1 { "1er".to_owned() } else { at.day().to_string() };
    format!("{day} {month} {}", at.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_both_languages() {
        let minute = |lang| Moment::minute(1_795_341_840, lang);
        assert_eq!(minute(Lang::En).iso, "2026-11-22T10:04:00Z");
        assert_eq!(minute(Lang::En).words, "22 November 2026, 10:04 UTC");
        assert_eq!(minute(Lang::Fr).words, "22 novembre 2026, 10:04 UTC");
        assert_eq!(Moment::day(1_795_341_840, Lang::En).iso, "2026-11-22");
        assert_eq!(Moment::day(1_767_225_600, Lang::Fr).words, "1er janvier 2026");
        assert_eq!(Moment::day(i64::MAX, Lang::En).iso, "1970-01-01");
    }
}
