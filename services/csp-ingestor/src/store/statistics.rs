//! What providers' outages come to: their times, the months that wait to be counted, and the rows that were.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use boot::redis::{Context, Script};
use redis::AsyncCommands;
use uuid::Uuid;

use super::{CspStore, json, senseless};
use crate::domain::calendar::Month;
use crate::domain::outage::Outage;
use crate::domain::tally::Row;
use crate::error::Error;

static OUTAGE: LazyLock<Script> = LazyLock::new(|| Script::new(&[], include_str!("outage.lua")));
static ROW: LazyLock<Script> = LazyLock::new(|| Script::new(&[], include_str!("row.lua")));
static MARK: LazyLock<Script> = LazyLock::new(|| Script::new(&[], include_str!("mark.lua")));

/// The most outages of one provider whose times are kept.
pub const MAX_OUTAGES: usize = 10_000;
/// How many of them are read at once.
const BATCH: usize = 1_000;

/// The time of one event, to be kept for its provider's statistics.
pub struct Timed<'a> {
    /// The event.
    pub id: Uuid,
    /// Its version.
    pub version: u64,
    /// Its provider.
    pub provider: &'a str,
    /// Its name in the provider's list: the same for an event that is seen anew after it was forgotten.
    pub name: &'a str,
    /// Its time; none where it counts as none.
    pub outage: Option<&'a Outage>,
    /// The months that it touches, or touched before.
    pub months: &'a [Month],
}

/// A month that waits to be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// Which.
    pub month: Month,
    /// The mark's revision: another one says that something changed meanwhile.
    pub revision: u64,
}

/// What is stored of a provider's months.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rows {
    /// By month; months without anything are absent.
    pub months: BTreeMap<Month, Row>,
    /// Months that begin before this second are not counted anew: what they were counted from is gone.
    pub frozen: Option<i64>,
}

impl CspStore {
    /// The time that is kept under `name` in the list of `provider`.
    pub async fn outage(&self, provider: &str, name: &str) -> Result<Option<Outage>, Error> {
        let key = self.redis.key(&format!("outages:{provider}"));
        let kept: Option<String> = self.redis.connection().hget(key, name).await?;
        kept.map(|text| serde_json::from_str(&text).map_err(senseless)).transpose()
    }

    /// Keeps the time of an event, and marks the months it touches; false where the event has changed since it was read.
    pub async fn keep_outage(&self, timed: &Timed<'_>) -> Result<bool, Error> {
        let ended = timed.outage.and_then(Outage::ended);
        let mut arguments = vec![
            timed.id.to_string(),
            timed.version.to_string(),
            timed.provider.to_owned(),
            timed.name.to_owned(),
            timed.outage.map(json).transpose()?.unwrap_or_default(),
            ended.map_or_else(|| "+inf".to_owned(), |at| at.to_string()),
            MAX_OUTAGES.to_string(),
        ];
        arguments.extend(timed.months.iter().map(Month::to_string));
        Ok(self.redis.run(&OUTAGE, &Context::new(), &arguments).await?.word() == "OK")
    }

    /// Months that wait to be counted, by provider; at most `limit` of them.
    pub async fn due_months(&self, limit: usize) -> Result<HashMap<String, Vec<Due>>, Error> {
        let key = self.redis.key("statistics:due");
        let last = limit.saturating_sub(1).cast_signed();
        let found: Vec<(String, u64)> = self.redis.connection().zrange_withscores(key, 0, last).await?;
        let mut due: HashMap<String, Vec<Due>> = HashMap::new();
        for (member, revision) in found {
            let (provider, month) = member.split_once('/').ok_or_else(|| senseless(&member))?;
            let month = month.parse().map_err(senseless)?;
            due.entry(provider.to_owned()).or_default().push(Due { month, revision });
        }
        Ok(due)
    }

