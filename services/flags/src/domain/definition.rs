//! A definition as it is sent, and what must hold of it.

use std::collections::{BTreeMap, BTreeSet};

use problem::FieldError;
use serde::Deserialize;
use utoipa::ToSchema;

use super::evaluation::{Attr, Op, listed};
use super::flag::{Condition, Fallthrough, Flag, Kind, Rule, Targets, usual_off};
use super::key::{FlagKey, PATTERN};

const MOST_VARIATIONS: usize = 32;
const MOST_RULES: usize = 100;
const MOST_TARGETS: usize = 1_000;
const LONGEST_VARIATION: usize = 64;
const LONGEST_VALUE: usize = 1_000;
const LONGEST_DESCRIPTION: usize = 1_000;
const LARGEST: usize = 64 * 1024;
/// The longest name of a user, here and where a flag is asked for.
pub const LONGEST_USER: usize = 256;

/// A flag to make, or to put in the place of the one with this key.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FlagDefinition {
    /// Its key: `^[a-z0-9][a-z0-9._-]{0,127}$`.
    #[serde(default)]
    #[schema(required, pattern = "^[a-z0-9][a-z0-9._-]{0,127}$", example = "public_status_enabled")]
    pub id: String,
    /// Whether it is switched on.
    #[serde(default)]
    #[schema(required, example = true)]
    pub on: bool,
    /// How many variations it has: `boolean` two, `multivar` two or more.
    #[serde(default)]
    #[schema(default = "boolean", example = "boolean")]
    pub kind: Kind,
    /// What it can give: up to 32, each different; `on` and `off` where a boolean flag does not say.
    #[schema(nullable = false, example = json!(["on", "off"]))]
    pub variations: Option<Vec<String>>,
    /// What it gives everybody while it is switched off; where not said, `off` if it is a variation, else the last one.
    #[schema(nullable = false, example = "off")]
    pub off_variation: Option<String>,
    /// What it gives those whom no target names and no rule fits; where not said, the first variation.
    #[schema(nullable = false)]
    pub fallthrough: Option<FallthroughIn>,
    /// Tried in this order, the first that fits decides; up to 100.
    #[serde(default)]
    pub rules: Vec<RuleIn>,
    /// Decided for single users, before all rules.
    #[serde(default)]
    pub targets: TargetsIn,
    /// What it is for.
    #[schema(nullable = false)]
    pub description: Option<String>,
    /// Whether it is shown to holders of a token alone.
    #[serde(default)]
    #[schema(default = false)]
    pub private: bool,
}

/// What a flag gives those whom no target names and no rule fits.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FlagDefinitionFallthrough)]
pub struct FallthroughIn {
    /// One of the variations; the first, where not said.
    #[schema(nullable = false, example = "on")]
    pub variation: Option<String>,
}

/// A rule.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FlagDefinitionRule)]
pub struct RuleIn {
    /// Whom it fits; must be said.
    #[serde(rename = "if")]
    #[schema(nullable = false)]
    pub condition: Option<ConditionIn>,
    /// What they get: one of the variations; must be said.
    #[schema(nullable = false, example = "on")]
    pub variation: Option<String>,
}

/// Whom a rule fits; all three must be said.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FlagDefinitionCondition)]
pub struct ConditionIn {
    /// What is looked at: `user` or `role`.
    #[schema(nullable = false, example = "role")]
    pub attr: Option<String>,
    /// How: `eq`, `neq`, `in`, `not_in`, `starts_with`, `ends_with` or `contains`.
    #[schema(nullable = false, example = "eq")]
    pub op: Option<String>,
    /// What it is compared with, its case included; for `in` and `not_in` a list with commas between.
    #[schema(nullable = false, example = "manager")]
    pub value: Option<String>,
}

/// What single users get.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FlagDefinitionTargets)]
pub struct TargetsIn {
    /// Users, and the variation each gets; up to 1,000.
    #[serde(default)]
    #[schema(example = json!({"alice": "on", "bob": "off"}))]
    pub users: BTreeMap<String, String>,
}

impl FlagDefinition {
    /// The flag it defines, every default filled in and in no version yet; or everything that is wrong with it.
    pub fn checked(self) -> Result<Flag, Vec<FieldError>> {
        let mut faults = Faults(Vec::new());
        if self.id.parse::<FlagKey>().is_err() {
            faults.add("/id", format!("must match {PATTERN}"));
        }
        let variations = variations(self.kind, self.variations, &mut faults);
        let names = Names(&variations);
        let off_variation = match self.off_variation {
            Some(name) => names.checked("/off_variation", Some(name), &mut faults),
            None => usual_off(&variations).cloned().unwrap_or_default(),
        };
        let fallthrough = match self.fallthrough.and_then(|fallthrough| fallthrough.variation) {
            Some(name) => names.checked("/fallthrough/variation", Some(name), &mut faults),
            None => variations.first().cloned().unwrap_or_default(),
        };
        if self.rules.len() > MOST_RULES {
            faults.add("/rules", format!("must have at most {MOST_RULES} items"));
        }
        let numbered = self.rules.into_iter().take(MOST_RULES).enumerate();
        let rules = numbered.map(|(index, rule)| rule.checked(&format!("/rules/{index}"), &names, &mut faults));
        let rules = rules.collect();
        let targets = self.targets.checked(&names, &mut faults);
        let description = self.description.and_then(|text| description(&text, &mut faults));
        let flag = Flag {
            id: self.id,
            on: self.on,
            kind: self.kind,
            off_variation,
            fallthrough: Fallthrough { variation: fallthrough },
            rules,
            targets,
            description,
            private: self.private,
            variations,
            ..Flag::default()
        };
        // Every change is kept for a while for the other replicas, whole.
        if serde_json::to_vec(&flag).is_ok_and(|text| text.len() > LARGEST) {
            faults.add("", format!("must be {LARGEST} bytes at most in all, without blanks"));
        }
        if faults.0.is_empty() { Ok(flag) } else { Err(faults.0) }
    }
}

