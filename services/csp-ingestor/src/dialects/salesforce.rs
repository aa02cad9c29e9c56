//! Salesforce Trust, v1: `instances/status/preview`, one instance, `incidents` and `maintenances`. An incident stands
//! under every instance it touches, and has no title: its impacts are named by keys, of which one is made.
//!
//! Instances are where customers are: they are kept as regions, with the part of the world they are in.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::values::{content_id, identity, line, list, newest_first, original, time, web_address};
use super::{Dialect, Reading, plain, words};
use crate::domain::event::ObservedUpdate;
use crate::domain::{Kind, Observed, Severity, Status};

/// An incident on more instances than this has no regions: it may touch any.
const MAX_INSTANCES: usize = 90;

/// Whether a document is of this family.
pub(super) fn is(document: &Value) -> bool {
    let one = |one: &Value| is_instance(one) || is_incident(one) || is_maintenance(one);
    one(document) || document.as_array().is_some_and(|all| all.iter().any(one))
}

fn is_instance(value: &Value) -> bool {
    value["key"].is_string() && value["Incidents"].is_array() && value["Maintenances"].is_array()
}

fn is_incident(value: &Value) -> bool {
    value["IncidentImpacts"].is_array() && !value["id"].is_null()
}

fn is_maintenance(value: &Value) -> bool {
    !value["plannedStartTime"].is_null() && (value["instanceKeys"].is_array() || value["MaintenanceImpacts"].is_array())
}

/// Reads a document of this family.
pub(super) fn read(document: &Value) -> Reading {
    let all = document.as_array().map_or_else(|| std::slice::from_ref(document), Vec::as_slice);
    let located = |one: &'_ Value| Some((one["key"].as_str()?.to_owned(), one["location"].as_str()?.to_owned()));
    let locations: BTreeMap<String, String> = all.iter().filter_map(located).collect();
    let mut reader = Reader { reading: Reading::new(Dialect::Salesforce), locations, seen: BTreeSet::new() };
    for one in all {
        if is_instance(one) {
            reader.instance(one);
        } else if is_maintenance(one) {
            reader.maintenance(one);
        } else if is_incident(one) {
            reader.incident(one);
        } else {
            reader.reading.nameless();
        }
    }
    reader.reading
}

/// Takes in one thing after the other.
struct Reader {
    reading: Reading,
    /// The part of the world that each instance is in.
    locations: BTreeMap<String, String>,
    /// What was taken in already, under another instance.
    seen: BTreeSet<String>,
}

impl Reader {
    fn instance(&mut self, instance: &Value) {
        let word = instance["status"].as_str().unwrap_or_default();
        let known = ["MAJOR_INCIDENT", "MINOR_INCIDENT", "MAINTENANCE", "INFORMATIONAL"];
        let stem = word.trim_end_matches("_NONCORE").trim_end_matches("_CORE");
        if word != "OK" && !known.contains(&stem) {
            self.reading.odd::<()>("instance status", &instance["status"]);
        }
        for incident in list(instance, "Incidents") {
            self.incident(incident);
        }
        for maintenance in list(instance, "Maintenances") {
            self.maintenance(maintenance);
        }
    }

    /// What it is known by, unless it was taken in already.
    fn unseen(&mut self, prefix: &str, shown: &Value) -> Option<String> {
        let Some(id) = identity(&shown["id"]) else {
            self.reading.nameless();
            return None;
        };
        let external_id = format!("{prefix}{id}");
        self.seen.insert(external_id.clone()).then_some(external_id)
    }

