//! RSS, Atom and JSON Feed: of any site, and Statuspage's `history.atom` and `history.rss`, whose entries hold all
//! updates of an incident.
//!
//! Such feeds have no fields for phase, severity or end. Words say them where they can; an entry of which no word says
//! where it stands counts as over some days after its last change, since most sites never take one back.

use std::borrow::Cow;

use feed_rs::model::{Content, Entry, Feed, Text};
use serde_json::Value;

use super::values::{content_id, excerpt, plausible, sound_id, web_address};
use super::{Dialect, Reading, Unreadable, aws_rss, azure, history, microsoft365, plain, told, words};
use crate::domain::event::ObservedUpdate;
use crate::domain::{Kind, Observed, Status};

/// How long an entry without any phase counts as under way, seconds.
const SILENCE: i64 = 3 * 24 * 3600;

/// Feeds that say more than others: how one is known once it is taken apart, and how it is read, with its entries as
/// they are written.
struct Particular {
    is: fn(&Feed) -> bool,
    read: fn(&Feed, &[&str]) -> Reading,
}

/// The feeds that say more than others; any other is read by its words alone.
const PARTICULAR: [Particular; 3] = [
    Particular { is: aws_rss::is, read: aws_rss::read },
    Particular { is: azure::is, read: azure::read },
    Particular { is: microsoft365::is_feed, read: microsoft365::read_feed },
];

/// Reads a feed. The text has been decoded and looked at: it has no document type of its own.
pub(super) fn read(text: &str) -> Result<Reading, Unreadable> {
    // Ids made at random would make every poll show new events; where one is missing we make it from the content.
    let parser = feed_rs::parser::Builder::new().id_generator(|_, _, _| String::new()).sanitize_content(false).build();
    let feed =
        parser.parse(with_version(text).as_bytes()).map_err(|error| Unreadable::Xml(told(&error.to_string())))?;
    // Entries in places where none belong are passed over by parsers, which would read as "all clear".
    if feed.entries.is_empty() && ["<item>", "<item ", "<entry>", "<entry "].iter().any(|tag| text.contains(tag)) {
        return Err(Unreadable::Xml("it has entries where none belong".into()));
    }
    let originals = originals(text);
    let particular = PARTICULAR.iter().find(|particular| (particular.is)(&feed));
    let mut reading =
        particular.map_or_else(|| any(&feed, &originals), |particular| (particular.read)(&feed, &originals));
    if !reading.events.is_empty() {
        feed.entries.iter().zip(&originals).for_each(|(entry, original)| odd_times(entry, original, &mut reading));
    }
    reading.said_at = feed.updated.and_then(|time| plausible(time.timestamp()));
    Ok(reading)
}

/// Reads a feed of which nothing is known.
fn any(feed: &Feed, originals: &[&str]) -> Reading {
    let mut reading = Reading::new(Dialect::Syndication);
    for (at, entry) in feed.entries.iter().enumerate() {
        if let Some(event) = event(entry) {
            let original = originals.get(at).copied().unwrap_or_default();
            reading.events.push(Observed { original: excerpt(original).to_owned(), ..event });
        } else {
            let id = identity(entry, address(entry).as_deref(), "", None);
            reading.unclear(id, "entry", &Value::Null);
        }
    }
    reading
}

/// Counts the times of an entry that it names and that cannot be read or cannot be true.
fn odd_times(entry: &Entry, original: &str, reading: &mut Reading) {
    let (published, updated) = (entry.published, entry.updated);
    let times = [("pubDate", published), ("dc:date", published), ("published", published), ("updated", updated)];
    for (tag, time) in times {
        let inside = original.split_once(&format!("<{tag}>")).and_then(|(_, rest)| rest.split('<').next());
        let said = inside.map(str::trim).filter(|said| !said.is_empty());
        if let Some(said) = said.filter(|_| time.is_none_or(|time| plausible(time.timestamp()).is_none())) {
            reading.odd::<()>(tag, &said.into());
        }
    }
}

/// The entries as they are written, in their order; none for JSON Feed. Each begins after the end of the one before, so
/// that a feed full of beginnings costs no more than its length.
fn originals(text: &str) -> Vec<&str> {
    let name = if text.contains("<item") { "item" } else { "entry" };
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let mut entries = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(&open) {
        let (begun, inside) = (&rest[at..], &rest[at + open.len()..]);
        if !inside.starts_with(['>', ' ', '\n', '\t', '\r']) {
            rest = inside;
            continue;
        }
        let Some(end) = begun.find(&close).map(|end| end + close.len()) else { break };
        entries.push(&begun[..end]);
        rest = &begun[end..];
    }
    entries
}

