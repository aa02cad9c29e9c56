//! The client of the flags service, and the cluster's own flags.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::time::{Instant, timeout};
use utoipa::ToSchema;

use crate::{CallError, Peer};

/// How long an answer counts as fresh: a change is seen within this time.
const FRESH: Duration = Duration::from_secs(1);
/// How long somebody's request may wait for an answer; afterwards what was heard last counts.
const PATIENCE: Duration = Duration::from_millis(500);
/// How many subjects are remembered.
const REMEMBERED: usize = 1_000;

/// A flag that the cluster itself asks for: it switches an optional behaviour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Switch {
    /// The flag's key.
    pub key: &'static str,
    /// What counts where nobody has said otherwise: the flag is not there, or flags has never answered.
    pub otherwise: bool,
    /// What it switches, for those who see it in the console.
    pub description: &'static str,
}

/// Whether the public side is shown. Asked for the user `public` in the role `guest`.
pub const PUBLIC_STATUS: Switch = Switch {
    key: "public_status_enabled",
    otherwise: true,
    description: "The public status page is shown. Off: readers are told that it is switched off.",
};
/// Whether people may sign up by themselves. Asked for the user `public` in the role `guest`.
pub const SIGN_UP: Switch = Switch {
    key: "sign_up_open",
    otherwise: true,
    description: "People may sign up by themselves. Off: only admins make accounts.",
};
/// Whether an incident opened from a provider's feed is announced without a person. Asked for the provider's name as
/// user, in the role `provider`.
pub const ANNOUNCE_BY_ITSELF: Switch = Switch {
    key: "announce_by_itself",
    otherwise: false,
    description: "An incident opened from a provider's feed is announced without a person, in both languages. \
                  Asked for the provider's name as user, in the role provider.",
};
/// Every flag the cluster itself asks for.
pub const SWITCHES: [Switch; 3] = [PUBLIC_STATUS, SIGN_UP, ANNOUNCE_BY_ITSELF];

/// The variations of a boolean flag as they are unless its maker names them otherwise.
pub const ON: &str = "on";
/// See [`ON`].
pub const OFF: &str = "off";

/// What one flag gives somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Evaluation {
    /// The variation.
    #[schema(example = "on")]
    pub variation: String,
    /// Whether the flag is switched off: then everybody gets this variation.
    #[schema(example = false)]
    pub off: bool,
}

/// The subject of a switch that is the same for everybody outside.
pub const EVERYBODY: (&str, &str) = ("public", "guest");

/// What every flag gives somebody, by key.
pub type Evaluations = BTreeMap<String, Evaluation>;

/// Calls flags, and remembers its answers.
///
/// A switch can always be asked: for a second the last answer counts, then flags is asked again; where it does not
/// answer, what was heard last goes on to count, and where nothing was, the switch's own default.
#[derive(Clone)]
pub struct FlagsClient {
    peer: Peer,
    heard: Arc<Mutex<HashMap<Subject, Heard>>>,
    away: Arc<AtomicBool>,
}

/// Whom a flag is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Subject {
    user: String,
    role: String,
}

/// The last answer for a subject, none where there never was one, and when it was last asked for.
#[derive(Clone)]
struct Heard {
    asked_at: Instant,
    answer: Option<Arc<Evaluations>>,
}

impl FlagsClient {
    /// A client of the flags service that `peer` reaches.
    pub fn new(peer: Peer) -> Self {
        Self { peer, heard: Arc::default(), away: Arc::default() }
    }

    /// What every flag gives `user` in `role`, as flags says now.
    pub async fn evaluate(&self, user: &str, role: &str) -> Result<Evaluations, CallError> {
        self.peer.find("/flags", &[("user", user), ("role", role)]).await
    }

    /// Whether `switch` is on for `user` in `role`; an answer at all times, within half a second.
    pub async fn is_on(&self, switch: &Switch, user: &str, role: &str) -> bool {
        self.heard(switch, user, role).await.unwrap_or(switch.otherwise)
    }

