//! Finding incidents: the rarest thing asked for is walked through, newest first; the others are asked about what is
//! found there. No page costs more than [`PROBES`] such questions, however many incidents there are.

use std::collections::BTreeMap;

use contracts::IncidentStatus;
use problem::{Cursor, Page};
use redis::RedisResult;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::IncidentStore;
use super::record::{Sent, parsed, senseless};
use crate::Error;
use crate::domain::words::Sought;

/// How many questions a page may cost; a page that has spent them is short and says where to go on.
const PROBES: usize = 4_000;
/// How many candidates are looked at in one go.
const BATCH: usize = 200;
/// How many words a prefix may stand for and still be walked through; a commoner one is asked of each candidate.
const SPREAD: usize = 64;

/// What incidents are looked for by; without anything, all of them.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// Those that stand here.
    pub status: Option<IncidentStatus>,
    /// Those of this severity.
    pub sev: Option<u8>,
    /// Those that concern this service.
    pub service: Option<String>,
    /// Those that hold these words.
    pub words: Option<Sought>,
}

impl Search {
    fn indexes(&self) -> Vec<String> {
        let words = self.words.iter().flat_map(|words| &words.whole).map(|word| word_index(word));
        let status = self.status.map(status_index);
        let others = [status, self.sev.map(sev_index), self.service.as_deref().map(service_index)];
        others.into_iter().flatten().chain(words).collect()
    }

    /// Whether an incident still is what the indexes said: it may have moved between being found and being read.
    fn still_fits(&self, sent: &Sent) -> Result<bool, Error> {
        if self.status.is_none() && self.sev.is_none() {
            return Ok(true);
        }
        let now: Standing = parsed(&sent.json)?;
        Ok(self.status.is_none_or(|status| status == now.status) && self.sev.is_none_or(|sev| sev == now.sev))
    }
}

/// What of an incident can change and is listed by.
#[derive(Deserialize)]
struct Standing {
    status: IncidentStatus,
    sev: u8,
}

/// How a search goes about it.
struct Plan {
    /// The sorted sets that are walked through together.
    walked: Vec<String>,
    /// The sorted sets that must hold each candidate.
    asked: Vec<String>,
    /// How a word of each candidate must begin.
    prefix: Option<String>,
    /// How many there are in all, where that is known.
    total: Option<u64>,
}

/// An incident's place in every index, and its id.
type Place = (u64, String);

