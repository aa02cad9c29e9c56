//! What incidents is told of an event: the incident it opens, how its cause stands, and that it belongs to another's.

use contracts::{Cause, CauseUpdate, IncidentIn, Link, Origin, Relation, Source};

use super::linked::{self, Linked};
use super::{Dependency, Event, Settings, dependency};

/// The system that origins of this service name.
pub const SYSTEM: &str = "csp";

/// The most characters of a service's label.
const LONGEST_LABEL: usize = 64;

/// The most bytes of words told at once: well below the body that a service takes.
const LONGEST_STORY: usize = 512 * 1024;

/// The most characters of an incident's summary.
const LONGEST_SUMMARY: usize = 10_000;

/// The incident that an event opens, at `now`: its title and severity, an origin so that it is opened once, and which of
/// our services it concerns, by the `dependencies` on its provider. Where nobody noted any, it bears the provider's own
/// words for what is touched.
pub fn opening(event: &Event, settings: &Settings, dependencies: &[Dependency], now: i64) -> IncidentIn {
    let concerns = dependency::concerns(event, dependencies);
    let services = if concerns.is_empty() { labels(&event.services) } else { labels(&concerns) };
    IncidentIn {
        title: event.title.clone(),
        sev: event.severity.into(),
        services,
        summary: summary(event, dependencies),
        source: Some(Source::Csp),
        origin: Some(Origin { system: SYSTEM.to_owned(), r#ref: event.origin_ref() }),
        // Providers announce outages ahead of their clocks; an incident does not begin before it is known.
        started_at: Some(event.ts_start.min(now)),
        announce: settings.announce,
    }
}

/// Which of our services run on what is touched, and what the provider says.
fn summary(event: &Event, dependencies: &[Dependency]) -> String {
    let touched = dependencies.iter().filter(|one| one.is_touched_by(event));
    let mut ours: Vec<String> = touched.map(|one| format!("{} runs on {}", one.service, one.ground())).collect();
    ours.sort();
    ours.dedup();
    let concerned = if ours.is_empty() { String::new() } else { format!("Concerns us: {}.", ours.join(", ")) };
    let parts: Vec<&str> =
        [concerned.as_str(), event.text.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("\n\n").chars().take(LONGEST_SUMMARY).collect()
}

fn labels(words: &[String]) -> Vec<String> {
    words.iter().take(dependency::MOST_LABELS).map(|word| word.chars().take(LONGEST_LABEL).collect()).collect()
}

/// How the cause of an event's incident stands: what was said, oldest first, what belongs to it, and the end if it has
/// one. While an effect that would hold an incident of its own is not over, this one is not either. `beside` is the event
/// that it follows from, where people had closed that one's incident before, so that this one stands for itself.
pub fn cause(event: &Event, linked: &[Linked], beside: Option<Root<'_>>) -> Cause {
    let company = linked::company(linked);
    // What a person holds for harmless is over, whatever hangs on it.
    let held = !event.dismissed && !company.holding.is_empty();
    let over = ended_at(event);
    let mut updates = story(event);
    updates.extend(company.updates);
    updates.extend(beside.map(|root| root.note()));
    if let Some(at) = over.filter(|_| held) {
        let text = format!("{} is well again; not yet: {}.", event.provider, company.holding.join(", "));
        updates.push(CauseUpdate { id: format!("held:{}:{at}", event.id), at, text });
    }
    updates.sort_by_key(|update| update.at);
    let mut services = event.concerns.clone();
    services.extend(company.services.into_iter().filter(|label| !event.concerns.contains(label)));
    let links = beside.map(|root| root.link()).into_iter().chain(company.links);
    Cause {
        sev: event.severity.into(),
        updates,
        ended_at: over.filter(|_| !held).map(|at| at.max(company.ended_at.unwrap_or(at))),
        version: counted(event),
        services: labels(&services),
        links: links.take(linked::MOST_LINKS).collect(),
    }
}

/// The event whose incident another event belongs to.
#[derive(Debug, Clone, Copy)]
pub struct Root<'a> {
    /// The event.
    pub event: &'a Event,
    /// Its incident, once there is one.
    pub incident: Option<&'a str>,
    /// How the other belongs to it.
    pub linked: &'a Linked,
}

impl Root<'_> {
    /// What the other's timeline says of it.
    fn note(&self) -> CauseUpdate {
        let Self { event, incident, linked } = self;
        let place = incident.map(|id| format!(", see {id}")).unwrap_or_default();
        let text = format!("This follows from {}: {}{place}. {}", event.provider, event.title, linked.why);
        CauseUpdate { id: format!("follows:{}:{}", event.id, linked.since), at: linked.since, text }
    }

    fn link(&self) -> Link {
        let title = format!("{}: {}", self.event.provider, self.event.title);
        linked::link(Relation::Cause, self.event.id, &title, self.event.url.clone(), self.event.is_active())
    }
}

/// How the cause of an incident stands whose event has turned out to belong to another's: it ends, and says whose.
pub fn moved(event: &Event, root: Root<'_>) -> Cause {
    let mut updates = story(event);
    updates.push(root.note());
    Cause {
        sev: event.severity.into(),
        updates,
        ended_at: Some(root.linked.since),
        version: counted(event),
        services: labels(&event.concerns),
        links: vec![root.link()],
    }
}

/// What counts the changes of an event's cause: its version, below when it was first seen. An event that was let go for
/// want of room and is shown again begins its versions anew, under the same origin; it was seen later, though.
fn counted(event: &Event) -> u64 {
    const VERSIONS: u32 = 20;
    event.ts_seen.max(0).cast_unsigned() << VERSIONS | event.version.min((1 << VERSIONS) - 1)
}

/// What was said of an event, oldest first. Of very long stories only the newest part is told: the older was told when
/// it was new.
fn story(event: &Event) -> Vec<CauseUpdate> {
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
    updates
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
    use super::*;
    use crate::domain::event::sample;
    use crate::domain::{Status, Update};

    fn event() -> Event {
        let update =
            |id: &str, ts, text: &str| Update { id: id.into(), ts, status: Status::Resolved, text: text.into() };
        Event {
            text: "It is over.".into(),
            status: Status::Resolved,
            services: vec!["A very long name of a component that nobody would ever want to read in a list".into()],
            ts_update: 1200,
            ts_end: Some(1190),
            updates: vec![update("u3", 1200, "It is over."), update("u2", 1100, ""), update("u1", 1000, "We look.")],
            opened: true,
            version: 3,
            ..sample()
        }
    }

    #[test]
    fn an_incident_bears_the_events_title_severity_and_origin() {
        let opening = opening(&event(), &Settings::default(), &[], 900);
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
        let told = cause(&Event { updates: updates.collect(), ..event() }, &[], None).updates;
        assert_eq!((told.len(), told.last().unwrap().id.as_str()), (58, "u0"));
    }

    #[test]
    fn what_comes_back_after_it_was_let_go_is_no_old_news() {
        let long = Event { ts_seen: 1_795_000_000, version: 40, ..event() };
        let back = Event { ts_seen: 1_795_090_000, version: 1, ..event() };
        let told = |event: &Event| cause(event, &[], None).version;
        assert!(told(&back) > told(&long) && told(&long) > told(&Event { version: 39, ..long.clone() }));
        assert!(told(&Event { ts_seen: 4_102_444_800, version: u64::MAX, ..event() }) < 1 << 53, "JSON can say it");
    }

    #[test]
    fn a_cause_is_told_from_its_beginning_to_its_end() {
        let told = cause(&event(), &[], None);
        assert_eq!(told.updates.iter().map(|update| update.id.as_str()).collect::<Vec<_>>(), ["u1", "u3"]);
        assert_eq!(told.ended_at, Some(1190));
        assert_eq!(cause(&Event { status: Status::Monitoring, ..event() }, &[], None).ended_at, None);
    }
}
