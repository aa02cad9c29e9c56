//! What of an event counts as time that something was the matter, and when it was first spoken of.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::event::{Event, Kind, MAX_UPDATES, Severity, Update};
use super::span::Span;

/// The time of one event: as much of it as months are counted from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outage {
    /// The event.
    pub id: Uuid,
    /// How bad it is, or was when it ended.
    pub severity: Severity,
    /// When something was the matter and is not any more, oldest first.
    pub spans: Vec<Span>,
    /// Since when something is the matter still.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open_from: Option<i64>,
    /// How long it took from its start to the first public word, seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_word_s: Option<i64>,
}

impl Outage {
    /// The time of `event` as it is known at `now`; none where it does not count: planned work, and what is told for
    /// information alone.
    pub fn of(event: &Event, now: i64) -> Option<Self> {
        if event.kind != Kind::Incident || event.severity == Severity::Information {
            return None;
        }
        let (spans, open_from) = spans(event, now);
        let first_word_s = first_word_s(event);
        Some(Self { id: event.id, severity: event.severity, spans, open_from, first_word_s })
    }

    /// When it began.
    pub fn began(&self) -> i64 {
        self.spans.first().map(|span| span.from).or(self.open_from).unwrap_or_default()
    }

    /// When it ended; none while it goes on.
    pub fn ended(&self) -> Option<i64> {
        if self.open_from.is_some() { None } else { self.spans.last().map(|span| span.to) }
    }

    /// How long it lasted, as far as it is over, seconds.
    pub fn seconds(&self) -> i64 {
        self.spans.iter().map(|span| span.seconds()).sum()
    }

    /// Whether any of it lies in `month`, or it began there.
    pub fn touches(&self, month: Span) -> bool {
        let in_it = |span: &Span| span.within(month).seconds() > 0;
        month.holds(self.began()) || self.spans.iter().any(in_it) || self.open_from.is_some_and(|from| from < month.to)
    }

    /// Whether nothing, or next to nothing, worked.
    pub fn is_down(&self) -> bool {
        self.severity <= Severity::Major
    }
}

/// How long it took from the start of `event` to the first public word about it, seconds. Unknown where the first word
/// that is known says that it is over (it was put on record afterwards, or the feed shows last words only), where
/// nobody said a word (as of what we found ourselves), and where there were more words than are kept.
pub fn first_word_s(event: &Event) -> Option<i64> {
    let spoken = |update: &&Update| !update.is_ours() && !event.is_of_a_check();
    let first = event.updates.iter().rev().find(spoken)?;
    let known = event.updates.len() < MAX_UPDATES && !first.status.is_over();
    known.then(|| first.ts.saturating_sub(event.ts_start).max(0))
}

/// When something was the matter, and since when it is still. Between an end that the provider announced and its return
/// nothing was the matter; an end that only we concluded, from silence, is taken back by its return.
fn spans(event: &Event, now: i64) -> (Vec<Span>, Option<i64>) {
    // An outage that is announced ahead of the clocks does not begin before it is known.
    let known_by = if event.ts_seen > 0 { event.ts_seen.min(now) } else { now };
    let mut spans: Vec<Span> = Vec::new();
    let mut since = Some(event.ts_start.min(known_by));
    for update in event.updates.iter().rev().filter(|update| !update.is_ours()) {
        let at = update.ts.min(now);
        match (since, update.status.is_over()) {
            (Some(from), true) => {
                spans.push(Span { from, to: at.max(from) });
                since = None;
            }
            (None, false) => since = Some(at.max(event.ts_start)),
            _ => {}
        }
    }
    match (since, event.status.is_over()) {
        (Some(from), true) => {
            let to = event.ts_end.unwrap_or(event.ts_update).min(now);
            spans.push(Span { from, to: to.max(from) });
            (spans, None)
        }
        // The feed's own word for the end goes before the time at which it was said.
        (None, true) => {
            if let (Some(last), Some(end)) = (spans.last_mut(), event.ts_end) {
                last.to = end.min(now).max(last.from);
            }
            (spans, None)
        }
        (Some(from), false) => (spans, Some(from)),
        (None, false) => {
            let from = spans.pop().map(|last| last.from);
            (spans, from)
        }
    }
}

#[cfg(test)]
mod tests;
