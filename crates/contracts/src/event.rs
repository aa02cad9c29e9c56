//! Events: a fact that one service tells another, once and for all.

use identity::Actor;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

/// A fact about one aggregate: the change, and the whole of what it became.
///
/// Versions of an aggregate have no gaps. A receiver that has a later version ignores a stale one in its projections.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Event {
    /// The event's own id: the same however often it is delivered.
    pub id: Uuid,
    /// What happened, such as `incident.status`.
    #[serde(rename = "type")]
    #[schema(example = "incident.status")]
    pub kind: String,
    /// When, in unix seconds.
    pub at: i64,
    /// Who did it.
    pub actor: Actor,
    /// The request that did it, where one did.
    #[serde(default)]
    pub request_id: Option<String>,
    /// What it happened to.
    pub aggregate_id: String,
    /// The aggregate's version after it; no larger than every reader of JSON holds exactly.
    #[schema(maximum = 9_007_199_254_740_991_i64)]
    pub version: u64,
    /// What changed, in the form its `type` has.
    #[serde(default)]
    pub change: Value,
    /// The aggregate after the change, whole.
    pub data: Value,
}

/// The part of an [`Event`] that is known before the store has counted its version; the store adds the rest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EventHead {
    /// See [`Event::id`].
    pub id: Uuid,
    /// See [`Event::kind`].
    #[serde(rename = "type")]
    pub kind: String,
    /// See [`Event::at`].
    pub at: i64,
    /// See [`Event::actor`].
    pub actor: Actor,
    /// See [`Event::request_id`].
    pub request_id: Option<String>,
    /// See [`Event::change`].
    pub change: Value,
}

impl EventHead {
    /// A fact of `kind` that `actor` made at `at`, in the request being answered.
    pub fn new(id: Uuid, kind: &str, at: i64, actor: Actor, change: Value) -> Self {
        let request_id = problem::current_request().map(|request| request.id.to_string());
        Self { id, kind: kind.to_owned(), at, actor, request_id, change }
    }

    /// The event, now that the aggregate's id, version and data are known.
    pub fn complete(self, aggregate_id: String, version: u64, data: Value) -> Event {
        let Self { id, kind, at, actor, request_id, change } = self;
        Event { id, kind, at, actor, request_id, aggregate_id, version, change, data }
    }
}