impl RuleIn {
    fn checked(self, at: &str, names: &Names<'_>, faults: &mut Faults) -> Rule {
        let variation = names.checked(&format!("{at}/variation"), self.variation, faults);
        let Some(condition) = self.condition else {
            faults.add(format!("{at}/if"), "is required");
            return Rule { variation, ..Rule::default() };
        };
        Rule { condition: condition.checked(&format!("{at}/if"), faults), variation }
    }
}

impl ConditionIn {
    fn checked(self, at: &str, faults: &mut Faults) -> Condition {
        let attr = faults.said(&format!("{at}/attr"), self.attr);
        if let Some(Err(unknown)) = attr.as_deref().map(str::parse::<Attr>) {
            faults.add(format!("{at}/attr"), unknown.to_string());
        }
        let op = faults.said(&format!("{at}/op"), self.op);
        let parsed = op.as_deref().map(str::parse::<Op>);
        if let Some(Err(unknown)) = parsed {
            faults.add(format!("{at}/op"), unknown.to_string());
        }
        let value = faults.said(&format!("{at}/value"), self.value);
        if let Some(value) = &value {
            let is_list = matches!(parsed, Some(Ok(Op::In | Op::NotIn)));
            if is_list && listed(value).any(str::is_empty) && !value.is_empty() {
                faults.add(format!("{at}/value"), "must be a list with commas between, no item empty");
            }
            faults.length(&format!("{at}/value"), value, LONGEST_VALUE);
        }
        Condition { attr: attr.unwrap_or_default(), op: op.unwrap_or_default(), value: value.unwrap_or_default() }
    }
}

impl TargetsIn {
    fn checked(self, names: &Names<'_>, faults: &mut Faults) -> Targets {
        if self.users.len() > MOST_TARGETS {
            faults.add("/targets/users", format!("must have at most {MOST_TARGETS} users"));
        }
        let users = self.users.into_iter().take(MOST_TARGETS).map(|(user, name)| {
            let at = format!("/targets/users/{}", user.replace('~', "~0").replace('/', "~1"));
            faults.length(&at, &user, LONGEST_USER);
            let name = names.checked(&at, Some(name), faults);
            (user, name)
        });
        Targets { users: users.collect() }
    }
}

/// The variations a definition refers to.
struct Names<'a>(&'a [String]);

impl Names<'_> {
    /// `name`, blamed where it is none of these. Where they are themselves to blame, nothing is held against it.
    fn checked(&self, at: &str, name: Option<String>, faults: &mut Faults) -> String {
        match faults.said(at, name) {
            Some(name) if self.0.is_empty() || self.0.contains(&name) => name,
            Some(name) => {
                faults.add(at, format!("must be one of the variations: {}", self.0.join(", ")));
                name
            }
            None => String::new(),
        }
    }
}

/// The variations, or none where they are to blame.
fn variations(kind: Kind, given: Option<Vec<String>>, faults: &mut Faults) -> Vec<String> {
    let usual = || [contracts::flags::ON, contracts::flags::OFF].map(str::to_owned).to_vec();
    let names = match (given, kind) {
        (Some(names), _) => names,
        (None, Kind::Boolean) => usual(),
        (None, Kind::Multivar) => {
            faults.add("/variations", "is required: a multivar flag has variations of its own");
            return Vec::new();
        }
    };
    let before = faults.0.len();
    match kind {
        Kind::Boolean if names.len() != 2 => {
            faults.add("/variations", "must be two: a flag with more is of the kind multivar");
        }
        Kind::Multivar if !(2..=MOST_VARIATIONS).contains(&names.len()) => {
            faults.add("/variations", format!("must be 2 to {MOST_VARIATIONS}"));
        }
        _ => {}
    }
    let mut known = BTreeSet::new();
    for (index, name) in names.iter().enumerate().take(MOST_VARIATIONS) {
        let at = format!("/variations/{index}");
        faults.length(&at, name, LONGEST_VARIATION);
        if name.trim() != name || name.chars().any(char::is_control) {
            faults.add(&at, "must have no space around it and no control characters");
        }
        if !known.insert(name) {
            faults.add(&at, "is there already: each must be different");
        }
    }
    if faults.0.len() == before { names } else { Vec::new() }
}

fn description(text: &str, faults: &mut Faults) -> Option<String> {
    let text = text.replace("\r\n", "\n").trim().to_owned();
    if text.chars().count() > LONGEST_DESCRIPTION {
        faults.add("/description", format!("must be at most {LONGEST_DESCRIPTION} characters"));
    }
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        faults.add("/description", "must have no control characters");
    }
    (!text.is_empty()).then_some(text)
}

/// What was found wrong so far.
struct Faults(Vec<FieldError>);

impl Faults {
    fn add(&mut self, at: impl Into<String>, detail: impl Into<String>) {
        self.0.push(FieldError::new(at, detail));
    }

    /// `value`, missed where it is not there.
    fn said(&mut self, at: &str, value: Option<String>) -> Option<String> {
        if value.is_none() {
            self.add(at, "is required");
        }
        value
    }

    fn length(&mut self, at: &str, text: &str, most: usize) {
        if text.is_empty() {
            self.add(at, "must not be empty");
        } else if text.chars().count() > most {
            self.add(at, format!("must be at most {most} characters"));
        }
    }
}

#[cfg(test)]
mod tests;
