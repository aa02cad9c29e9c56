//! Finding incidents: what is walked through, and what is asked of each that is found there (see [`Walk`]).

use boot::redis::{Question, Walk};
use contracts::IncidentStatus;
use problem::{Cursor, Page};
use redis::RedisResult;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::IncidentStore;
use super::record::{Sent, parsed, senseless};
use crate::Error;
use crate::domain::words::Sought;

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

impl IncidentStore {
    /// A page of the incidents that `search` finds, newest first, as JSON.
    pub async fn search(
        &self,
        search: &Search,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Page<Box<RawValue>>, Error> {
        let (walk, total) = self.plan(search).await?;
        let found = self.redis.walk(&walk, before, limit).await?;
        let mut items = Vec::with_capacity(found.ids.len());
        for sent in self.all_sent(&found.ids).await? {
            if search.still_fits(&sent)? {
                items.push(RawValue::from_string(sent.json).map_err(senseless)?);
            }
        }
        Ok(Page { items, next: found.next.map(|before| Cursor { before }), total })
    }

    /// Chooses what to walk through, whatever has the fewest members; and how many there are in all, where that is known.
    async fn plan(&self, search: &Search) -> RedisResult<(Walk, Option<u64>)> {
        let mut asked: Vec<_> = search.indexes().iter().map(|name| self.index_key(name)).collect();
        if asked.is_empty() {
            asked.push(self.index_key("all"));
        }
        let sizes = self.redis.sizes(&asked).await?;
        let (rarest, fewest) = sizes.iter().copied().enumerate().min_by_key(|(_, size)| *size).unwrap_or_default();
        let prefix = search.words.as_ref().map(|words| words.prefix.as_str());
        if let Some(prefix) = prefix
            && let Some(words) = self.spread(prefix).await?
            && self.redis.sizes(&words).await?.iter().sum::<u64>() <= fewest
        {
            let asked = if search.indexes().is_empty() { Vec::new() } else { asked };
            return Ok((Walk { through: words, asking: asked.into_iter().map(Question::In).collect() }, None));
        }
        let total = (asked.len() == 1 && prefix.is_none()).then_some(fewest);
        let through = vec![asked.remove(rarest)];
        let asking = asked.into_iter().map(Question::In).chain(prefix.map(|prefix| self.begins(prefix)));
        Ok((Walk { through, asking: asking.collect() }, total))
    }

    /// Whether one of an incident's words begins so; a space stands before each.
    fn begins(&self, prefix: &str) -> Question {
        Question::Holds { record: self.redis.key("incident:"), field: "words", text: format!(" {prefix}") }
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
