//! Components by themselves: where a page says how they are and tells no story. One is an event while it is not well.

use serde_json::Value;

use super::values::original;
use super::{Reading, places};
use crate::domain::event::{COMPONENT, ObservedUpdate};
use crate::domain::{Kind, Observed, Severity, Status};

/// How a component is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Health {
    /// Nothing is the matter with it.
    Well,
    /// It is being worked on, as planned.
    Serviced,
    /// It is out, or impaired.
    Ailing(Severity),
}

/// A component as a feed shows it.
pub(super) struct Component<'a> {
    /// The provider's id of it.
    pub(super) id: &'a str,
    /// Its name, one line of plain text.
    pub(super) name: String,
    /// The group it is in, where that says more than its name.
    pub(super) group: Option<&'a str>,
    /// The provider's word for how it is, in lower case.
    pub(super) word: &'a str,
    /// What the word means.
    pub(super) health: Health,
    /// Since when, where the feed says so.
    pub(super) since: Option<i64>,
    /// What the feed shows of it.
    pub(super) shown: &'a Value,
}

/// The id of the event that a component is while it is not well.
pub(super) fn event_id(id: &str) -> String {
    format!("{COMPONENT}{id}")
}

impl Reading {
    /// Takes a component in: an event while it is not well, and known to be well otherwise.
    pub(super) fn component(&mut self, component: Component<'_>) {
        let Component { id, name, group, word, health, since, shown } = component;
        let external_id = event_id(id);
        let (kind, status, severity) = match health {
            Health::Well => {
                self.well.insert(external_id);
                return;
            }
            Health::Serviced => (Kind::Maintenance, Status::InProgress, Severity::Information),
            Health::Ailing(severity) => (Kind::Incident, Status::Investigating, severity),
        };
        let title = super::plain::title(&format!("{name}: {}", word.replace('_', " ")));
        let sited = places::sited(&name, group);
        let id = format!("{word}@{}", since.unwrap_or_default());
        let update = ObservedUpdate { id, ts: since, status, text: title.clone() };
        self.events.push(Observed {
            external_id,
            kind,
            title,
            status,
            severity,
            impact: Some(word.to_owned()),
            services: vec![sited.service.unwrap_or(name)],
            regions: sited.regions,
            ts_start: since,
            ts_update: since,
            ts_end: None,
            url: None,
            updates: vec![update],
            over_after: None,
            original: original(shown),
        });
    }
}
