//! incident.io's own shapes: a page's summary (`/proxy/<host>`, or cut from the page), its incidents
//! (`/proxy/<host>/incidents`), and the widget's `/api/v1/summary`. Its imitation of Statuspage is read as that.
//!
//! Updates come oldest first, and what is resolved may be reopened under its id. Cut from a page, `"$undefined"` means
//! absent and `"$D…"` a date. Pages that cover several others list their incidents with no components of their own.

use std::collections::BTreeMap;

use serde_json::Value;

use super::values::{content_id, identity, list, newest_first, original, web_address};
use super::{Dialect, Reading, places, plain, words};
use crate::domain::event::ObservedUpdate;
use crate::domain::{Kind, Observed, Severity, Status};

mod text;

use text::{said, time};

/// Whether a document is of this family.
pub(super) fn is(document: &Value) -> bool {
    let page = page(document);
    let native = |incident: &Value| {
        incident["updates"].is_array() && (incident["published_at"].is_string() || incident["type"].is_string())
    };
    page["ongoing_incidents"].is_array() && (page["scheduled_maintenances"].is_array() || page["structure"].is_object())
        || list(document, "incidents").iter().any(native)
}

/// Reads a document of this family.
pub(super) fn read(document: &Value) -> Reading {
    let page = page(document);
    let home = said(&page["public_url"]).or_else(|| said(&page["page_url"])).and_then(web_address);
    let reading = Reading::new(Dialect::IncidentIo);
    let mut reader = Reader { reading, names: names(page), home };
    let lists = [
        ("ongoing_incidents", Status::Investigating),
        ("incidents", Status::Investigating),
        ("in_progress_maintenances", Status::InProgress),
        ("scheduled_maintenances", Status::Scheduled),
    ];
    for (key, listed) in lists {
        for incident in list(page, key) {
            reader.event(incident, listed);
        }
    }
    reader.reading
}

/// The page itself, which the proxy wraps.
fn page(document: &Value) -> &Value {
    if document["summary"].is_object() { &document["summary"] } else { document }
}

/// The page's components by id, each with its group, where it is in one.
fn names(page: &Value) -> BTreeMap<&str, (&str, Option<&str>)> {
    let mut names = BTreeMap::new();
    for component in list(page, "components") {
        if let (Some(id), Some(name)) = (component["id"].as_str(), said(&component["name"])) {
            names.insert(id, (name, None));
        }
    }
    for item in list(&page["structure"], "items") {
        let group = said(&item["group"]["name"]);
        let grouped = list(&item["group"], "components").iter().chain(std::iter::once(&item["component"]));
        for component in grouped {
            if let (Some(id), Some(name)) = (component["component_id"].as_str(), said(&component["name"])) {
                names.insert(id, (name, group));
            }
        }
    }
    names
}

/// Takes in one thing after the other.
struct Reader<'a> {
    reading: Reading,
    names: BTreeMap<&'a str, (&'a str, Option<&'a str>)>,
    home: Option<String>,
}

impl<'a> Reader<'a> {
    fn event(&mut self, shown: &'a Value, listed: Status) {
        let Some(external_id) = identity(&shown["id"]).filter(|id| !id.starts_with('$')) else {
            self.reading.nameless();
            return;
        };
        let known = said(&shown["status"]).and_then(words::phase);
        let status = known.or_else(|| self.reading.odd("status", &shown["status"])).unwrap_or(listed);
        let planned = |status| matches!(status, Status::Scheduled | Status::InProgress | Status::Completed);
        let kind = if said(&shown["type"]) == Some("maintenance") || planned(status) {
            Kind::Maintenance
        } else {
            Kind::Incident
        };
        let updates = self.updates(shown, status);
        let (severity, impact) = self.severity(shown, kind);
        let (services, regions) = self.touched(shown);
        let title = said(&shown["name"]).map_or(Value::Null, Value::from);
        let title = self.reading.title(&title);
        let newest = updates.first().and_then(|update| update.ts);
        let (ts_start, planned_end) = span(shown, kind, &updates);
        let in_page = |home: &String| web_address(&format!("{}/incidents/{external_id}", home.trim_end_matches('/')));
        let url = said(&shown["url"]).and_then(web_address).or_else(|| self.home.as_ref().and_then(in_page));
        self.reading.events.push(Observed {
            kind,
            title,
            status,
            severity,
            impact,
            services,
            regions,
            ts_start,
            ts_update: newest.or_else(|| time(&shown["published_at"])),
            ts_end: if status.is_over() { newest.or(planned_end) } else { planned_end },
            url,
            updates,
            over_after: None,
            original: original(shown),
            external_id,
        });
    }

