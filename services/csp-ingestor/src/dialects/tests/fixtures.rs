//! Our own small feeds, read whole.

use super::*;

const SUMMARY: &[u8] = include_bytes!("../../../tests/fixtures/summary.json");
const COMPONENTS: &[u8] = include_bytes!("../../../tests/fixtures/components.json");
const ATOM: &[u8] = include_bytes!("../../../tests/fixtures/history.atom");
const RSS: &[u8] = include_bytes!("../../../tests/fixtures/news.rss");

/// 2026-11-20T10:00:00Z.
const TEN: i64 = 1_795_168_800;

#[test]
fn a_summary_shows_incidents_and_planned_work() {
    assert_eq!(
        lines(SUMMARY),
        [
            "acmeinc00001 incident identified 1 2 [API]",
            "acmeinc00002 incident monitoring 3 1 []",
            "acmemnt00001 maintenance scheduled 4 0 [Database]",
        ]
    );
    let reading = read(SUMMARY, None).unwrap();
    // A phase, an impact, an update and a time that nobody knows, and an update without phase: each passed over.
    assert_eq!((reading.dialect, reading.oddities), (Dialect::Statuspage, 4));
    let [outage, slow, planned] = &reading.events[..] else { panic!("three events") };
    assert_eq!((outage.ts_start, outage.ts_update, outage.ts_end), (Some(TEN), Some(TEN + 1800), None));
    assert_eq!(outage.url.as_deref(), Some("https://stspg.example/acme1"));
    assert_eq!(outage.updates[0].text, "A switch failed.\nWe are replacing it & will report.");
    assert_eq!(outage.updates[1].text, "We see failing requests.\n\nMore soon.");
    assert_eq!((slow.ts_start, slow.ts_update), (Some(TEN), Some(TEN + 300)));
    assert_eq!(slow.url.as_deref(), Some("https://status.acme.example/incidents/acmeinc00002"));
    assert_eq!((planned.ts_start, planned.ts_end), (Some(1_795_572_000), Some(1_795_579_200)));
}

#[test]
fn components_alone_are_events_while_they_are_not_well() {
    let reading = read(COMPONENTS, None).unwrap();
    assert_eq!(
        reading.events.iter().map(line).collect::<Vec<_>>(),
        [
            "component:cmpapi000001 incident investigating 2 1 [API]",
            "component:cmpmail00001 maintenance inprogress 4 1 [Mail]"
        ]
    );
    assert_eq!(reading.events[0].title, "API: partial outage");
    assert_eq!(reading.well.into_iter().collect::<Vec<_>>(), ["component:cmpweb000001"]);
    assert_eq!((reading.oddities, reading.partial), (1, false));
    assert_eq!(reading.unclear.into_iter().collect::<Vec<_>>(), ["component:cmpodd000001"]);
}

#[test]
fn a_thing_without_an_id_leaves_open_what_is_gone() {
    let body = r#"{"page":{},"incidents":[{"id":"a","name":"b","status":"investigating"},{"name":"c"}]}"#;
    let reading = read(body.as_bytes(), None).unwrap();
    assert!(reading.partial && reading.events.len() == 1);
}

#[test]
fn a_history_feed_holds_every_update() {
    let reading = read(ATOM, None).unwrap();
    assert_eq!(reading.events.iter().map(line).collect::<Vec<_>>(), ["acmeinc00001 incident identified 1 2 []"]);
    let event = &reading.events[0];
    assert_eq!((event.ts_start, event.ts_update), (Some(TEN), Some(TEN + 1820)));
    assert_eq!(event.updates[0].text, "A switch failed & is replaced.");
    assert_eq!((event.updates[1].ts, event.updates[1].status), (Some(TEN), Status::Investigating));
}

#[test]
fn a_plain_feed_is_read_by_its_words() {
    let events = read(RSS, None).unwrap().events;
    let [mail, region, paris] = &events[..] else { panic!("three events") };
    assert_eq!((paris.status, paris.severity, paris.kind), (Status::Resolved, Severity::Major, Kind::Incident));
    assert_eq!(
        (paris.ts_update, paris.services.as_slice()),
        (Some(TEN + 10 * 3600), ["Storage".to_owned()].as_slice())
    );
    assert_eq!(
        (paris.updates[0].text.as_str(), paris.title.as_str()),
        ("All is well again.", "Partial outage in Paris")
    );
    assert_eq!((mail.status, mail.severity, mail.over_after), (Status::Monitoring, Severity::Critical, None));
    assert_eq!((region.severity, region.over_after), (Severity::Information, Some(TEN + 3 * 86_400)));
    let ids: BTreeSet<&str> = events.iter().map(|event| event.external_id.as_str()).collect();
    assert_eq!(ids.len(), 3);
    assert_eq!(read(RSS, None).unwrap().events, events, "ids that are missing are made the same way each time");
}

#[test]
fn a_guid_that_is_missing_does_not_follow_the_phase() {
    let feed = |title: &str| {
        format!(
            "<rss version='2.0'><channel><item><title>{title}</title><pubDate>Fri, 20 Nov 2026 10:00:00 GMT</pubDate></item></channel></rss>"
        )
    };
    let id = |title: &str| read(feed(title).as_bytes(), None).unwrap().events[0].external_id.clone();
    assert_eq!(id("Mail is down"), id("Resolved: Mail is down"));
    assert_ne!(id("Mail is down"), id("Web is down"));
}

#[test]
fn rss_need_not_say_its_version() {
    let item = "<channel><item><guid>1</guid><title>Mail is down</title></item></channel></rss>";
    for begin in
        ["<rss>", "<rss version='2.0'>", "<rss xmlns:dc='x' version=\"2.0\">", "<!-- <x> -->\n<rss xmlns:dc='x'>"]
    {
        assert_eq!(lines(format!("{begin}{item}").as_bytes()), ["1 incident investigating 1 1 []"], "{begin}");
    }
}

#[test]
fn imitators_leave_lists_out() {
    for body in [
        r#"{"page":{"name":"A"},"status":{"indicator":"none"},"components":[]}"#,
        r#"{"page":{"name":"A"},"status":{"indicator":"none"},"components":[],"incidents":null,"scheduled_maintenances":null}"#,
        r#"{"page":{"name":"A"},"incidents":[]}"#,
    ] {
        assert_eq!(lines(body.as_bytes()), Vec::<String>::new(), "{body}");
    }
    let bare = r#"{"page":{"name":"A"},"incidents":[{"id":"01J","name":"Errors","status":"INVESTIGATING","impact":"Major","shortlink":null}]}"#;
    assert_eq!(lines(bare.as_bytes()), ["01J incident investigating 2 0 []"]);
}
