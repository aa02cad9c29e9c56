use uuid::Uuid;

use super::*;
use crate::domain::Provider;
use crate::domain::event::{Kind, ObservedUpdate, Status};
use crate::domain::poll::first_sight;
use crate::domain::provider::FeedType;

const NOW: i64 = 1_795_000_000;
const LOOKING: &str = "We are looking into errors of the API in the region eu-west.";

fn event(id: &str, title: &str, text: &str) -> Observed {
    let said =
        ObservedUpdate { id: format!("{id}-u1"), ts: Some(NOW), status: Status::Investigating, text: text.into() };
    Observed {
        external_id: id.into(),
        kind: Kind::Incident,
        title: title.into(),
        status: Status::Investigating,
        severity: Severity::Major,
        impact: None,
        services: vec![format!("service of {id}")],
        regions: Vec::new(),
        ts_start: Some(NOW - 600),
        ts_update: Some(NOW),
        ts_end: None,
        url: None,
        updates: vec![said],
        over_after: None,
        original: String::new(),
    }
}

fn json(events: Vec<Observed>) -> Told {
    Told { structured: true, events }
}

fn rss(events: Vec<Observed>) -> Told {
    Told { structured: false, events }
}

fn ids(joined: &[Joined]) -> Vec<&str> {
    joined.iter().map(|joined| joined.seen.external_id.as_str()).collect()
}

fn nobody() -> BTreeMap<String, String> {
    BTreeMap::new()
}

#[test]
fn the_structured_feed_wins_and_the_other_adds() {
    let mut item = event("tag:1", "[Investigating] API errors!", LOOKING);
    (item.severity, item.status, item.url) = (Severity::Minor, Status::Monitoring, Some("https://a.example/1".into()));
    item.updates.push(ObservedUpdate {
        id: "u9".into(),
        ts: Some(NOW - 60),
        status: Status::Investigating,
        text: "Hello.".into(),
    });
    for feeds in [
        vec![rss(vec![item.clone()]), json(vec![event("x1", "API errors", LOOKING)])],
        vec![json(vec![event("x1", "API errors", LOOKING)]), rss(vec![item.clone()])],
    ] {
        let joined = join(feeds, &nobody());
        assert_eq!(ids(&joined), ["x1"]);
        let one = &joined[0];
        assert_eq!((one.seen.severity, one.seen.status), (Severity::Major, Status::Investigating));
        assert_eq!(one.seen.services, ["service of x1", "service of tag:1"]);
        assert_eq!(one.seen.updates.iter().map(|update| update.id.as_str()).collect::<Vec<_>>(), ["x1-u1", "u9"]);
        assert_eq!((one.seen.url.as_deref(), &one.aliases), (Some("https://a.example/1"), &vec!["tag:1".to_owned()]));
    }
}

#[test]
fn one_address_is_one_event_unless_it_is_that_of_all() {
    let at = |id: &str, title: &str, url: &str| Observed { url: Some(url.into()), ..event(id, title, id) };
    let page = "https://a.example/";
    let joined = join(
        vec![
            json(vec![at("1", "API", "https://a.example/i/1")]),
            rss(vec![at("t1", "Errors", "https://a.example/i/1")]),
        ],
        &nobody(),
    );
    assert_eq!(ids(&joined), ["1"]);
    let joined = join(
        vec![json(vec![at("1", "API", page), at("2", "Web", page)]), rss(vec![at("t9", "Mail", page)])],
        &nobody(),
    );
    assert_eq!(ids(&joined), ["1", "2", "t9"]);
}

#[test]
fn what_only_looks_alike_is_two() {
    let other = |change: fn(&mut Observed)| {
        let mut item = event("t1", "API errors", LOOKING);
        change(&mut item);
        join(vec![json(vec![event("1", "API errors", LOOKING)]), rss(vec![item])], &nobody()).len()
    };
    assert_eq!(other(|_| ()), 1);
    assert_eq!(other(|item| item.ts_start = Some(NOW + 600)), 2, "another hour");
    assert_eq!(other(|item| item.ts_start = None), 2);
    assert_eq!(other(|item| item.title = "Web errors".into()), 2);
    assert_eq!(other(|item| item.updates[0].text = "Something else.".into()), 2);
    assert_eq!(other(|item| item.kind = Kind::Maintenance), 2);
    assert_eq!(other(|item| item.updates.clear()), 1, "who says nothing contradicts nobody");
    assert_eq!(other(|item| item.updates[0].text = format!("{LOOKING} Read more…")), 1, "cut off elsewhere");
    // Two of one feed are two, however alike.
    let twice = json(vec![event("1", "API errors", LOOKING), event("2", "API errors", LOOKING)]);
    assert_eq!(join(vec![twice], &nobody()).len(), 2);
}

#[test]
fn components_are_joined_by_nothing_but_their_id() {
    let component = |id: &str| event(&format!("component:{id}"), "API", LOOKING);
    let joined = join(vec![json(vec![component("a")]), json(vec![component("b"), component("a")])], &nobody());
    assert_eq!(joined.len(), 2);
}

