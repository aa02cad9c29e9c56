//! Amazon's RSS: of one service in one region, and `all.rss`.
//!
//! An item is one update, and bears no id of the incident it belongs to. Items are chained by what stands before the
//! moment in their guid (`…#ec2-us-east-1_1566559115`): the service and its region. Long incidents push their own first
//! items off the feed, so that a chain has no beginning to be known by: it is known by its service and region, as a
//! component is, and only the newest chain of each is read.

use std::collections::BTreeMap;

use feed_rs::model::{Entry, Feed};

use super::values::{excerpt, plausible};
use super::{Dialect, Reading, aws, plain, syndication, words};
use crate::domain::event::{COMPONENT, ObservedUpdate};
use crate::domain::{Kind, Observed, Severity, Status};

const DAY: i64 = 24 * 3600;

/// Two items with more between them are of different incidents, seconds. Of long ones there is word every few weeks.
const GAP: i64 = 90 * DAY;

/// What was said last before this much is history, seconds before the feed was made: quiet feeds go back years.
const HISTORY: i64 = 365 * DAY;

/// How long an incident without an end counts as under way after its last word, seconds; the end is not always posted.
/// Of a disruption they mostly do, and disruptions have lasted for months.
const SILENCE: i64 = 7 * DAY;
const SILENCE_OF_A_DISRUPTION: i64 = 180 * DAY;

/// What titles begin with, and how bad that is; `None` is the end of it.
const PREFIXES: [(&str, Option<Severity>); 6] = [
    ("service is operating normally", None),
    ("informational message", Some(Severity::Information)),
    ("performance issues", Some(Severity::Major)),
    ("service degradation", Some(Severity::Major)),
    ("service impact", Some(Severity::Major)),
    ("service disruption", Some(Severity::Critical)),
];

/// Whether a feed is of this family. A quiet one has but its links and its maker to be known by.
pub(super) fn is(feed: &Feed) -> bool {
    let of_amazon = feed.links.iter().any(|link| link.href.contains("//status.aws.amazon.com"));
    let made = feed.generator.as_ref().is_some_and(|made| made.content.starts_with("AWS Service Health Dashboard"));
    of_amazon || made
}

/// One item.
struct Item<'a> {
    ts: i64,
    /// What it began with, as it was written.
    prefix: Option<(&'static str, Option<Severity>)>,
    title: String,
    over: bool,
    text: String,
    original: &'a str,
}

/// Reads a feed of this family.
pub(super) fn read(feed: &Feed, originals: &[&str]) -> Reading {
    let mut reading = Reading::new(Dialect::AwsRss);
    let mut chains: BTreeMap<String, Vec<Item>> = BTreeMap::new();
    for (at, entry) in feed.entries.iter().enumerate() {
        match item(entry, originals.get(at).copied().unwrap_or_default(), &mut reading) {
            Some((key, item)) => chains.entry(key).or_default().push(item),
            None => reading.nameless(),
        }
    }
    let newest = chains.values().flatten().map(|item| item.ts).max();
    let made = feed.updated.and_then(|time| plausible(time.timestamp())).or(newest).unwrap_or_default();
    let service = feed.title.as_ref().and_then(|title| title_of_a_service(&plain::title(&title.content)));
    for (key, mut items) in chains {
        items.sort_by_key(|item| std::cmp::Reverse(item.ts));
        items.truncate(length(&items));
        if items[0].ts >= made - HISTORY {
            reading.events.push(event(&key, items, service.clone()));
        }
    }
    reading
}

/// An item with the service and region it is about; `None` where its guid does not name them, or no moment.
fn item<'a>(entry: &Entry, original: &'a str, reading: &mut Reading) -> Option<(String, Item<'a>)> {
    let (_, named) = entry.id.rsplit_once('#')?;
    let (key, moment) = named.rsplit_once('_')?;
    let published = || entry.published.and_then(|time| plausible(time.timestamp()));
    // The zone of the time it was published is one of those that parsers read as they like.
    let ts = moment.parse().ok().and_then(plausible).or_else(published)?;
    let said = plain::title(entry.title.as_ref().map_or("", |title| &title.content));
    let begins = said.split_once(": ").map(|(begin, rest)| (begin.to_lowercase(), rest));
    let prefix = begins.as_ref().and_then(|(begin, _)| PREFIXES.into_iter().find(|(name, _)| name == begin));
    if prefix.is_none() {
        reading.odd::<()>("title", &said.clone().into());
    }
    let title = words::english(begins.filter(|_| prefix.is_some()).map_or(said.as_str(), |(_, rest)| rest)).to_owned();
    let over = prefix.is_some_and(|(_, severity)| severity.is_none())
        || words::phase_in_title(&title) == Some(Status::Resolved);
    let text = plain::text(syndication::body(entry));
    let key = plain::title(key);
    (!key.is_empty() && key.len() <= 100).then_some((key, Item { ts, prefix, title, over, text, original }))
}

/// How many of the items, newest first, belong to the newest incident.
fn length(items: &[Item]) -> usize {
    let ends = |pair: &[Item]| pair[1].over || pair[0].ts - pair[1].ts > GAP;
    items.windows(2).position(ends).map_or(items.len(), |at| at + 1)
}

fn event(key: &str, items: Vec<Item>, service: Option<String>) -> Observed {
    let (name, region) = aws::place(key);
    let many = name == "multipleservices";
    let newest = &items[0];
    let said = |item: &Item| item.prefix.and_then(|(_, severity)| severity);
    let worst = items.iter().filter_map(said).min();
    // While it goes on, what was said last is how bad it is now.
    let severity = if newest.over { worst } else { said(newest).or(worst) }.unwrap_or(Severity::Major);
    let silence = if severity == Severity::Critical { SILENCE_OF_A_DISRUPTION } else { SILENCE };
    let spoken = items.iter().find(|item| !item.over || items.len() == 1).unwrap_or(newest);
    let original: Vec<&str> = items.iter().map(|item| item.original).collect();
    Observed {
        external_id: format!("{COMPONENT}{key}"),
        kind: Kind::Incident,
        title: match words::bare(&newest.title) {
            "" => "Untitled".to_owned(),
            title => title.to_owned(),
        },
        status: status(newest),
        severity,
        impact: spoken.prefix.map(|(name, _)| name.to_owned()),
        services: if many { Vec::new() } else { vec![service.unwrap_or_else(|| name.to_owned())] },
        regions: region.map(str::to_owned).into_iter().collect(),
        ts_start: items.last().map(|first| first.ts),
        ts_update: Some(newest.ts),
        ts_end: newest.over.then_some(newest.ts),
        url: Some(aws::PAGE.to_owned()),
        over_after: (!newest.over).then_some(newest.ts + silence),
        original: excerpt(&original.join("\n")).to_owned(),
        updates: items
            .iter()
            .map(|item| ObservedUpdate {
                id: item.ts.to_string(),
                ts: Some(item.ts),
                status: status(item),
                text: if item.text.is_empty() { item.title.clone() } else { item.text.clone() },
            })
            .collect(),
    }
}

fn status(item: &Item) -> Status {
    if item.over { Status::Resolved } else { words::phase_in_prose(&item.text) }
}

/// The service that a feed is of: "Amazon Elastic Compute Cloud (Tokyo) Service Status". `all.rss` is of none.
fn title_of_a_service(title: &str) -> Option<String> {
    let name = title.strip_suffix(" Service Status")?;
    let name = name.rsplit_once(" (").map_or(name, |(name, _)| name);
    (name != "Amazon Web Services").then(|| name.to_owned())
}
