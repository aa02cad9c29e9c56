//! Upptime's `history/summary.json`: the sites it checks, each up, down or degraded. It tells no story and has no
//! times: the stories are issues elsewhere.

use serde_json::Value;

use super::component::{Component, Health, event_id};
use super::values::{elements, identity, line};
use super::{Dialect, Reading, plain};
use crate::domain::Severity;

/// Whether a document is of this family.
pub(super) fn is(document: &Value) -> bool {
    let site = |site: &Value| site["slug"].is_string() && site["status"].is_string() && site["uptime"].is_string();
    document.as_array().is_some_and(|sites| sites.iter().any(site))
}

/// Reads a document of this family.
pub(super) fn read(document: &Value) -> Reading {
    let mut reading = Reading::new(Dialect::Upptime);
    for site in elements(document) {
        let Some(id) = identity(&site["slug"]) else {
            reading.nameless();
            continue;
        };
        let (word, health) = match site["status"].as_str() {
            Some(word @ "up") => (word, Health::Well),
            Some(word @ "down") => (word, Health::Ailing(Severity::Critical)),
            Some(word @ "degraded") => (word, Health::Ailing(Severity::Minor)),
            _ => {
                reading.unclear(event_id(&id), "status", &site["status"]);
                continue;
            }
        };
        let name = line(&site["name"]).unwrap_or_else(|| plain::title(&id));
        reading.component(Component { id: &id, name, group: None, word, health, since: None, shown: site });
    }
    reading
}
