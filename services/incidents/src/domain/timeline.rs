//! What is written down about an incident while it lasts.

use identity::Actor;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// What an entry of the timeline is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = TimelineEventType)]
pub enum EntryKind {
    /// News, by a person.
    Update,
    /// A note among those who work on it, by a person.
    Note,
    /// What contains the effect, by a person.
    Mitigation,
    /// What ended it, by a person.
    Resolution,
    /// It was opened.
    Created,
    /// Its status changed; the message is the new status and the reason, where one was given.
    Status,
    /// It got a commander; the message is their name.
    Assigned,
    /// A person took it over from the machine that opened it.
    TakenOver,
    /// It was spoken of in public; the message is what was said.
    Announcement,
    /// Its cause said something.
    Cause,
    /// Its severity followed its cause; the message is the new severity.
    Severity,
}

/// What changed, where the entry records a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = TimelineChange)]
pub struct Change {
    /// What it was, if it was anything.
    #[schema(example = "open")]
    pub from: Option<String>,
    /// What it became.
    #[schema(example = "mitigated")]
    pub to: String,
}

impl Change {
    /// From `from` to `to`.
    pub fn new(from: Option<impl ToString>, to: impl ToString) -> Self {
        Self { from: from.map(|from| from.to_string()), to: to.to_string() }
    }
}

/// One entry of a timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = TimelineEvent)]
pub struct Entry {
    /// The entry's id.
    pub id: Uuid,
    /// What it is about.
    #[serde(rename = "type")]
    pub kind: EntryKind,
    /// What is said; plain text, perhaps of several lines.
    pub message: String,
    /// What changed, for entries that record a change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Change>,
    /// Who says so.
    pub author: Actor,
    /// When, unix seconds.
    pub ts: i64,
}
