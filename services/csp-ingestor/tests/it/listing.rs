//! Finding events: every filter, alone and with others; pages that cost the same however much is stored.

use std::collections::BTreeMap;

use boot::random;
use csp_ingestor::domain::{Event, Kind, Severity, Status};
use csp_ingestor::store::{Search, Write, Written};
use futures_util::{StreamExt, stream};
use identity::{Actor, Role, audit};
use serde_json::{Value, json};

use crate::bed::{Bed, NOW, outage};

const LIST: &str = "/api/v1/csp/events";
const DAY: i64 = 86_400;
/// What is no cost of a page: whatever else goes on, and the events that are on it.
const BESIDE: [&str; 5] = ["auth", "client|setinfo", "hmget", "info", "ping"];

/// An event to make others from: what the service itself makes of a first look.
pub(crate) async fn template(bed: &Bed) -> Event {
    bed.register().await;
    bed.page.show_incidents(&[outage("first", "investigating", "minor", &[("u1", "investigating", "We look.")])]);
    bed.refresh().await;
    let id = bed.events("").await[0]["id"].as_str().unwrap().parse().unwrap();
    let mut event = bed.app.store.event(id).await.unwrap().event;
    event.version = 1;
    event
}

/// Writes new events straight into the store, side by side.
pub(crate) async fn write_all(bed: &Bed, events: impl Iterator<Item = Event>) {
    let write = |event: Event| async move {
        let actor = Actor::service("test");
        let audit = audit::Entry::new(NOW, actor, "event.created", "x", "");
        let event = Event { id: random::uuid(bed.app.clock.now_ms()), version: 1, ..event };
        let write = Write {
            event: &event,
            ticket: 1 << 40,
            opens: false,
            told: None,
            replaces: None,
            original: None,
            audit: &audit,
        };
        assert_eq!(bed.app.store.write(&write).await.unwrap(), Written::Done);
    };
    stream::iter(events).map(write).buffer_unordered(200).collect::<Vec<_>>().await;
}

/// The external ids of all events that the query finds, and how many pages they took.
async fn walk(bed: &Bed, query: &str) -> (Vec<String>, usize) {
    let (mut found, mut pages, mut next) = (Vec::new(), 0, Some(format!("{LIST}?{query}")));
    while let Some(path) = next {
        let response = bed.ask("GET", &path, Role::Viewer).send().await.unwrap();
        assert_eq!(response.status(), 200, "{path}");
        let link = response.headers().get("link").map(|link| link.to_str().unwrap().to_owned());
        let page: Vec<Value> = response.json().await.unwrap();
        found.extend(page.iter().map(|event| event["external_id"].as_str().unwrap().to_owned()));
        next = link.map(|link| link.split(['<', '>']).nth(1).unwrap().to_owned());
        pages += 1;
    }
    (found, pages)
}

async fn found(bed: &Bed, query: &str) -> Vec<String> {
    walk(bed, query).await.0
}

#[tokio::test]
async fn every_filter_finds_its_own_and_filters_combine() {
    let bed = Bed::start().await;
    let first = template(&bed).await;
    let labels = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let named = |name: &str| Event { external_id: name.to_owned(), ..first.clone() };
    let events = [
        Event { services: labels(&["API", "Queues"]), regions: labels(&["eu-west-1"]), ..named("a") },
        Event { services: labels(&["queues"]), severity: Severity::Critical, ts_start: NOW - 400 * DAY, ..named("b") },
        Event { status: Status::Resolved, regions: labels(&["EU-West-1", "us-east-1"]), ..named("c") },
        Event {
            kind: Kind::Maintenance,
            status: Status::Scheduled,
            provider: "northwind".into(),
            ts_start: NOW + 9 * DAY,
            ..named("d")
        },
    ];
    for event in events {
        write_all(&bed, std::iter::once(event)).await;
    }
    let began = NOW - 4200; // of "first", "a" and "c"
    for (query, expected) in [
        ("", vec!["d", "c", "b", "a", "first"]),
        ("active=true", vec!["b", "a", "first"]),
        ("active=false", vec!["d", "c"]),
        ("provider=Northwind", vec!["d"]),
        ("provider=no%20name", vec![]),
        ("service=QUEUES", vec!["b", "a"]),
        ("service=queue", vec![]),
        ("region=eu-west-1", vec!["c", "a"]),
        ("status=scheduled", vec!["d"]),
        ("severity=1", vec!["b"]),
        ("kind=maintenance", vec!["d"]),
        (&format!("from={began}"), vec!["d", "c", "a", "first"]),
        (&format!("to={}", began - 1), vec!["b"]),
        (&format!("from={began}&to={began}"), vec!["c", "a", "first"]),
        (&format!("from={}&to={}", began - 1, began - 1), vec![]),
        (&format!("from={began}&to={}", NOW + 30 * DAY), vec!["d", "c", "a", "first"]),
        (&format!("from={began}&service=api&active=true"), vec!["a", "first"]),
        ("service=queues&region=eu-west-1&status=investigating&severity=3&kind=incident&provider=acme", vec!["a"]),
        ("service=queues&active=false", vec![]),
    ] {
        assert_eq!(found(&bed, query).await, expected, "{query}");
        let one_by_one = if query.is_empty() { "limit=1".to_owned() } else { format!("{query}&limit=1") };
        assert_eq!(found(&bed, &one_by_one).await, expected, "{query}, one by one");
    }
    for (query, pointer) in [
        ("severity=5", "?severity"),
        ("status=open", "?status"),
        ("kind=outage", "?kind"),
        ("from=yesterday", "?from"),
        ("to=-1", "?to"),
        (&format!("service={}", "x".repeat(201)), "?service"),
    ] {
        let (status, problem) = bed.answer(bed.ask("GET", &format!("{LIST}?{query}"), Role::Viewer)).await;
        assert_eq!((status, &problem["errors"][0]["pointer"]), (400, &json!(pointer)), "{query}");
    }
}

