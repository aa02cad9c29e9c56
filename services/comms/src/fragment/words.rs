//! The page's own words, French and English.

use contracts::{AnnouncementState, Lang};
use serde::Serialize;

use crate::domain::OverallState;

/// What the page says in one language. The template writes the public fields, the rest is asked for by name.
#[derive(Serialize)]
pub(super) struct PageWords {
    pub(super) made: &'static str,
    pub(super) active: &'static str,
    pub(super) past: &'static str,
    pub(super) affected: &'static str,
    pub(super) severity: &'static str,
    pub(super) started: &'static str,
    pub(super) resolved: &'static str,
    pub(super) quiet: &'static str,
    pub(super) quiet_alone: &'static str,
    pub(super) off: &'static str,
    pub(super) off_note: &'static str,
    #[serde(skip)]
    verdicts: [&'static str; 4],
    #[serde(skip)]
    notes: [&'static str; 3],
    #[serde(skip)]
    severities: [&'static str; 4],
    #[serde(skip)]
    phases: [&'static str; 4],
}

static EN: PageWords = PageWords {
    made: "Page made on",
    active: "Incidents in progress",
    past: "Past incidents",
    affected: "Affected:",
    severity: "Severity",
    started: "Started",
    resolved: "Resolved",
    quiet: "No other incident reported in the last 14 days.",
    quiet_alone: "No incident reported in the last 14 days.",
    off: "This status page is switched off",
    off_note: "It says nothing about the state of the services for now, neither good nor bad.",
    verdicts: ["All systems operational", "Degraded performance", "Partial outage", "Major outage"],
    notes: ["No incident in progress", "1 incident in progress", "incidents in progress"],
    severities: ["Severity 1, critical", "Severity 2, major", "Severity 3, minor", "Severity 4, low"],
    phases: ["Investigating", "Identified", "Monitoring", "Resolved"],
};

static FR: PageWords = PageWords {
    made: "Page faite le",
    active: "Incidents en cours",
    past: "Incidents passés",
    affected: "Services touchés\u{a0}:",
    severity: "Gravité",
    started: "Début",
    resolved: "Résolu le",
    quiet: "Aucun autre incident signalé ces 14 derniers jours.",
    quiet_alone: "Aucun incident signalé ces 14 derniers jours.",
    off: "Cette page de statut est désactivée",
    off_note: "Elle ne dit pour l’instant rien de l’état des services, ni en bien ni en mal.",
    verdicts: ["Tous les systèmes fonctionnent", "Performances dégradées", "Panne partielle", "Panne majeure"],
    notes: ["Aucun incident en cours", "1 incident en cours", "incidents en cours"],
    severities: ["Gravité 1, critique", "Gravité 2, majeure", "Gravité 3, mineure", "Gravité 4, faible"],
    phases: ["Analyse en cours", "Cause identifiée", "Sous surveillance", "Résolu"],
};

/// The page's words in `lang`.
pub(super) fn words(lang: Lang) -> &'static PageWords {
    match lang {
        Lang::Fr => &FR,
        Lang::En => &EN,
    }
}

impl PageWords {
    pub(super) fn verdict(&self, state: OverallState) -> &'static str {
        self.verdicts[match state {
            OverallState::Operational => 0,
            OverallState::DegradedPerformance => 1,
            OverallState::PartialOutage => 2,
            OverallState::MajorOutage => 3,
        }]
    }

    pub(super) fn note(&self, active: usize) -> String {
        match active {
            0 => self.notes[0].to_owned(),
            1 => self.notes[1].to_owned(),
            many => format!("{many} {}", self.notes[2]),
        }
    }

    /// A severity out of range is said as the nearest.
    pub(super) fn severity(&self, sev: u8) -> &'static str {
        self.severities[usize::from(sev.clamp(1, 4) - 1)]
    }

    pub(super) fn phase(&self, state: AnnouncementState) -> &'static str {
        self.phases[match state {
            AnnouncementState::Investigating => 0,
            AnnouncementState::Identified => 1,
            AnnouncementState::Monitoring => 2,
            AnnouncementState::Resolved => 3,
        }]
    }
}
