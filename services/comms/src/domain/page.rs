//! The public page: which incidents it shows, in what order, and its verdict.

use std::collections::BTreeMap;
use std::sync::Arc;

use contracts::IncidentStatus;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::Announcement;

/// How long a resolved incident stays on the page, in seconds.
pub const RECENT: i64 = 14 * 86_400;
/// How many resolved incidents the page shows at most.
pub const MOST_RECENT: usize = 500;

/// An incident as readers see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublicIncident {
    /// Its id.
    #[schema(example = "INC-123456")]
    pub id: String,
    /// What is broken.
    #[schema(example = "Latence API Europe")]
    pub title: String,
    /// 1 (worst) to 4.
    #[schema(minimum = 1, maximum = 4, example = 2)]
    pub sev: u8,
    /// Where it stands; it follows the incident, while words follow people.
    pub status: IncidentStatus,
    /// The labels of what is concerned.
    pub services: Vec<String>,
    /// When it began, unix seconds.
    pub started_at: i64,
    /// When its public side last changed, unix seconds.
    pub updated_at: i64,
    /// When it was resolved, unix seconds; none while it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved_at: Option<i64>,
    /// Counts every change of its public side, from 1: of two readings the greater is the newer.
    pub version: u64,
    /// What was said about it, newest first: the latest 200.
    pub announcements: Vec<Announcement>,
}

impl PublicIncident {
    /// Whether it still lasts.
    pub fn is_active(&self) -> bool {
        self.status != IncidentStatus::Resolved
    }

    /// When it was resolved; what lasts has no such time.
    fn ended_at(&self) -> Option<i64> {
        if self.is_active() { None } else { Some(self.resolved_at.unwrap_or(self.updated_at)) }
    }

    fn is_shown(&self, now: i64) -> bool {
        self.ended_at().is_none_or(|ended| ended > now - RECENT)
    }
}

/// The verdict on everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OverallState {
    /// Nothing worth a verdict is broken.
    Operational,
    /// The worst active incident is of severity 3.
    DegradedPerformance,
    /// The worst active incident is of severity 2.
    PartialOutage,
    /// The worst active incident is of severity 1.
    MajorOutage,
}

impl OverallState {
    fn of<'a>(active: impl IntoIterator<Item = &'a PublicIncident>) -> Self {
        match active.into_iter().map(|incident| incident.sev).min() {
            Some(..=1) => Self::MajorOutage,
            Some(2) => Self::PartialOutage,
            Some(3) => Self::DegradedPerformance,
            _ => Self::Operational,
        }
    }
}

/// Everything the public page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Summary {
    /// The verdict: the worst active severity decides.
    pub state: OverallState,
    /// When comms last knew this to be true, unix seconds.
    pub generated_at: i64,
    /// What lasts, latest begun first.
    pub active: Vec<PublicIncident>,
    /// What was resolved in the last 14 days, latest resolved first; at most 500.
    pub recent: Vec<PublicIncident>,
}

/// An incident in the list of the public status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublicIncidentStatus {
    /// Its id.
    #[schema(example = "INC-123456")]
    pub id: String,
    /// What is broken.
    #[schema(example = "Latence API Europe")]
    pub title: String,
    /// 1 (worst) to 4.
    #[schema(minimum = 1, maximum = 4, example = 2)]
    pub sev: u8,
    /// Where it stands.
    pub status: IncidentStatus,
    /// The labels of what is concerned.
    pub services: Vec<String>,
    /// When it began, unix seconds.
    pub started_at: i64,
    /// When its public side last changed, unix seconds.
    pub updated_at: i64,
    /// When it was resolved, unix seconds; none while it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved_at: Option<i64>,
    /// What was last said about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub last_public: Option<Announcement>,
}

impl Summary {
    /// The list of the public status: what lasts, then what is over.
    pub fn statuses(&self) -> Vec<PublicIncidentStatus> {
        self.active.iter().chain(&self.recent).map(PublicIncidentStatus::of).collect()
    }
}

impl PublicIncidentStatus {
    fn of(incident: &PublicIncident) -> Self {
        Self {
            id: incident.id.clone(),
            title: incident.title.clone(),
            sev: incident.sev,
            status: incident.status,
            services: incident.services.clone(),
            started_at: incident.started_at,
            updated_at: incident.updated_at,
            resolved_at: incident.resolved_at,
            last_public: incident.announcements.first().cloned(),
        }
    }
}

/// The incidents of the page, by id; cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Page(BTreeMap<String, Arc<PublicIncident>>);

impl Page {
    /// Takes in a change; one that is older than what is held changes nothing.
    pub fn apply(&mut self, incident: PublicIncident) {
        let held = self.0.get(&incident.id).map_or(0, |held| held.version);
        if incident.version > held {
            self.0.insert(incident.id.clone(), Arc::new(incident));
        }
    }

    /// Forgets what was resolved too long before `now`, or is one too many.
    pub fn age(&mut self, now: i64) {
        self.0.retain(|_, incident| incident.is_shown(now));
        let mut ended: Vec<_> =
            self.0.values().filter_map(|incident| Some((incident.ended_at()?, incident.id.clone()))).collect();
        ended.sort_unstable_by(|one, other| other.cmp(one));
        for (_, id) in ended.into_iter().skip(MOST_RECENT) {
            self.0.remove(&id);
        }
    }

    /// The incident `id`, if the page holds it.
    pub fn get(&self, id: &str) -> Option<&PublicIncident> {
        self.0.get(id).map(Arc::as_ref)
    }

    /// What the page shows at `now`.
    pub fn summary(&self, now: i64) -> Summary {
        let shown = self.0.values().filter(|incident| incident.is_shown(now)).map(|incident| (**incident).clone());
        let (mut active, mut recent): (Vec<_>, Vec<_>) = shown.partition(PublicIncident::is_active);
        active.sort_by(|one, other| (other.started_at, &other.id).cmp(&(one.started_at, &one.id)));
        recent.sort_by(|one, other| (other.ended_at(), &other.id).cmp(&(one.ended_at(), &one.id)));
        recent.truncate(MOST_RECENT);
        Summary { state: OverallState::of(&active), generated_at: now, active, recent }
    }
}

impl FromIterator<PublicIncident> for Page {
    fn from_iter<I: IntoIterator<Item = PublicIncident>>(incidents: I) -> Self {
        let mut page = Self::default();
        incidents.into_iter().for_each(|incident| page.apply(incident));
        page
    }
}

#[cfg(test)]
pub(crate) mod tests;
