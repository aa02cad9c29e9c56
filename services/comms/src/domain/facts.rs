//! What of an incident may be public once it is announced; all the rest stays inside.

use contracts::{Incident, IncidentStatus};
use serde::Serialize;

/// The public facts of an incident. No summary, no commander, no origin: those are for people who work on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Facts<'a> {
    id: &'a str,
    title: &'a str,
    sev: u8,
    status: IncidentStatus,
    services: &'a [String],
    started_at: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    resolved_at: Option<i64>,
}

impl<'a> Facts<'a> {
    /// The facts of `incident`. What is resolved has a time it was; what is not has none, whatever the record says.
    pub fn of(incident: &'a Incident) -> Self {
        let resolved = incident.status == IncidentStatus::Resolved;
        Self {
            id: &incident.id,
            title: &incident.title,
            sev: incident.sev,
            status: incident.status,
            services: &incident.services,
            started_at: incident.started_at,
            resolved_at: resolved.then(|| incident.resolved_at.unwrap_or(incident.updated_at)),
        }
    }

    /// When it was resolved, if it is.
    pub fn resolved_at(&self) -> Option<i64> {
        self.resolved_at
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use contracts::Source;

    use super::*;

    /// An incident as incidents tells of it.
    pub(crate) fn incident(status: IncidentStatus) -> Incident {
        Incident {
            id: "INC-AB12CD".to_owned(),
            title: "API slow".to_owned(),
            sev: 2,
            services: vec!["api".to_owned()],
            summary: "the password of the replica is wrong".to_owned(),
            status,
            started_at: 100,
            commander: None,
            commander_name: Some("Ada".to_owned()),
            source: Source::Manual,
            origin: None,
            public: false,
            taken_over: true,
            announce: false,
            links: Vec::new(),
            cause_version: 0,
            created_at: 110,
            updated_at: 200,
            mitigated_at: None,
            resolved_at: None,
            version: 3,
        }
    }

    #[test]
    fn only_what_is_for_everybody_is_a_public_fact() {
        let incident = incident(IncidentStatus::Resolved);
        let json = serde_json::to_value(Facts::of(&incident)).unwrap();
        let names: Vec<_> = json.as_object().unwrap().keys().cloned().collect();
        assert_eq!(names, ["id", "resolved_at", "services", "sev", "started_at", "status", "title"]);
    }

    #[test]
    fn resolved_has_its_time_and_reopened_has_none() {
        let mut resolved = incident(IncidentStatus::Resolved);
        assert_eq!(Facts::of(&resolved).resolved_at(), Some(200));
        resolved.resolved_at = Some(150);
        assert_eq!(Facts::of(&resolved).resolved_at(), Some(150));
        resolved.status = IncidentStatus::Open;
        assert_eq!(Facts::of(&resolved).resolved_at(), None);
    }
}
