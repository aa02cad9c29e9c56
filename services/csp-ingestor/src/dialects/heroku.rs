//! Heroku's status API, v4: `current-status`, and `incidents`, which is its incidents alone.
//!
//! How bad it is, is a colour. Planned work stays in its list for months after it is done, and says when it is only in
//! its words.

use jiff::civil::{Date, Time};
use serde_json::Value;

use super::values::{content_id, elements, identity, line, list, original, plausible, time, web_address};
use super::{Dialect, Reading, plain, words};
use crate::domain::event::ObservedUpdate;
use crate::domain::{Kind, Observed, Severity, Status};

/// How long planned work counts after its beginning, and after its last word where nothing says when it begins, seconds.
const WINDOW: i64 = 24 * 3600;
const FORGOTTEN: i64 = 30 * 24 * 3600;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Whether a document is of this family.
pub(super) fn is(document: &Value) -> bool {
    let system = |one: &Value| one["system"].is_string() && one["status"].is_string();
    let incident = |one: &Value| one["updates"].is_array() && one["title"].is_string() && one["full_url"].is_string();
    list(document, "status").iter().any(system) || elements(document).iter().any(incident)
}

/// Reads a document of this family.
pub(super) fn read(document: &Value) -> Reading {
    let mut reading = Reading::new(Dialect::Heroku);
    let incidents = || list(document, "incidents").iter().chain(elements(document));
    // What the systems are in now can mean one incident only where there is but one.
    let alone = incidents().filter(|incident| !is_over(incident)).count() == 1;
    let ill: Vec<&Value> =
        list(document, "status").iter().filter(|system| system["status"] != "green" && alone).collect();
    for incident in incidents() {
        let ill: &[&Value] = if is_over(incident) { &[] } else { &ill };
        take(incident, Kind::Incident, ill, &mut reading);
    }
    for planned in list(document, "scheduled") {
        take(planned, Kind::Maintenance, &[], &mut reading);
    }
    reading
}

fn is_over(incident: &Value) -> bool {
    incident["resolved"] == true || incident["state"] == "resolved" || incident["resolved_at"].is_string()
}

fn take(incident: &Value, listed_as: Kind, ill: &[&Value], reading: &mut Reading) {
    let Some(external_id) = identity(&incident["id"]) else {
        reading.nameless();
        return;
    };
    let planned = incident["upcoming"] == true || incident["state"] == "upcoming";
    let kind = if planned { Kind::Maintenance } else { listed_as };
    let updates = updates(incident, kind, reading);
    let status = status(incident, kind, updates.first(), reading);
    let title = reading.title(&incident["title"]);
    let created = time(&incident["created_at"]);
    let ts_update = updates.iter().filter_map(|update| update.ts).max().or_else(|| time(&incident["updated_at"]));
    let begins = created.filter(|_| kind == Kind::Maintenance).and_then(|created| {
        let said = list(incident, "updates").iter().filter_map(|update| update["contents"].as_str());
        std::iter::once(title.as_str()).chain(said).find_map(|words| moment(words, created))
    });
    let forgotten = || begins.map(|begins| begins + WINDOW).or(ts_update.map(|spoken| spoken + FORGOTTEN));
    // What is over keeps the worst it was; before, what was said last is how it is now.
    let spoken = if is_over(incident) { usize::MAX } else { 1 };
    let said = list(incident, "updates").iter().take(spoken);
    let colours = said.flat_map(|one| [&one["status_prod"], &one["status_dev"]]);
    let worst = colours.chain(ill.iter().map(|system| &system["status"]));
    let worst = worst.filter_map(Value::as_str).max_by_key(|colour| weight(colour)).map(plain::label);
    let severity = severity(incident, kind, worst.as_deref(), reading);
    reading.events.push(Observed {
        kind,
        title,
        status,
        severity,
        impact: worst,
        services: ill.iter().filter_map(|system| line(&system["system"])).collect(),
        regions: tags(incident),
        ts_start: begins.or(created),
        ts_update,
        ts_end: time(&incident["resolved_at"]),
        url: incident["full_url"].as_str().and_then(web_address),
        over_after: if kind == Kind::Maintenance && !status.is_over() { forgotten() } else { None },
        updates,
        original: original(incident),
        external_id,
    });
}