    fn updates(&mut self, shown: &Value, now: Status) -> Vec<ObservedUpdate> {
        let mut updates = Vec::new();
        for update in list(shown, "updates") {
            let known = said(&update["to_status"]).and_then(words::phase);
            let status = known.or_else(|| self.reading.odd("update status", &update["to_status"])).unwrap_or(now);
            let message = said(&update["message_string"]);
            let text = message.map_or_else(|| plain::text(&text::flat(&update["message"])), plain::text);
            let ts = time(&update["published_at"]);
            let id = identity(&update["id"]).unwrap_or_else(|| content_id(&[&format!("{status:?}{ts:?}"), &text]));
            updates.push(ObservedUpdate { id, ts, status, text });
        }
        // The widget has the newest word alone.
        if let Some(message) = said(&shown["last_update_message"]) {
            let (ts, text) = (time(&shown["last_update_at"]), plain::text(message));
            let id = content_id(&[&format!("{ts:?}"), &text]);
            updates.push(ObservedUpdate { id, ts, status: now, text });
        }
        newest_first(updates, true)
    }

    /// The worst of what it did to components, has done to them since, and is said to do now; and the word for it.
    fn severity(&mut self, shown: &Value, kind: Kind) -> (Severity, Option<String>) {
        let keys = [
            ("affected_components", "status"),
            ("affected_components", "current_status"),
            ("component_impacts", "status"),
        ];
        let listed = keys.into_iter().flat_map(|(key, field)| list(shown, key).iter().map(move |one| &one[field]));
        let of_summaries = list(shown, "status_summaries").iter().map(|one| &one["worst_component_status"]);
        let mut worst: Option<(Severity, &str)> = None;
        for value in listed.chain(of_summaries).chain(std::iter::once(&shown["current_worst_impact"])) {
            let Some(word) = said(value) else { continue };
            match state(word) {
                Some(severity) if worst.is_none_or(|(known, _)| severity < known) => worst = Some((severity, word)),
                Some(_) => {}
                None => {
                    self.reading.odd::<()>("component status", value);
                }
            }
        }
        let severity = match (kind, worst.map(|(severity, _)| severity)) {
            (Kind::Maintenance, Some(Severity::Critical | Severity::Major)) | (Kind::Incident, None) => Severity::Minor,
            (Kind::Maintenance, _) => Severity::Information,
            (Kind::Incident, Some(severity)) => severity,
        };
        (severity, worst.map(|(_, word)| plain::label(word)))
    }

    /// What it touches now or did before; the widget names components, the page numbers them.
    fn touched(&self, shown: &'a Value) -> (Vec<String>, Vec<String>) {
        let (mut services, mut regions) = (Vec::new(), Vec::new());
        for one in list(shown, "affected_components").iter().chain(list(shown, "component_impacts")) {
            let numbered = one["component_id"].as_str().and_then(|id| self.names.get(id).copied());
            let named = || Some((said(&one["name"])?, said(&one["group_name"])));
            if let Some((name, group)) = numbered.or_else(named) {
                let sited = places::sited(&plain::title(name), group.map(plain::title).as_deref());
                services.extend(sited.service);
                regions.extend(sited.regions);
            }
        }
        (services, regions)
    }
}

/// From when to when. An incident begins with the first that is told of it, which may lie before its publication; work
/// begins and ends as planned.
fn span(shown: &Value, kind: Kind, updates: &[ObservedUpdate]) -> (Option<i64>, Option<i64>) {
    let impacts = || list(shown, "component_impacts").iter();
    let first_impact = impacts().filter_map(|impact| time(&impact["start_at"])).min();
    if kind == Kind::Maintenance {
        let planned = ["starts_at", "started_at"].into_iter().find_map(|key| time(&shown[key]));
        let end = ["ends_at", "scheduled_end_at"].into_iter().find_map(|key| time(&shown[key]));
        let last_impact = || impacts().filter_map(|impact| time(&impact["end_at"])).max();
        return (planned.or(first_impact).or_else(|| time(&shown["published_at"])), end.or_else(last_impact));
    }
    let summaries = list(shown, "status_summaries").iter().filter_map(|one| time(&one["start_at"]));
    // The widget's one update is the newest, and says nothing of the beginning.
    let told = if list(shown, "updates").is_empty() { &[] } else { updates };
    let said = told.iter().filter_map(|update| update.ts);
    let start = summaries.chain(said).chain(first_impact).chain(time(&shown["published_at"])).min();
    (start, None)
}

fn state(word: &str) -> Option<Severity> {
    Some(match word {
        "full_outage" | "major_outage" => Severity::Critical,
        "partial_outage" => Severity::Major,
        "degraded_performance" => Severity::Minor,
        "operational" | "under_maintenance" => Severity::Information,
        _ => return None,
    })
}