    fn incident(&mut self, shown: &Value) {
        let Some(external_id) = self.unseen("", shown) else { return };
        let impacts = list(shown, "IncidentImpacts");
        let open = |impact: &&Value| time(&impact["endTime"]).is_none();
        let over = !impacts.is_empty() && !impacts.iter().any(|impact| open(&impact));
        let mut updates = self.events(shown, "IncidentEvents", over, Status::Investigating);
        let last = updates.first().map(|newest| newest.status);
        let explained = ["rootCause", "actionPlan"].iter().any(|key| shown["message"][*key].is_string());
        let status = match (over, last) {
            (true, _) => Status::Resolved,
            (false, Some(last)) if !last.is_over() && last != Status::Investigating => last,
            (false, _) if explained => Status::Identified,
            (false, _) => Status::Investigating,
        };
        updates.extend(impacts.iter().flat_map(|impact| told(impact, status)));
        updates.extend(explanations(shown, status));
        let updates = newest_first(updates, false);
        let (severity, impact) = self.worst(impacts, over);
        self.reading.events.push(Observed {
            kind: Kind::Incident,
            title: title(impacts),
            status,
            severity,
            impact,
            services: services(shown),
            regions: self.regions(shown),
            ts_start: impacts
                .iter()
                .filter_map(|impact| time(&impact["startTime"]))
                .min()
                .or_else(|| time(&shown["createdAt"])),
            ts_update: updates.first().and_then(|newest| newest.ts).max(time(&shown["updatedAt"])),
            ts_end: impacts.iter().filter_map(|impact| time(&impact["endTime"])).max().filter(|_| over),
            url: web_address(&format!("https://status.salesforce.com/incidents/{external_id}")),
            updates,
            over_after: None,
            original: original(shown),
            external_id,
        });
    }

    fn maintenance(&mut self, shown: &Value) {
        let Some(external_id) = self.unseen("maintenance:", shown) else { return };
        let said = &shown["message"]["eventStatus"];
        let known = said.as_str().and_then(phase);
        if known.is_none() && !said.is_null() {
            self.reading.odd::<()>("maintenance status", said);
        }
        let impacts = list(shown, "MaintenanceImpacts");
        let updates = self.events(shown, "MaintenanceEvents", false, known.unwrap_or(Status::Scheduled));
        let status = known.or_else(|| updates.first().map(|newest| newest.status)).unwrap_or(Status::Scheduled);
        let named = line(&shown["name"]);
        let kind_of_work =
            || shown["message"]["maintenanceType"].as_str().map(|key| format!("Maintenance: {}", spaced(key)));
        let down = shown["message"]["availability"] == "unavailable";
        let end = time(&shown["plannedEndTime"]);
        self.reading.events.push(Observed {
            kind: Kind::Maintenance,
            title: named.or_else(kind_of_work).unwrap_or_else(|| title(impacts)),
            status,
            severity: if down { Severity::Minor } else { Severity::Information },
            impact: shown["message"]["availability"].as_str().map(plain::label),
            services: services(shown),
            regions: self.regions(shown),
            ts_start: time(&shown["plannedStartTime"]),
            ts_update: time(&shown["updatedAt"]).or_else(|| updates.first().and_then(|newest| newest.ts)),
            ts_end: end,
            url: web_address(&format!(
                "https://status.salesforce.com/maintenances/{}",
                external_id.trim_start_matches("maintenance:")
            )),
            updates,
            // Not all of them say when they are done; their window does.
            over_after: end.filter(|_| known.is_none()),
            original: original(shown),
            external_id,
        });
    }

    /// What was said of it. A type that is no phase leaves it where it was.
    fn events(&mut self, shown: &Value, key: &str, over: bool, begins: Status) -> Vec<ObservedUpdate> {
        let mut updates = Vec::new();
        for event in list(shown, key) {
            let word = event["type"].as_str().unwrap_or_default();
            let neutral = matches!(word.to_lowercase().as_str(), "update" | "updated" | "general" | "informational");
            let status =
                if neutral { None } else { phase(word).or_else(|| self.reading.odd("event type", &event["type"])) };
            let text = plain::text(event["message"].as_str().unwrap_or_default());
            let ts = time(&event["createdAt"]).or_else(|| time(&event["updatedAt"]));
            let id = identity(&event["id"]).map(|id| format!("event:{id}"));
            let id = id.unwrap_or_else(|| content_id(&[word, &format!("{ts:?}"), &text]));
            let status = status.filter(|status| over || !status.is_over() || *status == Status::Completed);
            updates.push(ObservedUpdate { id, ts, status: status.unwrap_or(begins), text });
        }
        newest_first(updates, false)
    }

