//! The catalogue: well-known providers, ready to be followed by name, and who of them runs on whom.
//!
//! It is kept in `catalogue/*.toml`, a file per trade, and is a part of the program. What it says of others is publicly
//! known, mostly with its source; its addresses are well known, and were not called from where this was written.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::dialects::Dialect;
use crate::domain::provider::FeedType;

/// The files, each a table of entries by name.
const FILES: [(&str, &str); 10] = [
    ("ai", include_str!("../catalogue/ai.toml")),
    ("clouds", include_str!("../catalogue/clouds.toml")),
    ("code", include_str!("../catalogue/code.toml")),
    ("data", include_str!("../catalogue/data.toml")),
    ("delivery", include_str!("../catalogue/delivery.toml")),
    ("identity", include_str!("../catalogue/identity.toml")),
    ("messages", include_str!("../catalogue/messages.toml")),
    ("money", include_str!("../catalogue/money.toml")),
    ("watching", include_str!("../catalogue/watching.toml")),
    ("work", include_str!("../catalogue/work.toml")),
];

static ENTRIES: LazyLock<BTreeMap<String, Entry>> =
    LazyLock::new(|| FILES.iter().flat_map(|(_, text)| parse(text).expect("a test parses every file")).collect());

/// A well-known provider.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The name it is followed by: a slug.
    #[serde(skip)]
    pub name: String,
    /// What it calls itself.
    pub title: String,
    /// Its status page, for people.
    pub home: String,
    /// Where its feed lies.
    pub feed_url: String,
    /// Further feeds of it.
    #[serde(default)]
    pub more_feeds: Vec<String>,
    /// What the feed is.
    #[serde(rename = "type")]
    pub feed_type: FeedType,
    /// The dialect its feed is known to be written in; what it is shows when it is read.
    pub dialect: Dialect,
    /// Other names by which it is mentioned; its title is one of its own accord.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Its main services, in its own words.
    #[serde(default)]
    pub services: Vec<String>,
    /// Its regions, in its own words or codes.
    #[serde(default)]
    pub regions: Vec<String>,
    /// Whom it runs on.
    #[serde(default)]
    pub depends_on: Vec<RunsOn>,
}

/// That a provider runs on another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RunsOn {
    /// The other's name in the catalogue.
    #[schema(example = "aws")]
    pub provider: String,
    /// Which of the other's services, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// In which of the other's regions, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Where this is publicly said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

impl Entry {
    /// Every name it is mentioned by: its title first, then the others. Not its slug, which may be a common word.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.title.as_str()).chain(self.aliases.iter().map(String::as_str))
    }

    /// Whether every word of `q` begins a word of its name, title, aliases or services, whatever the case.
    fn speaks_of(&self, q: &str) -> bool {
        let texts = self.names().chain([self.name.as_str()]).chain(self.services.iter().map(String::as_str));
        let words: Vec<String> = texts.flat_map(words).collect();
        words_of(q).all(|sought| words.iter().any(|word| word.starts_with(&sought)))
    }
}

/// Every entry, by name.
pub fn entries() -> impl Iterator<Item = &'static Entry> {
    ENTRIES.values()
}

/// The entry called `name`.
pub fn entry(name: &str) -> Option<&'static Entry> {
    ENTRIES.get(name)
}

/// Every name by which the provider `name` is mentioned; none where the catalogue does not know it.
pub fn aliases(name: &str) -> impl Iterator<Item = &'static str> {
    entry(name).into_iter().flat_map(Entry::names)
}

/// Whom the provider `name` runs on; nobody where the catalogue does not know it.
pub fn depends_on(name: &str) -> &'static [RunsOn] {
    entry(name).map(|entry| entry.depends_on.as_slice()).unwrap_or_default()
}

/// The entries that speak of all the words of `q`, by name; without a word, all of them.
pub fn search(q: &str) -> Vec<&'static Entry> {
    entries().filter(|entry| entry.speaks_of(q)).collect()
}

fn words_of(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

fn words(text: &str) -> Vec<String> {
    words_of(text).collect()
}

fn parse(text: &str) -> Result<Vec<(String, Entry)>, toml::de::Error> {
    let entries: BTreeMap<String, Entry> = toml::from_str(text)?;
    Ok(entries.into_iter().map(|(name, entry)| (name.clone(), Entry { name, ..entry })).collect())
}

#[cfg(test)]
mod tests;
