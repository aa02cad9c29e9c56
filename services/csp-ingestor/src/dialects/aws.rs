//! Amazon's JSON: `currentevents`, and `data.json`, which it replaced in 2023.
//!
//! Both write one code for how bad it is, now as text and now as a number: 0 for normal, 1 for information, 2 for
//! degradation, 3 for disruption. `currentevents` is UTF-16 on the wire, and `[]` when all is well.

use std::collections::BTreeSet;

use serde_json::Value;

use super::values::{content_id, elements, epoch, line, list, number, original, sound_id};
use super::{Dialect, Reading, aws_clock, plain, words};
use crate::domain::event::ObservedUpdate;
use crate::domain::{Kind, Observed, Severity, Status};

/// No event has a page of its own.
pub(super) const PAGE: &str = "https://health.aws.amazon.com/health/status";

/// Whether a document is of this family.
pub(super) fn is(document: &Value) -> bool {
    let event = |one: &Value| one["arn"].as_str().is_some_and(|arn| arn.starts_with("arn:"));
    let quiet = document.as_array().is_some_and(Vec::is_empty);
    let old = document["archive"].is_array() && document["current"].is_array();
    quiet || old || elements(document).iter().any(event)
}

/// Reads a document of this family.
pub(super) fn read(document: &Value) -> Reading {
    let mut reading = Reading::new(Dialect::Aws);
    for event in elements(document) {
        current(event, &mut reading);
    }
    for (key, archived) in [("current", false), ("archive", true)] {
        for item in list(document, key) {
            of_the_past(item, archived, &mut reading);
        }
    }
    // Some are archived twice, under dates an hour apart.
    let mut ids = BTreeSet::new();
    reading.events.retain(|event| ids.insert(event.external_id.clone()));
    reading
}

/// An event of `currentevents`.
fn current(event: &Value, reading: &mut Reading) {
    let Some(external_id) = event["arn"].as_str().and_then(sound_id) else {
        reading.nameless();
        return;
    };
    let said = reading.title(&event["summary"]);
    let code = code("status", &event["status"], reading);
    let over = epoch(&event["end_time"]).is_some() || code == Some(0) || is_over(&said);
    let updates = log(event, reading);
    let status = match updates.first() {
        _ if over => Status::Resolved,
        Some(newest) => newest.status,
        None => Status::Investigating,
    };
    let (services, worst) = impacted(event, over, reading);
    let code = code.into_iter().chain(worst).max();
    let (name, region) = place(event["service"].as_str().unwrap_or_default());
    let region = event["arn"].as_str().and_then(|arn| arn.split(':').nth(3)).filter(|part| !part.is_empty()).or(region);
    let ts_end = epoch(&event["end_time"]);
    reading.events.push(Observed {
        kind: Kind::Incident,
        title: words::bare(words::english(&said)).to_owned(),
        status,
        severity: severity(code.unwrap_or(2), !services.is_empty()),
        impact: code.and_then(word).map(str::to_owned),
        services: if services.is_empty() { service(&event["service_name"], name) } else { services },
        regions: region.filter(|region| *region != "global").map(str::to_owned).into_iter().collect(),
        ts_start: epoch(&event["date"]),
        ts_update: updates.iter().filter_map(|update| update.ts).chain(ts_end).max(),
        ts_end,
        url: Some(PAGE.to_owned()),
        updates,
        over_after: None,
        original: original(event),
        external_id,
    });
}

/// What was said of an event, newest first.
fn log(event: &Value, reading: &mut Reading) -> Vec<ObservedUpdate> {
    let mut updates = Vec::new();
    for entry in list(event, "event_log") {
        let Some(text) = entry["message"].as_str() else {
            reading.odd::<()>("event_log", entry);
            continue;
        };
        let over = number(&entry["status"]) == Some(0) || entry["summary"].as_str().is_some_and(is_over);
        let ts = epoch(&entry["timestamp"]);
        let id = ts.map_or_else(|| content_id(&[text]), |ts| ts.to_string());
        let status = if over { Status::Resolved } else { words::phase_in_prose(text) };
        updates.push(ObservedUpdate { id, ts, status, text: plain::text(text) });
    }
    updates.sort_by_key(|update| std::cmp::Reverse(update.ts));
    updates
}

/// The names of the services that an event touches, and the worst that one of them is in now, or was in.
fn impacted(event: &Value, over: bool, reading: &mut Reading) -> (Vec<String>, Option<i64>) {
    let mut names = Vec::new();
    let mut worst = None;
    for (key, one) in event["impacted_services"].as_object().into_iter().flatten() {
        names.extend(service(&one["service_name"], place(key).0));
        let field = if over { "max" } else { "current" };
        if !one[field].is_null() {
            worst = worst.max(code(field, &one[field], reading));
        }
    }
    (names, worst)
}

