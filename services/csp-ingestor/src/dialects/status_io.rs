//! status.io's public status API (GitLab, Docker): components in containers, which are services in regions; incidents,
//! and maintenance under way and to come. Codes say how bad it is and where it stands.
//!
//! Messages come oldest first and have no ids. What is over is dropped without a word.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::values::{content_id, identity, list, newest_first, number, original, time, web_address};
use super::{Dialect, Reading, plain};
use crate::domain::event::ObservedUpdate;
use crate::domain::{Kind, Observed, Severity, Status};

/// The most components of an incident, and containers of a component, that are looked up.
const MAX_NAMED: usize = 200;

/// Whether a document is of this family.
pub(super) fn is(document: &Value) -> bool {
    let result = &document["result"];
    result["status_overall"].is_object() && (result["status"].is_array() || result["incidents"].is_array())
}

/// Reads a document of this family.
pub(super) fn read(document: &Value) -> Reading {
    let result = &document["result"];
    let mut reading = Reading::new(Dialect::StatusIo);
    reading.said_at = time(&result["status_overall"]["updated"]);
    let containers = list(result, "status").iter().filter_map(containers).collect();
    let mut reader = Reader { reading, containers };
    for incident in list(result, "incidents") {
        reader.event(incident, Listed::Incident);
    }
    for maintenance in list(&result["maintenance"], "active") {
        reader.event(maintenance, Listed::Active);
    }
    for maintenance in list(&result["maintenance"], "upcoming") {
        reader.event(maintenance, Listed::Upcoming);
    }
    reader.reading
}

/// Under which heading something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Listed {
    Incident,
    Active,
    Upcoming,
}

impl Listed {
    fn kind(self) -> Kind {
        if self == Listed::Incident { Kind::Incident } else { Kind::Maintenance }
    }

    /// Where it stands as far as the heading says.
    fn status(self) -> Status {
        match self {
            Listed::Incident => Status::Investigating,
            Listed::Active => Status::InProgress,
            Listed::Upcoming => Status::Scheduled,
        }
    }
}

/// Takes in one thing after the other.
struct Reader<'a> {
    reading: Reading,
    /// How each component is now, container by container.
    containers: BTreeMap<&'a str, Vec<(&'a str, Severity)>>,
}

