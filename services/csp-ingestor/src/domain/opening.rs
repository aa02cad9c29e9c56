//! What incidents is told of an event: the incident it opens, and how its cause stands.

use contracts::{Cause, CauseUpdate, IncidentIn, Origin, Source};

use super::event::Event;

/// The system that origins of this service name.
pub const SYSTEM: &str = "csp";

/// The most characters of a service's label.
const LONGEST_LABEL: usize = 64;

/// The most bytes of words told at once: well below the body that a service takes.
const LONGEST_STORY: usize = 512 * 1024;

/// The incident that an event opens, at `now`: its title and severity, and an origin so that it is opened once.
pub fn opening(event: &Event, now: i64) -> IncidentIn {
    IncidentIn {
        title: event.title.clone(),
        sev: event.severity.into(),
        services: event.services.iter().map(|service| service.chars().take(LONGEST_LABEL).collect()).collect(),
        summary: event.text.clone(),
        source: Some(Source::Csp),
        origin: Some(Origin { system: SYSTEM.to_owned(), r#ref: event.origin_ref() }),
        // Providers announce outages ahead of their clocks; an incident does not begin before it is known.
        started_at: Some(event.ts_start.min(now)),
        announce: false,
    }
}

/// How the cause of an event's incident stands: what was said, oldest first, and the end if it has one. Of very long
/// stories only the newest part is told: the older was told when it was new.
pub fn cause(event: &Event) -> Cause {
    let mut room = LONGEST_STORY;
    let spoken = event.updates.iter().filter(|update| !update.text.is_empty());
    let newest = spoken.take_while(|update| {
        let fits = update.text.len() <= room;
        room = room.saturating_sub(update.text.len());
        fits
    });
    let mut updates: Vec<CauseUpdate> =
        newest.map(|update| CauseUpdate { id: update.id.clone(), at: update.ts, text: update.text.clone() }).collect();
    updates.reverse();
    // What a person said of it stands in its incident's story too.
    updates.extend(event.judgement.as_ref().map(|judgement| CauseUpdate {
        id: format!("relevance:{}", judgement.version),
        at: judgement.at,
        text: judgement.note(event.affects_us),
    }));
    Cause {
        sev: event.severity.into(),
        updates,
        ended_at: ended_at(event),
        version: event.version,
        services: event.concerns.clone(),
        links: Vec::new(),
    }
}

/// When the cause of an incident ended: with its event, or when a person said that it does not affect us.
fn ended_at(event: &Event) -> Option<i64> {
    if event.status.is_over() {
        return Some(event.ts_end.unwrap_or(event.ts_update));
    }
    event.dismissed.then(|| event.judgement.as_ref().map_or(event.ts_update, |judgement| judgement.at))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::{Kind, Severity, Status, Update};

    fn event() -> Event {
        let update =
            |id: &str, ts, text: &str| Update { id: id.into(), ts, status: Status::Resolved, text: text.into() };
        Event {
            id: Uuid::nil(),
            provider: "acme".into(),
            external_id: "x1".into(),
            kind: Kind::Incident,
            title: "API errors".into(),
            text: "It is over.".into(),
            status: Status::Resolved,
            severity: Severity::Major,
            impact: None,
            services: vec!["A very long name of a component that nobody would ever want to read in a list".into()],
            regions: Vec::new(),
            concerns: Vec::new(),
            affects_us: None,
            judgement: None,
            dismissed: false,
            ts_start: 1000,
            ts_seen: 1000,
            ts_update: 1200,
            ts_end: Some(1190),
            url: None,
            updates: vec![update("u3", 1200, "It is over."), update("u2", 1100, ""), update("u1", 1000, "We look.")],
            over_after: None,
            opened: true,
            version: 3,
        }
    }

    #[test]
    fn an_incident_bears_the_events_title_severity_and_origin() {
        let opening = opening(&event(), 900);
        assert_eq!((opening.title.as_str(), opening.sev, opening.started_at), ("API errors", 2, Some(900)));
        assert_eq!(opening.origin.unwrap().r#ref, "acme:x1");
        assert_eq!(opening.services[0].chars().count(), 64);
    }

    #[test]
    fn of_a_very_long_story_the_newest_part_is_told() {
        let text = "x".repeat(9_000);
        let updates = (0..100).map(|n| Update {
            id: format!("u{n}"),
            ts: 2000 - n,
            status: Status::Resolved,
            text: text.clone(),
        });
        let told = cause(&Event { updates: updates.collect(), ..event() }).updates;
        assert_eq!((told.len(), told.last().unwrap().id.as_str()), (58, "u0"));
    }

    #[test]
    fn a_cause_is_told_from_its_beginning_to_its_end() {
        let told = cause(&event());
        assert_eq!(told.updates.iter().map(|update| update.id.as_str()).collect::<Vec<_>>(), ["u1", "u3"]);
        assert_eq!(told.ended_at, Some(1190));
        assert_eq!(cause(&Event { status: Status::Monitoring, ..event() }).ended_at, None);
    }
}
