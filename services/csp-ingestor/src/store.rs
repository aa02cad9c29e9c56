//! Redis: every key and script of this service.
//!
//! All keys begin with `{csp-ingestor}:`.
//!
//! | key | what |
//! |---|---|
//! | `provider:<name>` | hash: `provider` (JSON), `sequence`, `asked` (tickets given), `polled`, `applied` (tickets), `state` (JSON); of one that was removed the tickets alone |
//! | `providers` | sorted set of names by `sequence`; `providers:sequence` counts them |
//! | `polls` | sorted set of names by when they are due, or until when they are claimed, unix milliseconds |
//! | `hosts`, `hosts:failures` | hosts that failed: sorted set by until when they are left alone, hash of how often in a row |
//! | `leaving` | set of names of removed providers whose open events are still to be ended |
//! | `event:<id>` | hash: `event`, `updates` (JSON), `original`, `version`, `ticket`, `missed`, `sequence`, `facets` (the lists it stands in, JSON), `names` (the ids it is found by, JSON), `told_at`, `telling_since`, `tellings`, `incident`, `concerns` (JSON), `root`, `turns`, `facts` |
//! | `over:<provider>` | sorted set of ids of events that are over, by when they began |
//! | `opened:<provider>`, `audited:<provider>` | how many incidents it opened, and lines of the audit it wrote, within the hour |
//! | `changes` | stream of what whoever listens is told, ids `<number>-0`; `changes:sequence` counts them |
//! | `external:<provider>` | hash: the ids by which a provider's feeds call events to ours, until the event is let go; of a component's outages the newest |
//! | `changed:graph`, `changed:statistics` | sorted sets of ids of events that wait for what follows from their change, by version |
//! | `edge:<cause>:<effect>` | an edge, JSON |
//! | `causes:<id>`, `effects:<id>` | sorted sets: the other ends of an event's edges, by when they were last found or spoken of |
//! | `edges`, `edges:judged` | sorted sets of `<cause>:<effect>`, the same: the others, and those that people spoke of |
//! | `changed:judge` | sorted set of ids of events whose causes may be others now, by waking; `wakings` counts these |
//! | `graph:began:<party>` | sorted set of ids of a provider's degraded events, by when they began |
//! | `graph:speaks:<party>`, also `…:of:<provider>` | sorted sets of ids of events that speak of a provider or of one that runs on it, the same |
//! | `linked:<id>` | hash: the events that belong to the incident of this one, JSON |
//! | `dependency:<id>` | what one of our services runs on, JSON |
//! | `dependencies` | sorted set of ids by sequence; `dependencies:sequence` counts them |
//! | `dependencies:of:<provider>` | set of ids |
//! | `dependencies:same` | hash: what makes a dependency the same as another, to its id |
//! | `open:<provider>` | set of ids of events that are not over |
//! | `events:all`, `events:active`, `events:idle`, `events:provider:<name>`, `events:service:<label>`, `events:region:<label>`, `events:status:<s>`, `events:severity:<n>`, `events:kind:<k>`, `events:span:<n>` | sorted sets of ids by `sequence`; `events:sequence` counts them |
//! | `events:started` | sorted set of ids by when they began, unix seconds |
//! | `maintenances:<stage>`, also `…:of:<provider>` | sorted sets of planned work by when it begins, then by sequence, as text |
//! | `reminders:due` | sorted set of ids of planned work by when to look at it for a reminder, unix seconds |
//! | `reminders:of:<id>` | hash: the `start` that was looked at, `since` when, and `<start>:<lead>`, told when or let go |
//! | `reminders` | stream of the last 1,000 that were told; `reminders:sequence` counts them |
//! | `outages:<provider>` | hash: times of its events as JSON, by name; `…:ends` the names by when they ended |
//! | `months:<provider>` | hash: what its months came to, as JSON; `frozen`: before when they are not counted anew |
//! | `statistics:due` | sorted set of `<provider>/<month>` that wait to be counted, by revision; `statistics:revision` counts |
//! | `statistics:providers`, `statistics:zone` | the providers that have statistics; the zone by which months were counted |
//! | `audit`, `outbox:incidents…`, `operation:<hash>`, `jwks`, `schema` | kept by the crates of those names |

mod changed;
mod changes;
mod dependencies;
mod edges;
mod events;
mod graph;
mod leases;
mod migrate;
mod plans;
mod providers;
mod registry;
mod search;
mod statistics;

use std::sync::LazyLock;

use boot::redis::{Context, Reply, Script, Store};
use problem::Operation;
use serde::Serialize;

pub use self::changed::Follower;
pub(crate) use self::changes::{Change, What};
pub use self::events::{Known, Record, Write, Written};
pub use self::graph::{Attached, Attachment, Heard};
pub use self::leases::{Claimed, Gate, Move};
pub use self::providers::Subject;
pub use self::registry::{Followed, MOST_PROVIDERS, Registered};
pub use self::search::Search;
pub use self::statistics::{Due, MAX_OUTAGES, Rows, Timed};
pub use crate::domain::memory::{FeedState, MOST_ODDITIES, PollState};
pub use crate::domain::stage::Stage;
use crate::error::Error;

/// The Lua function `wake(id)`: lets an event be judged again.
const WAKE: &str = include_str!("store/wake.head.lua");
static ANSWER: LazyLock<Script> = LazyLock::new(|| Script::new(&[], include_str!("store/answer.lua")));

/// Where providers and events are kept.
#[derive(Clone)]
pub struct CspStore {
    redis: Store,
    bounds: Bounds,
}

/// What one provider may fill, so that a feed that shows something else at every look fills nothing.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// How many events are kept; beyond, those that began first, and are over, go.
    pub events: usize,
    /// How many incidents are opened within an hour; beyond, events wait for the next.
    pub opened: usize,
    /// How many changes are written in the audit within an hour; then, once, that there are more.
    pub audited: usize,
    /// How often incidents is told of one event within an hour; its end is always told.
    pub told: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { events: 5_000, opened: 20, audited: 500, told: 60 }
    }
}

impl CspStore {
    /// Providers and events in the keyspace `redis`.
    pub fn new(redis: Store) -> Self {
        Self { redis, bounds: Bounds::default() }
    }

    /// The same with other bounds.
    #[must_use]
    pub fn bounded(self, bounds: Bounds) -> Self {
        Self { bounds, ..self }
    }

    /// What one provider may fill.
    pub fn bounds(&self) -> Bounds {
        self.bounds
    }

    /// The keyspace itself.
    pub fn redis(&self) -> &Store {
        &self.redis
    }

    /// What was answered to this operation before, if it was.
    pub async fn answered(&self, operation: &Operation) -> Result<Option<String>, Error> {
        let reply = self.redis.run(&ANSWER, &Context::new().operation(Some(operation)), Vec::<String>::new()).await?;
        before(&reply)
    }

    /// Keeps `answer` for the same request asked again.
    pub async fn keep_answer(&self, operation: &Operation, answer: &str) -> Result<(), Error> {
        self.redis.run(&ANSWER, &Context::new().operation(Some(operation)), answer).await?;
        Ok(())
    }
}

/// The answer given before, where a script says there was one.
fn before(reply: &Reply) -> Result<Option<String>, Error> {
    match reply.word() {
        "REPLAY" => Ok(Some(reply.text(1).unwrap_or_default().to_owned())),
        "MISMATCH" => Err(Error::KeyReused),
        "NONE" => Ok(None),
        other => Err(Error::Senseless(other.to_owned())),
    }
}

fn json(value: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(senseless)
}

fn senseless(cause: impl std::fmt::Display) -> Error {
    Error::Senseless(cause.to_string())
}