#[tokio::test]
async fn a_cursor_holds_for_its_own_filters_alone() {
    let bed = Bed::start().await;
    let first = template(&bed).await;
    write_all(&bed, (0..3).map(|n| Event { external_id: format!("e{n}"), ..first.clone() })).await;
    let response = bed.ask("GET", &format!("{LIST}?severity=3&limit=1"), Role::Viewer).send().await.unwrap();
    let link = response.headers()["link"].to_str().unwrap().to_owned();
    let cursor = link.split("cursor=").nth(1).unwrap().split('>').next().unwrap();
    for filters in ["", "&severity=2", "&severity=3&service=api", "&severity=3&from=1", "&severity=3&kind=incident"] {
        let path = format!("{LIST}?limit=1{filters}&cursor={cursor}");
        assert_eq!(bed.answer(bed.ask("GET", &path, Role::Viewer)).await.0, 400, "{filters}");
    }
}

#[tokio::test]
async fn an_event_leaves_the_lists_that_no_longer_fit() {
    let bed = Bed::start().await;
    bed.register().await;
    let show = |status: &str, impact: &str, service: &str, begun: &str| {
        let mut shown = outage("a", status, impact, &[("u1", "investigating", "We look.")]);
        shown["components"][0]["name"] = json!(service);
        shown["started_at"] = json!(begun);
        bed.page.show_incidents(&[shown]);
    };
    show("investigating", "minor", "API", "2026-11-21T22:50:00Z");
    bed.refresh().await;
    show("resolved", "major", "Web", "2026-09-01T00:00:00Z");
    bed.refresh().await;
    let before = 1_795_301_400; // 2026-11-21T22:50:00Z
    for query in ["active=true", "status=investigating", "severity=3", "service=api", &format!("from={before}")] {
        assert_eq!(found(&bed, query).await, [""; 0], "{query}");
    }
    for query in ["active=false", "status=resolved", "severity=2", "service=web", &format!("to={}", before - DAY)] {
        assert_eq!(found(&bed, query).await, ["a"], "{query}");
    }
}

#[tokio::test]
async fn what_the_feed_showed_is_read_as_it_was_and_never_interpreted() {
    let bed = Bed::start().await;
    bed.register().await;
    let mut shown = outage("a", "investigating", "minor", &[("u1", "investigating", "We look.")]);
    shown["name"] = json!("<script>alert(1)</script>Outage");
    bed.page.show_incidents(&[shown.clone()]);
    bed.refresh().await;
    let id = bed.events("").await[0]["id"].as_str().unwrap().to_owned();
    let response = bed.ask("GET", &format!("{LIST}/{id}/original"), Role::Viewer).send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "text/plain; charset=utf-8");
    assert_eq!(response.headers()["x-content-type-options"], "nosniff");
    assert!(response.headers()["content-security-policy"].to_str().unwrap().contains("default-src 'none'"));
    assert_eq!(serde_json::from_str::<Value>(&response.text().await.unwrap()).unwrap(), shown);
    let nobody = format!("{LIST}/018f0000-0000-7000-8000-000000000000/original");
    assert_eq!(bed.answer(bed.ask("GET", &nobody, Role::Viewer)).await.0, 404);
}

