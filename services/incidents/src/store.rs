//! Redis: every key and script of this service.
//!
//! All keys begin with `{incidents}:`.
//!
//! | key | what |
//! |---|---|
//! | `incident:<id>` | hash: an incident, see `store/record.lua` |
//! | `incident:<id>:timeline` | stream: its timeline, ids `<place>-0` |
//! | `incident:<id>:told` | set: what machines have told about it already, each once |
//! | `incident:<id>:postmortem` | hash: `json`, `version` |
//! | `origin:<system>:<ref>` | the incident opened from it, for ever |
//! | `sequence` | how many incidents there have been |
//! | `index:all`, `index:status:<s>`, `index:sev:<n>`, `index:service:<label>`, `index:word:<w>` | sorted sets of ids by `seq` |
//! | `words` | sorted set: every word there is, by the alphabet |
//! | `audit`, `outbox:comms…`, `operation:<hash>`, `jwks`, `schema` | kept by the crates of those names |

mod change;
mod open;
mod postmortem;
mod record;
mod search;
mod timeline;

use boot::redis::Store;
use contracts::Incident;

pub use self::change::Act;
pub use self::open::Opened;
pub use self::postmortem::Written;
pub use self::record::{Record, Sent};
pub use self::search::Search;
pub use self::timeline::Noted;
use crate::Error;
use crate::domain::id::IncidentId;

/// Where incidents are kept.
#[derive(Clone)]
pub struct IncidentStore {
    redis: Store,
}

impl IncidentStore {
    /// Incidents in the keyspace `redis`.
    pub fn new(redis: Store) -> Self {
        Self { redis }
    }

    /// The keyspace itself.
    pub fn redis(&self) -> &Store {
        &self.redis
    }

    /// The incident `id`.
    pub async fn get(&self, id: &IncidentId) -> Result<Incident, Error> {
        Ok(self.record(id, &[]).await?.incident)
    }
}
