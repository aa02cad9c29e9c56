//! What people have settled about a provider: which of its events concern us, and what becomes of those.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::event::{Observed, Severity};
use super::service;

/// What people have settled about a provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The services that concern us, in the provider's words; all of them where none is named.
    pub services: Vec<String>,
    /// The regions that concern us, in the provider's words; all of them where none is named.
    pub regions: Vec<String>,
    /// How bad the provider's own words are to us, or its severities (`"1"` to `"4"`): what is not named stays as it is read.
    pub severities: BTreeMap<String, Severity>,
    /// The least severity that opens an incident.
    pub min_severity: Severity,
    /// Whether what it opens is announced without waiting for a person's word.
    pub announce: bool,
    /// Whether its pages are left alone for now.
    pub paused: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            services: Vec::new(),
            regions: Vec::new(),
            severities: BTreeMap::new(),
            min_severity: Severity::Major,
            announce: false,
            paused: false,
        }
    }
}

impl Settings {
    /// Whether what touches these services in these regions concerns us. What an event does not say may be anything.
    pub fn concern_us(&self, services: &[String], regions: &[String]) -> bool {
        meets(&self.services, services, service::folded) && meets(&self.regions, regions, str::to_lowercase)
    }

    /// How bad an event is to us: by the provider's word for it, else by the severity that was read.
    pub fn severity_of(&self, seen: &Observed) -> Severity {
        let by_word = seen.impact.as_ref().and_then(|word| self.severities.get(&word.to_lowercase()));
        let by_number = || self.severities.get(&u8::from(seen.severity).to_string());
        by_word.or_else(by_number).copied().unwrap_or(seen.severity)
    }
}

/// Whether one of the `named` things is among the `wanted`, as both are `folded`; nothing wanted is everything, and
/// nothing named may be anything.
fn meets(wanted: &[String], named: &[String], folded: fn(&str) -> String) -> bool {
    let is_wanted = |name: &String| wanted.iter().any(|one| folded(one) == folded(name));
    wanted.is_empty() || named.is_empty() || named.iter().any(is_wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_concerns_us_by_whatever_name() {
        let settings = Settings { services: vec!["EC2".into(), "workers".into()], ..Settings::default() };
        for (label, concerns_us) in [("Amazon Elastic Compute Cloud", true), ("Workers", true), ("Amazon S3", false)] {
            assert_eq!(settings.concern_us(&[label.to_owned()], &[]), concerns_us, "{label}");
        }
    }
}
