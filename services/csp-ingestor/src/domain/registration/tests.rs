use serde_json::{Value, json};

use super::*;

fn address(url: &str) -> Result<(), String> {
    if url.starts_with("https://") { Ok(()) } else { Err("only https in this test".to_owned()) }
}

fn registered(body: Value) -> Result<Provider, Vec<FieldError>> {
    serde_json::from_value::<Registration>(body).unwrap().checked(100, address)
}

fn amended(known: &Provider, body: Value) -> Result<Provider, Vec<FieldError>> {
    serde_json::from_value::<Amendment>(body).unwrap().checked(known, address)
}

fn pointers(faults: &[FieldError]) -> Vec<&str> {
    faults.iter().map(|fault| fault.pointer.as_str()).collect()
}

fn acme() -> Provider {
    registered(json!({"name": "acme", "feed_url": "https://status.acme.example/feed", "type": "rss"})).unwrap()
}

#[test]
fn a_name_of_the_catalogue_is_enough() {
    let github = registered(json!({"name": "GitHub"})).unwrap();
    let entry = catalogue::entry("github").unwrap();
    assert_eq!((github.name.as_str(), github.catalogue.as_deref()), ("github", Some("github")));
    assert_eq!((&github.feed_url, github.feed_type, github.interval_s), (&entry.feed_url, FeedType::Json, 60));
    assert_eq!(github.settings, Settings::default(), "what it has is not what concerns us");
}

#[test]
fn an_unknown_name_needs_its_address_and_type() {
    assert_eq!(pointers(&registered(json!({"name": "acme"})).unwrap_err()), ["/feed_url", "/type"]);
    assert_eq!(acme().catalogue, None);
}

#[test]
fn everything_that_is_wrong_is_named() {
    let faults = registered(json!({
        "name": "a b", "feed_url": "ftp://x", "type": "rss",
        "more_feeds": ["https://a.example", "https://a.example", "ftp://x", "http://b.example"],
        "services": ["API", " ", "a\tb", "x".repeat(201)], "regions": ["\u{7}"],
        "severities": {"critical": 0, "Minor": 3, "minor": 2, "": 1, "a/b": 9}, "min_severity": 9}));
    let named = [
        "/name",
        "/feed_url",
        "/more_feeds/1",
        "/more_feeds/2",
        "/more_feeds/3",
        "/min_severity",
        "/severities/",
        "/severities/a~1b",
        "/severities/critical",
        "/severities/minor",
        "/services/1",
        "/services/2",
        "/services/3",
        "/regions/0",
    ];
    assert_eq!(pointers(&faults.unwrap_err()), named);
}

#[test]
fn lists_are_kept_as_they_are_meant() {
    let provider = registered(json!({
        "name": "acme", "feed_url": "https://a.example", "type": "json", "services": [" API ", "api", "CDN"],
        "severities": {" Critical ": 2}, "min_severity": 3}));
    let settings = provider.unwrap().settings;
    assert_eq!(settings.services, ["API", "CDN"]);
    assert_eq!(settings.severities, [("critical".to_owned(), Severity::Major)].into());
    assert_eq!(settings.min_severity, Severity::Minor);
}

#[test]
fn what_is_left_out_stays_and_null_takes_back() {
    let known =
        amended(&acme(), json!({"interval_s": 30, "services": ["API"], "min_severity": 4, "paused": true})).unwrap();
    assert_eq!((known.interval_s, known.settings.paused), (30, true));
    assert_eq!(amended(&known, json!({})).unwrap(), known);
    let back = json!({"interval_s": null, "services": null, "min_severity": null, "paused": null});
    assert_eq!(amended(&known, back).unwrap(), acme());
    let faults = amended(&known, json!({"feed_url": null, "type": null})).unwrap_err();
    assert_eq!(pointers(&faults), ["/feed_url", "/type"]);
}

#[test]
fn the_catalogue_fills_in_what_is_taken_back() {
    let ours =
        registered(json!({"name": "github", "feed_url": "https://mirror.example/github", "type": "rss"})).unwrap();
    let back = amended(&ours, json!({"feed_url": null, "type": null})).unwrap();
    assert_eq!(back, registered(json!({"name": "github"})).unwrap());
}

#[test]
fn an_address_that_stays_is_not_judged_again() {
    let known = Provider { feed_url: "http://inside.example/".into(), ..acme() };
    assert!(amended(&known, json!({"paused": true})).is_ok());
    assert!(amended(&known, json!({"feed_url": "http://inside.example/", "more_feeds": []})).is_ok());
    assert!(amended(&known, json!({"feed_url": "http://elsewhere.example/"})).is_err());
}
