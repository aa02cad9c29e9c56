//! Apple's system status, in each state it can say.

use super::*;

/// 2026-11-20T10:00:00Z.
const TEN: i64 = 1_795_168_800;

#[test]
fn every_state_is_read() {
    let table: [(&str, &[&str]); 4] = [
        ("quiet.json", &[]),
        ("minor.json", &["2000000001 incident investigating 3 performance [Acme Maps] [] investigating"]),
        (
            "major.js",
            &[
                "2000000002 incident investigating 1 outage [Acme Mail, Acme Drive] [] investigating",
                "2000000003 incident investigating 2 issue [Acme Drive] [] investigating",
            ],
        ),
        (
            "maintenance.json",
            &[
                "2000000005 maintenance in_progress 4 maintenance [Acme Keys] [] in_progress",
                "2000000004 maintenance scheduled 4 maintenance [Acme Pay] [] scheduled",
            ],
        ),
    ];
    for (name, expected) in table {
        assert_eq!(read_whole(&format!("apple/{name}"), Dialect::Apple), expected, "{name}");
    }
    let over = read_whole("apple/resolved.json", Dialect::Apple);
    assert_eq!(
        over[..2],
        [
            "2000000004 maintenance completed 4 maintenance [Acme Pay] [] completed",
            "2000000002 incident resolved 1 outage [Acme Mail] [] resolved",
        ]
    );
    assert!(over[2].ends_with(" maintenance completed 4 - [Acme School] [] completed"), "{}", over[2]);
}

#[test]
fn times_and_words_are_the_event_s() {
    let body = fixture("apple/major.js");
    let reading = read(&body, Some("application/javascript")).unwrap();
    let outage = &reading.events[0];
    assert_eq!((outage.ts_start, outage.ts_update, outage.ts_end), (Some(TEN), Some(TEN), None));
    assert_eq!(outage.title, "Acme Mail: outage");
    assert_eq!(
        outage.updates[0].text,
        "Users may be experiencing a problem with this service.\nSome users are affected"
    );
    let inside = decode::called_with(std::str::from_utf8(&body).unwrap()).unwrap();
    assert_eq!(read(inside.as_bytes(), None).unwrap(), reading, "called or not, it says the same");
    let resolved = read(&fixture("apple/resolved.json"), None).unwrap();
    assert_eq!(resolved.events[1].ts_end, Some(TEN + 3600));
}

#[test]
fn what_is_strange_is_counted_and_the_rest_is_kept() {
    let reading = read(&fixture("apple/odd.json"), None).unwrap();
    let events: Vec<String> = reading.events.iter().map(whole).collect();
    assert_eq!(events, ["2000000006 incident investigating 3 mishap [Acme Mail] [] investigating"]);
    assert_eq!((reading.oddities, reading.partial), (3, true));
}

#[test]
fn a_text_of_two_parts_is_no_longer_than_one_may_be() {
    let mut document: Value = serde_json::from_slice(&fixture("apple/minor.json")).unwrap();
    document["services"][0]["events"][0]["message"] = "word ".repeat(5_000).into();
    let reading = read(document.to_string().as_bytes(), None).unwrap();
    let text = &reading.events[0].updates[0].text;
    assert!(text.chars().count() <= 10_000 && text.ends_with('…'), "{}", text.chars().count());
}