#[test]
fn who_was_known_stays_who_it_is() {
    let feeds =
        || vec![json(vec![event("x1", "API errors", LOOKING)]), rss(vec![event("tag:1", "API errors", LOOKING)])];
    // Known from the feed that was there first.
    let known = BTreeMap::from([("tag:1".to_owned(), "tag:1".to_owned())]);
    let joined = join(feeds(), &known);
    assert_eq!((ids(&joined), &joined[0].aliases), (vec!["tag:1"], &vec!["x1".to_owned()]));
    // From then on both ids are known to be it, whatever their words become.
    let known = BTreeMap::from([("tag:1".to_owned(), "tag:1".to_owned()), ("x1".to_owned(), "tag:1".to_owned())]);
    let mut other = feeds();
    (other[0].events[0].title, other[0].events[0].updates[0].text) = ("Errors".into(), "All new words.".into());
    let joined = join(other, &known);
    assert_eq!((ids(&joined), joined[0].aliases.len()), (vec!["tag:1"], 0));
    // Both known as events of their own, from before they were compared: the structured one goes on.
    let known = BTreeMap::from([("tag:1".to_owned(), "tag:1".to_owned()), ("x1".to_owned(), "x1".to_owned())]);
    let joined = join(feeds(), &known);
    assert_eq!((ids(&joined), &joined[0].aliases), (vec!["x1"], &vec!["tag:1".to_owned()]));
}

#[test]
fn many_of_one_name_are_held_against_a_few() {
    let words = "word ".repeat(5_000);
    let many = |feed: &str| -> Vec<Observed> {
        let events = (0..500).map(|number| {
            let mut one = event(&format!("{feed}{number}"), "API errors", &format!("{feed}{number} {words}"));
            let update = one.updates[0].clone();
            one.updates = (0..20).map(|n| ObservedUpdate { id: format!("{n}"), ..update.clone() }).collect();
            one
        });
        events.collect()
    };
    let joined = join(vec![json(many("a")), rss(many("b")), rss(many("c"))], &nobody());
    assert_eq!(joined.len(), 1500);
}

#[test]
fn of_two_structured_feeds_the_newer_word_counts() {
    let mut newer = event("x1", "API errors", "It was the cable.");
    (newer.ts_update, newer.status, newer.updates[0].id) = (Some(NOW + 60), Status::Resolved, "u2".into());
    let joined = join(vec![json(vec![event("x1", "API errors", LOOKING)]), json(vec![newer])], &nobody());
    assert_eq!((joined.len(), joined[0].seen.status, joined[0].seen.updates.len()), (1, Status::Resolved, 2));
}

fn known() -> Event {
    let provider = Provider {
        name: "acme".into(),
        feed_url: "https://status.acme.example/".into(),
        feed_type: FeedType::Json,
        interval_s: 60,
        created_at: NOW,
        more_feeds: Vec::new(),
        catalogue: None,
        settings: Settings::default(),
        version: 1,
    };
    first_sight(&event("x1", "API errors", LOOKING), &provider, Uuid::nil(), NOW).event
}

#[test]
fn the_same_words_by_another_feed_are_no_news() {
    let mut item = event("x1", "API errors", LOOKING);
    item.updates[0].id = "tag:1-u".into();
    item.updates.insert(
        0,
        ObservedUpdate { id: "n".into(), ts: Some(NOW + 9), status: Status::Resolved, text: "Over.".into() },
    );
    let left = beside(&known(), item, false, false, &Settings::default());
    assert_eq!(left.updates.iter().map(|update| update.id.as_str()).collect::<Vec<_>>(), ["n"]);
    let same = beside(&known(), event("x1", "API errors", LOOKING), false, false, &Settings::default());
    assert_eq!(same.updates.len(), 1, "its own words stay its own");
    let mut twice = event("x1", "API errors", LOOKING);
    twice.updates.insert(0, ObservedUpdate { id: "x1-u2".into(), ts: Some(NOW + 60), ..twice.updates[0].clone() });
    let again = beside(&known(), twice, false, false, &Settings::default());
    assert_eq!(again.updates.len(), 2, "what a feed says twice is said twice");
}

#[test]
fn a_feed_without_structure_alone_changes_only_what_it_says_anew() {
    let mut item = event("x1", "Trouble", LOOKING);
    (item.severity, item.status) = (Severity::Information, Status::Monitoring);
    let settings = Settings { severities: [("2".to_owned(), Severity::Minor)].into(), ..Settings::default() };
    let quiet = beside(&known(), item.clone(), true, true, &Settings::default());
    assert_eq!(
        (quiet.severity, quiet.status, quiet.title.as_str()),
        (Severity::Major, Status::Investigating, "API errors")
    );
    let minor = Event { severity: Severity::Minor, ..known() };
    assert_eq!(settings.severity_of(&beside(&minor, item.clone(), true, true, &settings)), Severity::Minor);
    item.status = Status::Resolved;
    assert_eq!(beside(&known(), item, true, true, &Settings::default()).status, Status::Resolved);
}

#[test]
fn how_bad_the_structured_feed_said_it_is_stays_when_only_words_tell_of_it() {
    let mut item = event("x1", "Trouble", LOOKING);
    (item.severity, item.status) = (Severity::Critical, Status::Monitoring);
    let shown = |known: &Event| beside(known, item.clone(), true, false, &Settings::default());
    let known = Event { impact: Some("major".into()), ..known() };
    let kept = shown(&known);
    assert_eq!((kept.severity, kept.impact.as_deref()), (Severity::Major, Some("major")));
    assert_eq!((kept.status, kept.title.as_str()), (Status::Monitoring, "API errors"));
    // Of what only words ever told, they go on to say how bad it is.
    assert_eq!(shown(&Event { impact: None, ..known }).severity, Severity::Critical);
}
