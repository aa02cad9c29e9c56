//! Every legal and illegal move, and what holds after any sequence of them.

use contracts::{Incident, IncidentIn, IncidentStatus};
use proptest::prelude::*;

use super::{moved, next};
use crate::domain::opening::Opening;

const ALL: [IncidentStatus; 3] = [IncidentStatus::Open, IncidentStatus::Mitigated, IncidentStatus::Resolved];

fn incident() -> Incident {
    let input = IncidentIn { title: "EU-West".to_owned(), sev: 2, ..IncidentIn::default() };
    Opening::parse(input, 100).unwrap().incident(&"INC-AB12CD".parse().unwrap(), 100)
}

#[test]
fn only_resolved_to_mitigated_is_refused() {
    for from in ALL {
        for to in ALL {
            let start = Incident { status: from, ..incident() };
            let refused = (from, to) == (IncidentStatus::Resolved, IncidentStatus::Mitigated);
            assert_eq!(moved(&start, to, 200).is_err(), refused, "{from:?} to {to:?}");
        }
    }
}

#[test]
fn a_refusal_says_what_is_legal() {
    let resolved = moved(&incident(), IncidentStatus::Resolved, 200).unwrap();
    let refused = moved(&resolved, IncidentStatus::Mitigated, 300).unwrap_err();
    assert_eq!(refused.to_string(), "an incident that is resolved cannot become mitigated; it can become open");
}

proptest! {
    #[test]
    fn the_times_fit_the_status_after_any_moves(path in prop::collection::vec(0_usize..3, 0..12)) {
        let mut incident = incident();
        for (step, to) in path.into_iter().enumerate() {
            let at = 200 + i64::try_from(step).unwrap();
            let before = incident.clone();
            match moved(&incident, ALL[to], at) {
                Ok(after) if before.status == ALL[to] => prop_assert_eq!(&after, &before),
                Ok(after) => {
                    prop_assert!(next(before.status).contains(&after.status));
                    incident = after;
                }
                Err(refused) => prop_assert!(!next(refused.from).contains(&refused.to)),
            }
            let (mitigated, resolved) = (incident.mitigated_at.is_some(), incident.resolved_at.is_some());
            match incident.status {
                IncidentStatus::Open => prop_assert!(!mitigated && !resolved),
                IncidentStatus::Mitigated => prop_assert!(mitigated && !resolved),
                IncidentStatus::Resolved => prop_assert!(resolved),
            }
            prop_assert!(incident.mitigated_at <= incident.resolved_at.or(Some(i64::MAX)));
        }
    }
}
