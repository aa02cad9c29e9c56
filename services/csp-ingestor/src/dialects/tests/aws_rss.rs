//! Amazon's RSS, in each state it can say. It knows no planned work.

use super::*;

/// 2026-11-20T10:00:00Z.
const TEN: i64 = 1_795_168_800;

#[test]
fn every_state_is_read() {
    let table: [(&str, &[&str]); 5] = [
        ("quiet", &[]),
        (
            "minor",
            &["component:acmeconsole incident investigating 4 informational message [acmeconsole] [] investigating"],
        ),
        (
            "major",
            &[
                "component:multipleservices-eu-west-3 incident identified 1 service disruption [] [eu-west-3] identified<investigating",
                "component:acmes-ap-northeast-1 incident investigating 2 service degradation [acmes] [ap-northeast-1] investigating",
            ],
        ),
        (
            "resolved",
            &[
                "component:multipleservices-eu-west-3 incident resolved 1 service disruption [] [eu-west-3] resolved<identified<investigating",
                "component:acmes-ap-northeast-1 incident resolved 2 service degradation [acmes] [ap-northeast-1] resolved<investigating",
            ],
        ),
        (
            "service",
            &[
                "component:acmec-ap-northeast-1 incident investigating 2 performance issues [Acme Compute] [ap-northeast-1] investigating",
            ],
        ),
    ];
    for (state, expected) in table {
        assert_eq!(read_whole(&format!("aws_rss/{state}.rss"), Dialect::AwsRss), expected, "{state}");
    }
}

#[test]
fn times_are_those_of_the_guids() {
    let reading = read(&fixture("aws_rss/major.rss"), None).unwrap();
    assert_eq!(reading.said_at, Some(TEN + 1800), "the zone is one of the old names");
    let [disruption, slow] = &reading.events[..] else { panic!("two events") };
    assert_eq!(
        (disruption.ts_start, disruption.ts_update, disruption.ts_end),
        (Some(TEN), Some(TEN + 1200), None),
        "what was resolved before is another incident"
    );
    assert_eq!(disruption.over_after, Some(TEN + 1200 + 180 * 86_400));
    assert_eq!(disruption.updates[0].text, "We have identified the cause & work on it.");
    assert_eq!(disruption.original.matches("<item>").count(), 2);
    assert_eq!(
        (slow.title.as_str(), slow.over_after),
        ("Slow objects", Some(TEN + 600 + 7 * 86_400)),
        "of two languages, English"
    );
    let over = read(&fixture("aws_rss/resolved.rss"), None).unwrap();
    let resolved = &over.events[0];
    assert_eq!((resolved.ts_end, resolved.over_after), (Some(TEN + 3600), None));
    assert_eq!(resolved.title, disruption.title, "the end does not rename it");
    let ids = |event: &Observed| event.updates.iter().map(|update| update.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(resolved)[1..], ids(disruption));
}

#[test]
fn a_chain_that_has_lost_its_beginning_is_the_same_event() {
    let whole = fixture("aws_rss/major.rss");
    let text = String::from_utf8(whole.clone()).unwrap();
    let first = text.match_indices("<item>").nth(1).unwrap().0;
    let rest = text.match_indices("<item>").nth(2).unwrap().0;
    let shorter = format!("{}{}", &text[..first], &text[rest..]);
    let id = |body: &[u8]| read(body, None).unwrap().events[0].external_id.clone();
    assert_eq!(id(shorter.as_bytes()), id(&whole));
}

#[test]
fn what_is_strange_is_counted_and_the_rest_is_kept() {
    let reading = read(&fixture("aws_rss/odd.rss"), None).unwrap();
    let events: Vec<String> = reading.events.iter().map(super::whole).collect();
    assert_eq!(
        events,
        ["component:acmec-ap-northeast-1 incident investigating 2 - [acmec] [ap-northeast-1] investigating"]
    );
    assert_eq!((reading.oddities, reading.partial), (2, true));
}
