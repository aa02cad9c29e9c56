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
#[derive(Default)]
pub struct Set {
    /// Those that everybody may see come first.
    flags: Vec<Arc<Ready>>,
    public: usize,
    /// How long an answer with those that everybody may see can be, and one with all.
    longest: (usize, usize),
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
        let (private, public): (Vec<_>, Vec<_>) = flags.cloned().partition(|flag| flag.private);
        let longest = |flags: &[Arc<Ready>]| flags.iter().map(|flag| flag.longest() + 1).sum::<usize>();
        let (of_public, of_private) = (longest(&public), longest(&private));
        let count = public.len();
        let flags = public.into_iter().chain(private).collect();
        Self { flags, public: count, longest: (of_public + 2, of_public + of_private + 2) }
    }

    /// What each flag gives `subject`, as a JSON object by key; private flags `with_private` alone.
    pub fn answer(&self, subject: Subject<'_>, with_private: bool) -> String {
        let (flags, longest) =
            if with_private { (&self.flags[..], self.longest.1) } else { (&self.flags[..self.public], self.longest.0) };
        let mut answer = String::with_capacity(longest);
        for flag in flags {
            answer.push(if answer.is_empty() { '{' } else { ',' });
            answer.push_str(flag.give(subject));
        }
        if answer.is_empty() {
            answer.push('{');
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
        given.count.one_more(&self.key, &given.variation);
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
