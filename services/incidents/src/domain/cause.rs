//! How a machine's incident follows what it was opened from.

use contracts::{Cause, Incident, IncidentStatus};

use crate::domain::status::moved;

/// `incident` after it followed `cause` at `at`: its severity, its end, and its beginning again.
///
/// What a person took over follows no longer. Nothing but a cause resolves an incident that nobody took over, so that
/// one which is resolved while its cause lives was resolved by it, and opens again.
pub fn followed(incident: &Incident, cause: &Cause, at: i64) -> Incident {
    if incident.taken_over {
        return incident.clone();
    }
    let to = match cause.ended_at {
        Some(_) => IncidentStatus::Resolved,
        None if incident.status == IncidentStatus::Resolved => IncidentStatus::Open,
        None => incident.status,
    };
    let mut followed = moved(incident, to, at).unwrap_or_else(|_| incident.clone());
    followed.sev = cause.sev;
    followed
}

#[cfg(test)]
mod tests {
    use contracts::{Cause, Incident, IncidentIn, IncidentStatus};

    use super::followed;
    use crate::domain::opening::Opening;

    fn incident() -> Incident {
        let input = IncidentIn { title: "EU-West".to_owned(), sev: 2, ..IncidentIn::default() };
        Opening::parse(input, 100).unwrap().incident(&"INC-AB12CD".parse().unwrap(), 100)
    }

    fn cause(sev: u8, ended_at: Option<i64>) -> Cause {
        Cause { sev, updates: Vec::new(), ended_at }
    }

    #[test]
    fn severity_and_end_follow_the_cause() {
        let worse = followed(&incident(), &cause(1, None), 200);
        assert_eq!((worse.sev, worse.status), (1, IncidentStatus::Open));
        let over = followed(&worse, &cause(1, Some(190)), 200);
        assert_eq!((over.status, over.resolved_at), (IncidentStatus::Resolved, Some(200)));
        let again = followed(&over, &cause(2, None), 300);
        assert_eq!((again.sev, again.status, again.resolved_at), (2, IncidentStatus::Open, None));
        assert_eq!(followed(&again, &cause(2, None), 400), again, "told the same again, nothing changes");
    }

    #[test]
    fn what_a_person_took_over_follows_no_longer() {
        let taken = Incident { taken_over: true, ..incident() };
        assert_eq!(followed(&taken, &cause(1, Some(190)), 200), taken);
    }
}
