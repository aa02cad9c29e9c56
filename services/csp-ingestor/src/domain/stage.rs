//! Where planned work stands.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Event, Kind};

/// How long planned work lasts where nobody says when it ends, seconds.
const LASTS: i64 = 24 * 3600;

/// Where planned work stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// It has not begun.
    Upcoming,
    /// It is under way.
    Running,
    /// It is over, or was given up.
    Past,
}

impl Stage {
    /// Where `event` stands by its provider's word, as it is listed; none where it is no planned work.
    pub fn said(event: &Event) -> Option<Self> {
        let stage = if event.status.is_over() {
            Stage::Past
        } else if event.is_active() {
            Stage::Running
        } else {
            Stage::Upcoming
        };
        (event.kind == Kind::Maintenance).then_some(stage)
    }

    /// Where `event` stands at `now`: its provider's word, and where that is still that it will be, the clock's.
    pub fn of(event: &Event, now: i64) -> Option<Self> {
        let end = event.ts_end.unwrap_or(event.ts_start.saturating_add(LASTS));
        let stage = match Self::said(event)? {
            Stage::Upcoming if end <= now => Stage::Past,
            Stage::Upcoming if event.ts_start <= now => Stage::Running,
            said => said,
        };
        Some(stage)
    }

    /// The stage's name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Stage::Upcoming => "upcoming",
            Stage::Running => "running",
            Stage::Past => "past",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Status;
    use crate::domain::event::sample;

    #[test]
    fn planned_work_is_ahead_then_runs_then_is_past() {
        let stage = |kind, status| Stage::said(&Event { kind, status, ..sample() });
        for (status, expected) in [
            (Status::Scheduled, Stage::Upcoming),
            (Status::InProgress, Stage::Running),
            (Status::Monitoring, Stage::Running),
            (Status::Completed, Stage::Past),
            (Status::Resolved, Stage::Past),
        ] {
            assert_eq!(stage(Kind::Maintenance, status), Some(expected), "{status:?}");
            assert_eq!(stage(Kind::Incident, status), None, "{status:?}");
        }
    }

    #[test]
    fn what_nobody_said_to_have_begun_runs_from_its_start_to_its_end_or_a_day() {
        let planned = Event { kind: Kind::Maintenance, status: Status::Scheduled, ts_start: 1_000, ..sample() };
        let stages = |ts_end| {
            let event = Event { ts_end, ..planned.clone() };
            [999, 1_000, 2_000, 1_000 + LASTS].map(|now| Stage::of(&event, now).unwrap())
        };
        assert_eq!(stages(Some(2_000)), [Stage::Upcoming, Stage::Running, Stage::Past, Stage::Past]);
        assert_eq!(stages(None), [Stage::Upcoming, Stage::Running, Stage::Running, Stage::Past]);
    }
}
