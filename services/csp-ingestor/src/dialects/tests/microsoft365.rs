//! Microsoft's posts, in each state they can say. They know no planned work.

use super::*;

/// 2026-11-20T10:00:00Z.
const TEN: i64 = 1_795_168_800;

#[test]
fn every_state_is_read() {
    let console =
        "component:admin-center incident investigating 3 investigation [Microsoft 365 admin center] [] investigating";
    let table: [(&str, &[&str]); 5] = [
        ("quiet.json", &[]),
        ("quiet.rss", &[]),
        ("minor.json", &[console]),
        ("minor.rss", &[console]),
        (
            "resolved.json",
            &["component:admin-center incident resolved 3 service restored [Microsoft 365 admin center] [] resolved"],
        ),
    ];
    for (name, expected) in table {
        assert_eq!(read_whole(&format!("microsoft365/{name}"), Dialect::Microsoft365), expected, "{name}");
    }
}

#[test]
fn a_list_has_a_post_for_each_service() {
    let reading = read(&fixture("microsoft365/major.json"), None).unwrap();
    assert_eq!(
        reading.events.iter().map(whole).collect::<Vec<_>>(),
        [
            "component:AcmeMail incident investigating 2 service degradation [Acme Mail] [] investigating",
            "component:AcmeChat incident investigating 1 serviceinterruption [Acme Chat] [] investigating",
        ]
    );
    let titles: Vec<&str> = reading.events.iter().map(|event| event.title.as_str()).collect();
    assert_eq!(titles, ["Acme Mail: service degradation", "Acme Chat is out"]);
    assert_eq!(reading.well.into_iter().collect::<Vec<_>>(), ["component:AcmeDrive"]);
    assert_eq!(reading.unclear.into_iter().collect::<Vec<_>>(), ["component:AcmeNotes", "component:AcmeToDo"]);
    // "Unknown" is one of their words; the other is not.
    assert_eq!((reading.oddities, reading.said_at), (1, Some(TEN + 775)));
}

#[test]
fn quiet_is_said_outright() {
    for name in ["quiet.json", "quiet.rss"] {
        let reading = read(&fixture(&format!("microsoft365/{name}")), None).unwrap();
        assert_eq!(reading.well.into_iter().collect::<Vec<_>>(), ["component:admin-center"], "{name}");
    }
    let minor = read(&fixture("microsoft365/minor.rss"), None).unwrap();
    assert_eq!(
        (minor.events[0].ts_start, minor.events[0].updates[0].text.as_str()),
        (Some(TEN), "We are investigating.")
    );
}
