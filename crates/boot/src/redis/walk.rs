//! Lists over sorted sets: the rarest thing asked for is walked through, newest first; the others are asked about what
//! is found there. No page costs more than [`PROBES`] such questions, however much there is.
//!
//! Every set holds ids by one sequence, the same in all of them.

use std::collections::BTreeMap;

use redis::RedisResult;

use super::Store;

/// How many questions a page may cost; a page that has spent them is short and says where to go on.
const PROBES: usize = 4_000;
/// How many candidates are looked at in one go.
const BATCH: usize = 200;

/// How a list is gone through. The names of keys are whole.
#[derive(Debug, Clone, Default)]
pub struct Walk {
    /// The sorted sets that are walked through together; keep them few, for each is read.
    pub through: Vec<String>,
    /// What must be true of each candidate.
    pub asking: Vec<Question>,
}

/// A question about a candidate.
#[derive(Debug, Clone)]
pub enum Question {
    /// Whether this sorted set holds it.
    In(String),
    /// Whether this sorted set holds it with a score from `least` to `most`.
    Between {
        /// The set's key.
        key: String,
        /// The least score.
        least: i64,
        /// The greatest.
        most: i64,
    },
    /// Whether a field of its record holds this text.
    Holds {
        /// What the key of a record is before the id.
        record: String,
        /// The field of the hash.
        field: &'static str,
        /// The text.
        text: String,
    },
}

/// What a walk came upon.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The ids, newest first.
    pub ids: Vec<String>,
    /// Below which sequence the next page starts; none where nothing is left.
    pub next: Option<u64>,
}

/// A member's sequence, and its id.
type Place = (u64, String);

impl Store {
    /// Walks from below the sequence `before` until a page of `limit` is full, nothing is left, or the questions are
    /// spent.
    pub async fn walk(&self, walk: &Walk, before: Option<u64>, limit: usize) -> RedisResult<Found> {
        let count = 1 + if walk.asking.is_empty() { limit } else { limit.max(BATCH) };
        let mut found: Vec<Place> = Vec::new();
        let mut before = before;
        let mut spent = 0;
        loop {
            let (candidates, more) = self.candidates(&walk.through, before, count).await?;
            before = candidates.last().map(|(sequence, _)| *sequence);
            spent += candidates.len() * walk.asking.len();
            found.extend(self.fitting(&walk.asking, candidates).await?);
            let next = if found.len() > limit {
                found.truncate(limit);
                found.last().map(|(sequence, _)| *sequence)
            } else if more && spent < PROBES {
                continue;
            } else {
                before.filter(|_| more)
            };
            return Ok(Found { ids: found.into_iter().map(|(_, id)| id).collect(), next });
        }
    }

    /// How many members each of these sorted sets has.
    pub async fn sizes(&self, keys: &[String]) -> RedisResult<Vec<u64>> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let mut pipe = redis::pipe();
        for key in keys {
            pipe.zcard(key);
        }
        pipe.query_async(&mut self.connection()).await
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
        let read: Vec<Vec<(String, u64)>> = pipe.query_async(&mut self.connection()).await?;
        // Below the last member read of a set that has more, that set is unknown: there this walk must pause.
        let full = read.iter().filter(|members| members.len() == count);
        let known_from = full.filter_map(|members| members.last().map(|(_, sequence)| *sequence)).max();
        let members = read.into_iter().flatten().map(|(id, sequence)| (sequence, id));
        let together: BTreeMap<u64, String> =
            members.filter(|(sequence, _)| known_from.is_none_or(|from| *sequence >= from)).collect();
        Ok((together.into_iter().rev().collect(), known_from.is_some()))
    }

    /// Those of `candidates` of which everything asked is true.
    async fn fitting(&self, asking: &[Question], candidates: Vec<Place>) -> RedisResult<Vec<Place>> {
        if candidates.is_empty() {
            return Ok(candidates);
        }
        let ids: Vec<_> = candidates.iter().map(|(_, id)| id.as_str()).collect();
        let mut fits = vec![true; ids.len()];
        for question in asking {
            let answers = self.ask(question, &ids).await?;
            fits.iter_mut().zip(answers).for_each(|(fits, answer)| *fits &= answer);
        }
        Ok(candidates.into_iter().zip(fits).filter(|(_, fits)| *fits).map(|(place, _)| place).collect())
    }

    /// What `question` comes to for each of `ids`.
    async fn ask(&self, question: &Question, ids: &[&str]) -> RedisResult<Vec<bool>> {
        let mut redis = self.connection();
        Ok(match question {
            Question::In(key) => {
                let places: Vec<Option<f64>> = redis::cmd("ZMSCORE").arg(key).arg(ids).query_async(&mut redis).await?;
                places.into_iter().map(|place| place.is_some()).collect()
            }
            Question::Between { key, least, most } => {
                let scores: Vec<Option<i64>> = redis::cmd("ZMSCORE").arg(key).arg(ids).query_async(&mut redis).await?;
                scores.into_iter().map(|score| score.is_some_and(|score| (*least..=*most).contains(&score))).collect()
            }
            Question::Holds { record, field, text } => {
                let mut pipe = redis::pipe();
                for id in ids {
                    pipe.hget(format!("{record}{id}"), field);
                }
                let texts: Vec<Option<String>> = pipe.query_async(&mut redis).await?;
                texts.into_iter().map(|held| held.is_some_and(|held| held.contains(text))).collect()
            }
        })
    }
}
