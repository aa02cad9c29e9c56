//! Ids, times and addresses from feeds, as they are kept.

use std::fmt::Write;

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{instatus, plain};
use crate::domain::event::{MAX_ORIGINAL, ObservedUpdate};

/// Times outside of these years (2000 to 2100) are mistakes.
const PLAUSIBLE: std::ops::Range<i64> = 946_684_800..4_102_444_800;

/// The fields in which documents of JSON write times.
#[rustfmt::skip]
const TIMES: [&str; 41] = [
    "AuthoredDateTime", "begin", "created", "createdAt", "created_at", "date", "date_created", "date_modified",
    "date_published", "date_updated", "datetime", "datetime_open", "datetime_planned_end", "datetime_planned_start",
    "display_at", "end", "endTime", "end_at", "end_time", "ends_at", "epochEndDate", "epochStartDate", "modified",
    "plannedEndTime", "plannedStartTime", "published_at", "resolved", "resolved_at", "scheduled_end_at",
    "scheduled_for", "scheduled_until", "start", "startTime", "start_at", "started", "started_at", "starts_at",
    "timestamp", "updatedAt", "updated_at", "when",
];

/// An id made from what does not change.
pub(super) fn content_id(parts: &[&str]) -> String {
    let digest = Sha256::digest(parts.join("\u{1F}"));
    digest.iter().take(12).fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// A provider's id as it is kept: opaque; one too long or with characters that break a line by its digest.
pub(super) fn sound_id(id: &str) -> Option<String> {
    let id = id.trim();
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let sound = id.len() <= 200 && !id.chars().any(breaks);
    (!id.is_empty()).then(|| if sound { id.to_owned() } else { content_id(&[id]) })
}

/// A time, unless it is an obvious mistake.
pub(super) fn plausible(ts: i64) -> Option<i64> {
    PLAUSIBLE.contains(&ts).then_some(ts)
}

/// An address that may be shown as a link.
pub(super) fn web_address(text: &str) -> Option<String> {
    let url = url::Url::parse(text.trim()).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.as_str().len() <= 2048).then(|| url.to_string())
}

/// An id as text: some providers number theirs.
pub(super) fn identity(id: &Value) -> Option<String> {
    match id {
        Value::String(id) => sound_id(id),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A time in RFC 3339 with any offset, in unix seconds.
pub(super) fn time(value: &Value) -> Option<i64> {
    let time: jiff::Timestamp = value.as_str()?.trim().parse().ok()?;
    plausible(time.as_second())
}

/// A time in unix seconds or milliseconds, as a number or in the digits of one.
pub(super) fn epoch(value: &Value) -> Option<i64> {
    let number = number(value)?;
    // Seconds reach twelve digits in the year 5138 only.
    plausible(if number.unsigned_abs() >= 100_000_000_000 { number.div_euclid(1000) } else { number })
}

/// Tells of each time in a document that cannot be read or cannot be true, with the name of its field.
pub(super) fn odd_times(document: &Value, tell: &mut impl FnMut(&str, &Value)) {
    for one in elements(document) {
        odd_times(one, tell);
    }
    for (field, value) in document.as_object().into_iter().flatten() {
        if TIMES.contains(&field.as_str()) && is_no_time(value) {
            tell(field, value);
        }
        odd_times(value, tell);
    }
}

/// Whether something is said that is no time. What begins with a dollar is cut from a page, and may mean that none is.
fn is_no_time(value: &Value) -> bool {
    let said = match value {
        Value::String(text) => !text.trim().is_empty() && !text.starts_with('$'),
        other => other.is_number(),
    };
    said && instatus::moment(value).or_else(|| epoch(value)).is_none()
}

/// A whole number, also where it is written as text: some feeds do both for one field.
pub(super) fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}

/// The list under a key; none where there is no list.
pub(super) fn list<'a>(document: &'a Value, key: &str) -> &'a [Value] {
    elements(&document[key])
}

/// The elements of a list; of anything else, none.
pub(super) fn elements(list: &Value) -> &[Value] {
    list.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// The words of a field, plain and on one line, if there are any.
pub(super) fn line(value: &Value) -> Option<String> {
    value.as_str().map(plain::title).filter(|line| !line.is_empty())
}

/// Updates in the order they are kept in, whichever the feed has; `oldest_first` decides between those of one second.
pub(super) fn newest_first(mut updates: Vec<ObservedUpdate>, oldest_first: bool) -> Vec<ObservedUpdate> {
    if oldest_first {
        updates.reverse();
    }
    updates.sort_by_key(|update| std::cmp::Reverse(update.ts));
    updates
}

/// What a feed shows of one event, as it is kept.
pub(super) fn original(value: &Value) -> String {
    excerpt(&value.to_string()).to_owned()
}

/// As much of a text as is kept of an original.
pub(super) fn excerpt(text: &str) -> &str {
    plain::begin(text, MAX_ORIGINAL)
}