    /// The same, none where flags has never answered since the start.
    pub async fn heard(&self, switch: &Switch, user: &str, role: &str) -> Option<bool> {
        let subject = Subject { user: user.to_owned(), role: role.to_owned() };
        let answer = match self.known(&subject) {
            Known::Fresh(answer) => answer,
            Known::Stale(last) => {
                let answer = self.ask(&subject).await.map(Arc::new).or(last);
                self.keep(subject, answer)
            }
        };
        answer.map(|answer| state(&answer, switch).unwrap_or(switch.otherwise))
    }

    /// What is known of `subject`. While one asks anew, the others take the last answer; where there was none, each
    /// asks, for a default is no answer to go by.
    fn known(&self, subject: &Subject) -> Known {
        let now = Instant::now();
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(known) = heard.get_mut(subject) else { return Known::Stale(None) };
        if now < known.asked_at + FRESH {
            return Known::Fresh(known.answer.clone());
        }
        if known.answer.is_some() {
            known.asked_at = now;
        }
        Known::Stale(known.answer.clone())
    }

    /// The answer of flags, none where it gives none in time: said once, not at every asking.
    async fn ask(&self, subject: &Subject) -> Option<Evaluations> {
        let cause = match timeout(PATIENCE, self.evaluate(&subject.user, &subject.role)).await {
            Ok(Ok(answer)) => {
                if self.away.swap(false, Ordering::Relaxed) {
                    tracing::info!("flags answers again");
                }
                return Some(answer);
            }
            Ok(Err(cause)) => cause.to_string(),
            Err(_) => "no answer in time".to_owned(),
        };
        if !self.away.swap(true, Ordering::Relaxed) {
            tracing::warn!(cause, "flags cannot be asked: what it said last counts, or the defaults");
        }
        None
    }

    /// Remembers the answer, or that there was none; what counts is the answer.
    fn keep(&self, subject: Subject, answer: Option<Arc<Evaluations>>) -> Option<Arc<Evaluations>> {
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        if heard.len() >= REMEMBERED && !heard.contains_key(&subject) {
            forget_oldest(&mut heard);
        }
        // Another may have had an answer where this one had none.
        let answer = answer.or_else(|| heard.get(&subject).and_then(|known| known.answer.clone()));
        heard.insert(subject, Heard { asked_at: Instant::now(), answer: answer.clone() });
        answer
    }
}

enum Known {
    /// Good enough as it is.
    Fresh(Option<Arc<Evaluations>>),
    /// To be asked for anew; this counts where that fails.
    Stale(Option<Arc<Evaluations>>),
}

/// What `answer` says of `switch`; none where it says nothing of it, or neither on nor off. A flag that is switched off
/// is off, whatever it then gives.
fn state(answer: &Evaluations, switch: &Switch) -> Option<bool> {
    let given = answer.get(switch.key)?;
    match given.variation.as_str() {
        ON => Some(true),
        OFF => Some(false),
        _ => given.off.then_some(false),
    }
}

/// Makes room: a tenth goes at once, so that a stream of new subjects does not sort at each of them.
fn forget_oldest(heard: &mut HashMap<Subject, Heard>) {
    let mut times: Vec<_> = heard.values().map(|heard| heard.asked_at).collect();
    let (_, limit, _) = times.select_nth_unstable(REMEMBERED / 10);
    let limit = *limit;
    heard.retain(|_, heard| heard.asked_at > limit);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_memory_of_subjects_is_bounded_and_keeps_the_latest() {
        let now = Instant::now();
        let heard = |count: u64| Heard { asked_at: now + Duration::from_millis(count), answer: None };
        let subject = |count: u64| Subject { user: count.to_string(), role: "guest".to_owned() };
        let mut all: HashMap<_, _> = (0..REMEMBERED as u64).map(|count| (subject(count), heard(count))).collect();
        forget_oldest(&mut all);
        assert!(all.len() < REMEMBERED && all.len() > REMEMBERED / 2);
        assert!(!all.contains_key(&subject(0)) && all.contains_key(&subject(REMEMBERED as u64 - 1)));
    }
}
