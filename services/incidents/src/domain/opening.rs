//! What an incident is opened with, once it is known to be sound.

use contracts::{Incident, IncidentIn, IncidentStatus, Origin, Source};
use problem::FieldError;

use crate::domain::id::IncidentId;
use crate::domain::text;

/// How far in the future an incident may have begun, in seconds: clocks differ, incidents are not foretold.
const CLOCK_SKEW: i64 = 300;
/// The longest label of a service, in characters.
const LONGEST_LABEL: usize = 64;

/// An incident to open, every rule kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    title: String,
    sev: u8,
    services: Vec<String>,
    summary: String,
    source: Source,
    origin: Option<Origin>,
    started_at: i64,
    announce: bool,
}

impl Opening {
    /// What `input` asks for at `now`, or everything that is wrong with it.
    pub fn parse(input: IncidentIn, now: i64) -> Result<Self, Vec<FieldError>> {
        let mut faults = Vec::new();
        let mut keep =
            |result: Result<String, FieldError>| result.map_err(|fault| faults.push(fault)).unwrap_or_default();
        let title = keep(text::line("/title", &input.title));
        let summary = keep(text::block("/summary", &input.summary));
        let origin = input
            .origin
            .map(|origin| Origin { r#ref: keep(text::line("/origin/ref", &origin.r#ref)), system: origin.system });
        let labels = input.services.iter().enumerate();
        let labels: Vec<_> = labels.map(|(at, label)| keep(sound_label(&format!("/services/{at}"), label))).collect();
        let started_at = input.started_at.unwrap_or(now);
        if started_at > now + CLOCK_SKEW {
            faults.push(FieldError::new("/started_at", "must not lie in the future"));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let services = without_repeats(labels);
        let source = input.source.unwrap_or_default();
        let announce = input.announce;
        Ok(Self { title, sev: input.sev, services, summary, source, origin, started_at, announce })
    }

    /// What the incident is opened from, if a cause is known.
    pub fn origin(&self) -> Option<&Origin> {
        self.origin.as_ref()
    }

    /// The incident as it stands at its opening, in its first version.
    pub fn incident(self, id: &IncidentId, now: i64) -> Incident {
        Incident {
            id: id.to_string(),
            title: self.title,
            sev: self.sev,
            services: self.services,
            summary: self.summary,
            status: IncidentStatus::Open,
            started_at: self.started_at,
            commander: None,
            commander_name: None,
            source: self.source,
            origin: self.origin,
            public: false,
            taken_over: false,
            announce: self.announce,
            links: Vec::new(),
            cause_version: 0,
            created_at: now,
            updated_at: now,
            mitigated_at: None,
            resolved_at: None,
            version: 1,
        }
    }
}

/// A service's label as it is kept and looked for: trimmed and in lower case.
pub fn label(text: &str) -> String {
    text.trim().to_lowercase()
}

fn sound_label(pointer: &str, text: &str) -> Result<String, FieldError> {
    let label = label(&text::line(pointer, text)?);
    if label.chars().count() > LONGEST_LABEL {
        return Err(FieldError::new(pointer, format!("must be at most {LONGEST_LABEL} characters")));
    }
    Ok(label)
}

fn without_repeats(labels: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(labels.len());
    for label in labels {
        if !kept.contains(&label) {
            kept.push(label);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use contracts::{IncidentIn, Origin, Source};

    use super::Opening;

    const NOW: i64 = 1_800_000_000;

    fn input() -> IncidentIn {
        IncidentIn { title: " Latence API EU ".to_owned(), sev: 2, ..IncidentIn::default() }
    }

    #[test]
    fn the_least_that_opens_an_incident_is_a_title_and_a_severity() {
        let incident = Opening::parse(input(), NOW).unwrap().incident(&"INC-AB12CD".parse().unwrap(), NOW);
        assert_eq!((incident.title.as_str(), incident.sev, incident.started_at), ("Latence API EU", 2, NOW));
        assert_eq!((incident.source, incident.version, incident.services.len()), (Source::Manual, 1, 0));
    }

    #[test]
    fn labels_are_trimmed_lowered_and_said_once() {
        let services = [" API ", "db", "api"].map(str::to_owned).to_vec();
        let opening = Opening::parse(IncidentIn { services, ..input() }, NOW).unwrap();
        assert_eq!(opening.services, ["api", "db"]);
    }

    #[test]
    fn every_fault_is_named_at_once() {
        let faulty = IncidentIn {
            title: "   ".to_owned(),
            summary: "\0".to_owned(),
            services: vec!["ok".to_owned(), "x".repeat(65), String::new()],
            origin: Some(Origin { system: "csp".to_owned(), r#ref: "a\nb".to_owned() }),
            started_at: Some(NOW + 301),
            ..input()
        };
        let faults = Opening::parse(faulty, NOW).unwrap_err();
        let pointers: Vec<_> = faults.iter().map(|fault| fault.pointer.as_str()).collect();
        assert_eq!(pointers, ["/title", "/summary", "/origin/ref", "/services/1", "/services/2", "/started_at"]);
    }
}
