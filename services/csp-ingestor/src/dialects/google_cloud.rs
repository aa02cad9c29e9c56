//! Google's `incidents.json`: of Cloud, and of Workspace, which has the same shape; as it is now, and as it was in 2020
//! (no ids, no places, no word for the impact).
//!
//! It is history and present in one list. Nothing says that all is well: an incident is open while it has no end.

use serde_json::Value;

use super::values::{content_id, elements, identity, line, list, original, sound_id, time, web_address};
use super::{Dialect, Reading, plain, words};
use crate::domain::event::ObservedUpdate;
use crate::domain::{Kind, Observed, Severity, Status};

/// Where the incidents of Cloud and of Workspace are shown; the list names only what comes after.
const CLOUD: &str = "https://status.cloud.google.com/";
const WORKSPACE: &str = "https://www.google.com/appsstatus/dashboard/";

/// Products that are Workspace's alone.
const OF_WORKSPACE: [&str; 12] = [
    "Gmail",
    "Google Calendar",
    "Google Chat",
    "Google Classroom",
    "Google Docs",
    "Google Drive",
    "Google Forms",
    "Google Groups",
    "Google Meet",
    "Google Sheets",
    "Google Slides",
    "Google Voice",
];

/// Whether a document is of this family.
pub(super) fn is(document: &Value) -> bool {
    let incident = |one: &Value| one["external_desc"].is_string() && one["begin"].is_string();
    elements(document).iter().any(incident)
}

/// Reads a document of this family.
pub(super) fn read(document: &Value) -> Reading {
    let mut reading = Reading::new(Dialect::GoogleCloud);
    let incidents = elements(document);
    let of_workspace =
        incidents.iter().filter(|one| services(one).iter().any(|name| OF_WORKSPACE.contains(&name.as_str())));
    let base = if of_workspace.count() * 2 > incidents.len() { WORKSPACE } else { CLOUD };
    for incident in incidents {
        take(incident, base, &mut reading);
    }
    reading
}

fn take(incident: &Value, base: &str, reading: &mut Reading) {
    let Some(external_id) = id(incident) else {
        reading.nameless();
        return;
    };
    let ts_end = time(&incident["end"]);
    let over = !incident["end"].is_null();
    let updates = updates(incident, over, reading);
    let status = match updates.first() {
        _ if over => Status::Resolved,
        Some(newest) => newest.status,
        None => Status::Investigating,
    };
    let services = services(incident);
    let regions = regions(incident, over);
    let title = reading.title(&incident["external_desc"]);
    let severity = severity(incident, &services, &regions, reading);
    reading.events.push(Observed {
        kind: Kind::Incident,
        title,
        status,
        severity,
        impact: line(&incident["severity"])
            .or_else(|| line(&incident["status_impact"]))
            .map(|word| word.to_lowercase()),
        services,
        regions,
        ts_start: time(&incident["begin"]).or_else(|| time(&incident["created"])),
        // `modified` moves for weeks after the end, when reports are added: what was said last counts.
        ts_update: updates.iter().filter_map(|update| update.ts).max().or_else(|| time(&incident["modified"])),
        ts_end,
        url: incident["uri"].as_str().and_then(|uri| web_address(&format!("{base}{}", uri.trim_start_matches('/')))),
        updates,
        over_after: None,
        original: original(incident),
        external_id,
    });
}

/// The incident's id. In 2020 it had a number, which counts within a service.
fn id(incident: &Value) -> Option<String> {
    let numbered = || {
        let number = identity(&incident["number"])?;
        sound_id(&format!("{}/{number}", incident["service_key"].as_str()?))
    };
    identity(&incident["id"]).or_else(numbered)
}

fn updates(incident: &Value, over: bool, reading: &mut Reading) -> Vec<ObservedUpdate> {
    let all = list(incident, "updates");
    // Some snapshots bring the newest alone.
    let newest = ["most_recent_update", "most-recent-update"].into_iter().map(|key| &incident[key]);
    let alone: Vec<&Value> = if all.is_empty() { newest.filter(|one| one.is_object()).collect() } else { Vec::new() };
    let mut updates: Vec<ObservedUpdate> =
        all.iter().chain(alone).filter_map(|one| update(one, over, reading)).collect();
    updates.sort_by_key(|update| std::cmp::Reverse(update.ts));
    if let Some(newest) = updates.first_mut().filter(|_| over) {
        newest.status = Status::Resolved;
    }
    updates
}

fn update(update: &Value, over: bool, reading: &mut Reading) -> Option<ObservedUpdate> {
    let Some(text) = update["text"].as_str() else {
        return reading.odd("update", update);
    };
    let ts = ["when", "created", "modified"].into_iter().find_map(|key| time(&update[key]));
    let status = match update["status"].as_str() {
        Some("AVAILABLE") if over => Status::Resolved,
        Some("AVAILABLE") => Status::Monitoring,
        None | Some("SERVICE_INFORMATION" | "SERVICE_DISRUPTION" | "SERVICE_OUTAGE") => phase(text),
        Some(_) => reading.odd("update status", &update["status"]).unwrap_or_else(|| phase(text)),
    };
    // Texts are corrected afterwards; when one was first written stays.
    let id = update["created"].as_str().map_or_else(|| content_id(&[text]), |created| content_id(&[created]));
    Some(ObservedUpdate { id, ts, status, text: plain::text(text) })
}

/// What is only said in words. That it is over is a field of its own: no words say more than that the cause is known.
fn phase(text: &str) -> Status {
    words::phase_in_prose(text).min(Status::Identified)
}

/// A disruption of one product in one place is a small one.
fn severity(incident: &Value, services: &[String], regions: &[String], reading: &mut Reading) -> Severity {
    let small = services.len() == 1 && regions.len() == 1 && regions[0] != "global";
    let by_word = |word: &str| {
        Some(match word {
            "high" | "SERVICE_OUTAGE" => Severity::Critical,
            "medium" | "SERVICE_DISRUPTION" if small => Severity::Minor,
            "medium" | "SERVICE_DISRUPTION" => Severity::Major,
            "low" | "SERVICE_INFORMATION" => Severity::Information,
            _ => return None,
        })
    };
    let mut said = Vec::new();
    for key in ["severity", "status_impact"] {
        match incident[key].as_str() {
            Some(word) => said.extend(by_word(word).or_else(|| reading.odd(key, &incident[key]))),
            None if incident[key].is_null() => {}
            None => said.extend(reading.odd::<Severity>(key, &incident[key])),
        }
    }
    said.into_iter().min().unwrap_or(Severity::Minor)
}

/// The products by the names they bear now: they are renamed now and then.
fn services(incident: &Value) -> Vec<String> {
    let name = |product: &Value| line(&product["current_title"]).or_else(|| line(&product["title"]));
    let products: Vec<String> = list(incident, "affected_products").iter().filter_map(name).collect();
    if products.is_empty() {
        return line(&incident["service_name"]).filter(|name| name != "Multiple Products").into_iter().collect();
    }
    products
}

/// The ids of the places: those affected now, else (it is over, or nothing is said) those that were.
fn regions(incident: &Value, over: bool) -> Vec<String> {
    let ids = |places: &Value| -> Vec<String> {
        elements(places).iter().filter_map(|place| line(&place["id"]).or_else(|| line(&place["title"]))).collect()
    };
    let now = ids(&incident["currently_affected_locations"]);
    if !now.is_empty() && !over {
        return now;
    }
    let before = ids(&incident["previously_affected_locations"]);
    words::distinct(now.into_iter().chain(before).collect())
}
