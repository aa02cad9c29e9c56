//! When we remind of planned work: once for each lead before its start, and never of a start that was given up.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::Settings;
use super::event::{Event, Kind, Status};

/// How long before planned work begins we remind of it, seconds, the longest first.
pub const LEADS: [i64; 2] = [24 * 3600, 3600];

/// The most reminders of one event: one whose start is moved all the time is noise.
pub const MAX_OF_ONE: usize = 20;

/// Planned work that begins soon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Reminder {
    /// Its id.
    pub id: Uuid,
    /// The planned work.
    pub event_id: Uuid,
    /// Who plans it.
    #[schema(example = "cloudflare")]
    pub provider: String,
    /// One line about it.
    #[schema(example = "Network maintenance in Frankfurt")]
    pub title: String,
    /// When it begins, unix seconds.
    pub ts_start: i64,
    /// Which reminder it is: so long before the start, seconds.
    #[schema(example = 3600)]
    pub lead_s: i64,
    /// When we reminded, unix seconds: later than the lead says where the work was announced late, or we were away.
    pub at: i64,
}

/// What is known of the reminders of one event.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// The start that was looked at last.
    pub start: Option<i64>,
    /// When that start was first looked at, unix seconds.
    pub since: i64,
    /// What was settled, for this start and for others: told, or let go.
    pub settled: Vec<Settled>,
}

/// One lead before one start, done with for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settled {
    /// Before which start, unix seconds.
    pub start: i64,
    /// How long before, seconds.
    pub lead_s: i64,
    /// When we reminded, unix seconds; none where the moment passed without a reminder.
    pub at: Option<i64>,
}

/// What is to be done about the reminders of an event; by default nothing, ever.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Next {
    /// The plan's start and since when it is known.
    pub known: Option<(i64, i64)>,
    /// The leads that are done with now.
    pub settle: Vec<i64>,
    /// Of these, the one that is told.
    pub tell: Option<i64>,
    /// When to look again, unix seconds.
    pub look_at: Option<i64>,
    /// The starts that were given up and have passed: nothing more is ever due before them.
    pub forget: Vec<i64>,
}

impl Plan {
    /// What is to be done at `now` about `event`, whose provider has these `settings` (none where it is not followed).
    pub fn next(&self, event: &Event, settings: Option<&Settings>, now: i64) -> Next {
        let start = event.ts_start;
        if event.kind != Kind::Maintenance || event.status != Status::Scheduled || start <= now {
            return Next::default();
        }
        let since = if self.start == Some(start) { self.since } else { now };
        let left: Vec<i64> =
            LEADS.into_iter().filter(|lead| is_meant(*lead, start, since) && !self.has_settled(start, *lead)).collect();
        let (settle, ahead): (Vec<i64>, Vec<i64>) = left.into_iter().partition(|lead| start - lead <= now);
        // Of several that are due, after a time away, the shortest says it all.
        let wanted = settings.is_some_and(|settings| is_wanted(event, settings)) && self.told() < MAX_OF_ONE;
        let tell = settle.iter().copied().min().filter(|_| wanted);
        let look_at = ahead.into_iter().map(|lead| start - lead).min();
        let forget = self.settled.iter().map(|one| one.start).filter(|past| *past <= now).collect();
        Next { known: Some((start, since)), settle, tell, look_at, forget }
    }

    /// The reminders that were given of the start `start`: when, and how long before it they were due, seconds.
    pub fn given(&self, start: i64) -> impl Iterator<Item = (i64, i64)> {
        self.settled.iter().filter(move |one| one.start == start).filter_map(|one| Some((one.at?, one.lead_s)))
    }

    fn has_settled(&self, start: i64, lead_s: i64) -> bool {
        self.settled.iter().any(|one| one.start == start && one.lead_s == lead_s)
    }

    fn told(&self) -> usize {
        self.settled.iter().filter(|one| one.at.is_some()).count()
    }
}

/// Whether a start that is known since then has such a reminder: one still ahead, or the last one for what begins
/// within that time.
fn is_meant(lead_s: i64, start: i64, since: i64) -> bool {
    start - lead_s >= since || Some(&lead_s) == LEADS.last()
}

/// Whether we remind of `event` at all: a person's word on whether it affects us goes before the settings.
fn is_wanted(event: &Event, settings: &Settings) -> bool {
    let concerns = || settings.concern_us(&event.services, &event.regions);
    !settings.paused && event.affects_us.unwrap_or_else(concerns)
}

#[cfg(test)]
mod tests;
