//! A person's word on whether an event affects us: it goes before the settings, and stays until another is said.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::event::Event;
use super::poll::{self, Change, Merged};
use super::settings::Settings;

/// What somebody said last on whether an event affects us.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Judgement {
    /// Who, by the name they bore then.
    #[schema(example = "Ada")]
    pub by: String,
    /// When, unix seconds.
    pub at: i64,
    /// Why, in their words; empty where they gave none.
    #[schema(example = "We left that region.")]
    pub reason: String,
    /// The version of the event that came of it.
    pub version: u64,
}

/// A person's word.
#[derive(Debug, Clone)]
pub struct Word {
    /// Whether it affects us; none leaves it to the settings again.
    pub affects_us: Option<bool>,
    /// Who says so.
    pub by: String,
    /// When, unix seconds.
    pub at: i64,
    /// Why; may be empty.
    pub reason: String,
}

/// `known` after somebody's word: none where it says nothing new. "It does" opens an incident, however little the event
/// is; "it does not" ends one that nobody took over, with a note; neither leaves both to the settings, by which an
/// incident that was ended so may be opened again.
pub fn judge(known: &Event, word: Word, settings: &Settings) -> Option<Merged> {
    let reason = known.judgement.as_ref().map_or("", |judgement| judgement.reason.as_str());
    let same_reason = word.affects_us.is_none() || reason == word.reason;
    if known.affects_us == word.affects_us && same_reason {
        return None;
    }
    let judgement = Judgement { by: word.by, at: word.at, reason: word.reason, version: known.version + 1 };
    let event = Event { affects_us: word.affects_us, judgement: Some(judgement), ..known.clone() };
    Some(poll::finish(event, settings, Change::Updated, Vec::new()))
}

impl Judgement {
    /// What its incident is told of a word that came to `affects_us`.
    pub fn note(&self, affects_us: Option<bool>) -> String {
        let said = match affects_us {
            Some(true) => "This affects us",
            Some(false) => "This does not affect us",
            None => "Whether this affects us is left to the settings",
        };
        let by = if self.by.is_empty() { String::new() } else { format!(", says {}", self.by) };
        if self.reason.is_empty() { format!("{said}{by}.") } else { format!("{said}{by}: {}", self.reason) }
    }
}

#[cfg(test)]
mod tests;
