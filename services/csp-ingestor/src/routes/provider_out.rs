//! A provider as it is shown.

use std::collections::BTreeMap;

use identity::Role;
use serde::Serialize;
use utoipa::ToSchema;

use crate::catalogue;
use crate::dialects::Dialect;
use crate::domain::Health;
use crate::domain::provider::FeedType;
use crate::store::Followed;

/// A provider, what is settled about it, and what its last poll came to.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Provider)]
pub(super) struct ProviderOut {
    /// Its name.
    #[schema(example = "aws")]
    name: String,
    /// What it calls itself, where the catalogue knows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'static str>,
    /// Its page for people, where the catalogue knows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    home: Option<&'static str>,
    /// Its entry in the catalogue, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    catalogue: Option<String>,
    /// Where its feed lies; below a manager without its query, which may hold a key.
    #[schema(example = "https://status.aws.amazon.com/rss/ec2-us-east-1.rss")]
    feed_url: String,
    /// What it is said to be.
    r#type: FeedType,
    /// Further feeds of it; below a manager without their queries.
    more_feeds: Vec<String>,
    /// How often it is asked, seconds.
    interval_s: u32,
    /// The services that concern us, in its words; all of them where none is named.
    services: Vec<String>,
    /// The regions that concern us, in its words; all of them where none is named.
    regions: Vec<String>,
    /// How bad its own words, or its severities, are to us: 1 to 4.
    severities: BTreeMap<String, u8>,
    /// The least severity that opens an incident.
    #[schema(minimum = 1, maximum = 4)]
    min_severity: u8,
    /// Whether what it opens is announced without waiting for a person's word.
    announce: bool,
    /// Whether it is left alone for now.
    paused: bool,
    /// When it was registered, unix seconds.
    created_at: i64,
    /// Counts its changes, from 1.
    version: u64,
    /// When it last answered well, unix seconds.
    last_good_at: Option<i64>,
    /// When it was last asked, unix seconds.
    last_polled_at: Option<i64>,
    /// What the last poll failed on; none where it was good.
    last_error: Option<String>,
    /// The dialect of its last good answer.
    dialect: Option<Dialect>,
    /// What was strange in its answers and passed over: at most 50 things, each told once.
    oddities: Vec<String>,
    /// How often in a row it failed.
    failures: u32,
    /// How well it can be followed.
    health: Health,
}

impl ProviderOut {
    /// As somebody in `role` may see it: the query of an address may hold a key, and is for those who registered it.
    pub(super) fn new(followed: Followed, role: Option<Role>) -> Self {
        let health = followed.health();
        let Followed { provider, state, .. } = followed;
        let shown = |mut url: String| {
            if role < Some(Role::Manager) {
                url.truncate(url.find(['?', '#']).unwrap_or(url.len()));
            }
            url
        };
        let entry = provider.catalogue.as_deref().and_then(catalogue::entry);
        let settings = provider.settings;
        Self {
            name: provider.name,
            title: entry.map(|entry| entry.title.as_str()),
            home: entry.map(|entry| entry.home.as_str()),
            catalogue: provider.catalogue,
            feed_url: shown(provider.feed_url),
            r#type: provider.feed_type,
            more_feeds: provider.more_feeds.into_iter().map(shown).collect(),
            interval_s: provider.interval_s,
            services: settings.services,
            regions: settings.regions,
            severities: settings.severities.into_iter().map(|(word, severity)| (word, severity.into())).collect(),
            min_severity: settings.min_severity.into(),
            announce: settings.announce,
            paused: settings.paused,
            created_at: provider.created_at,
            version: provider.version,
            last_good_at: state.last_good_at,
            last_polled_at: state.last_polled_at,
            last_error: state.last_error,
            dialect: state.dialect,
            oddities: state.oddities.into_iter().collect(),
            failures: state.failures,
            health,
        }
    }
}
