//! Providers: what they are called, and when they are asked again.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use url::Url;
use utoipa::ToSchema;

use super::settings::Settings;

/// The interval where none is given, seconds.
pub const DEFAULT_INTERVAL: u32 = 60;

/// However often a provider fails, it is asked again after this long (or its own interval, where that is longer).
const MAX_BACK_OFF: i64 = 15 * 60;

/// The most a name may have.
pub const MAX_NAME: usize = 64;

/// A provider's name: a slug, unique whatever its case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct Name(String);

/// A text that names no provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a provider's name is 1 to {MAX_NAME} letters, digits, dots, hyphens and underscores, a letter or digit first")]
pub struct NotAName;

impl Name {
    /// The name as it is kept: lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Name {
    type Err = NotAName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let sound = text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
        let begins_well = text.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric());
        if !sound || !begins_well || text.len() > MAX_NAME {
            return Err(NotAName);
        }
        Ok(Name(text.to_ascii_lowercase()))
    }
}

impl TryFrom<String> for Name {
    type Error = NotAName;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a provider's feed is said to be. What it is shows when it is read; this is the word of whoever registered it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(example = "rss")]
pub enum FeedType {
    /// RSS or Atom.
    Rss,
    /// JSON.
    Json,
    /// No feed: a page that is asked whether it answers.
    Http,
}

/// A page whose word we follow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provider {
    /// Its name: a slug.
    pub name: String,
    /// Where its feed lies.
    pub feed_url: String,
    /// What its feed is said to be.
    #[serde(rename = "type")]
    pub feed_type: FeedType,
    /// How often it is asked, seconds.
    pub interval_s: u32,
    /// When it was registered, unix seconds.
    pub created_at: i64,
    /// Further feeds of the same provider: what they show is joined with what the first shows.
    #[serde(default)]
    pub more_feeds: Vec<String>,
    /// The entry of the catalogue it was registered from.
    #[serde(default)]
    pub catalogue: Option<String>,
    /// What people have settled about it.
    #[serde(default)]
    pub settings: Settings,
    /// Counts every change of it, from 1.
    #[serde(default = "first")]
    pub version: u64,
}

fn first() -> u64 {
    1
}

impl Provider {
    /// The addresses of its feeds, each once, the first one first.
    pub fn addresses(&self) -> impl Iterator<Item = &str> {
        let more = self.more_feeds.iter().map(String::as_str).filter(|url| *url != self.feed_url);
        std::iter::once(self.feed_url.as_str()).chain(more)
    }

    /// The host of its first feed: of an address, all that may be told to everybody.
    pub fn host(&self) -> String {
        let url = Url::parse(&self.feed_url).ok();
        url.as_ref().and_then(Url::host_str).unwrap_or_default().to_owned()
    }

    /// Whether it is asked for other things than `before`: what its feeds said then tells nothing of what they say now.
    pub fn asks_otherwise_than(&self, before: &Self) -> bool {
        self.feed_type != before.feed_type || self.addresses().ne(before.addresses())
    }
}

/// How many milliseconds until the next poll, after `failures` failed ones in a row: the interval, doubled with each
/// failure up to a quarter of an hour, give or take a tenth so that providers do not all fall due in the same moment.
/// `fraction` is a random number from 0 to 1.
pub fn delay_ms(interval_s: u32, failures: u32, fraction: f64) -> i64 {
    let interval = i64::from(interval_s);
    let doubled = interval.saturating_mul(1_i64 << failures.min(20));
    jittered_ms(doubled.min(MAX_BACK_OFF.max(interval)) * 1000, fraction)
}

/// A wait of about `ms` milliseconds: give or take a tenth, as `fraction`, a random number from 0 to 1, says.
pub fn jittered_ms(ms: i64, fraction: f64) -> i64 {
    let spread = ms / 5; // a tenth to either side
    ms - spread / 2 + part_ms(spread, fraction)
}

/// When a provider is first asked where there are many, in milliseconds from now: within its interval and a minute.
/// `fraction` is a random number from 0 to 1.
pub fn spread_ms(interval_s: u32, fraction: f64) -> i64 {
    part_ms(i64::from(interval_s.min(DEFAULT_INTERVAL)) * 1000, fraction)
}

fn part_ms(ms: i64, fraction: f64) -> i64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        reason = "a fraction of some hours fits both"
    )]
    let part = (ms as f64 * fraction.clamp(0.0, 1.0)) as i64;
    part
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_slugs_whatever_their_case() {
        for (text, name) in [("aws", "aws"), ("AWS", "aws"), ("status.io", "status.io"), ("my_page-2", "my_page-2")] {
            assert_eq!(text.parse::<Name>().unwrap().as_str(), name);
        }
        for text in ["", "-a", ".a", "a b", "a:b", "a/b", "a\n", "é", "{a}", "a*", &"a".repeat(65)] {
            assert_eq!(text.parse::<Name>(), Err(NotAName), "{text:?}");
        }
    }

    #[test]
    fn each_address_is_asked_once() {
        let more_feeds = ["https://a.example/", "https://b.example/"].map(str::to_owned).to_vec();
        let provider = Provider {
            name: "acme".into(),
            feed_url: "https://a.example/".into(),
            feed_type: FeedType::Http,
            interval_s: DEFAULT_INTERVAL,
            created_at: 0,
            more_feeds,
            catalogue: None,
            settings: Settings::default(),
            version: 1,
        };
        assert_eq!(provider.addresses().collect::<Vec<_>>(), ["https://a.example/", "https://b.example/"]);
        let without = Provider { more_feeds: vec!["https://b.example/".into()], ..provider.clone() };
        assert!(!provider.asks_otherwise_than(&without), "it is asked for the same");
    }

    #[test]
    fn polls_are_spread_by_a_tenth() {
        assert_eq!(delay_ms(60, 0, 0.0), 54_000);
        assert_eq!(delay_ms(60, 0, 0.5), 60_000);
        assert_eq!(delay_ms(60, 0, 1.0), 66_000);
    }

    #[test]
    fn failures_double_the_wait_up_to_a_quarter_of_an_hour() {
        let waits: Vec<i64> = (0..7).map(|failures| delay_ms(60, failures, 0.5) / 1000).collect();
        assert_eq!(waits, [60, 120, 240, 480, 900, 900, 900]);
        assert_eq!(delay_ms(86_400, 9, 0.5) / 1000, 86_400);
        assert_eq!(delay_ms(10, u32::MAX, 0.5) / 1000, 900);
    }
}