/// An item of `data.json`. It has no id, and its date is corrected afterwards by some seconds.
fn of_the_past(item: &Value, archived: bool, reading: &mut Reading) {
    let (Some(key), Some(date)) = (item["service"].as_str(), epoch(&item["date"])) else {
        reading.nameless();
        return;
    };
    let said = reading.title(&item["summary"]);
    let code = code("status", &item["status"], reading);
    let over = archived || code == Some(0) || is_over(&said);
    let updates = aws_clock::updates(item["description"].as_str().unwrap_or_default(), date, over);
    // The minute it was first spoken of stays when the date is corrected.
    let began = updates.iter().filter_map(|update| update.ts).min().unwrap_or(date);
    let Some(external_id) = sound_id(&format!("{key}@{}", began.div_euclid(60) * 60)) else {
        reading.nameless();
        return;
    };
    let (name, region) = place(key);
    reading.events.push(Observed {
        kind: Kind::Incident,
        title: words::bare(words::english(&said)).to_owned(),
        status: if over {
            Status::Resolved
        } else {
            updates.first().map_or(Status::Investigating, |newest| newest.status)
        },
        severity: severity(code.unwrap_or(2), false),
        impact: code.and_then(word).map(str::to_owned),
        services: service(&item["service_name"], name),
        regions: region.map(str::to_owned).into_iter().collect(),
        ts_start: Some(date),
        ts_update: updates.iter().filter_map(|update| update.ts).max().or(Some(date)),
        ts_end: None,
        url: Some(PAGE.to_owned()),
        updates,
        over_after: None,
        original: original(item),
        external_id,
    });
}

/// Whether a summary says that it is over.
fn is_over(summary: &str) -> bool {
    words::phase_in_title(words::english(summary)) == Some(Status::Resolved)
}

fn code(field: &str, value: &Value, reading: &mut Reading) -> Option<i64> {
    number(value).filter(|code| (0..=3).contains(code)).or_else(|| reading.odd(field, value))
}

/// How bad a code is; one for information is a little worse where it names services that it touches.
fn severity(code: i64, names_services: bool) -> Severity {
    match code {
        3.. => Severity::Critical,
        2 => Severity::Major,
        1 if names_services => Severity::Minor,
        _ => Severity::Information,
    }
}

/// Amazon's word for a code.
fn word(code: i64) -> Option<&'static str> {
    match code {
        0 => Some("operating normally"),
        1 => Some("informational"),
        2 => Some("degradation"),
        3 => Some("disruption"),
        _ => None,
    }
}

/// A service by its name, without the place in brackets behind it; else by its key. "Multiple services" name none.
fn service(name: &Value, key: &str) -> Vec<String> {
    let name = line(name).map(|name| match name.rsplit_once(" (") {
        Some((name, place)) if place.ends_with(')') => name.to_owned(),
        _ => name,
    });
    let name = name.unwrap_or_else(|| plain::title(key));
    let many = ["multiple services", "multipleservices", ""].contains(&name.to_lowercase().as_str());
    if many { Vec::new() } else { vec![name] }
}

/// The service and the region of a key: `ec2-us-east-1` is `ec2` in `us-east-1`; `route53` is everywhere.
pub(super) fn place(key: &str) -> (&str, Option<&str>) {
    if let Some(service) = key.strip_suffix("-us-standard") {
        return (service, Some("us-east-1"));
    }
    let begins = key.match_indices('-').map(|(at, _)| at).find(|at| is_region(&key[at + 1..]));
    begins.map_or((key, None), |at| (&key[..at], Some(&key[at + 1..])))
}

/// Regions are a part of the world, perhaps `gov` or `iso` and the like, a direction, and a number.
fn is_region(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [world, between @ .., number] = &parts[..] else { return false };
    world.len() == 2
        && (1..=2).contains(&between.len())
        && parts[..parts.len() - 1].iter().all(|part| part.bytes().all(|b| b.is_ascii_lowercase()))
        && (1..=2).contains(&number.len())
        && number.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_hold_a_service_and_a_region() {
        for (key, service, region) in [
            ("ec2-us-east-1", "ec2", Some("us-east-1")),
            ("multipleservices-me-central-1", "multipleservices", Some("me-central-1")),
            ("lambda-us-gov-west-1", "lambda", Some("us-gov-west-1")),
            ("s3-us-standard", "s3", Some("us-east-1")),
            ("management-console", "management-console", None),
            ("route53", "route53", None),
            ("", "", None),
            ("-", "-", None),
            ("é-us-east-1", "é", Some("us-east-1")),
        ] {
            assert_eq!(place(key), (service, region), "{key}");
        }
    }
}
