//! The normal form of an event, whatever dialect it came in.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::relevance::Judgement;
use super::settings::Settings;

/// The updates of one event that are kept, newest first.
pub const MAX_UPDATES: usize = 100;

/// The most bytes that are kept of what a feed shows of one event.
pub const MAX_ORIGINAL: usize = 64 * 1024;

/// The most services, and the most regions, that one event bears.
pub const MAX_LABELS: usize = 100;

/// What the id of an update begins with that is our own word on an event's end, or on its being none, the provider having
/// said nothing.
pub const END: &str = "end:";

/// What the ids of components begin with. A component is not an outage: it fails again under the same id, and each time
/// is an event of its own.
pub const COMPONENT: &str = "component:";

/// What the ids of addresses begin with that are asked whether they answer: like components, they fail again.
pub const CHECK: &str = "check:";

/// Whether what bears this id may come again under it, each time as an event of its own.
pub fn comes_again(external_id: &str) -> bool {
    external_id.starts_with(COMPONENT) || external_id.starts_with(CHECK)
}

/// Where an event stands, in the words of the provider brought to one vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Something is wrong, and it is not known what.
    Investigating,
    /// The cause is known.
    Identified,
    /// A remedy is in place and watched.
    Monitoring,
    /// It is over.
    Resolved,
    /// Planned work that has not begun.
    Scheduled,
    /// Planned work under way.
    InProgress,
    /// Planned work that is done.
    Completed,
}

impl Status {
    /// The status's name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Investigating => "investigating",
            Status::Identified => "identified",
            Status::Monitoring => "monitoring",
            Status::Resolved => "resolved",
            Status::Scheduled => "scheduled",
            Status::InProgress => "in_progress",
            Status::Completed => "completed",
        }
    }

    /// Whether nothing more is to come: resolved or completed.
    pub fn is_over(self) -> bool {
        matches!(self, Status::Resolved | Status::Completed)
    }

    /// Whether something is the matter now: planned work counts only while it runs.
    pub fn is_active(self) -> bool {
        !self.is_over() && self != Status::Scheduled
    }
}

/// What an event is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Something broke.
    Incident,
    /// Planned work.
    Maintenance,
}

impl Kind {
    /// The kind's name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Incident => "incident",
            Kind::Maintenance => "maintenance",
        }
    }

    /// The status of such an event once it is over.
    pub fn end(self) -> Status {
        match self {
            Kind::Incident => Status::Resolved,
            Kind::Maintenance => Status::Completed,
        }
    }
}

/// How bad it is: 1 is the worst, 4 is for information.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub enum Severity {
    /// Out for everyone.
    Critical = 1,
    /// Out for some, or badly impaired.
    Major = 2,
    /// Impaired.
    Minor = 3,
    /// For information.
    Information = 4,
}

impl From<Severity> for u8 {
    fn from(severity: Severity) -> u8 {
        severity as u8
    }
}

impl TryFrom<u8> for Severity {
    type Error = String;

    fn try_from(number: u8) -> Result<Self, Self::Error> {
        match number {
            1 => Ok(Severity::Critical),
            2 => Ok(Severity::Major),
            3 => Ok(Severity::Minor),
            4 => Ok(Severity::Information),
            _ => Err(format!("no severity is {number}")),
        }
    }
}

/// One thing a provider said about an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Update {
    /// The provider's id of it, or one made from its content.
    pub id: String,
    /// When it was said, unix seconds.
    pub ts: i64,
    /// Where the event stood by it.
    pub status: Status,
    /// The words, as plain text.
    pub text: String,
}

impl Update {
    /// Whether it is our own word, and not the provider's.
    pub fn is_ours(&self) -> bool {
        self.id.starts_with(END)
    }
}

/// An event as one reading of a feed shows it. Times are absent where the feed says none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observed {
    /// The provider's id, or one made from what does not change.
    pub external_id: String,
    /// Incident or planned work.
    pub kind: Kind,
    /// One line of plain text.
    pub title: String,
    /// Where it stands.
    pub status: Status,
    /// How bad it is.
    pub severity: Severity,
    /// The provider's own word for how bad it is, in lower case, where the feed has one.
    pub impact: Option<String>,
    /// What it touches, in the provider's words.
    pub services: Vec<String>,
    /// Where, in the provider's words.
    pub regions: Vec<String>,
    /// When it began, or is to begin.
    pub ts_start: Option<i64>,
    /// When the provider last spoke of it.
    pub ts_update: Option<i64>,
    /// When it ended, or is to end.
    pub ts_end: Option<i64>,
    /// A page to read more on.
    pub url: Option<String>,
    /// What was said, newest first; a time is absent where the feed says none.
    pub updates: Vec<ObservedUpdate>,
    /// For feeds that never say that something is over: when it counts as over.
    pub over_after: Option<i64>,
    /// What the feed shows of it, as it was written: JSON or XML; at most [`MAX_ORIGINAL`] bytes.
    pub original: String,
}

