//! Azure's RSS. It is quiet while nothing is the matter, and an item lasts as long as what it tells of.
//!
//! It has no field for severity, phase, or when it began: the title and the text say these, where they are said.
//! Services and regions stand in one list of categories.

use feed_rs::model::{Entry, Feed};
use jiff::civil::{Date, Time};

use super::values::{content_id, excerpt, plausible, sound_id};
use super::{Dialect, Reading, plain, syndication, words};
use crate::catalogue;
use crate::domain::{Kind, Observed, Severity, Status};

/// The hosts that the feed has had.
const HOSTS: [&str; 4] =
    ["azure.status.microsoft", "status.azure.com", "azure.microsoft.com", "azurestatuscdn.azureedge.net"];

/// Directions that the names of regions begin or end with ("East US", "France Central", "West US 2").
const DIRECTIONS: [&str; 13] = [
    "north",
    "northeast",
    "northwest",
    "northcentral",
    "south",
    "southeast",
    "southwest",
    "southcentral",
    "east",
    "west",
    "westcentral",
    "central",
    "eastcentral",
];

/// Months as they are written, in their order.
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Whether a feed is of this family. A quiet one has but its title and its link to be known by.
pub(super) fn is(feed: &Feed) -> bool {
    let host = |href: &str| url::Url::parse(href).ok().and_then(|url| url.host_str().map(str::to_owned));
    let of_azure = |href: &str| host(href).is_some_and(|host| HOSTS.iter().any(|known| host.ends_with(known)));
    feed.title.as_ref().is_some_and(|title| title.content.trim() == "Azure Status")
        && feed.links.iter().any(|link| of_azure(&link.href))
}

/// Reads a feed of this family.
pub(super) fn read(feed: &Feed, originals: &[&str]) -> Reading {
    let mut reading = Reading::new(Dialect::Azure);
    for (at, entry) in feed.entries.iter().enumerate() {
        let original = originals.get(at).copied().unwrap_or_default();
        match event(entry, original) {
            Some(event) => reading.events.push(event),
            None => reading.nameless(),
        }
    }
    reading
}

/// An item as an event; one without a title is none, since its title is all it is known by.
fn event(entry: &Entry, original: &str) -> Option<Observed> {
    let said = plain::title(entry.title.as_ref().map_or("", |title| &title.content));
    let title = words::bare(&said).to_owned();
    if title.is_empty() {
        return None;
    }
    let text = text(entry, original);
    let phase = words::phase_in_title(&said);
    let kind = words::kind(&said, phase);
    let unsaid = || match kind {
        Kind::Incident => words::phase_in_prose(current_status(&text)),
        Kind::Maintenance => Status::Scheduled,
    };
    let status = phase.unwrap_or_else(unsaid);
    let published = entry.published.and_then(|time| plausible(time.timestamp()));
    let (began, ended) = window(&text);
    let (regions, services) = categories(entry, &title);
    Some(Observed {
        external_id: identity(entry, &title),
        kind,
        severity: severity(&said, kind),
        status,
        impact: None,
        services,
        regions,
        ts_start: began.or(published),
        ts_update: published,
        ts_end: ended.filter(|_| status.is_over()),
        url: syndication::address(entry),
        updates: syndication::whole(&title, text, status, published),
        over_after: None,
        original: excerpt(original).to_owned(),
        title,
    })
}

/// The text of an item; some write its HTML without escaping it, which readers of feeds pass over.
fn text(entry: &Entry, original: &str) -> String {
    let text = plain::text(syndication::body(entry));
    if !text.is_empty() {
        return text;
    }
    let inside = original.split_once("<description>").and_then(|(_, rest)| rest.rsplit_once("</description>"));
    inside.map(|(html, _)| plain::text(html)).unwrap_or_default()
}

/// What it is known by: the tracking id in its link, else its guid, which is made of its title, else the title. A phase
/// in these comes and goes.
fn identity(entry: &Entry, title: &str) -> String {
    let link = entry.links.iter().find_map(|link| url::Url::parse(&link.href).ok());
    let tracked = link.and_then(|link| {
        let id = link.query_pairs().find(|(name, _)| name.eq_ignore_ascii_case("trackingId"))?.1.into_owned();
        sound_id(&id)
    });
    let guid = || {
        let guid = entry.id.trim();
        let begins = guid
            .split_once('-')
            .filter(|(begin, _)| words::phase(begin).is_some_and(|phase| phase != Status::Scheduled));
        let without = begins.map_or(guid, |(_, rest)| rest);
        sound_id(without)
    };
    tracked.or_else(guid).unwrap_or_else(|| content_id(&[title]))
}

/// Regions and services: of the categories, and of the parts of the title.
fn categories(entry: &Entry, title: &str) -> (Vec<String>, Vec<String>) {
    let named: Vec<String> = entry.categories.iter().map(|category| plain::title(&category.term)).collect();
    let (mut regions, mut services): (Vec<String>, Vec<String>) = named.into_iter().partition(|name| is_region(name));
    services.retain(|name| words::phase(name).is_none());
    let parts = || title.split(" - ").map(str::trim);
    if regions.is_empty() {
        // "West Europe" is a part by itself, or stands at the end of one: "Degraded performance in East US".
        let places = parts().map(|part| part.rsplit_once(" in ").map_or(part, |(_, place)| place));
        let each = places.flat_map(|places| places.split(", ")).flat_map(|places| places.split(" and "));
        regions.extend(each.filter(|place| is_region(place)).map(str::to_owned));
    }
    if services.is_empty() {
        services.extend(parts().filter(|part| part.starts_with("Azure ") && part.len() <= 60).map(str::to_owned));
    }
    (regions, services.into_iter().map(as_the_catalogue).collect())
}

