//! Statuspage, trap by trap, and Oracle's page; feeds of news in every state.

use super::*;

/// 2026-11-20T10:00:00Z.
const TEN: i64 = 1_795_168_800;

fn only(name: &str) -> Observed {
    let mut events = read(&fixture(name), None).unwrap().events;
    assert_eq!(events.len(), 1, "{name}");
    events.remove(0)
}

#[test]
fn statuspage_in_every_state() {
    let table: [(&str, &[&str]); 5] = [
        ("quiet", &[]),
        ("minor", &["acmeminor001 incident investigating 3 minor [Storage] [FRA1] investigating"]),
        ("major", &["acmemajor001 incident identified 1 major [Mail] [Europe] identified<investigating"]),
        (
            "maintenance",
            &["acmework0001 maintenance in_progress 4 maintenance [Mail] [Europe] in_progress<in_progress"],
        ),
        ("resolved", &["acmemajor001 incident resolved 2 major [Mail] [] resolved<resolved<investigating"]),
    ];
    for (state, expected) in table {
        assert_eq!(read_whole(&format!("statuspage/{state}.json"), Dialect::Statuspage), expected, "{state}");
    }
}

#[test]
fn maintenance_masks_no_incident() {
    let found = read_whole("statuspage/masked.json", Dialect::Statuspage);
    assert!(found[0].starts_with("acmework0001 maintenance in_progress 4"), "{found:?}");
    assert!(found[1].starts_with("acmemask0001 incident investigating 1 critical"), "{found:?}");
}

#[test]
fn an_indicator_that_others_account_for_is_not_believed() {
    assert_eq!(only("statuspage/always_minor.json").severity, Severity::Information);
}

#[test]
fn a_renamed_component_has_its_name_of_today() {
    let event = only("statuspage/renamed.json");
    assert_eq!((event.services, event.regions), (vec!["Post".to_owned()], vec!["Europe".to_owned()]));
}

#[test]
fn a_group_that_is_not_listed_is_known_from_the_updates() {
    let event = only("statuspage/unlisted.json");
    assert_eq!((event.services, event.regions), (vec!["Storage".to_owned()], vec!["FRA1".to_owned()]));
}

#[test]
fn times_are_in_the_zone_of_the_page() {
    let event = only("statuspage/zone.json");
    assert_eq!((event.ts_start, event.ts_update), (Some(TEN), Some(TEN + 300)));
}

#[test]
fn oci_in_every_state() {
    let place = "[Germany Central (Frankfurt)]";
    let table: [(&str, Vec<String>); 5] = [
        ("quiet", vec![]),
        ("minor", vec![format!("ociminor0001 incident monitoring 3 minor [Compute] {place} monitoring")]),
        (
            "major",
            vec![format!(
                "ocimajor0001 incident investigating 1 critical [NoSQL, Data Flow, Digital Assistant] {place} investigating"
            )],
        ),
        (
            "maintenance",
            vec![format!("ociwork00001 maintenance in_progress 4 maintenance [Compute] {place} in_progress")],
        ),
        ("resolved", vec![format!("ocimajor0001 incident resolved 1 critical [] {place} resolved<investigating")]),
    ];
    for (state, expected) in table {
        assert_eq!(read_whole(&format!("oci/{state}.json"), Dialect::Oci), expected, "{state}");
    }
    let event = only("oci/major.json");
    assert_eq!(event.ts_start, Some(TEN - 29 * 60), "the words say when it began");
    assert!(event.title.ends_with("| CN-4711"), "by this number people ask after it");
}

#[test]
fn news_in_every_state() {
    let table: [(&str, &[&str]); 5] = [
        ("quiet.rss", &[]),
        ("minor.rss", &["nw-1 incident investigating 3 - [Mail] [] investigating"]),
        ("major.atom", &["nwmajor00001 incident identified 1 - [] [] identified<investigating"]),
        ("maintenance.rss", &["nw-2 maintenance in_progress 4 - [] [] in_progress"]),
        ("resolved.json", &["nw-3 incident resolved 1 - [] [] resolved"]),
    ];
    for (state, expected) in table {
        let reading = read(&fixture(&format!("syndication/{state}")), None).unwrap();
        assert_eq!(reading.dialect, Dialect::Syndication, "{state}");
        assert_eq!(reading.events.iter().map(whole).collect::<Vec<_>>(), expected, "{state}");
    }
}
