//! Who acts and when: what the timeline, the audit and the event of one act agree on.

use boot::random;
use contracts::EventHead;
use identity::{Actor, audit};
use serde_json::Value;
use uuid::Uuid;

use crate::domain::id::IncidentId;
use crate::domain::timeline::{Change, Entry, EntryKind};

/// One actor at one moment.
#[derive(Debug, Clone)]
pub struct Stamp {
    /// Who.
    pub actor: Actor,
    at_ms: i64,
}

impl Stamp {
    /// `actor` at `at_ms`, unix milliseconds.
    pub fn new(at_ms: i64, actor: Actor) -> Self {
        Self { actor, at_ms }
    }

    /// When, in unix seconds.
    pub fn at(&self) -> i64 {
        self.at_ms.div_euclid(1000)
    }

    /// A timeline entry of this moment.
    pub fn entry(&self, kind: EntryKind, message: impl Into<String>, change: Option<Change>) -> Entry {
        let author = self.actor.clone();
        Entry { id: self.new_id(), kind, message: message.into(), change, author, ts: self.at() }
    }

    /// The audit's line about `action` on the incident `id`.
    pub fn audit(&self, action: &str, id: &IncidentId, detail: &str) -> audit::Entry {
        audit::Entry::new(self.at(), self.actor.clone(), action, id.as_str(), detail)
    }

    /// The head of the event that tells of it.
    pub fn event(&self, kind: &str, change: Value) -> EventHead {
        EventHead::new(self.new_id(), kind, self.at(), self.actor.clone(), change)
    }

    fn new_id(&self) -> Uuid {
        random::uuid(self.at_ms)
    }
}
