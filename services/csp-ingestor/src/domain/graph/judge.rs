//! Which events an event follows from: by what is known of who runs on whom, and by what its own words say.
//!
//! Never by time alone. Time only excludes: the cause is degraded and was so first, at most a day before.

use uuid::Uuid;

use super::edge::{Evidence, Kind};
use super::places;
use super::testimony::{Quote, Stance, Testimony};
use crate::domain::{Event, Kind as EventKind, Severity, service};

/// How long before its effect a cause may have begun, seconds.
pub const WINDOW: i64 = 24 * 3600;
/// How much later than its effect a cause may say that it began, where the effect names it, seconds: providers look at
/// their clocks long after it happened, and put a round time.
pub const TOLERANCE: i64 = 30 * 60;
/// How long after the end of its cause an effect may begin, where it names it, seconds: what was held up comes in late.
pub const AFTERMATH: i64 = 2 * 3600;

/// What a provider's own words are worth that blame another, percent.
pub const NAMED: u8 = 80;
/// The same, where they name the region or the service in which the other is degraded, percent.
pub const NAMED_PLACE: u8 = 90;
/// The same, where they name a well-known service that is not among those in which the other is degraded, percent.
pub const NAMED_ELSEWHERE: u8 = 60;
/// What it is worth that a provider is known to run on another, percent.
pub const DECLARED: u8 = 30;
/// The same, where it runs on just what is degraded, or says that some provider of its own is to blame, percent.
pub const DECLARED_CLOSE: u8 = 50;

/// An event that another may follow from.
#[derive(Debug, Clone, Copy)]
pub struct Suspect<'a> {
    /// Whose it is: the name in the catalogue, where it has one.
    pub party: &'a str,
    /// The event.
    pub event: &'a Event,
}

/// That a provider is known to run on another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground {
    /// On whom.
    pub party: String,
    /// On which of their services, where that is known.
    pub service: Option<String>,
    /// In which of their regions, where that is known.
    pub region: Option<String>,
}

/// Whether something is wrong there such as may follow from elsewhere, or cause it.
pub fn is_degraded(event: &Event) -> bool {
    event.kind == EventKind::Incident && event.severity < Severity::Information
}

/// Whether an event is looked at: it is going on, or ended within the window.
pub fn is_judged(event: &Event, now: i64) -> bool {
    let ended = event.ts_end.unwrap_or(event.ts_update);
    is_degraded(event) && (!event.status.is_over() || ended >= now - WINDOW)
}

/// What speaks for `effect` following from each of the `suspects`: at most one of each provider, the one that fits
/// best. `grounds` is whom its provider is known to run on.
pub fn evidence(
    effect: &Event,
    testimony: &Testimony,
    grounds: &[Ground],
    suspects: &[Suspect<'_>],
    now: i64,
) -> Vec<(Uuid, Vec<Evidence>)> {
    let mut parties: Vec<&str> = suspects.iter().map(|suspect| suspect.party).collect();
    parties.sort_unstable();
    parties.dedup();
    let case = Case { effect, testimony, now };
    let of = |party: &str| {
        let theirs: Vec<&Event> =
            suspects.iter().filter(|one| one.party == party && is_degraded(one.event)).map(|one| one.event).collect();
        let named = case.named(party, &theirs);
        let declared = case.declared(party, grounds, &theirs, named.as_ref().map(|(cause, _)| *cause));
        join(named, declared)
    };
    parties.into_iter().flat_map(of).collect()
}

type Found = Option<(Uuid, Evidence)>;

fn join(named: Found, declared: Found) -> Vec<(Uuid, Vec<Evidence>)> {
    match (declared, named) {
        (Some((cause, declared)), Some((same, named))) if cause == same => vec![(cause, vec![declared, named])],
        (declared, named) => declared.into_iter().chain(named).map(|(cause, one)| (cause, vec![one])).collect(),
    }
}

struct Case<'a> {
    effect: &'a Event,
    testimony: &'a Testimony,
    now: i64,
}

impl Case<'_> {
    /// Whether `cause` began first, at most a day before, and was not over by then: with so much leniency, seconds.
    fn fits(&self, cause: &Event, tolerance: i64, aftermath: i64) -> bool {
        let began = self.effect.ts_start;
        let over = cause.status.is_over().then(|| cause.ts_end.unwrap_or(cause.ts_update));
        (began - WINDOW..=began + tolerance).contains(&cause.ts_start) && over.is_none_or(|at| at >= began - aftermath)
    }

    /// What the effect's own words say, of the event that they fit best.
    fn named(&self, party: &str, suspects: &[&Event]) -> Found {
        let (quotes, blamed) = match self.testimony.of.get(party)? {
            Stance::Blamed(quotes) => (quotes, true),
            Stance::Placed(quotes) => (quotes, false),
            Stance::Denied => return None,
        };
        let fitting = suspects.iter().filter(|cause| self.fits(cause, TOLERANCE, AFTERMATH));
        let quoted = fitting.filter_map(|cause| {
            let placed = quotes.iter().find(|quote| meets(quote, cause)).map(|quote| (*cause, quote, NAMED_PLACE));
            let mut open = quotes.iter().filter(|quote| blamed && !contradicts(quote, cause));
            let first = open.clone().next().map(|quote| (*cause, quote, NAMED_ELSEWHERE));
            let named = open.find(|quote| !is_elsewhere(quote, cause)).map(|quote| (*cause, quote, NAMED));
            placed.or(named).or(first)
        });
        let (cause, quote, percent) = quoted.max_by_key(|(cause, _, percent)| (*percent, closeness(cause)))?;
        let by = Some(self.effect.provider.clone());
        Some((cause.id, Evidence { kind: Kind::Named, text: quote.text.clone(), by, at: quote.at, percent }))
    }

    /// What is known of who runs on whom: of the event that was named, else of the one that fits best.
    fn declared(&self, party: &str, grounds: &[Ground], suspects: &[&Event], named: Option<Uuid>) -> Found {
        let (own_fault, denied) = (self.testimony.own_fault, self.testimony.of.get(party) == Some(&Stance::Denied));
        let blames = |other: (&String, &Stance)| other.0 != party && matches!(other.1, Stance::Blamed(_));
        if denied || (named.is_none() && (own_fault || self.testimony.of.iter().any(blames))) {
            return None;
        }
        let ours = grounds.iter().filter(|ground| ground.party == party);
        let fitting =
            ours.flat_map(|ground| suspects.iter().map(move |cause| (ground, *cause))).filter(|(ground, cause)| {
                let named = named.is_none_or(|named| named == cause.id);
                named && (self.fits(cause, 0, 0) || named_fits(self, cause, named)) && ground.may_be(cause)
            });
        let (ground, cause) = fitting.max_by_key(|(ground, cause)| (ground.is_just(cause), closeness(cause)))?;
        let close = ground.is_just(cause) || self.testimony.somebody.is_some();
        let percent = if close { DECLARED_CLOSE } else { DECLARED };
        let text = ground.in_words(&self.effect.provider, self.testimony.somebody.as_deref());
        Some((cause.id, Evidence { kind: Kind::Declared, text, by: None, at: self.now, percent }))
    }
}

