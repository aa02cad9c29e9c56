//! Better Stack's `/index.json`, in JSON:API: sections, resources, reports and their updates lie side by side and name
//! each other by id.
//!
//! A report written by hand is over when its state says so: it may have no end. Reports name resources that have left
//! the page. A resource that is not well, and that no open report names, is an event by itself.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::component::{Component, Health, event_id};
use super::values::{content_id, identity, line, list, newest_first, original, time, web_address};
use super::{Dialect, Reading, places, plain};
use crate::domain::event::ObservedUpdate;
use crate::domain::{Kind, Observed, Severity, Status};

/// Whether a document is of this family.
pub(super) fn is(document: &Value) -> bool {
    document["data"]["type"] == "status_page" && document["data"]["attributes"].is_object()
}

/// Reads a document of this family.
pub(super) fn read(document: &Value) -> Reading {
    let page = &document["data"]["attributes"];
    let mut reading = Reading::new(Dialect::BetterStack);
    reading.said_at = time(&page["updated_at"]);
    let included = list(document, "included");
    let mut things: BTreeMap<(&str, String), &Value> = BTreeMap::new();
    for thing in included {
        if let (Some(kind), Some(id)) = (thing["type"].as_str(), identity(&thing["id"])) {
            things.insert((kind, id), thing);
        }
    }
    let home = page["custom_domain"].as_str().and_then(|domain| web_address(&format!("https://{domain}/")));
    let mut reader = Reader { reading, things, home, told: BTreeSet::new() };
    for report in included.iter().filter(|thing| thing["type"] == "status_report") {
        reader.report(report);
    }
    for resource in included.iter().filter(|thing| thing["type"] == "status_page_resource") {
        reader.resource(resource);
    }
    reader.reading
}

/// Takes in one thing after the other.
struct Reader<'a> {
    reading: Reading,
    /// Everything that is included, by type and id.
    things: BTreeMap<(&'a str, String), &'a Value>,
    home: Option<String>,
    /// The resources that open reports name.
    told: BTreeSet<String>,
}

impl<'a> Reader<'a> {
    fn report(&mut self, report: &'a Value) {
        let Some(external_id) = identity(&report["id"]) else {
            self.reading.nameless();
            return;
        };
        let shown = &report["attributes"];
        let kind = if shown["report_type"] == "maintenance" { Kind::Maintenance } else { Kind::Incident };
        let state = shown["aggregate_state"].as_str().map(plain::label);
        let status = state.as_deref().and_then(|state| status(state, kind));
        let status = status.or_else(|| self.reading.odd("report state", &shown["aggregate_state"]));
        let status = status.unwrap_or(if kind == Kind::Incident { Status::Investigating } else { Status::Scheduled });
        let updates = self.updates(report, status);
        let (services, regions) = self.touched(shown, status);
        let worst = self.worst(shown);
        let severity = match kind {
            Kind::Maintenance if worst.is_some_and(|(worst, _)| worst <= Severity::Major) => Severity::Minor,
            Kind::Maintenance => Severity::Information,
            Kind::Incident => worst.map_or(Severity::Minor, |(worst, _)| worst),
        };
        let ended = || updates.first().filter(|_| status.is_over())?.ts;
        let title = self.reading.title(&shown["title"]);
        self.reading.events.push(Observed {
            external_id,
            kind,
            title,
            status,
            severity,
            impact: worst.map(|(_, word)| word.to_owned()).or(state),
            services,
            regions,
            ts_start: time(&shown["starts_at"]),
            ts_update: updates.first().and_then(|newest| newest.ts).or_else(|| time(&shown["starts_at"])),
            ts_end: time(&shown["ends_at"]).or_else(ended),
            url: self.home.clone(),
            updates,
            over_after: None,
            original: original(report),
        });
    }

    /// The updates that a report names. They have no phases: the newest has the report's, the older ones were before it.
    fn updates(&mut self, report: &Value, status: Status) -> Vec<ObservedUpdate> {
        let named = list(&report["relationships"]["status_updates"], "data");
        let mut updates = Vec::with_capacity(named.len().min(100));
        for id in named.iter().filter_map(|one| identity(&one["id"])) {
            let Some(shown) = self.things.get(&("status_update", id.clone())).map(|update| &update["attributes"])
            else {
                continue;
            };
            let text = plain::text(shown["message"].as_str().unwrap_or_default());
            updates.push(ObservedUpdate { id, ts: time(&shown["published_at"]), status, text });
        }
        let mut updates = newest_first(updates, false);
        let before = match status {
            Status::Resolved | Status::Monitoring => Status::Investigating,
            Status::Completed => Status::InProgress,
            other => other,
        };
        updates.iter_mut().skip(1).for_each(|older| older.status = before);
        if updates.is_empty() {
            let text = plain::text(report["attributes"]["title"].as_str().unwrap_or_default());
            let id = content_id(&[&format!("{status:?}"), &text]);
            updates.push(ObservedUpdate { id, ts: time(&report["attributes"]["starts_at"]), status, text });
        }
        updates
    }

