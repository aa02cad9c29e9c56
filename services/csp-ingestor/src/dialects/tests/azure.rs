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
