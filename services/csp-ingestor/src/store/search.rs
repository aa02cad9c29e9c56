//! Finding events: in which lists an event stands, and what is walked through to find some (see [`Walk`]).

use boot::redis::{Question, Walk};
use problem::{Cursor, Page};
use redis::{AsyncCommands, RedisResult};

use super::{CspStore, Record};
use crate::domain::event::{Event, Kind, Severity, Status};
use crate::domain::service;
use crate::error::Error;

/// How many seconds of beginnings one list by time holds.
const SPAN: i64 = 30 * 86_400;
/// How many such lists are walked through together; a longer time is asked about instead.
const SPREAD: i64 = 48;
/// The most characters of a label that is looked for.
const LONGEST_LABEL: usize = 200;

/// What events are looked for by; without anything, all of them.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// Those with which something is the matter now, or the others.
    pub active: Option<bool>,
    /// Those of this provider.
    pub provider: Option<String>,
    /// Those that touch this service, by whatever name.
    pub service: Option<String>,
    /// Those in this region, whatever its case.
    pub region: Option<String>,
    /// Those that stand here.
    pub status: Option<Status>,
    /// Those as bad as this.
    pub severity: Option<Severity>,
    /// Those of this kind.
    pub kind: Option<Kind>,
    /// Those that began at this second or later.
    pub from: Option<i64>,
    /// Those that began at this second or before.
    pub to: Option<i64>,
}

impl Search {
    /// The lists in which each of them stands.
    fn facets(&self) -> Vec<String> {
        let named = [
            self.active.map(|active| activity(active).to_owned()),
            self.provider.as_deref().map(of_provider),
            self.service.as_deref().map(of_service),
            self.region.as_deref().map(of_region),
            self.status.map(of_status),
            self.severity.map(of_severity),
            self.kind.map(of_kind),
        ];
        named.into_iter().flatten().collect()
    }

    fn is_of_a_time(&self) -> bool {
        self.from.is_some() || self.to.is_some()
    }

    fn least(&self) -> i64 {
        self.from.unwrap_or(i64::MIN)
    }

    fn most(&self) -> i64 {
        self.to.unwrap_or(i64::MAX)
    }

    /// Whether an event still is what the lists said: it may have changed between being found and being read.
    fn fits(&self, event: &Event) -> bool {
        let stands = facets(event);
        (self.least()..=self.most()).contains(&event.ts_start)
            && self.facets().iter().all(|facet| stands.contains(facet))
    }
}

/// The lists in which an event stands.
pub(super) fn facets(event: &Event) -> Vec<String> {
    let single = [
        "all".to_owned(),
        activity(event.is_active()).to_owned(),
        of_provider(&event.provider),
        of_status(event.status),
        of_severity(event.severity),
        of_kind(event.kind),
        of_span(event.ts_start.div_euclid(SPAN)),
    ];
    let services = event.services.iter().map(|service| of_service(service));
    let regions = event.regions.iter().map(|region| of_region(region));
    let mut facets: Vec<String> = single.into_iter().chain(services).chain(regions).collect();
    facets.sort();
    facets.dedup();
    facets
}

fn activity(active: bool) -> &'static str {
    if active { "active" } else { "idle" }
}

fn of_provider(name: &str) -> String {
    format!("provider:{name}")
}

fn of_service(label: &str) -> String {
    format!("service:{}", service::folded(label))
}

fn of_region(label: &str) -> String {
    format!("region:{}", folded(label))
}

fn of_status(status: Status) -> String {
    format!("status:{}", status.as_str())
}

fn of_severity(severity: Severity) -> String {
    format!("severity:{}", u8::from(severity))
}

fn of_kind(kind: Kind) -> String {
    format!("kind:{}", kind.as_str())
}

fn of_span(number: i64) -> String {
    format!("span:{number}")
}

/// A label as it is looked for: without regard to case, and not without end.
fn folded(label: &str) -> String {
    label.trim().chars().take(LONGEST_LABEL).collect::<String>().to_lowercase()
}

impl CspStore {
    /// A page of the events that `search` finds, newest first, without their updates.
    pub async fn search(&self, search: &Search, before: Option<Cursor>, limit: usize) -> Result<Page<Record>, Error> {
        let (walk, total) = self.plan(search).await?;
        let found = self.redis.walk(&walk, before.map(|cursor| cursor.before), limit).await?;
        let mut items = self.records(&found.ids, false).await?;
        items.retain(|record| search.fits(&record.event));
        Ok(Page { items, next: found.next.map(|before| Cursor { before }), total })
    }

    /// Chooses what to walk through, whatever has the fewest members; and how many there are in all, where that is known.
    async fn plan(&self, search: &Search) -> RedisResult<(Walk, Option<u64>)> {
        let mut asked: Vec<String> = search.facets().iter().map(|facet| self.list_key(facet)).collect();
        if asked.is_empty() {
            asked.push(self.list_key("all"));
        }
        let sizes = self.redis.sizes(&asked).await?;
        let (rarest, fewest) = sizes.iter().copied().enumerate().min_by_key(|(_, size)| *size).unwrap_or_default();
        let mut asking = Vec::new();
        if search.is_of_a_time() {
            let key = self.redis.key("events:started");
            asking.push(Question::Between { key, least: search.least(), most: search.most() });
            if let Some(spans) = self.spans(search).await?
                && self.redis.sizes(&spans).await?.iter().sum::<u64>() <= fewest
            {
                let asked = if search.facets().is_empty() { Vec::new() } else { asked };
                asking.extend(asked.into_iter().map(Question::In));
                return Ok((Walk { through: spans, asking }, None));
            }
        }
        let total = (asked.len() == 1 && asking.is_empty()).then_some(fewest);
        let through = vec![asked.remove(rarest)];
        asking.extend(asked.into_iter().map(Question::In));
        Ok((Walk { through, asking }, total))
    }

    /// The lists by time in which what `search` asks for may stand; none where they are too many.
    async fn spans(&self, search: &Search) -> RedisResult<Option<Vec<String>>> {
        let mut redis = self.redis.connection();
        let key = self.redis.key("events:started");
        let first: Vec<(String, i64)> = redis.zrange_withscores(&key, 0, 0).await?;
        let last: Vec<(String, i64)> = redis.zrange_withscores(&key, -1, -1).await?;
        let (Some((_, first)), Some((_, last))) = (first.first(), last.first()) else { return Ok(Some(Vec::new())) };
        let first = search.least().max(*first).div_euclid(SPAN);
        let last = search.most().min(*last).div_euclid(SPAN);
        let few = last - first < SPREAD;
        Ok(few.then(|| (first..=last).map(|number| self.list_key(&of_span(number))).collect()))
    }

    pub(super) fn list_key(&self, facet: &str) -> String {
        self.redis.key(&format!("events:{facet}"))
    }
}
