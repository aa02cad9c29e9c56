//! Slack's status API, v2.0.0: `current`, and `history`, which is its incidents alone.
//!
//! It has no field for the phase: what was last said shows it.

use serde_json::Value;

use super::values::{content_id, elements, identity, line, list, original, time, web_address};
use super::{Dialect, Reading, plain, words};
use crate::domain::event::ObservedUpdate;
use crate::domain::{Kind, Observed, Severity, Status};

/// Whether a document is of this family.
pub(super) fn is(document: &Value) -> bool {
    let incident = |one: &Value| one["notes"].is_array() && one["date_created"].is_string();
    document["active_incidents"].is_array() || elements(document).iter().any(incident)
}

/// Reads a document of this family. When it says it was made is the time of its last change, which an older one may
/// follow when the newest is closed: it is no clock.
pub(super) fn read(document: &Value) -> Reading {
    let mut reading = Reading::new(Dialect::Slack);
    for incident in list(document, "active_incidents").iter().chain(elements(document)) {
        take(incident, &mut reading);
    }
    reading
}

fn take(incident: &Value, reading: &mut Reading) {
    let Some(external_id) = identity(&incident["id"]) else {
        reading.nameless();
        return;
    };
    let mut updates: Vec<ObservedUpdate> =
        list(incident, "notes").iter().filter_map(|note| update(note, reading)).collect();
    updates.sort_by_key(|update| std::cmp::Reverse(update.ts));
    let said = incident["status"].as_str().unwrap_or_default();
    let status = match said {
        "resolved" => Status::Resolved,
        "scheduled" => Status::Scheduled,
        "completed" | "cancelled" => Status::Completed,
        _ => {
            if said != "active" {
                reading.odd::<()>("status", &incident["status"]);
            }
            updates.first().map_or(Status::Investigating, |newest| newest.status)
        }
    };
    let kind = words::kind("", Some(status));
    if let Some(newest) = updates.first_mut().filter(|_| said != "active" && !said.is_empty()) {
        newest.status = status;
    }
    let spoken = updates.iter().filter_map(|update| update.ts).max();
    let ts_update = time(&incident["date_updated"]).into_iter().chain(spoken).max();
    let title = reading.title(&incident["title"]);
    let severity = severity(incident, kind, reading);
    reading.events.push(Observed {
        kind,
        title,
        status,
        severity,
        impact: line(&incident["type"]).map(|word| plain::label(&word)),
        services: list(incident, "services").iter().filter_map(line).collect(),
        regions: Vec::new(),
        ts_start: time(&incident["date_created"]),
        ts_update,
        ts_end: ts_update.filter(|_| status.is_over()),
        url: incident["url"].as_str().and_then(web_address),
        updates,
        over_after: None,
        original: original(incident),
        external_id,
    });
}

/// A note. It has no id: when it was made is what it is known by.
fn update(note: &Value, reading: &mut Reading) -> Option<ObservedUpdate> {
    let Some(body) = note["body"].as_str() else {
        return reading.odd("note", note);
    };
    let ts = time(&note["date_created"]);
    let id = ts.map_or_else(|| content_id(&[body]), |ts| ts.to_string());
    let text = plain::text(body);
    Some(ObservedUpdate { id, ts, status: words::phase_in_prose(&text), text })
}

fn severity(incident: &Value, kind: Kind, reading: &mut Reading) -> Severity {
    match incident["type"].as_str() {
        _ if kind == Kind::Maintenance => Severity::Information,
        Some("outage") => Severity::Critical,
        Some("incident") => Severity::Major,
        Some("notice") => Severity::Information,
        _ => reading.odd("type", &incident["type"]).unwrap_or(Severity::Minor),
    }
}
