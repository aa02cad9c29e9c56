//! All flags in memory, ready to be evaluated: what everybody who asks is answered from.
//!
//! One task of the process writes here (the one that follows the changes); everybody else reads, without a lock and
//! without Redis.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use arc_swap::ArcSwapOption;
use contracts::Evaluation;
use tokio::sync::watch;

use crate::counted::Count;
use crate::domain::{Evaluator, Flag, Subject};

/// What all private flags are counted as.
const PRIVATE: &str = "private";
/// How long a writer waits to see its own change here.
const PATIENCE: Duration = Duration::from_millis(500);

/// All flags, shared by all of the process.
pub struct Live {
    set: ArcSwapOption<Set>,
    loaded: Arc<AtomicBool>,
    /// The change up to which all are in.
    revision: watch::Sender<u64>,
}

/// All flags at one moment; never changed, only replaced.
pub struct Set {
    /// Those that everybody may see.
    public: List,
    all: List,
}

/// Flags by key, and how long an answer with all of them can be.
struct List {
    flags: Vec<Arc<Ready>>,
    longest: usize,
}

/// One flag, ready to be evaluated and told.
pub(crate) struct Ready {
    evaluator: Evaluator,
    key: String,
    private: bool,
    /// By the place of the variation.
    given: Vec<Given>,
}

/// What is told of one variation.
struct Given {
    variation: String,
    /// `"key":{"variation":…,"off":…}`: a piece of the answer.
    told: Box<str>,
    count: Count,
}

impl Default for Live {
    fn default() -> Self {
        Self { set: ArcSwapOption::empty(), loaded: Arc::default(), revision: watch::Sender::new(0) }
    }
}

impl Live {
    /// The flags as they are now; none until they were read for the first time.
    pub fn set(&self) -> Option<Arc<Set>> {
        self.set.load_full()
    }

    /// Set once the flags were read.
    pub fn loaded(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.loaded)
    }

    /// Shows `set` from now on, with all changes up to `revision`.
    pub(crate) fn show(&self, set: Set, revision: u64) {
        self.set.store(Some(Arc::new(set)));
        self.loaded.store(true, Ordering::Relaxed);
        self.revision.send_replace(revision);
    }

    /// Waits until the change `revision` is in: whoever made it and asks next must find it. It comes in order, by the
    /// same way as those of other replicas, at once; where that way is cut just now, the writer is not kept long.
    pub(crate) async fn follows(&self, revision: u64) {
        let mut followed = self.revision.subscribe();
        let _ = tokio::time::timeout(PATIENCE, followed.wait_for(|now| *now >= revision)).await;
    }
}

impl Set {
    /// These flags, in their order.
    pub(crate) fn of<'a>(flags: impl Iterator<Item = &'a Arc<Ready>>) -> Self {
        let all: Vec<_> = flags.cloned().collect();
        let public = all.iter().filter(|flag| !flag.private).cloned().collect();
        Self { public: List::of(public), all: List::of(all) }
    }

    /// What each flag gives `subject`, as a JSON object by key; private flags `with_private` alone.
    pub fn answer(&self, subject: Subject<'_>, with_private: bool) -> String {
        if with_private { self.all.answer(subject) } else { self.public.answer(subject) }
    }
}

impl List {
    fn of(flags: Vec<Arc<Ready>>) -> Self {
        let between = flags.len();
        let longest = flags.iter().map(|flag| flag.longest()).sum::<usize>() + between + "{}".len();
        Self { flags, longest }
    }

    fn answer(&self, subject: Subject<'_>) -> String {
        let mut answer = String::with_capacity(self.longest);
        answer.push('{');
        for (place, flag) in self.flags.iter().enumerate() {
            if place > 0 {
                answer.push(',');
            }
            answer.push_str(flag.give(subject));
        }
        answer.push('}');
        answer
    }
}

impl Ready {
    /// Makes `flag` ready; none where it has nothing to give.
    pub(crate) fn new(flag: &Flag) -> Option<Self> {
        let evaluator = Evaluator::new(flag)?;
        let given = flag.variations.iter().map(|variation| Given::new(flag, variation)).collect();
        Some(Self { evaluator, key: flag.id.clone(), private: flag.private, given })
    }

    fn give(&self, subject: Subject<'_>) -> &str {
        let given = &self.given[self.evaluator.choose(subject)];
        // What is private is not told to those who only watch.
        let (flag, variation) =
            if self.private { (PRIVATE, PRIVATE) } else { (self.key.as_str(), given.variation.as_str()) };
        given.count.one_more(flag, variation);
        &given.told
    }

    fn longest(&self) -> usize {
        self.given.iter().map(|given| given.told.len()).max().unwrap_or_default()
    }
}

impl Given {
    fn new(flag: &Flag, variation: &str) -> Self {
        let evaluation = Evaluation { variation: variation.to_owned(), off: !flag.on };
        let text = |value: Result<String, serde_json::Error>| value.expect("plain texts are plain JSON");
        let told = format!("{}:{}", text(serde_json::to_string(&flag.id)), text(serde_json::to_string(&evaluation)));
        Self { variation: evaluation.variation, told: told.into(), count: Count::default() }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::{Value, json};

    use super::*;

    fn ready(id: &str, private: bool, variations: &[&str]) -> Arc<Ready> {
        let json = json!({ "id": id, "on": true, "private": private, "variations": variations, "off_variation": "-" });
        Arc::new(Ready::new(&serde_json::from_value(json).unwrap()).unwrap())
    }

    #[test]
    fn an_answer_is_joined_from_its_pieces_in_one_allocation() {
        let flags =
            [ready("a", false, &["long \"words\"\n", "-"]), ready("b", true, &["-"]), ready("c", false, &["é", "-"])];
        let subject = Subject { user: "alice", role: "viewer" };
        for count in 0..=flags.len() {
            let set = Set::of(flags[..count].iter());
            for (list, with_private) in [(&set.public, false), (&set.all, true)] {
                let answer = set.answer(subject, with_private);
                assert_eq!(answer.capacity(), list.longest, "nothing had to grow");
                let parsed: BTreeMap<String, Evaluation> = serde_json::from_str(&answer).unwrap();
                let keys: Vec<_> = list.flags.iter().map(|flag| flag.key.clone()).collect();
                assert_eq!(parsed.into_keys().collect::<Vec<_>>(), keys, "{answer}");
            }
        }
        let one: Value = serde_json::from_str(&Set::of(flags[..1].iter()).answer(subject, false)).unwrap();
        assert_eq!(one, json!({ "a": { "variation": "-", "off": false } }), "a fallthrough that leads nowhere");
    }
}