    /// The worst impact that lasts, or of all where none does.
    fn worst(&mut self, impacts: &[Value], over: bool) -> (Severity, Option<String>) {
        let mut worst: Option<(Severity, &str)> = None;
        for impact in impacts.iter().filter(|impact| over || time(&impact["endTime"]).is_none()) {
            let word = impact["severity"].as_str().unwrap_or_default();
            let severity = match word.to_ascii_lowercase().as_str() {
                "critical" => Severity::Critical,
                "major" => Severity::Major,
                "minor" => Severity::Minor,
                "informational" | "none" => Severity::Information,
                _ => {
                    self.reading.odd::<()>("impact severity", &impact["severity"]);
                    continue;
                }
            };
            if worst.is_none_or(|(known, _)| severity < known) {
                worst = Some((severity, word));
            }
        }
        worst.map_or((Severity::Minor, None), |(severity, word)| (severity, Some(plain::label(word))))
    }

    /// The instances, after the parts of the world they are in; none where there are too many to name.
    fn regions(&self, shown: &Value) -> Vec<String> {
        let keys: Vec<&str> = list(shown, "instanceKeys").iter().filter_map(Value::as_str).collect();
        if keys.len() > MAX_INSTANCES {
            return Vec::new();
        }
        let of_world: BTreeSet<&String> = keys.iter().filter_map(|key| self.locations.get(*key)).collect();
        of_world.into_iter().map(|place| plain::title(place)).chain(keys.iter().map(|key| plain::title(key))).collect()
    }
}

fn services(shown: &Value) -> Vec<String> {
    list(shown, "serviceKeys").iter().filter_map(Value::as_str).map(plain::title).collect()
}

/// A title made of what the impacts are called.
fn title(impacts: &[Value]) -> String {
    let mut named: Vec<String> = Vec::new();
    for key in impacts.iter().filter_map(|impact| impact["type"].as_str()).take(20) {
        let words = spaced(key);
        if !named.contains(&words) {
            named.push(words);
        }
    }
    let title = plain::title(&named.join(", "));
    let mut letters = title.chars();
    let first = letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>());
    first.unwrap_or_else(|| "Untitled".to_owned())
}

/// A key in words: `performanceDegradation` is "performance degradation".
fn spaced(key: &str) -> String {
    let mut words = String::new();
    for c in key.chars().take(200) {
        if c.is_uppercase() && !words.is_empty() && !words.ends_with(' ') {
            words.push(' ');
        }
        words.extend(if c == '_' { vec![' '] } else { c.to_lowercase().collect() });
    }
    plain::title(&words)
}

/// A word for a phase, as a key: `inProgress`, `rootCauseIdentified`.
fn phase(key: &str) -> Option<Status> {
    match spaced(key).as_str() {
        "confirmed" | "tentative" => Some(Status::Scheduled),
        "root cause identified" => Some(Status::Identified),
        words => words::phase(words),
    }
}

/// An impact as something that was said: that it began, and that it is over.
fn told(impact: &Value, status: Status) -> Vec<ObservedUpdate> {
    let what = title(std::slice::from_ref(impact));
    let Some(id) = identity(&impact["id"]) else { return Vec::new() };
    let began = ObservedUpdate {
        id: format!("impact:{id}"),
        ts: time(&impact["startTime"]),
        status: Status::Investigating,
        text: what.clone(),
    };
    let ended = time(&impact["endTime"]).map(|end| ObservedUpdate {
        id: format!("impact:{id}:end"),
        ts: Some(end),
        status,
        text: format!("{what}: over"),
    });
    ended.into_iter().chain(std::iter::once(began)).collect()
}

/// What is known of its cause and remedy, which has no times of its own.
fn explanations(shown: &Value, status: Status) -> Vec<ObservedUpdate> {
    let keys = ["pathToResolution", "actionPlan", "rootCause"];
    let texts = keys.iter().filter_map(|key| Some((*key, plain::text(shown["message"][*key].as_str()?))));
    let said = texts.filter(|(_, text)| !text.is_empty());
    let ts = time(&shown["updatedAt"]);
    said.map(|(key, text)| ObservedUpdate { id: content_id(&[key, &text]), ts, status, text }).collect()
}
