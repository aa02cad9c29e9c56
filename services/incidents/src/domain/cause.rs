//! How a machine's incident follows what it was opened from.

use contracts::{Cause, Incident, IncidentStatus};

use crate::domain::opening::label;
use crate::domain::status::moved;

/// The most services that an incident bears.
const MOST_SERVICES: usize = 100;

/// Whether `cause` was told late: the incident has heard of something newer, in which all of it was said too.
pub fn is_stale(incident: &Incident, cause: &Cause) -> bool {
    cause.version < incident.cause_version
}

/// `incident` after it followed `cause` at `at`: its severity, its end, its beginning again, and what belongs to it.
///
/// What a person took over follows no longer, but goes on learning what it concerns and what belongs to it. Nothing but a cause resolves an incident that nobody took over, so that
/// one which is resolved while its cause lives was resolved by it, and opens again.
pub fn followed(incident: &Incident, cause: &Cause, at: i64) -> Incident {
    let mut incident = incident.clone();
    incident.cause_version = cause.version;
    incident.links.clone_from(&cause.links);
    for service in cause.services.iter().map(|service| label(service)).filter(|service| !service.is_empty()) {
        if incident.services.len() < MOST_SERVICES && !incident.services.contains(&service) {
            incident.services.push(service);
        }
    }
    if incident.taken_over {
        return incident;
    }
    let to = match cause.ended_at {
        Some(_) => IncidentStatus::Resolved,
        None if incident.status == IncidentStatus::Resolved => IncidentStatus::Open,
        None => incident.status,
    };
    let mut followed = moved(&incident, to, at).unwrap_or(incident);
    followed.sev = cause.sev;
    followed
}

#[cfg(test)]
mod tests {
    use contracts::{Cause, Incident, IncidentIn, IncidentStatus, Link, Relation};

    use super::{followed, is_stale};
    use crate::domain::opening::Opening;

    fn incident() -> Incident {
        let input = IncidentIn { title: "EU-West".to_owned(), sev: 2, ..IncidentIn::default() };
        Opening::parse(input, 100).unwrap().incident(&"INC-AB12CD".parse().unwrap(), 100)
    }

    fn cause(sev: u8, ended_at: Option<i64>) -> Cause {
        Cause { sev, ended_at, ..Cause::default() }
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
    fn it_learns_what_it_concerns_and_what_belongs_to_it() {
        let link = Link {
            relation: Relation::Effect,
            system: "csp".to_owned(),
            r#ref: "e1".to_owned(),
            title: "github: Actions".to_owned(),
            url: None,
            active: true,
        };
        let told = Cause { services: vec![" CI ".to_owned(), "ci".to_owned()], links: vec![link], ..cause(2, None) };
        let taken = Incident { taken_over: true, services: vec!["api".to_owned()], ..incident() };
        let after = followed(&taken, &told, 200);
        assert_eq!((after.services, after.links.len()), (vec!["api".to_owned(), "ci".to_owned()], 1));
        assert_eq!(followed(&followed(&taken, &told, 200), &cause(2, None), 300).links, []);
    }

    #[test]
    fn what_is_told_late_is_known_as_such() {
        let heard = followed(&incident(), &Cause { version: 5, ..cause(2, None) }, 200);
        assert!(is_stale(&heard, &Cause { version: 4, ..cause(1, None) }));
        assert!(!is_stale(&heard, &Cause { version: 5, ..cause(1, None) }), "told again");
        assert!(!is_stale(&incident(), &cause(1, None)), "nobody counts");
    }

    #[test]
    fn what_a_person_took_over_follows_no_longer() {
        let taken = Incident { taken_over: true, ..incident() };
        assert_eq!(followed(&taken, &cause(1, Some(190)), 200), taken);
    }
}
