//! Instatus: `summary.json` and `v3/summary.json`, `v3/components.json`, and the data that its pages carry, which has
//! updates, components and past notices too.
//!
//! Keys are absent when there is nothing under them. An incident may say `OPERATIONAL` while what it touches is out.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::component::{Component, Health, event_id};
use super::values::{content_id, identity, list, newest_first, number, original, plausible, time, web_address};
use super::{Dialect, Reading, places, plain};
use crate::domain::event::ObservedUpdate;
use crate::domain::{Kind, Observed, Severity, Status};

/// Whether a document is of this family.
pub(super) fn is(document: &Value) -> bool {
    let of_page = document["page"]["status"].as_str().is_some_and(shouted) && document["page"]["updated_at"].is_null();
    let lists = document["activeIncidents"].is_array() || document["activeMaintenances"].is_array();
    let component = |one: &Value| one["status"].as_str().is_some_and(shouted) && one["name"] != Value::Null;
    of_page || lists || list(document, "components").iter().any(component)
}

/// Its words are in capitals, where Statuspage's, in documents of the same keys, are not.
fn shouted(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Reads a document of this family.
pub(super) fn read(document: &Value) -> Reading {
    let mut reading = Reading::new(Dialect::Instatus);
    let page = &document["page"];
    if !page["status"].is_null() && !matches!(page["status"].as_str(), Some("UP" | "HASISSUES" | "UNDERMAINTENANCE")) {
        reading.odd::<()>("page status", &page["status"]);
    }
    let components = list(document, "components").iter().filter_map(|one| Some((one["id"].as_str()?, one))).collect();
    let home = page["url"].as_str().and_then(web_address);
    let mut reader = Reader { reading, components, home };
    let lists = ["activeIncidents", "activeMaintenances"];
    for incident in list(document, lists[0]) {
        reader.event(incident, Kind::Incident);
    }
    for maintenance in list(document, lists[1]) {
        reader.event(maintenance, Kind::Maintenance);
    }
    let listed: BTreeSet<String> = reader.reading.events.iter().map(|event| event.external_id.clone()).collect();
    for notice in document["notices"].as_object().into_iter().flat_map(serde_json::Map::values) {
        if identity(&notice["id"]).is_none_or(|id| !listed.contains(&id)) {
            reader.event(notice, Kind::Incident);
        }
    }
    if page.is_null() && lists.iter().all(|key| document[*key].is_null()) {
        for component in list(document, "components") {
            reader.component(component);
        }
    }
    reader.reading
}

/// Takes in one thing after the other.
struct Reader<'a> {
    reading: Reading,
    /// The page's components by id.
    components: BTreeMap<&'a str, &'a Value>,
    home: Option<String>,
}

impl<'a> Reader<'a> {
    fn event(&mut self, shown: &'a Value, listed_as: Kind) {
        let url = shown["url"].as_str().and_then(web_address);
        let began = moment(&shown["started"]).or_else(|| moment(&shown["start"]));
        let of_url = url.as_deref().and_then(|url| url.rsplit('/').next()).filter(|id| !id.is_empty());
        let made = || Some(content_id(&[words(&shown["name"])?, &began?.to_string()]));
        let Some(external_id) = identity(&shown["id"]).or_else(|| identity(&Value::from(of_url?))).or_else(made) else {
            self.reading.nameless();
            return;
        };
        let said = shown["status"].as_str().and_then(status);
        let said = said.or_else(|| self.reading.odd("status", &shown["status"]));
        let kind = match said {
            Some(Status::Scheduled | Status::InProgress | Status::Completed) => Kind::Maintenance,
            _ => listed_as,
        };
        let begins = if kind == Kind::Incident { Status::Investigating } else { Status::Scheduled };
        let status = said.unwrap_or(begins);
        let (severity, impact) = self.severity(shown, kind, status);
        let (services, regions) = self.touched(shown);
        let updates = self.updates(shown, status);
        let title = words(&shown["name"]).map_or(Value::Null, Value::from);
        let title = self.reading.title(&title);
        let changed = moment(&shown["updatedAt"]).or_else(|| updates.first().and_then(|newest| newest.ts)).or(began);
        let lasts = || Some(60 * minutes(&shown["duration"]).filter(|_| kind == Kind::Maintenance)?);
        let ended = moment(&shown["resolved"]).or_else(|| moment(&shown["end"]));
        let in_page = |home: &String| web_address(&format!("{}/incident/{external_id}", home.trim_end_matches('/')));
        self.reading.events.push(Observed {
            kind,
            title,
            status,
            severity,
            impact,
            services,
            regions,
            ts_start: began,
            ts_update: changed.max(ended.filter(|_| status.is_over())),
            ts_end: ended.or_else(|| plausible(began? + lasts()?)),
            url: url.or_else(|| self.home.as_ref().filter(|_| kind == Kind::Incident).and_then(in_page)),
            updates,
            over_after: None,
            original: original(shown),
            external_id,
        });
    }

