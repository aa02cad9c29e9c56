//! How well a provider's feed can be followed.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How well a feed can be followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ProviderHealthState)]
pub enum Condition {
    /// It was not asked yet.
    New,
    /// It answers, and what it says makes sense.
    Ok,
    /// It does not answer, or not so that it can be read.
    Failing,
    /// It shows far less than before.
    Shrunk,
    /// It shows what is older than what it showed before.
    Backwards,
    /// It is written in another dialect than before.
    DialectChanged,
    /// It is left alone: nobody asks it.
    Paused,
}

/// How well a provider's feed can be followed, since when, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ProviderHealth)]
pub struct Health {
    /// How well.
    pub state: Condition,
    /// Since when, unix seconds, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<i64>,
    /// What is wrong, for an operator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}