impl IncidentStore {
    /// A page of the incidents that `search` finds, newest first, as JSON.
    pub async fn search(
        &self,
        search: &Search,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Page<Box<RawValue>>, Error> {
        let plan = self.plan(search).await?;
        let (found, next) = self.walk(&plan, before, limit).await?;
        let ids: Vec<_> = found.into_iter().map(|(_, id)| id).collect();
        let mut items = Vec::with_capacity(ids.len());
        for sent in self.all_sent(&ids).await? {
            if search.still_fits(&sent)? {
                items.push(RawValue::from_string(sent.json).map_err(senseless)?);
            }
        }
        Ok(Page { items, next: next.map(|before| Cursor { before }), total: plan.total })
    }

    /// Chooses what to walk through: whatever has the fewest members.
    async fn plan(&self, search: &Search) -> RedisResult<Plan> {
        let mut asked: Vec<_> = search.indexes().iter().map(|name| self.index_key(name)).collect();
        if asked.is_empty() {
            asked.push(self.index_key("all"));
        }
        let sizes = self.sizes(&asked).await?;
        let (rarest, fewest) = sizes.iter().copied().enumerate().min_by_key(|(_, size)| *size).unwrap_or_default();
        let Some(prefix) = search.words.as_ref().map(|words| words.prefix.clone()) else {
            let total = (asked.len() == 1).then_some(fewest);
            return Ok(Plan { walked: vec![asked.remove(rarest)], asked, prefix: None, total });
        };
        if let Some(words) = self.spread(&prefix).await?
            && self.sizes(&words).await?.iter().sum::<u64>() <= fewest
        {
            let asked = if search.indexes().is_empty() { Vec::new() } else { asked };
            return Ok(Plan { walked: words, asked, prefix: None, total: None });
        }
        Ok(Plan { walked: vec![asked.remove(rarest)], asked, prefix: Some(prefix), total: None })
    }

    /// Walks until the page is full, nothing is left, or the questions are spent; the answer's second part is where
    /// the next page starts.
    async fn walk(&self, plan: &Plan, before: Option<u64>, limit: usize) -> RedisResult<(Vec<Place>, Option<u64>)> {
        let questions = plan.asked.len() + usize::from(plan.prefix.is_some());
        let count = 1 + if questions == 0 { limit } else { limit.max(BATCH) };
        let mut found = Vec::new();
        let mut before = before;
        let mut spent = 0;
        loop {
            let (candidates, more) = self.candidates(&plan.walked, before, count).await?;
            before = candidates.last().map(|(seq, _)| *seq);
            spent += candidates.len() * questions;
            found.extend(self.fitting(plan, candidates).await?);
            if found.len() > limit {
                found.truncate(limit);
                let last = found.last().map(|(seq, _)| *seq);
                return Ok((found, last));
            }
            if !more {
                return Ok((found, None));
            }
            if spent >= PROBES {
                return Ok((found, before));
            }
        }
    }

    /// The next members of the sorted sets `keys` together, newest first, and whether there are more.
    async fn candidates(&self, keys: &[String], before: Option<u64>, count: usize) -> RedisResult<(Vec<Place>, bool)> {
        if keys.is_empty() {
            return Ok((Vec::new(), false));
        }
        let newest = before.map_or_else(|| "+inf".to_owned(), |before| format!("({before}"));
        let mut pipe = redis::pipe();
        for key in keys {
            pipe.zrevrangebyscore_limit_withscores(key, &newest, "-inf", 0, count.cast_signed());
        }
        let read: Vec<Vec<(String, u64)>> = pipe.query_async(&mut self.redis.connection()).await?;
        // Below the last member read of a set that has more, that set is unknown: there this walk must pause.
        let full = read.iter().filter(|members| members.len() == count);
        let known_from = full.filter_map(|members| members.last().map(|(_, seq)| *seq)).max();
        let members = read.into_iter().flatten().map(|(id, seq)| (seq, id));
        let together: BTreeMap<u64, String> =
            members.filter(|(seq, _)| known_from.is_none_or(|from| *seq >= from)).collect();
        Ok((together.into_iter().rev().collect(), known_from.is_some()))
    }

    /// Those of `candidates` that hold everything else that is asked.
    async fn fitting(&self, plan: &Plan, candidates: Vec<Place>) -> RedisResult<Vec<Place>> {
        if candidates.is_empty() || (plan.asked.is_empty() && plan.prefix.is_none()) {
            return Ok(candidates);
        }
        let ids: Vec<_> = candidates.iter().map(|(_, id)| id.as_str()).collect();
        let mut fits = vec![true; ids.len()];
        if !plan.asked.is_empty() {
            let mut pipe = redis::pipe();
            for key in &plan.asked {
                pipe.zscore_multiple(key, &ids);
            }
            let places: Vec<Vec<Option<u64>>> = pipe.query_async(&mut self.redis.connection()).await?;
            for held in &places {
                fits.iter_mut().zip(held).for_each(|(fits, place)| *fits &= place.is_some());
            }
        }
        if let Some(prefix) = &plan.prefix {
            let words = self.words_of(&ids).await?;
            let begins = format!(" {prefix}");
            fits.iter_mut().zip(&words).for_each(|(fits, words)| *fits &= words.contains(&begins));
        }
        Ok(candidates.into_iter().zip(fits).filter(|(_, fits)| *fits).map(|(place, _)| place).collect())
    }

    /// All words of each incident, with a space before each.
    async fn words_of(&self, ids: &[&str]) -> RedisResult<Vec<String>> {
        let mut pipe = redis::pipe();
        for id in ids {
            pipe.hget(self.redis.key(&format!("incident:{id}")), "words");
        }
        let words: Vec<Option<String>> = pipe.query_async(&mut self.redis.connection()).await?;
        Ok(words.into_iter().map(Option::unwrap_or_default).collect())
    }

    /// The sorted sets of the words that begin with `prefix`; none where they are too many.
    async fn spread(&self, prefix: &str) -> RedisResult<Option<Vec<String>>> {
        let words: Vec<String> = redis::cmd("ZRANGEBYLEX")
            .arg(self.redis.key("words"))
            .arg(format!("[{prefix}"))
            .arg([b"(", prefix.as_bytes(), b"\xff"].concat())
            .arg("LIMIT")
            .arg(0)
            .arg(SPREAD + 1)
            .query_async(&mut self.redis.connection())
            .await?;
        let keys = words.iter().map(|word| self.index_key(&word_index(word))).collect();
        Ok((words.len() <= SPREAD).then_some(keys))
    }

    async fn sizes(&self, keys: &[String]) -> RedisResult<Vec<u64>> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let mut pipe = redis::pipe();
        for key in keys {
            pipe.zcard(key);
        }
        pipe.query_async(&mut self.redis.connection()).await
    }

    fn index_key(&self, index: &str) -> String {
        self.redis.key(&format!("index:{index}"))
    }
}

pub(super) fn status_index(status: IncidentStatus) -> String {
    format!("status:{}", status.as_str())
}

pub(super) fn sev_index(sev: u8) -> String {
    format!("sev:{sev}")
}

pub(super) fn service_index(label: &str) -> String {
    format!("service:{label}")
}

fn word_index(word: &str) -> String {
    format!("word:{word}")
}