    /// The outages of `provider` that ended at `since` or later, or go on.
    pub async fn outages(&self, provider: &str, since: i64) -> Result<Vec<Outage>, Error> {
        let mut redis = self.redis.connection();
        let ends = self.redis.key(&format!("outages:{provider}:ends"));
        let names: Vec<String> = redis.zrangebyscore(ends, since, "+inf").await?;
        let key = self.redis.key(&format!("outages:{provider}"));
        let mut outages = Vec::with_capacity(names.len());
        for names in names.chunks(BATCH) {
            let kept: Vec<Option<String>> = redis::cmd("HMGET").arg(&key).arg(names).query_async(&mut redis).await?;
            for text in kept.into_iter().flatten() {
                outages.push(serde_json::from_str(&text).map_err(senseless)?);
            }
        }
        Ok(outages)
    }

    /// Writes what a month came to (none: it is left as it is); false where something changed since it was counted.
    pub async fn write_row(&self, provider: &str, due: Due, row: Option<&Row>) -> Result<bool, Error> {
        let text = match row {
            None => "-".to_owned(),
            Some(row) if row.is_empty() => String::new(),
            Some(row) => json(row)?,
        };
        let arguments = [provider.to_owned(), due.month.to_string(), due.revision.to_string(), text];
        Ok(self.redis.run(&ROW, &Context::new(), &arguments).await?.word() == "OK")
    }

    /// What is stored of the months of each of these providers.
    pub async fn rows(&self, providers: &[String]) -> Result<Vec<Rows>, Error> {
        if providers.is_empty() {
            return Ok(Vec::new());
        }
        let mut pipe = redis::pipe();
        for provider in providers {
            pipe.hgetall(self.redis.key(&format!("months:{provider}")));
        }
        let kept: Vec<HashMap<String, String>> = pipe.query_async(&mut self.redis.connection()).await?;
        kept.iter().map(rows).collect()
    }

    /// Forgets the outages of `provider` that ended before `since`, and its months before `month`.
    pub async fn forget_before(&self, provider: &str, since: i64, rows: &Rows, month: Month) -> Result<(), Error> {
        let mut redis = self.redis.connection();
        let ends = self.redis.key(&format!("outages:{provider}:ends"));
        let below = format!("({since}");
        let names: Vec<String> = redis.zrangebyscore_limit(&ends, "-inf", &below, 0, BATCH.cast_signed()).await?;
        let old: Vec<String> = rows.months.keys().filter(|one| **one < month).map(Month::to_string).collect();
        let mut pipe = redis::pipe();
        pipe.atomic();
        if !names.is_empty() {
            pipe.hdel(self.redis.key(&format!("outages:{provider}")), &names).zrem(&ends, &names);
        }
        if !old.is_empty() {
            pipe.hdel(self.redis.key(&format!("months:{provider}")), &old);
        }
        if names.is_empty() && old.is_empty() {
            return Ok(());
        }
        Ok(pipe.query_async(&mut redis).await?)
    }

    /// The time zone by which months were counted.
    pub async fn zone(&self) -> Result<Option<String>, Error> {
        Ok(self.redis.connection().get(self.redis.key("statistics:zone")).await?)
    }

    /// Months are counted by the zone `name` from now on: those of all providers that were counted wait to be counted anew.
    pub async fn count_by(&self, name: &str) -> Result<(), Error> {
        let mut redis = self.redis.connection();
        let providers: Vec<String> = redis.smembers(self.redis.key("statistics:providers")).await?;
        for provider in providers {
            let kept = self.rows(std::slice::from_ref(&provider)).await?;
            // In another zone, the ends of a month lie in its neighbours.
            let months = kept.iter().flat_map(|rows| rows.months.keys());
            let mut months: Vec<Month> = months.flat_map(|month| [month.plus(-1), *month, month.plus(1)]).collect();
            months.sort_unstable();
            months.dedup();
            let mut arguments = vec![provider];
            arguments.extend(months.iter().map(Month::to_string));
            self.redis.run(&MARK, &Context::new(), &arguments).await?;
        }
        Ok(redis.set(self.redis.key("statistics:zone"), name).await?)
    }
}

fn rows(kept: &HashMap<String, String>) -> Result<Rows, Error> {
    let mut rows = Rows::default();
    for (name, text) in kept {
        if name == "frozen" {
            rows.frozen = Some(text.parse().map_err(senseless)?);
        } else {
            rows.months.insert(name.parse().map_err(senseless)?, serde_json::from_str(text).map_err(senseless)?);
        }
    }
    Ok(rows)
}
