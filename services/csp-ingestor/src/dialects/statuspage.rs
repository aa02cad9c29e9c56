//! Atlassian Statuspage's v2 JSON and its imitators (incident.io, OCI): `summary.json`, `incidents.json`,
//! `incidents/unresolved.json`, `scheduled-maintenances.json`, one incident, and `components.json` alone.
//!
//! The page's indicator is not believed where anything but one incident is the matter: it is computed from components,
//! says `none` while critical incidents are open and `maintenance` whatever else is open, and on some pages never says
//! `none`, since some component is always out. For the same reason a component that is out and that no incident tells of
//! is an event only where the document has nothing else.

use serde_json::Value;

use super::component::{Component, Health, event_id};
use super::values::{content_id, identity, list, newest_first, original, time, web_address};
use super::{Dialect, Reading, Unreadable, plain};
use crate::domain::event::ObservedUpdate;
use crate::domain::{Kind, Observed, Severity, Status};

mod directory;

use directory::{Directory, is_group, is_pointer};

/// Whether a document is of this family.
pub(super) fn is(document: &Value) -> bool {
    let incidents = document["incidents"].as_array();
    let plainly_incidents = incidents.is_some_and(|all| !all.is_empty() && all.iter().all(looks_like_an_incident));
    let lists = ["incidents", "scheduled_maintenances", "components"];
    (document["page"].is_object() || plainly_incidents || looks_like_an_incident(&document["incident"]))
        && lists.iter().all(|key| document[*key].is_array() || document[*key].is_null())
}

/// Reads a document of this family.
pub(super) fn read(document: &Value) -> Result<Reading, Unreadable> {
    let mut reading = Reading::new(Dialect::Statuspage);
    reading.said_at = time(&document["page"]["updated_at"]);
    let mut reader = Reader { reading, directory: Directory::of(document) };
    let list = |key: &str| list(document, key);
    let single = document.get("incident").filter(|incident| incident.is_object());
    let mut open = list("incidents").iter().filter(|incident| incident["resolved_at"].is_null());
    let only = open.next().filter(|_| open.next().is_none()).filter(|only| !reader.directory.ails_beside(only));
    let indicator = only.and_then(|_| impact(document["status"]["indicator"].as_str()?));
    let has = |key: &str| document.get(key).is_some();
    if has("incidents") || has("scheduled_maintenances") || single.is_some() || document["status"].is_object() {
        if !has("incidents") && !has("scheduled_maintenances") && !has("components") && single.is_none() {
            return Err(Unreadable::StatusOnly);
        }
        for incident in list("incidents").iter().chain(single) {
            reader.incident(incident, Kind::Incident, indicator);
        }
        for maintenance in list("scheduled_maintenances") {
            reader.incident(maintenance, Kind::Maintenance, None);
        }
    } else if list("components").iter().any(|component| component["status"].is_string()) {
        for component in list("components") {
            reader.component(component);
        }
    } else {
        return Err(Unreadable::Shape);
    }
    Ok(reader.finish(document["page"]["url"].as_str()))
}

fn looks_like_an_incident(value: &Value) -> bool {
    value["name"].is_string() && value["status"].is_string() && value["id"].is_string()
}

/// Takes in one thing after the other.
struct Reader<'a> {
    reading: Reading,
    directory: Directory<'a>,
}

impl<'a> Reader<'a> {
    fn finish(mut self, page_url: Option<&str>) -> Reading {
        if let Some(base) = page_url.and_then(web_address) {
            let of_incidents = self.reading.events.iter_mut().filter(|event| !event.external_id.contains(':'));
            for event in of_incidents.filter(|event| event.url.is_none()) {
                event.url = web_address(&format!("{}/incidents/{}", base.trim_end_matches('/'), event.external_id));
            }
        }
        self.reading
    }

    fn incident(&mut self, incident: &'a Value, listed_as: Kind, indicator: Option<Severity>) {
        let Some(external_id) = identity(&incident["id"]) else {
            self.reading.nameless();
            return;
        };
        let updates = self.updates(incident);
        let status = self.status(incident, listed_as, updates.first().map(|update| update.status));
        let planned = matches!(status, Status::Scheduled | Status::InProgress | Status::Completed);
        let kind = if planned || incident["impact"] == "maintenance" { Kind::Maintenance } else { listed_as };
        let title = self.reading.title(&incident["name"]);
        let severity = self.severity(incident, kind, status, indicator);
        let (services, regions) = self.directory.sited(incident);
        let planned_times = |key: &str| (kind == Kind::Maintenance).then(|| time(&incident[key])).flatten();
        let began = time(&incident["started_at"]).or_else(|| time(&incident["created_at"]));
        let spoke = updates.iter().filter_map(|update| update.ts).max();
        self.reading.events.push(Observed {
            services,
            regions,
            ts_start: planned_times("scheduled_for").or(began),
            ts_update: spoke.or_else(|| time(&incident["updated_at"])),
            ts_end: time(&incident["resolved_at"]).or_else(|| planned_times("scheduled_until")),
            url: incident["shortlink"].as_str().and_then(web_address),
            over_after: None,
            impact: incident["impact"].as_str().map(plain::label),
            original: original(incident),
            external_id,
            kind,
            title,
            status,
            severity,
            updates,
        });
    }

