use std::collections::{BTreeMap, BTreeSet};

use outbound::{Outbound, Policy};

use super::*;
use crate::domain::provider::Name;

#[test]
fn every_file_parses_and_no_name_is_there_twice() {
    let mut known = BTreeSet::new();
    for (file, text) in FILES {
        let entries = parse(text).unwrap_or_else(|fault| panic!("catalogue/{file}.toml: {fault}"));
        for (name, _) in entries {
            assert!(known.insert(name.clone()), "{name} is there twice");
        }
    }
    assert_eq!(known.len(), entries().count());
    assert!(known.len() >= 100, "{}", known.len());
}

#[test]
fn every_entry_is_whole() {
    for entry in entries() {
        let Entry { name, title, home, .. } = entry;
        assert_eq!(name.parse::<Name>().unwrap().as_str(), name, "a name as it is kept");
        assert!(!title.is_empty() && title.trim() == title, "{name}");
        assert!(home.starts_with("https://"), "{name}");
        assert_eq!(entry.feed_type == FeedType::Http, entry.dialect == Dialect::Http, "{name}");
        assert!(!entry.services.is_empty(), "{name} has no service");
        for list in [&entry.services, &entry.regions, &entry.aliases, &entry.more_feeds] {
            let folded: BTreeSet<String> = list.iter().map(|one| one.to_lowercase()).collect();
            assert_eq!(folded.len(), list.len(), "{name} says something twice: {list:?}");
            assert!(list.iter().all(|one| one.trim() == one && !one.is_empty()), "{name}: {list:?}");
        }
    }
}

#[test]
fn every_address_passes_the_guard_and_leads_to_one_provider() {
    let outbound = Outbound::new(Policy::allowing(Vec::new())).unwrap();
    let mut known = BTreeMap::new();
    for entry in entries() {
        for url in entry.more_feeds.iter().chain([&entry.feed_url]) {
            assert!(url.starts_with("https://"), "{}: {url}", entry.name);
            outbound.check_url(url).unwrap_or_else(|refused| panic!("{}: {url}: {refused}", entry.name));
            assert_eq!(known.insert(url, &entry.name), None, "{url} is there twice");
        }
        outbound.check_url(&entry.home).unwrap();
    }
}

#[test]
fn names_lead_to_one_provider() {
    let mut known = BTreeMap::new();
    for entry in entries() {
        for name in entry.names() {
            let other = known.insert(name.to_lowercase(), &entry.name);
            assert_eq!(other, None, "{name} is {} and {other:?}", entry.name);
        }
    }
}

#[test]
fn dependencies_name_entries_and_go_round_no_circle() {
    for entry in entries() {
        for other in &entry.depends_on {
            assert!(self::entry(&other.provider).is_some(), "{} runs on {}", entry.name, other.provider);
            assert!(!below(&other.provider).contains(entry.name.as_str()), "{} runs on itself", entry.name);
            let source = other.source.as_deref().unwrap_or("https://");
            assert!(source.starts_with("https://"), "{}: {source}", entry.name);
        }
    }
}

/// Everything that `name` runs on, at any remove, and itself.
fn below(name: &str) -> BTreeSet<&str> {
    let (mut found, mut open) = (BTreeSet::new(), vec![name]);
    while let Some(name) = open.pop() {
        if found.insert(name) {
            open.extend(depends_on(name).iter().map(|other| other.provider.as_str()));
        }
    }
    found
}

#[test]
fn a_named_region_is_one_of_the_provider_it_is_in() {
    for entry in entries() {
        for other in &entry.depends_on {
            let provider = self::entry(&other.provider).unwrap();
            if let Some(region) = &other.region {
                assert!(provider.regions.contains(region), "{}: {region} of {}", entry.name, other.provider);
            }
            if let Some(service) = &other.service {
                assert!(provider.services.contains(service), "{}: {service} of {}", entry.name, other.provider);
            }
        }
    }
}

#[test]
fn a_search_knows_names_titles_aliases_and_services() {
    let found = |q: &str| search(q).iter().map(|entry| entry.name.as_str()).collect::<Vec<_>>();
    assert_eq!(found("amazon web"), ["aws"]);
    assert_eq!(found("AMAZON AWS"), ["aws"]);
    assert!(found("s3").contains(&"aws"));
    assert_eq!(found("hugging"), ["hugging-face"]);
    assert_eq!(found("nobody knows this").len(), 0);
    assert_eq!(found("").len(), entries().count());
}

#[test]
fn what_others_ask_for_is_there() {
    let names: Vec<_> = aliases("aws").collect();
    assert_eq!(names[..3], ["Amazon Web Services", "AWS", "Amazon AWS"]);
    assert_eq!(depends_on("heroku").len(), 2);
    assert_eq!(depends_on("nobody").len() + aliases("nobody").count(), 0);
}
