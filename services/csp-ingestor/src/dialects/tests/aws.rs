//! Amazon's JSON, in each state it can say. It knows no planned work.

use super::*;

/// 2026-11-20T10:00:00Z.
const TEN: i64 = 1_795_168_800;

#[test]
fn every_state_is_read() {
    let table: [(&str, &[&str]); 6] = [
        ("quiet", &[]),
        (
            "minor",
            &[
                "arn:aws:health:global::event/ACME/ACME_OPERATIONAL_ISSUE/ACME_2 incident identified 4 informational [Acme DNS] [] identified",
                "arn:aws:health:us-west-2::event/ACME/ACME_OPERATIONAL_ISSUE/ACME_1 incident investigating 3 informational [Acme Queue] [us-west-2] investigating",
            ],
        ),
        (
            "major",
            &[
                "arn:aws:health:eu-west-3::event/ACME/ACME_OPERATIONAL_ISSUE/ACME_3 incident identified 1 disruption [Acme Compute, Acme Storage] [eu-west-3] identified<investigating",
                "arn:aws:health:sa-east-1::event/ACME/ACME_OPERATIONAL_ISSUE/ACME_4 incident investigating 2 degradation [Acme Storage] [sa-east-1] ",
            ],
        ),
        (
            "of_2023",
            &[
                "acmecdn@1795168800 incident identified 4 informational [Acme CDN] [] identified<investigating",
                "acmec-us-east-1@1792573200 incident resolved 1 disruption [Acme Compute] [us-east-1] resolved<investigating",
                "acmes-us-standard@1791709200 incident resolved 2 degradation [Acme Storage] [us-east-1] resolved",
            ],
        ),
        (
            "of_2023_resolved",
            &[
                "acmecdn@1795168800 incident resolved 4 operating normally [Acme CDN] [] resolved<identified<investigating",
                "acmec-us-east-1@1792573200 incident resolved 1 disruption [Acme Compute] [us-east-1] resolved<investigating",
                "acmes-us-standard@1791709200 incident resolved 2 degradation [Acme Storage] [us-east-1] resolved",
            ],
        ),
        (
            "resolved",
            &[
                "arn:aws:health:eu-west-3::event/ACME/ACME_OPERATIONAL_ISSUE/ACME_3 incident resolved 1 disruption [Acme Compute, Acme Storage] [eu-west-3] resolved<identified<investigating",
            ],
        ),
    ];
    for (state, expected) in table {
        assert_eq!(read_whole(&format!("aws/{state}.json"), Dialect::Aws), expected, "{state}");
    }
}

#[test]
fn times_and_titles_are_the_event_s() {
    let reading = read(&fixture("aws/resolved.json"), None).unwrap();
    let event = &reading.events[0];
    assert_eq!(
        (event.ts_start, event.ts_update, event.ts_end),
        (Some(TEN), Some(TEN + 3600), Some(TEN + 3500)),
        "an update may follow the end"
    );
    assert_eq!(event.title, "Increased Error Rates");
    assert_eq!(event.updates[1].text, "We have identified the cause & work on it.");
    assert_eq!(event.url.as_deref(), Some("https://health.aws.amazon.com/health/status"));
    let major = read(&fixture("aws/major.json"), None).unwrap();
    assert_eq!(major.events[1].title, "Slow objects", "of two languages, English");
    let old = read(&fixture("aws/of_2023.json"), None).unwrap();
    assert_eq!((old.events[0].ts_start, old.events[0].ts_update), (Some(TEN), Some(TEN + 1800)));
}

#[test]
fn it_is_read_as_it_is_on_the_wire() {
    for state in ["quiet", "major"] {
        let body = fixture(&format!("aws/{state}.json"));
        let text = String::from_utf8(body.clone()).unwrap();
        let wire: Vec<u8> = std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
        let read_on_the_wire = read(&wire, Some("application/json;charset=utf-16")).unwrap();
        assert_eq!(read_on_the_wire, read(&body, None).unwrap(), "{state}");
    }
}

#[test]
fn what_is_strange_is_counted_and_the_rest_is_kept() {
    let reading = read(&fixture("aws/odd.json"), None).unwrap();
    let events: Vec<String> = reading.events.iter().map(whole).collect();
    let odd = "arn:aws:health:us-west-2::event/ACME/ACME_OPERATIONAL_ISSUE/ACME_5 incident investigating 2 - [Acme Queue] [us-west-2] ";
    assert_eq!((events, reading.oddities, reading.partial), (vec![odd.to_owned()], 3, true));
    assert!(reading.odd.contains("status: \"9\""));
}