    /// Where an incident stands: by its own word, else by its last update's, else by whether it has an end.
    fn status(&mut self, incident: &Value, kind: Kind, last: Option<Status>) -> Status {
        let said = incident["status"].as_str().and_then(status);
        said.or_else(|| self.reading.odd("status", &incident["status"])).unwrap_or_else(|| {
            match (incident["resolved_at"].is_string(), last) {
                (true, _) => kind.end(),
                (false, Some(last)) => last,
                (false, None) if kind == Kind::Maintenance => Status::Scheduled,
                (false, None) => Status::Investigating,
            }
        })
    }

    /// The worst of what the incident says of itself, what its components are in now, and the page's indicator where
    /// it can mean nothing else.
    fn severity(&mut self, incident: &Value, kind: Kind, status: Status, indicator: Option<Severity>) -> Severity {
        let states = list(incident, "components").iter().filter(|component| !is_group(component));
        let worst_state = states.filter_map(|component| component_severity(component["status"].as_str()?)).min();
        if kind == Kind::Maintenance {
            let takes_something_down = worst_state.is_some_and(|worst| worst <= Severity::Major);
            return if takes_something_down { Severity::Minor } else { Severity::Information };
        }
        let said = match &incident["impact"] {
            Value::Null => None,
            word => word.as_str().and_then(impact).or_else(|| self.reading.odd("impact", word)),
        };
        // Components of what is over are in a state that has nothing to do with it any more.
        let now = if status.is_active() { worst_state.into_iter().chain(indicator).min() } else { None };
        said.into_iter().chain(now).min().unwrap_or(Severity::Minor)
    }

    fn updates(&mut self, incident: &Value) -> Vec<ObservedUpdate> {
        let all = list(incident, "incident_updates").iter();
        let updates = all.filter_map(|update| self.update(incident, update)).collect();
        // Newest first is the rule, though some write them in the order they came.
        newest_first(updates, false)
    }

    fn update(&mut self, incident: &Value, update: &Value) -> Option<ObservedUpdate> {
        if !update.is_object() {
            return self.reading.odd("update", update);
        }
        let body = update["body"].as_str().unwrap_or_default();
        // When it is shown as said; editors may move it, and what they mean is what counts.
        let ts = ["display_at", "created_at", "updated_at"].into_iter().find_map(|key| time(&update[key]));
        let status =
            update["status"].as_str().and_then(status).or_else(|| self.reading.odd("update status", &update["status"]));
        let status =
            status.or_else(|| incident["status"].as_str().and_then(self::status)).unwrap_or(Status::Investigating);
        let id = identity(&update["id"]).unwrap_or_else(|| content_id(&[&format!("{status:?}{ts:?}"), body]));
        Some(ObservedUpdate { id, ts, status, text: plain::text(body) })
    }

    /// A component by itself.
    fn component(&mut self, component: &Value) {
        let Some(id) = identity(&component["id"]) else {
            self.reading.nameless();
            return;
        };
        let Some(name) = component["name"].as_str().map(plain::title) else {
            self.reading.unclear(event_id(&id), "name", &component["name"]);
            return;
        };
        if is_group(component) || is_pointer(&name) {
            return;
        }
        let word = component["status"].as_str().map(plain::label).unwrap_or_default();
        let health = match (word.as_str(), component_severity(&word)) {
            ("operational", _) => Health::Well,
            ("under_maintenance", _) => Health::Serviced,
            (_, Some(severity)) => Health::Ailing(severity),
            (_, None) => {
                self.reading.unclear(event_id(&id), "component status", &component["status"]);
                return;
            }
        };
        let (group, since) = (self.directory.group(&id), time(&component["updated_at"]));
        self.reading.component(Component { id: &id, name, group, word: &word, health, since, shown: component });
    }
}

fn status(word: &str) -> Option<Status> {
    Some(match word.to_ascii_lowercase().as_str() {
        "investigating" => Status::Investigating,
        "identified" => Status::Identified,
        "monitoring" => Status::Monitoring,
        "resolved" | "postmortem" => Status::Resolved,
        "scheduled" | "maintenance_scheduled" => Status::Scheduled,
        "in_progress" | "verifying" | "maintenance_in_progress" => Status::InProgress,
        "completed" | "maintenance_complete" | "maintenance_completed" => Status::Completed,
        _ => return None,
    })
}

fn impact(word: &str) -> Option<Severity> {
    match word.to_ascii_lowercase().as_str() {
        "critical" => Some(Severity::Critical),
        "major" => Some(Severity::Major),
        "minor" => Some(Severity::Minor),
        "none" | "maintenance" => Some(Severity::Information),
        _ => None,
    }
}

fn component_severity(state: &str) -> Option<Severity> {
    match state {
        "major_outage" | "full_outage" => Some(Severity::Critical),
        "partial_outage" => Some(Severity::Major),
        "degraded_performance" => Some(Severity::Minor),
        _ => None,
    }
}
