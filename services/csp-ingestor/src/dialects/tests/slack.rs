//! Slack's API, in each state it can say.

use super::*;

/// 2026-11-20T10:00:00Z.
const TEN: i64 = 1_795_168_800;

#[test]
fn every_state_is_read() {
    let table: [(&str, &[&str]); 5] = [
        ("quiet", &[]),
        ("minor", &["1101 incident investigating 4 notice [Links] [] investigating"]),
        (
            "major",
            &[
                "1102 incident monitoring 1 outage [Messaging, Search] [] monitoring<identified<investigating",
                "1103 incident identified 2 incident [Threads] [] identified<investigating",
            ],
        ),
        ("maintenance", &["1104 maintenance scheduled 4 notice [Search] [] scheduled"]),
        (
            "resolved",
            &[
                "1102 incident resolved 1 outage [Messaging, Search] [] resolved<monitoring<identified<investigating",
                "1104 maintenance completed 4 notice [Search] [] completed",
                "1105 maintenance completed 4 notice [Calls] [] completed",
            ],
        ),
    ];
    for (state, expected) in table {
        assert_eq!(read_whole(&format!("slack/{state}.json"), Dialect::Slack), expected, "{state}");
    }
}

#[test]
fn times_and_words_are_the_incident_s() {
    let first = |state: &str| read(&fixture(&format!("slack/{state}.json")), None).unwrap().events.remove(0);
    let [major, resolved] = ["major", "resolved"].map(first);
    assert_eq!((major.ts_start, major.ts_update, major.ts_end), (Some(TEN), Some(TEN + 2400), None));
    assert_eq!(resolved.ts_end, Some(TEN + 3600));
    assert_eq!(major.url.as_deref(), Some("https://slack-status.example/2026-11/1102"));
    assert_eq!(major.updates[2].text, "We're investigating & will report.\n\nThank you.");
    let ids = |event: &Observed| event.updates.iter().map(|update| update.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&resolved)[1..], ids(&major));
}

#[test]
fn what_is_strange_is_counted_and_the_rest_is_kept() {
    let reading = read(&fixture("slack/odd.json"), None).unwrap();
    let events: Vec<String> = reading.events.iter().map(whole).collect();
    assert_eq!(events, ["1106 incident investigating 3 mishap [Links] [] "]);
    assert_eq!((reading.oddities, reading.partial), (3, true));
}