impl Reader<'_> {
    fn event(&mut self, shown: &Value, listed: Listed) {
        let Some(external_id) = identity(&shown["_id"]).or_else(|| identity(&shown["id"])) else {
            self.reading.nameless();
            return;
        };
        let kind = listed.kind();
        let messages = list(shown, "messages");
        let said: Vec<ObservedUpdate> = messages.iter().filter_map(|message| self.update(message, listed)).collect();
        let updates = newest_first(said, true);
        let status = match (listed, updates.first().map(|newest| newest.status)) {
            // Work that is listed as active may have had no word since it was announced.
            (Listed::Active, Some(Status::Scheduled)) => Status::InProgress,
            (_, said) => said.unwrap_or(listed.status()),
        };
        let (severity, impact) = self.severity(shown, kind, status);
        let (title, named_url) = self.title(shown);
        let ended = status.is_over().then(|| updates.first().and_then(|newest| newest.ts)).flatten();
        self.reading.events.push(Observed {
            external_id,
            kind,
            title,
            status,
            severity,
            impact,
            services: names(shown, "components_affected"),
            regions: names(shown, "containers_affected"),
            ts_start: time(&shown["datetime_planned_start"]).or_else(|| time(&shown["datetime_open"])),
            ts_update: updates.first().and_then(|newest| newest.ts).or_else(|| time(&shown["datetime_open"])),
            ts_end: ended.or_else(|| time(&shown["datetime_planned_end"])),
            url: named_url,
            updates,
            over_after: None,
            original: original(shown),
        });
    }

    fn update(&mut self, message: &Value, listed: Listed) -> Option<ObservedUpdate> {
        if !message.is_object() {
            return self.reading.odd("message", message);
        }
        let (ts, details) = (time(&message["datetime"]), message["details"].as_str().unwrap_or_default());
        let status = number(&message["state"]).and_then(|state| phase(state, listed.kind()));
        let status = status.or_else(|| self.reading.odd("message state", &message["state"])).unwrap_or(listed.status());
        let made = || content_id(&[&format!("{status:?}{ts:?}"), details]);
        let id = identity(&message["_id"]).or_else(|| identity(&message["id"])).unwrap_or_else(made);
        Some(ObservedUpdate { id, ts, status, text: plain::text(details) })
    }

    /// The worst of what was said of it and of what it touches now, and the word for what was said.
    fn severity(&mut self, shown: &Value, kind: Kind, status: Status) -> (Severity, Option<String>) {
        let known = self.said(shown, status);
        let now = self.now(shown);
        let severity = match kind {
            Kind::Maintenance if now.is_some_and(|now| now <= Severity::Major) => Severity::Minor,
            Kind::Maintenance => Severity::Information,
            Kind::Incident => {
                let now = now.filter(|_| status.is_active());
                known.map(|(severity, _)| severity).into_iter().chain(now).min().unwrap_or(Severity::Minor)
            }
        };
        (severity, known.map(|(_, word)| word.to_owned()))
    }

    /// What is said of how bad it is: what was said last, while it goes on. Once it is only watched all works again, so
    /// that the last word that something was the matter counts, and once it is over the worst.
    fn said(&mut self, shown: &Value, status: Status) -> Option<(Severity, &'static str)> {
        let mut messages: Vec<&Value> = list(shown, "messages").iter().collect();
        messages.sort_by_key(|message| time(&message["datetime"]));
        let newest = &messages.last()?["status"];
        let last = number(newest).and_then(how_bad);
        if last.is_none() {
            self.reading.odd::<()>("message status", newest);
        }
        let codes = messages.iter().rev().filter_map(|message| how_bad(number(&message["status"])?));
        let mut ill = codes.filter(|(severity, _)| *severity != Severity::Information);
        match status {
            Status::Monitoring => ill.next().or(last),
            Status::Resolved => ill.min_by_key(|(severity, _)| *severity).or(last),
            _ => last,
        }
    }

    /// How bad what it touches is now: the components it names, in the containers it names.
    fn now(&self, shown: &Value) -> Option<Severity> {
        let within: BTreeSet<&str> = ids(shown, "containers_affected").collect();
        let named = ids(shown, "components_affected").filter_map(|id| self.containers.get(id));
        let meant = |id: &str| within.is_empty() || within.contains(id);
        named.flatten().filter(|(id, _)| meant(id)).map(|(_, severity)| *severity).min()
    }

    /// Some name their incidents by nothing but the address of a ticket: then the first words said are the title.
    fn title(&mut self, shown: &Value) -> (String, Option<String>) {
        let url = shown["name"].as_str().filter(|name| !name.trim().contains(' ')).and_then(web_address);
        let first = list(shown, "messages").iter().find_map(|message| message["details"].as_str());
        let line = first.filter(|_| url.is_some()).map(plain::text).unwrap_or_default();
        match line.lines().next().map(plain::title).filter(|line| !line.is_empty()) {
            Some(line) => (line, url),
            None => (self.reading.title(&shown["name"]), url),
        }
    }
}

fn names(shown: &Value, key: &str) -> Vec<String> {
    list(shown, key).iter().filter_map(|one| one["name"].as_str()).map(plain::title).collect()
}

/// The ids of what something names; who names more than so many names everything.
fn ids<'a>(shown: &'a Value, key: &str) -> impl Iterator<Item = &'a str> {
    list(shown, key).iter().filter_map(|one| one["_id"].as_str().or_else(|| one["id"].as_str())).take(MAX_NAMED)
}

/// How the containers of a component are now.
fn containers(component: &Value) -> Option<(&str, Vec<(&str, Severity)>)> {
    let state = |one: &'_ Value| how_bad(number(&one["status_code"])?).map(|(severity, _)| severity);
    let within = list(component, "containers").iter().take(MAX_NAMED);
    let states = within.filter_map(|one| Some((one["id"].as_str()?, state(one)?))).collect();
    Some((component["id"].as_str()?, states))
}

fn phase(state: i64, kind: Kind) -> Option<Status> {
    Some(match (kind, state) {
        (Kind::Incident, 100) => Status::Investigating,
        (Kind::Incident, 200) => Status::Identified,
        (Kind::Incident, 300) => Status::Monitoring,
        (Kind::Incident, 400) => Status::Resolved,
        (Kind::Maintenance, 100) => Status::Scheduled,
        (Kind::Maintenance, 200 | 300) => Status::InProgress,
        (Kind::Maintenance, 400) => Status::Completed,
        _ => return None,
    })
}

/// How bad a code is, and the word for it.
fn how_bad(code: i64) -> Option<(Severity, &'static str)> {
    Some(match code {
        100 => (Severity::Information, "operational"),
        200 => (Severity::Information, "planned maintenance"),
        300 => (Severity::Minor, "degraded performance"),
        400 => (Severity::Major, "partial service disruption"),
        500 => (Severity::Critical, "service disruption"),
        600 => (Severity::Major, "security event"),
        _ => return None,
    })
}