    /// The worst of its own impact and, while it lasts, of the states of what it touches; and its own word.
    fn severity(&mut self, shown: &Value, kind: Kind, status: Status) -> (Severity, Option<String>) {
        let said = &shown["impact"];
        let own = said.as_str().and_then(state);
        if own.is_none() && !said.is_null() {
            self.reading.odd::<()>("impact", said);
        }
        let of = |one: &Value| {
            let id = one["id"].as_str();
            let now = id.and_then(|id| self.components.get(id)).map(|component| &component["status"]);
            [one["status"].as_str(), now.and_then(Value::as_str)]
                .into_iter()
                .flatten()
                .filter_map(state)
                .map(|(severity, _)| severity)
                .min()
        };
        let now = list(shown, "components").iter().filter_map(of).min().filter(|_| status.is_active());
        let severity = match kind {
            Kind::Maintenance if now.is_some_and(|now| now <= Severity::Major) => Severity::Minor,
            Kind::Maintenance => Severity::Information,
            Kind::Incident => own.map(|(severity, _)| severity).into_iter().chain(now).min().unwrap_or(Severity::Minor),
        };
        (severity, own.map(|(_, word)| word.to_owned()).or_else(|| said.as_str().map(plain::label)))
    }

    fn touched(&self, shown: &'a Value) -> (Vec<String>, Vec<String>) {
        let (mut services, mut regions) = (Vec::new(), Vec::new());
        for one in list(shown, "components") {
            let known = one["id"].as_str().and_then(|id| self.components.get(id).copied()).unwrap_or(one);
            let Some(name) = words(&known["name"]).or_else(|| words(&one["name"])).map(plain::title) else { continue };
            let sited = places::sited(&name, words(&known["group"]["name"]));
            services.extend(sited.service);
            regions.extend(sited.regions);
        }
        (services, regions)
    }

    /// What was said; the summary has nothing of it, and then what is listed is all there is.
    fn updates(&mut self, shown: &Value, now: Status) -> Vec<ObservedUpdate> {
        let mut updates = Vec::new();
        for update in list(shown, "updates") {
            let said = update["status"].as_str().and_then(status);
            let status = said.or_else(|| self.reading.odd("update status", &update["status"])).unwrap_or(now);
            let text = words(&update["messageHtml"]).or_else(|| words(&update["message"])).unwrap_or_default();
            let ts = moment(&update["started"]).or_else(|| moment(&update["createdAt"]));
            let id = identity(&update["id"]).unwrap_or_else(|| content_id(&[&format!("{status:?}{ts:?}"), text]));
            updates.push(ObservedUpdate { id, ts, status, text: plain::text(text) });
        }
        newest_first(updates, true)
    }

    fn component(&mut self, component: &'a Value) {
        let Some(id) = identity(&component["id"]) else {
            self.reading.nameless();
            return;
        };
        if component["isParent"] == true {
            return;
        }
        let said = &component["status"];
        let Some(name) = words(&component["name"]).map(plain::title).filter(|name| !name.is_empty()) else {
            self.reading.unclear(event_id(&id), "name", &component["name"]);
            return;
        };
        let Some((severity, word)) = said.as_str().and_then(state) else {
            self.reading.unclear(event_id(&id), "component status", said);
            return;
        };
        let health = match word {
            "operational" => Health::Well,
            "under_maintenance" => Health::Serviced,
            _ => Health::Ailing(severity),
        };
        let group = words(&component["group"]["name"]);
        self.reading.component(Component { id: &id, name, group, word, health, since: None, shown: component });
    }
}

/// A text that may come in several languages: the page's own, else English, else any.
fn words(value: &Value) -> Option<&str> {
    let in_language = |key: &str| value[key].as_str().filter(|text| !text.is_empty());
    let any = || value.as_object()?.values().find_map(Value::as_str);
    value.as_str().or_else(|| in_language("default")).or_else(|| in_language("en")).or_else(any)
}

/// A time in RFC 3339, or as JavaScript writes one for people to read.
pub(super) fn moment(value: &Value) -> Option<i64> {
    let of_javascript = || {
        let text = value.as_str()?.split('(').next()?.trim();
        let when = jiff::fmt::strtime::parse("%a %b %d %Y %H:%M:%S GMT%z", text).ok()?;
        plausible(when.to_timestamp().ok()?.as_second())
    };
    time(value).or_else(of_javascript)
}

/// A number of minutes, by some written as text; not more than a year of them.
fn minutes(value: &Value) -> Option<i64> {
    let minutes = number(value)?;
    (0..=366 * 24 * 60).contains(&minutes).then_some(minutes)
}

fn status(word: &str) -> Option<Status> {
    Some(match word.to_ascii_uppercase().as_str() {
        "INVESTIGATING" => Status::Investigating,
        "IDENTIFIED" => Status::Identified,
        "MONITORING" => Status::Monitoring,
        "RESOLVED" => Status::Resolved,
        "NOTSTARTEDYET" => Status::Scheduled,
        "INPROGRESS" | "VERIFYING" => Status::InProgress,
        "COMPLETED" => Status::Completed,
        _ => return None,
    })
}

/// How bad a state is, and its word with the blanks that it lacks.
fn state(word: &str) -> Option<(Severity, &'static str)> {
    Some(match word.to_ascii_uppercase().as_str() {
        "MAJOROUTAGE" => (Severity::Critical, "major_outage"),
        "PARTIALOUTAGE" => (Severity::Major, "partial_outage"),
        "MINOROUTAGE" => (Severity::Minor, "minor_outage"),
        "DEGRADEDPERFORMANCE" => (Severity::Minor, "degraded_performance"),
        "OPERATIONAL" => (Severity::Information, "operational"),
        "UNDERMAINTENANCE" => (Severity::Information, "under_maintenance"),
        _ => return None,
    })
}