    /// What a report touches, of what is on the page still.
    fn touched(&mut self, shown: &Value, status: Status) -> (Vec<String>, Vec<String>) {
        let (mut services, mut regions) = (Vec::new(), Vec::new());
        for id in list(shown, "affected_resources").iter().filter_map(|one| identity(&one["status_page_resource_id"])) {
            if let Some(resource) = self.things.get(&("status_page_resource", id.clone())).copied() {
                let name = name(resource);
                let sited = places::sited(&name, self.section(resource));
                services.extend(sited.service);
                regions.extend(sited.regions);
            }
            if status.is_active() {
                self.told.insert(id);
            }
        }
        (services, regions)
    }

    /// The worst state that a report gives what it touches, else its own.
    fn worst(&mut self, shown: &Value) -> Option<(Severity, &'static str)> {
        let states = list(shown, "affected_resources").iter().map(|one| &one["status"]);
        let own = std::iter::once(&shown["aggregate_state"]);
        let mut worst = None;
        for said in states.chain(own).filter(|said| !said.is_null()) {
            match said.as_str().map(state) {
                Some(Some((severity, word))) => {
                    if worst.is_none_or(|(worst, _)| severity < worst) {
                        worst = Some((severity, word));
                    }
                }
                _ => {
                    self.reading.odd::<()>("affected state", said);
                }
            }
        }
        worst
    }

    fn resource(&mut self, resource: &'a Value) {
        let Some(id) = identity(&resource["id"]) else {
            self.reading.nameless();
            return;
        };
        let said = &resource["attributes"]["status"];
        let Some((severity, word)) = said.as_str().and_then(state) else {
            self.reading.unclear(event_id(&id), "resource status", said);
            return;
        };
        let health = match word {
            "degraded" | "downtime" => Health::Ailing(severity),
            "maintenance" => Health::Serviced,
            _ => Health::Well,
        };
        // The report tells its story.
        if health != Health::Well && self.told.contains(&id) {
            return;
        }
        let (name, group) = (name(resource), self.section(resource));
        self.reading.component(Component { id: &id, name, group, word, health, since: None, shown: resource });
    }

    /// The name of the section that a resource is in; its id is a number there and a text in the section itself.
    fn section(&self, resource: &Value) -> Option<&'a str> {
        let id = identity(&resource["attributes"]["status_page_section_id"])?;
        self.things.get(&("status_page_section", id))?["attributes"]["name"].as_str()
    }
}

fn name(resource: &Value) -> String {
    line(&resource["attributes"]["public_name"]).unwrap_or_else(|| "Untitled".to_owned())
}

fn status(state: &str, kind: Kind) -> Option<Status> {
    Some(match (state, kind) {
        ("resolved" | "recovered", kind) => kind.end(),
        ("maintenance", _) | ("degraded" | "downtime", Kind::Maintenance) => Status::InProgress,
        ("scheduled" | "upcoming" | "operational" | "not_monitored", Kind::Maintenance) => Status::Scheduled,
        ("degraded" | "downtime", Kind::Incident) => Status::Investigating,
        ("operational", Kind::Incident) => Status::Monitoring,
        _ => return None,
    })
}

/// How bad a state is, and the word for it.
fn state(word: &str) -> Option<(Severity, &'static str)> {
    Some(match word.to_ascii_lowercase().as_str() {
        "downtime" => (Severity::Critical, "downtime"),
        "degraded" => (Severity::Minor, "degraded"),
        "maintenance" => (Severity::Information, "maintenance"),
        "operational" => (Severity::Information, "operational"),
        "resolved" => (Severity::Information, "resolved"),
        "recovered" => (Severity::Information, "recovered"),
        "not_monitored" => (Severity::Information, "not_monitored"),
        "scheduled" | "upcoming" => (Severity::Information, "scheduled"),
        _ => return None,
    })
}
