//! Whether a reading may be believed, beside the last good one of the same feed.
//!
//! A feed that goes backwards in time (an old copy out of some cache) or speaks another dialect than before is not taken
//! in; of one that shows far fewer events than before, what it shows is taken in and what it does not show is not missed.
//! Whatever is doubtful twice in a row is how the feed is now: no feed is doubted for ever. An answer that is not
//! different (304) is no reading: it stands for the last good one.

use serde::{Deserialize, Serialize};

use super::dialect::Dialect;
use super::health::{Condition, Health};

/// From how many events on a feed can show far fewer: below that, half of them may end in a minute.
const MANY: usize = 6;

/// What is remembered of a reading, to hold the next one against.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sight {
    /// The dialect it was written in.
    pub dialect: Dialect,
    /// When it says it was made, unix seconds.
    pub said_at: Option<i64>,
    /// The newest time in it at which the provider says to have said something, unix seconds.
    pub newest: Option<i64>,
    /// How many things it told of.
    pub things: usize,
}

/// Why a reading is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// It was made before the last good one.
    Backwards,
    /// It is written in another dialect.
    DialectChanged,
    /// It tells of far fewer things.
    Shrunk,
}

/// What becomes of a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is taken in.
    Sound,
    /// It is doubtful for the second time in a row, and taken in: so it is now.
    Confirmed(Doubt),
    /// It is doubtful: see [`Doubt::is_refused`].
    Doubted(Doubt),
}

impl Doubt {
    /// Whether nothing of it is taken in; otherwise what it shows is, and what it does not show is not missed.
    pub fn is_refused(self) -> bool {
        self != Doubt::Shrunk
    }

    /// Its name in measures.
    pub fn as_str(self) -> &'static str {
        match self {
            Doubt::Backwards => "backwards",
            Doubt::DialectChanged => "dialect_changed",
            Doubt::Shrunk => "shrunk",
        }
    }

    /// How the feed is shown meanwhile.
    pub fn condition(self) -> Condition {
        match self {
            Doubt::Backwards => Condition::Backwards,
            Doubt::DialectChanged => Condition::DialectChanged,
            Doubt::Shrunk => Condition::Shrunk,
        }
    }
}

/// Judges a reading beside the last good one of its feed; `doubt` is what the reading before this one was doubted for.
pub fn judge(last: Option<&Sight>, doubt: Option<Doubt>, now: &Sight) -> Verdict {
    match (last.and_then(|last| doubtful(last, now)), doubt) {
        (None, _) => Verdict::Sound,
        (Some(found), None) => Verdict::Doubted(found),
        (Some(found), Some(_)) => Verdict::Confirmed(found),
    }
}

impl Sight {
    /// Whether it is an empty list. It reads as Amazon's, and is what Salesforce's shows too when all is quiet; Google's
    /// tells of the past and is never empty.
    fn is_quiet(&self) -> bool {
        self.dialect == Dialect::Aws && self.things == 0
    }

    /// Whether the two may be of one dialect.
    fn is_like(&self, other: &Self) -> bool {
        let lists = |one: &Self| matches!(one.dialect, Dialect::Aws | Dialect::Salesforce);
        self.dialect == other.dialect || (self.is_quiet() && lists(other)) || (other.is_quiet() && lists(self))
    }

    /// The dialect that a feed is in by this reading of it: of an empty list, the one that it was in before.
    pub fn spoken(&self, last: Option<&Self>) -> Dialect {
        last.filter(|last| self.is_quiet() && self.is_like(last)).map_or(self.dialect, |last| last.dialect)
    }
}

fn doubtful(last: &Sight, now: &Sight) -> Option<Doubt> {
    if !now.is_like(last) {
        return Some(Doubt::DialectChanged);
    }
    // A feed that says when it was made is taken at its word; of others, an old copy is known by its newest time.
    let clocks = last.said_at.zip(now.said_at).or_else(|| last.newest.zip(now.newest));
    if clocks.is_some_and(|(before, after)| after < before) {
        return Some(Doubt::Backwards);
    }
    (last.things >= MANY && now.things * 2 < last.things).then_some(Doubt::Shrunk)
}

/// What a doubt is, in words for an operator.
pub fn words(doubt: Doubt, last: Option<&Sight>, now: &Sight) -> String {
    match (doubt, last) {
        (Doubt::DialectChanged, Some(last)) => {
            format!("it was {} and is {}", last.dialect.as_str(), now.dialect.as_str())
        }
        (Doubt::Shrunk, Some(last)) => format!("it told of {} things and tells of {}", last.things, now.things),
        _ => "it shows what is older than what it showed before".to_owned(),
    }
}

/// How one feed of a provider was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its host and path: what follows may hold a key.
    pub place: String,
    /// How it is.
    pub condition: Condition,
    /// What is wrong with it, or was until now.
    pub detail: Option<String>,
}

/// What is to be said of the feeds that are in this `condition`, of at most three of them; none where there is nothing.
/// Each is named by its place, unless it is the only feed there is.
pub fn told(findings: &[Finding], condition: Condition) -> Option<String> {
    let so = findings.iter().filter(|finding| finding.condition == condition);
    let words = so.filter_map(|finding| match (finding.detail.as_deref()?, findings.len()) {
        (detail, 1) => Some(detail.to_owned()),
        (detail, _) => Some(format!("{}: {detail}", finding.place)),
    });
    Some(words.take(3).collect::<Vec<_>>().join("; ")).filter(|words| !words.is_empty())
}

/// The health of a provider after its feeds were found so, at `now`: the worst of them counts. While it stays the same
/// kind of ill, it is so since it began; while it is well, the last that was to be said of it stays.
pub fn health(before: Option<&Health>, findings: &[Finding], now: i64) -> Health {
    let worst = [Condition::Failing, Condition::DialectChanged, Condition::Backwards, Condition::Shrunk]
        .into_iter()
        .find(|condition| findings.iter().any(|finding| finding.condition == *condition));
    let state = worst.unwrap_or(Condition::Ok);
    let detail = told(findings, state);
    match before.filter(|before| before.state == state) {
        Some(before) => {
            let kept = || before.detail.clone().filter(|_| state == Condition::Ok);
            Health { state, since: before.since, detail: detail.or_else(kept) }
        }
        None => Health { state, since: Some(now), detail },
    }
}

#[cfg(test)]
mod tests;
