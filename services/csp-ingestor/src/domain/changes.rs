//! What became different about a provider, in a few words for the audit.

use serde_json::{Map, Value, json};
use url::Url;

use super::Provider;

/// The most characters of one value that are told.
const LONGEST: usize = 80;

/// What is different, a field at a time: `interval_s 60 -> 30; paused false -> true`.
pub fn changes(before: &Provider, after: &Provider) -> String {
    let (before, after) = (fields(before), fields(after));
    let different = after.iter().filter(|(name, value)| before.get(*name) != Some(*value));
    let told = different.map(|(name, value)| {
        let was = before.get(name).unwrap_or(&Value::Null);
        format!("{name} {} -> {}", told(was), told(value))
    });
    told.collect::<Vec<_>>().join("; ")
}

/// Everything that a manager can say about a provider.
fn fields(provider: &Provider) -> Map<String, Value> {
    let settings = serde_json::to_value(&provider.settings).unwrap_or_default();
    let mut fields = settings.as_object().cloned().unwrap_or_default();
    for (name, value) in [
        ("feed_url", json!(provider.feed_url)),
        ("type", json!(provider.feed_type)),
        ("interval_s", json!(provider.interval_s)),
        ("more_feeds", json!(provider.more_feeds)),
    ] {
        fields.insert(name.to_owned(), value);
    }
    fields
}

/// A value as it may be kept: of an address the host alone, for what follows it may hold a key.
fn told(value: &Value) -> String {
    let text = match value {
        Value::String(text) => host(text),
        Value::Array(items) => {
            let items = items.iter().map(|item| item.as_str().map(host).unwrap_or_default());
            format!("[{}]", items.collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    };
    text.chars().take(LONGEST).collect()
}

fn host(text: &str) -> String {
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    url.and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_else(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::provider::FeedType;
    use crate::domain::{Settings, Severity};

    #[test]
    fn what_is_different_is_told_and_no_key_with_it() {
        let before = Provider {
            name: "acme".into(),
            feed_url: "https://status.acme.example/feed?key=secret".into(),
            feed_type: FeedType::Rss,
            interval_s: 60,
            created_at: 0,
            more_feeds: Vec::new(),
            catalogue: None,
            settings: Settings::default(),
            version: 1,
        };
        let settings = Settings {
            services: vec!["API".into(), "CDN".into()],
            severities: [("critical".to_owned(), Severity::Minor)].into(),
            paused: true,
            ..Settings::default()
        };
        let more_feeds = vec!["https://news.acme.example/?key=secret".to_owned()];
        let feed_url = "https://status.acme.example/v2?key=secret".to_owned();
        let after = Provider { feed_url, more_feeds, interval_s: 30, settings, ..before.clone() };
        assert_eq!(changes(&before, &before), "");
        assert_eq!(
            changes(&before, &after),
            "feed_url status.acme.example -> status.acme.example; interval_s 60 -> 30; \
            more_feeds [] -> [news.acme.example]; paused false -> true; services [] -> [API, CDN]; \
            severities {} -> {\"critical\":3}"
        );
    }
}
