//! Microsoft's public page for when its own consoles are out: `api/posts/…`, one post or a list of them, and
//! `api/feed/…`, the same post as RSS with a `<status>` of its own.
//!
//! A post is the state of one thing, as that of a component is. Nothing in one tells the console for Microsoft 365 from
//! that for Power Platform: each is to be a provider of its own.

use feed_rs::model::{Entry, Feed};
use serde_json::Value;

use super::values::{content_id, elements, line, original, plausible, sound_id, time};
use super::{Dialect, Reading, plain, syndication};
use crate::domain::event::{COMPONENT, ObservedUpdate};
use crate::domain::{Kind, Observed, Severity, Status};

/// Where the posts are shown; none has a page of its own.
const PAGE: &str = "https://status.cloud.microsoft/";

/// What the one post of a console is known by, in JSON as in RSS.
const CONSOLE: &str = "admin-center";

/// Whether a document is of this family.
pub(super) fn is(document: &Value) -> bool {
    is_post(document) || elements(document).iter().any(is_post)
}

fn is_post(one: &Value) -> bool {
    one["Status"].is_string() && (one["InternalDateTime"].is_string() || one["AuthoredDateTime"].is_string())
}

/// Reads a document of this family. `LastUpdatedTime` is the clock of the request; `InternalDateTime` is when they looked.
pub(super) fn read(document: &Value) -> Reading {
    let mut reading = Reading::new(Dialect::Microsoft365);
    let posts: Vec<&Value> = if document.is_object() { vec![document] } else { elements(document).iter().collect() };
    reading.said_at = posts.iter().filter_map(|post| time(&post["InternalDateTime"])).max();
    for post in posts {
        let service = line(&post["ServiceDisplayName"]);
        let name = post["ServiceWorkloadName"].as_str().and_then(sound_id).or_else(|| service.clone());
        let Some(name) = name.or_else(|| document.is_object().then(|| CONSOLE.to_owned())) else {
            reading.nameless();
            continue;
        };
        let title = line(&post["Title"]);
        let text = plain::text(post["Message"].as_str().unwrap_or_default());
        let ts = time(&post["AuthoredDateTime"]);
        let said = Said { name, service, title, text, ts, original: original(post) };
        take(said, &post["Status"], &mut reading);
    }
    reading
}

/// Whether a feed is of this family.
pub(super) fn is_feed(feed: &Feed) -> bool {
    feed.links.iter().any(|link| link.href.contains("//status.cloud.microsoft"))
        || feed.title.as_ref().is_some_and(|title| title.content.trim().ends_with("Admin Center Status"))
}

/// Reads a feed of this family: one item, or more were they to come.
pub(super) fn read_feed(feed: &Feed, originals: &[&str]) -> Reading {
    let mut reading = Reading::new(Dialect::Microsoft365);
    for (at, entry) in feed.entries.iter().enumerate() {
        let xml = originals.get(at).copied().unwrap_or_default();
        let word = xml.split_once("<status>").and_then(|(_, rest)| rest.split_once("</status>"));
        let status = word.map_or(Value::Null, |(word, _)| plain::title(word).into());
        let ts = entry.published.and_then(|time| plausible(time.timestamp()));
        let title = Some(plain::title(entry.title.as_ref().map_or("", |title| &title.content)));
        let said = Said {
            name: if at == 0 { CONSOLE.to_owned() } else { name_of(entry) },
            service: None,
            title: title.filter(|title| !title.is_empty()),
            text: plain::text(syndication::body(entry)),
            ts,
            original: super::values::excerpt(xml).to_owned(),
        };
        take(said, &status, &mut reading);
    }
    reading
}

fn name_of(entry: &Entry) -> String {
    sound_id(&entry.id).unwrap_or_else(|| content_id(&[entry.title.as_ref().map_or("", |title| &title.content)]))
}

/// A post, whichever way it was written.
struct Said {
    name: String,
    service: Option<String>,
    title: Option<String>,
    text: String,
    ts: Option<i64>,
    original: String,
}

fn take(said: Said, word: &Value, reading: &mut Reading) {
    let external_id = format!("{COMPONENT}{}", said.name);
    let Some((status, severity)) = word.as_str().and_then(meaning) else {
        // "Unknown" is a word of theirs, too: it says neither that all is well nor that it is not.
        if word.as_str().is_some_and(|word| word.eq_ignore_ascii_case("unknown")) {
            reading.unclear.insert(external_id);
        } else {
            reading.unclear(external_id, "Status", word);
        }
        return;
    };
    if severity == Severity::Information && status.is_over() {
        reading.well.insert(external_id);
        return;
    }
    let label = plain::label(word.as_str().unwrap_or_default());
    let what = said.service.clone().unwrap_or_else(|| "Microsoft 365 admin center".to_owned());
    let title = said.title.unwrap_or_else(|| format!("{what}: {label}"));
    let id = content_id(&[&label, &said.text]);
    let text = if said.text.is_empty() { title.clone() } else { said.text };
    reading.events.push(Observed {
        external_id,
        kind: Kind::Incident,
        title,
        status,
        severity,
        impact: Some(label),
        services: vec![what],
        regions: Vec::new(),
        ts_start: said.ts,
        ts_update: said.ts,
        ts_end: said.ts.filter(|_| status.is_over()),
        url: Some(PAGE.to_owned()),
        updates: vec![ObservedUpdate { id, ts: said.ts, status, text }],
        over_after: None,
        original: said.original,
    });
}

/// What a word means, which is written with blanks in one place and without in another. Over and for information: all
/// is well.
fn meaning(word: &str) -> Option<(Status, Severity)> {
    let word: String = word.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    Some(match word.as_str() {
        "available" | "operational" => (Status::Resolved, Severity::Information),
        "serviceinterruption" => (Status::Investigating, Severity::Critical),
        "servicedegradation" => (Status::Investigating, Severity::Major),
        "investigation" | "investigating" => (Status::Investigating, Severity::Minor),
        "advisory" => (Status::Investigating, Severity::Information),
        "restoringservice" | "extendedrecovery" => (Status::Monitoring, Severity::Minor),
        "servicerestored" => (Status::Resolved, Severity::Minor),
        _ => return None,
    })
}
