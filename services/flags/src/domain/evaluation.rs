//! What a flag gives whom: total, for every flag that can be stored and every subject there is.

use std::collections::HashMap;
use std::str::FromStr;

use super::flag::{Condition, Flag, usual_off};

/// Whom a flag is evaluated for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject<'a> {
    /// A user, as the one who asks names them.
    pub user: &'a str,
    /// Their role, likewise.
    pub role: &'a str,
}

/// A flag, made ready: nothing is parsed or looked up by name when it is evaluated.
#[derive(Debug, Clone)]
pub struct Evaluator {
    on: bool,
    // All of these are places in the list of variations.
    off: usize,
    targets: HashMap<Box<str>, usize>,
    rules: Vec<(Test, usize)>,
    fallthrough: usize,
}

impl Evaluator {
    /// Makes `flag` ready; none where it has nothing to give.
    ///
    /// What cannot be understood (a later version wrote it, or a hand) decides for nobody: such a target or rule is
    /// passed over, and such a fallthrough gives what the flag gives while it is off.
    pub fn new(flag: &Flag) -> Option<Self> {
        let place = |name: &str| flag.variations.iter().position(|variation| variation == name);
        let off = place(&flag.off_variation).or_else(|| place(usual_off(&flag.variations)?))?;
        let targets = flag.targets.users.iter().filter_map(|(user, given)| Some((user.as_str().into(), place(given)?)));
        let rules =
            flag.rules.iter().filter_map(|rule| Some((Test::new(&rule.condition).ok()?, place(&rule.variation)?)));
        Some(Self {
            on: flag.on,
            off,
            targets: targets.collect(),
            rules: rules.collect(),
            fallthrough: place(&flag.fallthrough.variation).unwrap_or(off),
        })
    }

    /// The place of the variation that `subject` gets: by its target, else by the first rule that fits, else by the
    /// fallthrough; switched off, everybody gets the same.
    pub fn choose(&self, subject: Subject<'_>) -> usize {
        if !self.on {
            return self.off;
        }
        if let Some(given) = self.targets.get(subject.user) {
            return *given;
        }
        self.rules.iter().find(|(test, _)| test.fits(subject)).map_or(self.fallthrough, |(_, given)| *given)
    }
}

/// What a rule looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attr {
    /// The user.
    User,
    /// The role.
    Role,
}

/// How a rule compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// It is the value.
    Eq,
    /// It is not.
    Neq,
    /// It is one of the listed.
    In,
    /// It is none of them.
    NotIn,
    /// It begins with the value.
    StartsWith,
    /// It ends with it.
    EndsWith,
    /// It holds it somewhere.
    Contains,
}

/// A word that no condition knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be {0}")]
pub struct Unknown(&'static str);

impl FromStr for Attr {
    type Err = Unknown;

    fn from_str(text: &str) -> Result<Self, Unknown> {
        match text {
            "user" => Ok(Self::User),
            "role" => Ok(Self::Role),
            _ => Err(Unknown("user or role")),
        }
    }
}

impl FromStr for Op {
    type Err = Unknown;

    fn from_str(text: &str) -> Result<Self, Unknown> {
        match text {
            "eq" => Ok(Self::Eq),
            "neq" => Ok(Self::Neq),
            "in" => Ok(Self::In),
            "not_in" => Ok(Self::NotIn),
            "starts_with" => Ok(Self::StartsWith),
            "ends_with" => Ok(Self::EndsWith),
            "contains" => Ok(Self::Contains),
            _ => Err(Unknown("one of eq, neq, in, not_in, starts_with, ends_with, contains")),
        }
    }
}

/// The items of a list with commas between, without the space around them.
pub fn listed(value: &str) -> impl Iterator<Item = &str> {
    value.split(',').map(str::trim)
}

/// A condition, made ready.
#[derive(Debug, Clone)]
struct Test {
    attr: Attr,
    op: Op,
    /// The items of a list, or the one value.
    values: Vec<Box<str>>,
}

impl Test {
    fn new(condition: &Condition) -> Result<Self, Unknown> {
        let (attr, op) = (condition.attr.parse()?, condition.op.parse()?);
        let values = match op {
            Op::In | Op::NotIn => listed(&condition.value).map(Into::into).collect(),
            _ => vec![condition.value.as_str().into()],
        };
        Ok(Self { attr, op, values })
    }

    fn fits(&self, subject: Subject<'_>) -> bool {
        let text = match self.attr {
            Attr::User => subject.user,
            Attr::Role => subject.role,
        };
        let any = |holds: fn(&str, &str) -> bool| self.values.iter().any(|value| holds(text, value));
        match self.op {
            Op::Eq | Op::In => any(|text, value| text == value),
            Op::Neq | Op::NotIn => !any(|text, value| text == value),
            Op::StartsWith => any(|text, value| text.starts_with(value)),
            Op::EndsWith => any(|text, value| text.ends_with(value)),
            Op::Contains => any(|text, value| text.contains(value)),
        }
    }
}

#[cfg(test)]
mod tests;