/// A service as the catalogue calls it, which knows some without the name of the house.
fn as_the_catalogue(service: String) -> String {
    let known =
        |name: &&str| catalogue::entry("azure").is_some_and(|azure| azure.services.iter().any(|one| one == name));
    service.strip_prefix("Azure ").filter(known).map(str::to_owned).unwrap_or(service)
}

/// Whether a category is a place: "West US 2", "UK South", "US Gov Virginia", "Global".
fn is_region(name: &str) -> bool {
    let is_a_name = name.split_whitespace().all(|word| !word.starts_with(char::is_lowercase));
    let name = name.to_lowercase();
    let words: Vec<&str> = name.split_whitespace().filter(|word| word.parse::<u8>().is_err()).collect();
    let [first, .., last] = words[..] else {
        return ["global", "worldwide", "non-regional"].contains(&name.as_str());
    };
    let directed = DIRECTIONS.contains(&first) || DIRECTIONS.contains(&last);
    let of_a_government = ["us gov", "us dod"].iter().any(|begin| name.starts_with(begin));
    let product = ["azure", "iot", "microsoft"].iter().any(|word| words.contains(word));
    is_a_name && words.len() <= 4 && (directed || of_a_government) && !product
}

/// How bad it sounds: an item is there for what many meet, unless it only informs.
fn severity(title: &str, kind: Kind) -> Severity {
    let title = title.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| title.contains(word));
    match () {
        () if kind == Kind::Maintenance || says(&["information", "advisory", "pir ", "post incident review"]) => {
            Severity::Information
        }
        () if says(&["outage", "unavailable"]) => Severity::Critical,
        () => Severity::Major,
    }
}

/// What follows "Current Status:", else the whole.
fn current_status(text: &str) -> &str {
    text.split_once("Current Status:").map_or(text, |(_, rest)| rest)
}

/// When it began and ended, by "Starting at 22:07 UTC on 14 Jun 2021" or "Between 02:50 and 10:37 UTC on 27 Oct 2018".
fn window(text: &str) -> (Option<i64>, Option<i64>) {
    let after = |mark: &str| text.split_once(mark).map(|(_, rest)| rest);
    if let Some(rest) = after("Starting at ").or_else(|| after("Beginning at ")) {
        return (moment(rest), None);
    }
    let between = after("Between ").and_then(|rest| Some((rest.get(..5)?, rest.get(5..)?.strip_prefix(" and ")?)));
    let Some((begin, rest)) = between else { return (None, None) };
    let ended = moment(rest);
    let day = rest.get(5..).unwrap_or_default();
    let began = moment(&format!("{begin}{day}")).filter(|began| ended.is_none_or(|ended| *began <= ended));
    (began, ended)
}

/// A moment such as "22:07 UTC on 14 Jun 2021", at the beginning of a text.
fn moment(text: &str) -> Option<i64> {
    let mut words = text.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty());
    let (hour, minute) = words.next()?.split_once(':')?;
    let time = Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()?;
    if !words.next()?.eq_ignore_ascii_case("UTC") || words.next()? != "on" {
        return None;
    }
    let day: i8 = words.next()?.parse().ok()?;
    let month = words.next()?.to_lowercase();
    let month = i8::try_from(MONTHS.iter().position(|name| month.starts_with(name))? + 1).ok()?;
    let year = words.next()?.trim_end_matches(|c: char| !c.is_ascii_digit()).parse().ok()?;
    let local = Date::new(year, month, day).ok()?.to_datetime(time);
    plausible(local.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_second())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn categories_are_places_or_services() {
        for place in [
            "West US 2",
            "East US",
            "UK South",
            "France Central",
            "US Gov Virginia",
            "Global",
            "Southeast Asia",
            "South Central US",
        ] {
            assert!(is_region(place), "{place}");
        }
        for service in [
            "Virtual Machines",
            "Azure IoT Central",
            "IoT Central",
            "Storage",
            "SQL Database",
            "Outage in UK South",
            "",
        ] {
            assert!(!is_region(service), "{service}");
        }
    }

    #[test]
    fn texts_say_when() {
        assert_eq!(window("x Starting at 22:07 UTC on 14 Jun 2021, a subset"), (Some(1_623_708_420), None));
        assert_eq!(
            window("Between 02:50 and 10:37 UTC on 27 Oct 2018, a subset"),
            (Some(1_540_608_600), Some(1_540_636_620))
        );
        for odd in [
            "",
            "Starting at noon",
            "Between é and 10:37 UTC on 27 Oct 2018",
            "Starting at 25:00 UTC on 14 Jun 2021",
            "Between 1",
        ] {
            assert_eq!(window(odd).0, None, "{odd}");
        }
    }
}
