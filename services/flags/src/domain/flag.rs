//! A flag, whole: as it is kept, and as people who keep flags read it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How many variations a flag has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = FlagKind)]
pub enum Kind {
    /// Two.
    #[default]
    Boolean,
    /// Two or more.
    Multivar,
}

/// A flag.
// Read leniently: what a later version of this service adds is passed over, and what it leaves out has a default.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Flag {
    /// Its key.
    #[schema(example = "public_status_enabled")]
    pub id: String,
    /// Whether it is switched on; switched off it gives everybody `off_variation`.
    #[serde(default)]
    #[schema(required)]
    pub on: bool,
    /// How many variations it has.
    #[serde(default)]
    #[schema(required)]
    pub kind: Kind,
    /// What it can give.
    #[serde(default)]
    #[schema(required, example = json!(["on", "off"]))]
    pub variations: Vec<String>,
    /// What it gives everybody while it is switched off.
    #[serde(default)]
    #[schema(required, example = "off")]
    pub off_variation: String,
    /// What it gives those whom no target names and no rule fits.
    #[serde(default)]
    #[schema(required)]
    pub fallthrough: Fallthrough,
    /// Tried in this order; the first that fits decides.
    #[serde(default)]
    #[schema(required)]
    pub rules: Vec<Rule>,
    /// Decided for single users, before all rules.
    #[serde(default)]
    #[schema(required)]
    pub targets: Targets,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub description: Option<String>,
    /// Whether it is shown to holders of a token alone.
    #[serde(default)]
    #[schema(required)]
    pub private: bool,
    /// Counts its changes, from 1; the `ETag`. Goes on where the flag is deleted and made anew.
    #[serde(default)]
    #[schema(required, example = 1)]
    pub version: u64,
    /// When it was made, unix seconds.
    #[serde(default)]
    #[schema(required, example = 1_730_073_600)]
    pub created_at: i64,
    /// When it was changed last, unix seconds.
    #[serde(default)]
    #[schema(required, example = 1_730_073_600)]
    pub updated_at: i64,
}

/// What a flag gives those whom no target names and no rule fits.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = FlagFallthrough)]
pub struct Fallthrough {
    /// One of the variations.
    #[serde(default)]
    #[schema(required, example = "on")]
    pub variation: String,
}

/// A rule: whom it fits, and what they get.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = FlagRule)]
pub struct Rule {
    /// Whom it fits.
    #[serde(rename = "if", default)]
    #[schema(required)]
    pub condition: Condition,
    /// What they get: one of the variations.
    #[serde(default)]
    #[schema(required, example = "on")]
    pub variation: String,
}

/// Whom a rule fits. Texts are compared letter by letter, their case included.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = FlagCondition)]
pub struct Condition {
    /// What is looked at: `user` or `role`.
    #[serde(default)]
    #[schema(required, example = "role")]
    pub attr: String,
    /// How: `eq`, `neq`, `in`, `not_in`, `starts_with`, `ends_with` or `contains`.
    #[serde(default)]
    #[schema(required, example = "eq")]
    pub op: String,
    /// What it is compared with; for `in` and `not_in` a list with commas between.
    #[serde(default)]
    #[schema(required, example = "manager")]
    pub value: String,
}

/// What single users get.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = FlagTargets)]
pub struct Targets {
    /// Users, and the variation each gets.
    #[serde(default)]
    #[schema(required, example = json!({"alice": "on", "bob": "off"}))]
    pub users: BTreeMap<String, String>,
}

/// What a flag gives while it is switched off, where its maker does not say: `off`, or else the last of `variations`.
pub fn usual_off(variations: &[String]) -> Option<&String> {
    variations.iter().find(|name| *name == contracts::flags::OFF).or_else(|| variations.last())
}
