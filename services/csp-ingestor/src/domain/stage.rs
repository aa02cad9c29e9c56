//! Where planned work stands.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Event, Kind};

/// Where planned work stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// It has not begun, by the provider's word.
    Upcoming,
    /// It is under way.
    Running,
    /// It is over, or was given up.
    Past,
}

impl Stage {
    /// Where `event` stands; none where it is no planned work.
    pub fn of(event: &Event) -> Option<Self> {
        let stage = if event.status.is_over() {
            Stage::Past
        } else if event.is_active() {
            Stage::Running
        } else {
            Stage::Upcoming
        };
        (event.kind == Kind::Maintenance).then_some(stage)
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
        let stage = |kind, status| Stage::of(&Event { kind, status, ..sample() });
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
}