fn updates(incident: &Value, kind: Kind, reading: &mut Reading) -> Vec<ObservedUpdate> {
    let mut updates = Vec::new();
    for update in list(incident, "updates") {
        let Some(contents) = update["contents"].as_str() else {
            reading.odd::<()>("update", update);
            continue;
        };
        let ts = time(&update["created_at"]);
        let text = plain::text(contents);
        let status = match update["update_type"].as_str().unwrap_or_default() {
            "resolved" => kind.end(),
            "scheduled" => Status::Scheduled,
            "maintenance" => Status::InProgress,
            _ if kind == Kind::Maintenance => Status::Scheduled,
            "issue" => words::phase_in_prose(&text).max(Status::Identified),
            "investigating" | "update" => words::phase_in_prose(&text),
            _ => {
                reading.odd::<()>("update_type", &update["update_type"]);
                words::phase_in_prose(&text)
            }
        };
        let id = identity(&update["id"]).unwrap_or_else(|| content_id(&[contents]));
        updates.push(ObservedUpdate { id, ts, status, text });
    }
    updates.sort_by_key(|update| std::cmp::Reverse(update.ts));
    updates
}

fn status(incident: &Value, kind: Kind, newest: Option<&ObservedUpdate>, reading: &mut Reading) -> Status {
    let said = newest.map(|update| update.status);
    match incident["state"].as_str() {
        // One of the two may say so before the other does.
        _ if is_over(incident) => kind.end(),
        Some("upcoming") => Status::Scheduled,
        Some("open") if kind == Kind::Maintenance => Status::InProgress,
        Some("open") | None => {
            said.unwrap_or(if kind == Kind::Maintenance { Status::Scheduled } else { Status::Investigating })
        }
        Some(_) => reading.odd("state", &incident["state"]).or(said).unwrap_or(Status::Investigating),
    }
}

/// How bad a colour is; yellow is worse once Heroku calls it an issue.
fn severity(incident: &Value, kind: Kind, colour: Option<&str>, reading: &mut Reading) -> Severity {
    let is_issue = list(incident, "updates").iter().any(|update| update["update_type"] == "issue");
    match colour {
        _ if kind == Kind::Maintenance => Severity::Information,
        Some("red") => Severity::Critical,
        Some("yellow") if is_issue => Severity::Major,
        Some("green" | "blue") if !is_over(incident) => Severity::Information,
        Some("yellow" | "green" | "blue") | None => Severity::Minor,
        Some(word) => reading.odd("colour", &word.into()).unwrap_or(Severity::Minor),
    }
}

fn weight(colour: &str) -> u8 {
    match colour {
        "red" => 4,
        "yellow" => 3,
        "blue" => 1,
        "green" => 0,
        _ => 2,
    }
}

/// The regions, which are its tags.
fn tags(incident: &Value) -> Vec<String> {
    list(incident, "tags").iter().filter_map(|tag| line(tag).or_else(|| line(&tag["name"]))).collect()
}

/// A moment such as "Monday, November 9 at 19:00 UTC", the first such that is not before `created`.
fn moment(words: &str, created: i64) -> Option<i64> {
    let words: Vec<String> = words
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter(|word| !word.is_empty())
        .take(500)
        .map(str::to_lowercase)
        .collect();
    let there = jiff::Timestamp::from_second(created).ok()?.to_zoned(jiff::tz::TimeZone::UTC).date();
    words.windows(5).find_map(|window| {
        let [month, day, at, clock, zone] = window else { return None };
        let month = i8::try_from(MONTHS.iter().position(|name| name == month)? + 1).ok()?;
        if at != "at" || !zone.starts_with("utc") {
            return None;
        }
        let day: i8 = day.trim_end_matches(|c: char| c.is_alphabetic()).parse().ok()?;
        let (hour, minute) = clock.split_once(':')?;
        let time = Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()?;
        [there.year(), there.year() + 1].into_iter().find_map(|year| {
            let local = Date::new(year, month, day).ok()?.to_datetime(time);
            let ts = local.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_second();
            plausible(ts).filter(|ts| *ts >= created - 24 * 3600)
        })
    })
}
