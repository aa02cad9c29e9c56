//! Events that belong to the incident of another: what that incident is told of them.

use contracts::{CauseUpdate, Link, Relation};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Event;
use super::opening::SYSTEM;

/// The most events that belong to one incident; one more opens its own.
pub const MOST: usize = 150;
/// The most links that an incident is told of at once.
pub(super) const MOST_LINKS: usize = 100;
/// The most characters of a link's title.
const LONGEST_TITLE: usize = 300;
/// The most characters of an address.
const LONGEST_ADDRESS: usize = 2048;

/// An event as it belongs, or belonged, to the incident of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Linked {
    /// The event.
    pub event: Uuid,
    /// Whose it is.
    pub provider: String,
    /// What it is, in one line.
    pub title: String,
    /// A page to read more on.
    pub url: Option<String>,
    /// Whether something is the matter there now.
    pub active: bool,
    /// Whether it is such that, by itself, it would hold an incident open now.
    pub holds: bool,
    /// Since when it is such, unix seconds.
    #[serde(default)]
    pub holds_since: Option<i64>,
    /// When it ended, where it has.
    pub ended_at: Option<i64>,
    /// Since when its end is known here, unix seconds.
    #[serde(default)]
    pub over_since: Option<i64>,
    /// Whether it ended because its provider is followed no longer, so that nobody knows how it went on.
    #[serde(default)]
    pub unfollowed: bool,
    /// The labels of what it concerns here.
    pub services: Vec<String>,
    /// Why it is held for an effect: the evidence in words.
    pub why: String,
    /// Since when it belongs there, unix seconds.
    pub since: i64,
    /// Since when it belongs there no longer, unix seconds.
    #[serde(default)]
    pub gone_at: Option<i64>,
}

impl Linked {
    /// `event` as it belongs to another's incident from `now` on; `before` is how it stood there, if it did.
    pub fn new(event: &Event, why: &str, before: Option<&Self>, now: i64) -> Self {
        let before = before.filter(|before| before.gone_at.is_none());
        let holds = event.opened && event.is_active() && !event.dismissed;
        let holds_since = before.and_then(|before| before.holds_since);
        let over_since = before.and_then(|before| before.over_since);
        Self {
            event: event.id,
            provider: event.provider.clone(),
            title: event.title.clone(),
            url: event.url.clone().filter(|url| url.chars().count() <= LONGEST_ADDRESS),
            active: event.is_active(),
            holds,
            holds_since: holds.then(|| holds_since.unwrap_or(now)),
            over_since: event.status.is_over().then(|| over_since.unwrap_or(now)),
            ended_at: event.status.is_over().then(|| event.ts_end.unwrap_or(event.ts_update)),
            unfollowed: event.unfollowed,
            services: event.concerns.clone(),
            why: why.to_owned(),
            since: before.map_or(now, |before| before.since),
            gone_at: None,
        }
    }

    /// The same when it belongs there no longer, from `now` on.
    #[must_use]
    pub fn gone(self, now: i64) -> Self {
        Self { gone_at: Some(now), holds: false, services: Vec::new(), ..self }
    }

    /// What the timeline of the incident says of it: that it joined, that it is over, that it left.
    fn told(&self) -> impl Iterator<Item = CauseUpdate> {
        let Self { event, provider, title, why, since, .. } = self;
        let line =
            |what: &str, nth: i64, at: i64, text: String| CauseUpdate { id: format!("{what}:{event}:{nth}"), at, text };
        let joined = line("effect", *since, *since, format!("{provider} is affected too: {title}. {why}"));
        let end = if self.unfollowed { "is followed no longer" } else { "is well again" };
        let nth = self.over_since.unwrap_or(*since);
        let over =
            self.ended_at.map(|at| line("effect-over", nth, at.max(*since), format!("{provider} {end}: {title}.")));
        let nothing = || format!("{provider} has nothing to do with this: {title}.");
        let left = self.gone_at.map(|at| line("effect-not", *since, at, nothing()));
        [Some(joined), over.filter(|_| left.is_none()), left].into_iter().flatten()
    }

    fn link(&self) -> Link {
        link(Relation::Effect, self.event, &format!("{}: {}", self.provider, self.title), self.url.clone(), self.active)
    }
}

/// A link to an event of ours.
pub fn link(relation: Relation, event: Uuid, title: &str, url: Option<String>, active: bool) -> Link {
    let title = title.chars().take(LONGEST_TITLE).collect();
    Link { relation, system: SYSTEM.to_owned(), r#ref: event.to_string(), title, url, active }
}

/// What an incident is told of the events that belong to it: lines for its timeline, links and labels.
#[derive(Debug, Default)]
pub struct Company {
    /// The lines, oldest first.
    pub updates: Vec<CauseUpdate>,
    /// The links: those where something is the matter now first, then the oldest.
    pub links: Vec<Link>,
    /// The labels, each once.
    pub services: Vec<String>,
    /// Who is not well yet and holds the incident open.
    pub holding: Vec<String>,
    /// When the last of those that are over ended.
    pub ended_at: Option<i64>,
}

/// What is told of `linked`.
pub fn company(linked: &[Linked]) -> Company {
    let mut updates: Vec<CauseUpdate> = linked.iter().flat_map(Linked::told).collect();
    updates.sort_by(|one, other| (one.at, &one.id).cmp(&(other.at, &other.id)));
    let mut present: Vec<&Linked> = linked.iter().filter(|one| one.gone_at.is_none()).collect();
    present.sort_by_key(|one| (!one.active, one.since, one.event));
    let mut services: Vec<String> = present.iter().flat_map(|one| one.services.clone()).collect();
    services.sort();
    services.dedup();
    let mut holding: Vec<String> = present.iter().filter(|one| one.holds).map(|one| one.provider.clone()).collect();
    holding.sort();
    holding.dedup();
    let ended_at = present.iter().filter_map(|one| one.ended_at).max();
    let links = present.into_iter().take(MOST_LINKS).map(Linked::link).collect();
    Company { updates, links, services, holding, ended_at }
}