/// Where the effect's own words name the cause, what is known of the two is as lenient with time as they are.
fn named_fits(case: &Case<'_>, cause: &Event, named: bool) -> bool {
    named
        && case.testimony.of.values().any(|stance| matches!(stance, Stance::Blamed(_)))
        && case.fits(cause, TOLERANCE, AFTERMATH)
}

/// Which of several events of one provider fits better: the worse, then the one that began last.
fn closeness(cause: &Event) -> (std::cmp::Reverse<Severity>, i64, Uuid) {
    (std::cmp::Reverse(cause.severity), cause.ts_start, cause.id)
}

/// Whether a sentence speaks of the very region or service that `cause` is about.
fn meets(quote: &Quote, cause: &Event) -> bool {
    let regions = places::regions_of(cause);
    let region = quote.regions.iter().any(|region| regions.contains(region))
        || cause.regions.iter().any(|region| region.len() > 2 && quote.says(region));
    let says = |service: &String| service::names(service).any(|name| is_telling(name) && quote.says(name));
    let service = || cause.services.iter().any(says);
    region || (!contradicts(quote, cause) && service())
}

/// Whether a sentence speaks of a region, and `cause` is known to be in others.
fn contradicts(quote: &Quote, cause: &Event) -> bool {
    let regions = places::regions_of(cause);
    !quote.regions.is_empty() && !regions.is_empty() && quote.regions.iter().all(|region| !regions.contains(region))
}

/// Whether a sentence speaks of well-known services, and `cause` says that it is about others. What an event says of
/// services is seldom all of them: that makes it unsure, and excludes nothing.
fn is_elsewhere(quote: &Quote, cause: &Event) -> bool {
    let is_spoken_of = |label: &String| quote.services.contains(&service::folded(label).as_str());
    !cause.services.is_empty() && !quote.services.is_empty() && !cause.services.iter().any(is_spoken_of)
}

/// Whether the name of a service tells something: `EC2` does, `API` and `Website` are everybody's.
fn is_telling(service: &str) -> bool {
    const EVERYBODYS: [&str; 14] = [
        "api",
        "website",
        "web",
        "dashboard",
        "other",
        "global",
        "support",
        "login",
        "network",
        "email",
        "cdn",
        "dns",
        "authentication",
        "console",
    ];
    service.len() > 1 && !EVERYBODYS.contains(&service.to_lowercase().as_str())
}

impl Ground {
    /// Whether `cause` may be about what is stood on: what it does not say may be anything.
    fn may_be(&self, cause: &Event) -> bool {
        let regions = places::regions_of(cause);
        let region = self
            .region
            .as_ref()
            .is_none_or(|_| (regions.is_empty() && cause.regions.is_empty()) || self.meets_region(cause));
        region && self.service.as_ref().is_none_or(|_| cause.services.is_empty() || self.meets_service(cause))
    }

    /// Whether `cause` says that it is about just that.
    fn is_just(&self, cause: &Event) -> bool {
        (self.region.is_some() || self.service.is_some())
            && (self.region.is_none() || self.meets_region(cause))
            && (self.service.is_none() || self.meets_service(cause))
    }

    fn meets_region(&self, cause: &Event) -> bool {
        let Some(region) = self.region.as_ref().map(|region| region.to_lowercase()) else { return false };
        cause.regions.iter().any(|one| one.to_lowercase() == region) || places::regions_of(cause).contains(&region)
    }

    fn meets_service(&self, cause: &Event) -> bool {
        let Some(service) = self.service.as_ref().map(|service| service.to_lowercase()) else { return false };
        cause.services.iter().any(|one| one.to_lowercase().contains(&service) || service::is_same(one, &service))
    }

    /// As a person would say it.
    fn in_words(&self, provider: &str, somebody: Option<&str>) -> String {
        let what = self.service.as_deref().map(|service| format!("{service} of ")).unwrap_or_default();
        let region = self.region.as_deref().map(|region| format!(" in {region}")).unwrap_or_default();
        let blame = somebody.map(|sentence| format!(" It says: {sentence}")).unwrap_or_default();
        format!("{provider} runs on {what}{}{region}.{blame}", self.party)
    }
}