#[tokio::test]
async fn one_event_bears_all_that_is_known_of_it() {
    let bed = Bed::start().await;
    bed.register().await;
    bed.page.show_incidents(&[outage("a", "investigating", "major", &[("u1", "investigating", "We look.")])]);
    bed.refresh().await;
    let listed = bed.events("").await.remove(0);
    let path = format!("{LIST}/{}", listed["id"].as_str().unwrap());
    let (_, event) = bed.answer(bed.ask("GET", &path, Role::Viewer)).await;
    for (field, value) in [
        ("impact", json!("major")),
        ("regions", json!([])),
        ("concerns", json!([])),
        ("affects_us", Value::Null),
        ("ts_seen", json!(NOW)),
    ] {
        assert_eq!((&listed[field], &event[field]), (&value, &value), "{field}");
    }
    assert_eq!((&event["first_word_s"], listed.get("first_word_s")), (&json!(600), None));
}

/// What a page of `search` costs: how often each command was called for it.
async fn cost(bed: &Bed, search: &Search) -> BTreeMap<String, u64> {
    let before = bed.testbed.redis.calls().await;
    bed.app.store.search(search, None, 50).await.unwrap();
    let after = bed.testbed.redis.calls().await;
    let spent = after.into_iter().map(|(command, calls)| {
        let known = before.get(&command).copied().unwrap_or_default();
        (command, calls - known)
    });
    spent.filter(|(command, calls)| *calls > 0 && !BESIDE.contains(&command.as_str())).collect()
}

/// Copies the events with sequences up to `many`, nine times each, inside Redis: faster than a hundred thousand writes.
pub(crate) async fn multiply(bed: &Bed, many: u64) {
    const COPY: &str = "
        for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1] .. 'events:all', ARGV[1], ARGV[2])) do
          local event = redis.call('HMGET', KEYS[1] .. 'event:' .. id, 'event', 'version', 'facets')
          local started = redis.call('ZSCORE', KEYS[1] .. 'events:started', id)
          for _ = 1, 9 do
            local sequence = redis.call('INCR', KEYS[1] .. 'events:sequence')
            local copy = string.format('%s%012x', string.sub(id, 1, 24), sequence)
            redis.call('HSET', KEYS[1] .. 'event:' .. copy, 'event', event[1], 'version', event[2], 'facets', event[3])
            redis.call('ZADD', KEYS[1] .. 'events:started', started, copy)
            for _, facet in ipairs(cjson.decode(event[3])) do
              redis.call('ZADD', KEYS[1] .. 'events:' .. facet, sequence, copy)
            end
          end
        end";
    let store = bed.app.store.redis();
    let script = redis::Script::new(COPY);
    for from in (1..=many).step_by(50) {
        let mut copying = script.prepare_invoke();
        let () = copying
            .key(store.prefix())
            .arg(from)
            .arg((from + 49).min(many))
            .invoke_async(&mut store.connection())
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn a_page_costs_the_same_among_ten_thousand_events_and_a_hundred_thousand() {
    let bed = Bed::start().await;
    let first = template(&bed).await;
    let event = |n: usize| {
        // Two labels that never meet, and a status that is rare.
        let service = if n.is_multiple_of(2) { "even" } else { "odd" };
        Event {
            provider: format!("p{}", n % 100),
            external_id: format!("e{n}"),
            services: vec![service.to_owned()],
            severity: if service == "even" { Severity::Minor } else { Severity::Information },
            status: if n.is_multiple_of(100) { Status::Identified } else { Status::Resolved },
            ts_start: NOW - 300 * DAY + (i64::try_from(n).unwrap() % 300) * DAY,
            ..first.clone()
        }
    };
    let begun = NOW - 200 * DAY;
    let searches = [
        Search::default(),
        Search { active: Some(true), ..Search::default() },
        Search { provider: Some("p7".into()), active: Some(false), ..Search::default() },
        Search { service: Some("even".into()), status: Some(Status::Resolved), ..Search::default() },
        Search { from: Some(begun), to: Some(begun + DAY), ..Search::default() },
        Search { from: Some(begun), ..Search::default() },
        // In vain: it ends all the same.
        Search { service: Some("odd".into()), severity: Some(Severity::Minor), ..Search::default() },
        Search {
            service: Some("odd".into()),
            severity: Some(Severity::Minor),
            from: Some(begun),
            to: Some(begun + 90 * DAY),
            ..Search::default()
        },
    ];
    write_all(&bed, (1..1_000).map(event)).await;
    multiply(&bed, 1_000).await;
    let mut among_few = Vec::new();
    for search in &searches {
        among_few.push(cost(&bed, search).await);
    }
    multiply(&bed, 10_000).await;
    assert_eq!(bed.app.store.search(&Search::default(), None, 1).await.unwrap().total, Some(100_000));
    for (search, few) in searches.iter().zip(among_few) {
        let many = cost(&bed, search).await;
        println!("10,000: {few:?}; 100,000: {many:?}; {search:?}");
        // What is sought may lie deeper among many, but never deeper than the questions of one page reach: twenty batches.
        for cost in [few, many] {
            assert!(cost.values().sum::<u64>() <= 200, "{search:?}: {cost:?}");
        }
    }
}
