//! Heroku's API, in each state it can say.

use super::*;

/// 2026-11-20T10:00:00Z.
const TEN: i64 = 1_795_168_800;

#[test]
fn every_state_is_read() {
    let table: [(&str, &[&str]); 5] = [
        ("quiet", &[]),
        ("minor", &["2001 incident investigating 3 yellow [Data] [EU, US] investigating"]),
        ("major", &["2002 incident identified 1 red [Apps, Data] [] identified<investigating"]),
        (
            "maintenance",
            &[
                "2004 maintenance in_progress 4 blue [] [] in_progress",
                "2003 maintenance scheduled 4 green [] [] scheduled",
                "2005 maintenance completed 4 - [] [] ",
            ],
        ),
        (
            "resolved",
            &[
                "2002 incident resolved 1 red [] [] resolved<identified<investigating",
                "2006 incident resolved 3 yellow [] [] investigating",
            ],
        ),
    ];
    for (state, expected) in table {
        assert_eq!(read_whole(&format!("heroku/{state}.json"), Dialect::Heroku), expected, "{state}");
    }
}

#[test]
fn planned_work_says_when_in_its_words() {
    let reading = read(&fixture("heroku/maintenance.json"), None).unwrap();
    let [begun, planned, done] = &reading.events[..] else { panic!("three events") };
    let begins = TEN + 3 * 86_400 + 9 * 3600;
    assert_eq!((planned.ts_start, planned.over_after), (Some(begins), Some(begins + 86_400)));
    assert_eq!((begun.ts_start, begun.over_after), (Some(TEN), Some(TEN + 300 + 30 * 86_400)));
    assert_eq!(done.over_after, None);
}

#[test]
fn times_and_words_are_the_incident_s() {
    let first = |state: &str| read(&fixture(&format!("heroku/{state}.json")), None).unwrap().events.remove(0);
    let [major, resolved] = ["major", "resolved"].map(first);
    assert_eq!((major.ts_start, major.ts_update, major.ts_end), (Some(TEN), Some(TEN + 1200), None));
    assert_eq!(resolved.ts_end, Some(TEN + 3600));
    assert_eq!(major.url.as_deref(), Some("https://status.heroku.example/incidents/2002"));
    assert_eq!((major.updates[1].id.as_str(), major.updates[1].text.as_str()), ("6001", "We are investigating."));
}

#[test]
fn what_is_strange_is_counted_and_the_rest_is_kept() {
    let reading = read(&fixture("heroku/odd.json"), None).unwrap();
    let events: Vec<String> = reading.events.iter().map(whole).collect();
    assert_eq!(events, ["2007 incident investigating 3 mauve [Apps] [] investigating"]);
    // Its title, its state, an update's kind, an update without words, and the colour.
    assert_eq!((reading.oddities, reading.partial), (5, false));
}