/// RSS that does not say which is read as 2.0, which the parser wants to be told.
fn with_version(text: &str) -> Cow<'_, str> {
    let silent = |(_, tag): &(&str, &str)| tag.split('>').next().is_some_and(|tag| !tag.contains("version"));
    match text.split_once("<rss").filter(silent) {
        Some((before, after)) => Cow::Owned(format!("{before}<rss version=\"2.0\"{after}")),
        None => Cow::Borrowed(text),
    }
}

/// An entry as an event; one without a title and without words is none.
fn event(entry: &Entry) -> Option<Observed> {
    let title = plain::title(entry.title.as_ref().map_or("", |title| &title.content));
    let html = body(entry);
    let text = plain::text(html);
    if title.is_empty() && text.is_empty() {
        return None;
    }
    let published = entry.published.and_then(|time| plausible(time.timestamp()));
    let changed = entry.updated.and_then(|time| plausible(time.timestamp())).or(published);
    let url = address(entry);
    let history = history::updates(html, changed);
    let categories: Vec<String> = entry.categories.iter().map(|category| plain::title(&category.term)).collect();
    let said = phase(&title, &categories, html, &text);
    let kind = words::kind(&title, history.first().map(|update| update.status).or(said));
    let status = history.first().map(|update| update.status).or(said);
    let external_id = identity(entry, url.as_deref(), &title, published);
    Some(Observed {
        severity: words::severity(&title, &categories, kind, status.is_some()),
        services: categories.iter().filter(|category| words::phase(category).is_none()).cloned().collect(),
        ts_start: history.last().and_then(|oldest| oldest.ts).or(published).or(changed),
        ts_update: changed,
        ts_end: None,
        status: status.unwrap_or(under_way(kind)),
        // Without any time there is nothing to count from; such a feed ends its entries by dropping them.
        over_after: if status.is_none() { changed.map(|changed| changed + SILENCE) } else { None },
        updates: if history.is_empty() {
            whole(&title, text, status.unwrap_or(under_way(kind)), changed)
        } else {
            history
        },
        title: if title.is_empty() { "Untitled".into() } else { words::bare(&title).to_owned() },
        impact: None,
        regions: Vec::new(),
        original: String::new(),
        external_id,
        kind,
        url,
    })
}

pub(super) fn address(entry: &Entry) -> Option<String> {
    entry.links.iter().find_map(|link| web_address(&link.href))
}

/// What an entry without a word of its phase is in.
fn under_way(kind: Kind) -> Status {
    match kind {
        Kind::Incident => Status::Investigating,
        Kind::Maintenance => Status::Scheduled,
    }
}

/// The richest text an entry has.
pub(super) fn body(entry: &Entry) -> &str {
    let content = entry.content.as_ref().and_then(|Content { body, .. }| body.as_deref());
    let summary = entry.summary.as_ref().map(|Text { content, .. }| content.as_str());
    content.or(summary).unwrap_or_default()
}

/// Where an entry says it stands: in its title, its categories, its first strong words, or a line "Status: …".
fn phase(title: &str, categories: &[String], html: &str, text: &str) -> Option<Status> {
    let strong = || {
        let pieces = plain::pieces(html);
        let begin = pieces.iter().position(|piece| *piece == plain::Piece::Strong(true))?;
        let length = pieces[begin..].iter().position(|piece| *piece == plain::Piece::Strong(false))?;
        words::phase(&plain::words(&pieces[begin..begin + length]))
    };
    words::phase_in_title(title)
        .or_else(|| categories.iter().find_map(|category| words::phase(category)))
        .or_else(strong)
        .or_else(|| words::phase_in_text(text))
}

/// An entry whose text is one: it changes with its words, not with the clock.
pub(super) fn whole(title: &str, text: String, status: Status, ts: Option<i64>) -> Vec<ObservedUpdate> {
    let id = content_id(&[title, &format!("{status:?}"), &text]);
    let text = if text.is_empty() { title.to_owned() } else { text };
    vec![ObservedUpdate { id, ts, status, text }]
}

/// What an entry is known by. Statuspage's feeds number incidents otherwise than its API does, and name the API's id
/// in the link: with that, an event stays the same one when a provider is read in the other dialect.
fn identity(entry: &Entry, url: Option<&str>, title: &str, published: Option<i64>) -> String {
    let guid = entry.id.trim();
    let of_statuspage = guid.starts_with("tag:") && guid.contains("Incident/") || url == Some(guid);
    if let Some((_, id)) = url.filter(|_| of_statuspage).and_then(|url| url.rsplit_once("/incidents/"))
        && !id.is_empty()
        && id.chars().all(|c| c.is_ascii_alphanumeric())
    {
        return id.to_owned();
    }
    let made =
        || content_id(&[url.unwrap_or_default(), words::bare(title), &published.unwrap_or_default().to_string()]);
    sound_id(guid).unwrap_or_else(made)
}
