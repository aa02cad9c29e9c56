//! Apple's system status: JSON, or JSON that calls a function ("jsonCallback({…});").
//!
//! One event stands under every service that it touches, and what is over stays for days.

use std::collections::BTreeMap;

use serde_json::Value;

use super::values::{content_id, epoch, identity, line, list, original};
use super::{Dialect, Reading, plain, words};
use crate::domain::event::ObservedUpdate;
use crate::domain::{Kind, Observed, Severity, Status};

/// The page for people.
const PAGE: &str = "https://www.apple.com/support/systemstatus/";

/// Whether a document is of this family.
pub(super) fn is(document: &Value) -> bool {
    let service = |one: &Value| one["serviceName"].is_string() && one["events"].is_array();
    list(document, "services").iter().any(service)
}

/// Reads a document of this family.
pub(super) fn read(document: &Value) -> Reading {
    let mut reading = Reading::new(Dialect::Apple);
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for service in list(document, "services") {
        let name = line(&service["serviceName"]);
        for event in list(service, "events") {
            let Some(external_id) = id(event, name.as_deref()) else {
                reading.nameless();
                continue;
            };
            if let Some(at) = seen.get(&external_id) {
                reading.events[*at].services.extend(name.clone());
                continue;
            }
            seen.insert(external_id.clone(), reading.events.len());
            take(event, external_id, name.as_deref(), &mut reading);
        }
    }
    for event in &mut reading.events {
        event.services = words::distinct(std::mem::take(&mut event.services));
    }
    reading
}

/// The event's id; some have none, and are known by their service and when they began.
fn id(event: &Value, service: Option<&str>) -> Option<String> {
    let began = &event["epochStartDate"];
    let made = || Some(content_id(&[service?, &began.to_string()])).filter(|_| !began.is_null());
    identity(&event["messageId"]).or_else(made)
}

fn take(event: &Value, external_id: String, service: Option<&str>, reading: &mut Reading) {
    let text = plain::text(event["message"].as_str().unwrap_or_default());
    let word = line(&event["statusType"]);
    let (kind, severity) = match word.as_deref() {
        Some("Outage") => (Kind::Incident, Severity::Critical),
        Some("Issue") => (Kind::Incident, Severity::Major),
        Some("Performance") => (Kind::Incident, Severity::Minor),
        Some("Maintenance") => (Kind::Maintenance, Severity::Information),
        None if event["statusType"].is_null() => by_words(&text),
        _ => reading.odd("statusType", &event["statusType"]).unwrap_or(by_words(&text)),
    };
    let ended = epoch(&event["epochEndDate"]);
    let status = match event["eventStatus"].as_str() {
        Some("ongoing") if kind == Kind::Maintenance => Status::InProgress,
        Some("ongoing") => words::phase_in_prose(&text),
        Some("resolved" | "completed") => kind.end(),
        Some("upcoming" | "scheduled") => Status::Scheduled,
        _ if ended.is_some() => reading.odd("eventStatus", &event["eventStatus"]).unwrap_or(kind.end()),
        _ => reading.odd("eventStatus", &event["eventStatus"]).unwrap_or(Status::Investigating),
    };
    let kind = if status == Status::Scheduled { Kind::Maintenance } else { kind };
    let began = epoch(&event["epochStartDate"]);
    let affected = line(&event["usersAffected"]);
    let text: Vec<&str> =
        [Some(text.as_str()), affected.as_deref()].into_iter().flatten().filter(|one| !one.is_empty()).collect();
    let text = text.join("\n");
    let what = word.clone().unwrap_or_else(|| "Event".to_owned());
    let title = plain::title(&format!("{}: {}", service.unwrap_or("Apple"), what.to_lowercase()));
    let changed = if status.is_over() { ended } else { None };
    let update =
        ObservedUpdate { id: content_id(&[&format!("{status:?}"), &text]), ts: changed.or(began), status, text };
    reading.events.push(Observed {
        kind,
        title,
        status,
        severity,
        impact: word.map(|word| plain::label(&word)),
        services: service.map(str::to_owned).into_iter().collect(),
        regions: Vec::new(),
        ts_start: began,
        ts_update: changed.or(began),
        ts_end: ended,
        url: Some(PAGE.to_owned()),
        updates: vec![update],
        over_after: None,
        original: original(event),
        external_id,
    });
}

/// Older events have no type: what they say must do.
fn by_words(text: &str) -> (Kind, Severity) {
    match words::kind(text, None) {
        Kind::Maintenance => (Kind::Maintenance, Severity::Information),
        Kind::Incident => (Kind::Incident, Severity::Minor),
    }
}
