//! Redis: every key and script of this service.
//!
//! All keys begin with `{flags}:`.
//!
//! | key | what |
//! |---|---|
//! | `flag:<key>` | hash: a flag, see `store/flag.lua` |
//! | `flags` | sorted set of keys, by the place in which they were made |
//! | `sequence` | how many flags were ever made |
//! | `revision` | how many changes there have been, of all flags |
//! | `changes` | stream of changes, ids `<revision>-0`: `key`, and `flag` as JSON (empty where it is gone); about the last 1,000 |
//! | `deleted` | hash: the last version of each deleted flag, from which it goes on where it is made anew |
//! | `seeded` | set: which of the cluster's own flags were written once |
//! | `audit`, `operation:<hash>`, `jwks`, `schema` | kept by the crates of those names |

mod read;
mod write;

use boot::redis::Store;

pub(crate) use self::read::Change;
pub use self::write::{Saved, Write};
use crate::Error;

/// Where flags are kept.
#[derive(Clone)]
pub struct FlagStore {
    redis: Store,
}

impl FlagStore {
    /// Flags in the keyspace `redis`.
    pub fn new(redis: Store) -> Self {
        Self { redis }
    }

    /// The keyspace itself.
    pub fn redis(&self) -> &Store {
        &self.redis
    }
}

/// Redis and this code do not understand each other.
fn senseless(cause: impl std::fmt::Display) -> Error {
    Error::Senseless(cause.to_string())
}