/// One update as a feed shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObservedUpdate {
    /// The provider's id of it, or one made from its content.
    pub id: String,
    /// When it was said, where the feed says so.
    pub ts: Option<i64>,
    /// Where the event stood by it.
    pub status: Status,
    /// The words, as plain text.
    pub text: String,
}

/// An event as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Ours, for ever.
    pub id: Uuid,
    /// Who says so.
    pub provider: String,
    /// The provider's id; with the provider, the identity of what is no component.
    pub external_id: String,
    /// Incident or planned work.
    pub kind: Kind,
    /// One line of plain text.
    pub title: String,
    /// The newest words about it.
    pub text: String,
    /// Where it stands.
    pub status: Status,
    /// How bad it is, or was when it ended.
    pub severity: Severity,
    /// The provider's own word for how bad it is, where the feed has one.
    #[serde(default)]
    pub impact: Option<String>,
    /// What it touches.
    pub services: Vec<String>,
    /// Where.
    #[serde(default)]
    pub regions: Vec<String>,
    /// The labels of what it concerns here, by the dependencies that people keep.
    #[serde(default)]
    pub concerns: Vec<String>,
    /// Whether it affects us, where a person has said so.
    #[serde(default)]
    pub affects_us: Option<bool>,
    /// Who said so last, or took it back, and why.
    #[serde(default)]
    pub judgement: Option<Judgement>,
    /// Whether an incident on its account is to be ended because a person said that it does not affect us: until it is
    /// such again that one must exist.
    #[serde(default)]
    pub dismissed: bool,
    /// Whether it counts as over only because its provider was removed: what became of it is not known.
    #[serde(default)]
    pub unfollowed: bool,
    /// When it began: the provider's claim, else when we first saw it.
    pub ts_start: i64,
    /// When we first saw it.
    #[serde(default)]
    pub ts_seen: i64,
    /// When it last changed: the provider's claim, else when we saw the change.
    pub ts_update: i64,
    /// When it ended, or is to end.
    pub ts_end: Option<i64>,
    /// A page to read more on.
    pub url: Option<String>,
    /// What was said, newest first, at most [`MAX_UPDATES`].
    pub updates: Vec<Update>,
    /// For feeds that never say that something is over: when it counts as over.
    pub over_after: Option<i64>,
    /// Whether an incident was asked for on its account. Once true, always true.
    pub opened: bool,
    /// Grows by one with every change.
    pub version: u64,
}

impl Event {
    /// Whether something is the matter now.
    pub fn is_active(&self) -> bool {
        self.status.is_active()
    }

    /// Whether it is such, now, that an incident must exist for it: a person's word on that goes before the settings.
    pub fn calls_for_an_incident(&self, settings: &Settings) -> bool {
        self.kind == Kind::Incident
            && self.is_active()
            && self.affects_us.unwrap_or_else(|| {
                self.severity <= settings.min_severity && settings.concern_us(&self.services, &self.regions)
            })
    }

    /// What it is mainly about: its first service, else whose event it is.
    pub fn service(&self) -> &str {
        self.services.first().unwrap_or(&self.provider)
    }

    /// Whether its like may come again under the same id: the next outage of a component, or of an address.
    pub fn comes_again(&self) -> bool {
        comes_again(&self.external_id)
    }

    /// Whether it is what we found ourselves of an address, and no word of the provider.
    pub fn is_of_a_check(&self) -> bool {
        self.external_id.starts_with(CHECK)
    }

    /// What an incident opened on its account refers to: another for each outage.
    pub fn origin_ref(&self) -> String {
        let thing = format!("{}:{}", self.provider, self.external_id);
        if self.comes_again() { format!("{thing}@{}", self.id) } else { thing }
    }
}

/// An incident of acme, just begun, of which nothing but its title is known.
#[cfg(test)]
pub(crate) fn sample() -> Event {
    Event {
        id: Uuid::nil(),
        provider: "acme".into(),
        external_id: "x1".into(),
        kind: Kind::Incident,
        title: "API errors".into(),
        text: String::new(),
        status: Status::Investigating,
        severity: Severity::Major,
        impact: None,
        services: Vec::new(),
        regions: Vec::new(),
        concerns: Vec::new(),
        affects_us: None,
        judgement: None,
        dismissed: false,
        unfollowed: false,
        ts_start: 1000,
        ts_seen: 1000,
        ts_update: 1000,
        ts_end: None,
        url: None,
        updates: Vec::new(),
        over_after: None,
        opened: false,
        version: 1,
    }
}
