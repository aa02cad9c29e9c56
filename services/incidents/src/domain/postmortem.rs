//! What was learnt.

use identity::Actor;
use problem::FieldError;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::text;

/// The longest action item, in characters.
const LONGEST_ITEM: usize = 2000;

/// A postmortem to write; it replaces the one before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Postmortem)]
pub struct PostmortemIn {
    /// What happened.
    #[schema(max_length = 20_000)]
    pub what_happened: String,
    /// Why it happened.
    #[schema(max_length = 20_000)]
    pub root_cause: String,
    /// What will be done, so that it does not happen again.
    #[schema(max_items = 100)]
    pub action_items: Vec<String>,
}

/// A postmortem as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PostmortemOut {
    /// What happened.
    pub what_happened: String,
    /// Why it happened.
    pub root_cause: String,
    /// What will be done, so that it does not happen again.
    pub action_items: Vec<String>,
    /// Who wrote this version.
    pub author: Actor,
    /// When this version was written, unix seconds.
    pub updated_at: i64,
    /// Counts the versions, from 1; the `ETag`.
    pub version: u64,
}

impl PostmortemIn {
    /// The same with its texts cleaned, or everything that is wrong with them.
    pub fn cleaned(self) -> Result<Self, Vec<FieldError>> {
        let mut faults = Vec::new();
        let mut keep =
            |result: Result<String, FieldError>| result.map_err(|fault| faults.push(fault)).unwrap_or_default();
        let what_happened = keep(text::block("/what_happened", &self.what_happened));
        let root_cause = keep(text::block("/root_cause", &self.root_cause));
        let items = self.action_items.iter().enumerate();
        let action_items = items.map(|(at, item)| keep(sound_item(&format!("/action_items/{at}"), item))).collect();
        if faults.is_empty() { Ok(Self { what_happened, root_cause, action_items }) } else { Err(faults) }
    }

    /// The first version of it, by `author` at `at`; the store counts the later ones.
    pub fn written(self, author: Actor, at: i64) -> PostmortemOut {
        let Self { what_happened, root_cause, action_items } = self;
        PostmortemOut { what_happened, root_cause, action_items, author, updated_at: at, version: 1 }
    }
}

fn sound_item(pointer: &str, item: &str) -> Result<String, FieldError> {
    if item.chars().count() > LONGEST_ITEM {
        return Err(FieldError::new(pointer, format!("must be at most {LONGEST_ITEM} characters")));
    }
    text::message(pointer, item)
}

#[cfg(test)]
mod tests {
    use super::PostmortemIn;

    #[test]
    fn action_items_must_say_something() {
        let action_items = vec!["Add an alert".to_owned(), " ".to_owned(), "x".repeat(2001)];
        let input = PostmortemIn { what_happened: "a\r\nb".to_owned(), root_cause: "\u{7}".to_owned(), action_items };
        let faults = input.clone().cleaned().unwrap_err();
        let pointers: Vec<_> = faults.iter().map(|fault| fault.pointer.as_str()).collect();
        assert_eq!(pointers, ["/root_cause", "/action_items/1", "/action_items/2"]);
        let sound = PostmortemIn { root_cause: String::new(), action_items: vec![], ..input };
        assert_eq!(sound.cleaned().unwrap().what_happened, "a\nb");
    }
}
