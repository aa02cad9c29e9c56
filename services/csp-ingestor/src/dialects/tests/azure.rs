//! Azure's RSS, in each state it can say. It has no word for what is minor.

use super::*;

/// 2026-11-20T10:00:00Z.
const TEN: i64 = 1_795_168_800;

#[test]
fn every_state_is_read() {
    let table: [(&str, &[&str]); 5] = [
        ("quiet", &[]),
        (
            "major",
            &[
                "acme-compute-errors-west-europe incident identified 2 - [Acme Compute, Acme Storage] [West Europe] identified",
                "ACM1-234 incident investigating 1 - [Azure Acme Queue] [UK South] investigating",
            ],
        ),
        ("maintenance", &["planned-maintenance maintenance scheduled 4 - [Acme Compute] [North Europe] scheduled"]),
        (
            "resolved",
            &[
                "acme-compute-errors-west-europe incident resolved 2 - [Acme Compute, Acme Storage] [West Europe] resolved",
            ],
        ),
        ("bare", &["bc8b5554e1c1267c542a8d3a incident investigating 2 - [] [East US 2] investigating"]),
    ];
    for (state, expected) in table {
        assert_eq!(read_whole(&format!("azure/{state}.xml"), Dialect::Azure), expected, "{state}");
    }
}

#[test]
fn times_and_titles_are_the_text_s() {
    let first = |state: &str| read(&fixture(&format!("azure/{state}.xml")), None).unwrap().events.remove(0);
    let [major, resolved, bare] = ["major", "resolved", "bare"].map(first);
    assert_eq!((major.ts_start, major.ts_update, major.ts_end), (Some(TEN - 1800), Some(TEN + 600), None));
    assert_eq!((resolved.ts_start, resolved.ts_end), (Some(TEN - 1800), Some(TEN + 3000)));
    assert_eq!(resolved.title, major.title);
    assert_eq!((bare.ts_start, bare.ts_update), (Some(TEN - 1800), None));
    assert_eq!(bare.updates[0].text, "Starting at 09:30 UTC on 20 Nov 2026, it fails.", "whose markup is not escaped");
    let reading = read(&fixture("azure/quiet.xml"), None).unwrap();
    assert_eq!(reading.said_at, Some(TEN + 1800));
}

#[test]
fn a_title_names_places_and_services_as_the_catalogue_does() {
    let azure = crate::catalogue::entry("azure").unwrap();
    for (title, places) in [
        ("Azure Virtual Machines - Degraded performance in East US", vec!["East US"]),
        ("Azure App Service - Errors in West Europe and North Europe", vec!["West Europe", "North Europe"]),
        ("Azure Storage - West Europe", vec!["West Europe"]),
        ("Azure DNS - Errors in name resolution", vec![]),
    ] {
        let item = format!("<item><title>{title}</title><guid>1</guid></item>");
        let channel = "<title>Azure Status</title><link>https://azure.status.microsoft/en-us/status/</link>";
        let body = format!("<rss version='2.0'><channel>{channel}{item}</channel></rss>");
        let event = read(body.as_bytes(), None).unwrap().events.remove(0);
        assert_eq!(event.regions, places, "{title}");
        assert!(azure.services.contains(&event.services[0]), "{title}");
        assert!(places.iter().all(|place| azure.regions.iter().any(|known| known == place)), "{title}");
    }
}
