//! The makers of status pages, each in every state it can say.

use super::*;

/// 2026-11-20T10:00:00Z.
const TEN: i64 = 1_795_168_800;

fn states(dialect: Dialect, folder: &str, table: &[(&str, &[&str])]) {
    for (state, expected) in table {
        assert_eq!(read_whole(&format!("{folder}/{state}.json"), dialect), *expected, "{folder} {state}");
    }
}

/// What a page of odd words comes to: its events, how many things are odd, what is unclear, whether something has no name.
fn odd(folder: &str) -> (Vec<String>, usize, Vec<String>, bool) {
    let reading = read(&fixture(&format!("{folder}/odd.json")), None).unwrap();
    let unclear = reading.unclear.into_iter().collect();
    (reading.events.iter().map(whole).collect(), reading.oddities, unclear, reading.partial)
}

fn first(name: &str) -> Observed {
    read(&fixture(name), None).unwrap().events.remove(0)
}

#[test]
fn status_io_in_every_state() {
    states(
        Dialect::StatusIo,
        "status_io",
        &[
            ("quiet", &[]),
            (
                "minor",
                &[
                    "5f00000000000000000000b1 incident investigating 3 degraded performance [Web] [Frankfurt] investigating",
                ],
            ),
            (
                "major",
                &[
                    "5f00000000000000000000b2 incident identified 1 partial service disruption [Web] [Frankfurt] identified<investigating",
                ],
            ),
            (
                "maintenance",
                &[
                    "5f00000000000000000000c1 maintenance in_progress 4 planned maintenance [Registry] [] scheduled",
                    "5f00000000000000000000c2 maintenance scheduled 4 planned maintenance [Registry] [] scheduled",
                ],
            ),
            (
                "resolved",
                &[
                    "5f00000000000000000000b2 incident resolved 1 service disruption [Web] [Frankfurt] resolved<monitoring<investigating",
                ],
            ),
        ],
    );
    assert_eq!(
        odd("status_io"),
        (
            vec!["5f00000000000000000000b3 incident investigating 3 - [] [] investigating".to_owned()],
            5,
            Vec::new(),
            true
        )
    );
}

#[test]
fn what_status_io_watches_is_as_bad_as_it_was() {
    let of = |messages: &[(i64, i64)]| {
        let said = (1..).zip(messages).map(|(minute, (state, status))| {
            format!(r#"{{"details":"So.","state":{state},"status":{status},"datetime":"2026-11-20T10:0{minute}:00Z"}}"#)
        });
        let said = said.collect::<Vec<_>>().join(",");
        let body = format!(
            r#"{{"result":{{"status_overall":{{}},"status":[],"incidents":[{{"_id":"b","name":"Web","messages":[{said}]}}]}}}}"#
        );
        let event = read(body.as_bytes(), None).unwrap().events.remove(0);
        (u8::from(event.severity), event.impact.unwrap())
    };
    let (out, slow, well) = ("service disruption", "degraded performance", "operational");
    // While it is watched all works again: that is no word on how bad it is.
    assert_eq!(of(&[(100, 500), (300, 100)]), (1, out.to_owned()));
    // What had become better does not grow worse by being watched.
    assert_eq!(of(&[(100, 500), (200, 300), (300, 100)]), (3, slow.to_owned()));
    assert_eq!(of(&[(100, 500), (300, 300)]), (3, slow.to_owned()));
    assert_eq!(of(&[(100, 500), (200, 300), (300, 100), (400, 100)]), (1, out.to_owned()));
    // What was for information alone stays so, and what is not watched yet is as bad as was said last.
    assert_eq!(of(&[(100, 100), (300, 100)]), (4, well.to_owned()));
    assert_eq!(of(&[(100, 500), (200, 100)]), (4, well.to_owned()));
}

#[test]
fn salesforce_in_every_state() {
    states(
        Dialect::Salesforce,
        "salesforce",
        &[
            ("quiet", &[]),
            ("minor", &["7001 incident investigating 3 minor [coreService] [NA, NW1] investigating<investigating"]),
            (
                "major",
                &[
                    "7002 incident identified 2 major [coreService] [EMEA, NA, NW1, NW2] identified<identified<identified<investigating<investigating",
                ],
            ),
            (
                "maintenance",
                &[
                    "maintenance:81 maintenance in_progress 3 unavailable [coreService] [EMEA, NW2] in_progress",
                    "maintenance:82 maintenance scheduled 4 available [] [EMEA, NW2] ",
                ],
            ),
            ("resolved", &["7002 incident resolved 2 major [coreService] [NW1] resolved<resolved<investigating"]),
        ],
    );
    assert_eq!(
        odd("salesforce"),
        (
            vec!["7003 incident investigating 3 - [coreService] [NA, NW1] investigating<investigating".to_owned()],
            5,
            Vec::new(),
            true
        )
    );
}

#[test]
fn instatus_in_every_state() {
    states(
        Dialect::Instatus,
        "instatus",
        &[
            ("quiet", &[]),
            ("minor", &["cl0acme000001 incident investigating 3 degraded_performance [] [] "]),
            ("major", &["cl0acme000002 incident monitoring 1 operational [API] [EU] monitoring<investigating"]),
            (
                "maintenance",
                &["cl0acme000003 maintenance in_progress 4 - [] [] ", "cl0acme000004 maintenance scheduled 4 - [] [] "],
            ),
            ("resolved", &["cl0acme000002 incident resolved 1 major_outage [API] [EU] "]),
        ],
    );
    assert_eq!(
        odd("instatus"),
        (vec!["cl0acme000009 incident investigating 3 puzzling [] [] ".to_owned()], 6, Vec::new(), true)
    );
}

#[test]
fn incident_io_in_every_state() {
    states(
        Dialect::IncidentIo,
        "incident_io",
        &[
            ("quiet", &[]),
            (
                "minor",
                &[
                    "01ACME0000000000000INC0001 incident investigating 3 degraded_performance [API] [EU Region] investigating",
                ],
            ),
            (
                "major",
                &[
                    "01ACME0000000000000INC0002 incident monitoring 1 full_outage [API] [EU Region] monitoring<identified<resolved<identified",
                ],
            ),
            (
                "maintenance",
                &[
                    "01ACME0000000000000MNT0001 maintenance in_progress 4 - [Web] [US Region] in_progress",
                    "01ACME0000000000000MNT0002 maintenance scheduled 4 - [Web] [US Region] scheduled",
                ],
            ),
            ("resolved", &["01ACME0000000000000INC0002 incident resolved 2 partial_outage [] [] resolved<identified"]),
            (
                "widget",
                &["01ACME0000000000000INC0003 incident identified 2 partial_outage [Web] [US Region] identified"],
            ),
        ],
    );
    assert_eq!(
        odd("incident_io"),
        (
            vec![
                "01ACME0000000000000INC0004 incident investigating 4 operational [API] [EU Region] investigating"
                    .to_owned()
            ],
            6,
            Vec::new(),
            true
        )
    );
}

#[test]
fn better_stack_in_every_state() {
    states(
        Dialect::BetterStack,
        "better_stack",
        &[
            ("quiet", &[]),
            ("minor", &["901 incident investigating 3 degraded [API] [Frankfurt] investigating<investigating"]),
            (
                "major",
                &[
                    "902 incident investigating 1 downtime [API] [Frankfurt] investigating",
                    "component:22 incident investigating 1 downtime [Site] [Frankfurt] investigating",
                ],
            ),
            ("maintenance", &["903 maintenance in_progress 4 maintenance [API] [Frankfurt] in_progress"]),
            ("resolved", &["902 incident resolved 1 downtime [API] [Frankfurt] resolved<investigating"]),
        ],
    );
    assert_eq!(
        odd("better_stack"),
        (
            vec!["904 incident investigating 3 puzzling [API] [Frankfurt] investigating".to_owned()],
            6,
            vec!["component:21".to_owned()],
            true
        )
    );
}

#[test]
fn upptime_in_every_state() {
    states(
        Dialect::Upptime,
        "upptime",
        &[
            ("quiet", &[]),
            ("minor", &["component:api incident investigating 3 degraded [API] [] investigating"]),
            ("major", &["component:api incident investigating 1 down [API (EU)] [EU] investigating"]),
        ],
    );
    assert_eq!(odd("upptime"), (Vec::new(), 2, vec!["component:api".to_owned()], true));
}

#[test]
fn components_of_instatus_are_events_while_they_are_not_well() {
    let reading = read(&fixture("instatus/components.json"), None).unwrap();
    assert_eq!(
        reading.events.iter().map(whole).collect::<Vec<_>>(),
        [
            "component:cmp0acme000001 incident investigating 1 major_outage [API] [EU] investigating",
            "component:cmp0acme000003 maintenance in_progress 4 under_maintenance [Mail] [] in_progress"
        ]
    );
    assert_eq!(reading.events[0].title, "API: major outage");
    assert_eq!(reading.well.into_iter().collect::<Vec<_>>(), ["component:cmp0acme000002"]);
    assert_eq!(reading.unclear.into_iter().collect::<Vec<_>>(), ["component:cmp0acme000004"]);
}

#[test]
fn times_and_addresses_are_those_of_the_page() {
    let web = first("status_io/minor.json");
    assert_eq!(
        (web.title.as_str(), web.url.as_deref()),
        ("Pages load slowly.", Some("https://tickets.northwind.example/2664"))
    );
    assert_eq!(read(&fixture("status_io/quiet.json"), None).unwrap().said_at, Some(TEN + 1860));
    let work = first("status_io/maintenance.json");
    assert_eq!((work.ts_start, work.ts_end), (Some(TEN - 8 * 3600), Some(1_795_572_000)));

    // As JavaScript writes a time, an hour east of Greenwich; and a length in minutes, as text.
    let slow = first("instatus/minor.json");
    assert_eq!((slow.ts_start, slow.external_id.as_str()), (Some(TEN), "cl0acme000001"));
    let work = first("instatus/maintenance.json");
    assert_eq!((work.ts_start, work.ts_end), (Some(TEN), Some(TEN + 3600)));
    assert_eq!(first("instatus/major.json").updates[0].text, "A fix is out & watched.");

    let again = first("incident_io/major.json");
    assert_eq!((again.ts_start, again.ts_update, again.ts_end), (Some(TEN), Some(TEN + 1800), None));
    assert_eq!(again.url.as_deref(), Some("https://status.acme.example/incidents/01ACME0000000000000INC0002"));
    assert_eq!(first("incident_io/minor.json").updates[0].text, "We look.\nMore soon.", "from the tree of rich text");
    let widget = first("incident_io/widget.json");
    assert_eq!((widget.ts_start, widget.ts_update), (None, Some(TEN + 1800)), "its newest word is no beginning");
    let over = first("incident_io/resolved.json");
    assert_eq!((over.ts_start, over.ts_end), (Some(TEN - 300), Some(TEN + 3600)));

    let over = first("better_stack/resolved.json");
    assert_eq!((over.ts_end, over.url.as_deref()), (Some(TEN + 3600), Some("https://status.acme.example/")));
    assert_eq!(first("better_stack/minor.json").updates[0].text, "A switch is busy.");

    let out = first("salesforce/major.json");
    assert_eq!(out.title, "Service disruption, feature disruption login");
    assert_eq!((out.ts_start, out.ts_end), (Some(TEN - 600), None));
}

#[test]
fn what_stands_under_many_instances_is_one_event() {
    assert_eq!(lines(&fixture("salesforce/major.json")).len(), 1);
    let keys: Vec<String> = (0..91).map(|n| format!("\"NW{n}\"")).collect();
    let body = format!(
        r#"[{{"id":1,"IncidentImpacts":[{{"type":"outage","severity":"major"}}],"instanceKeys":[{}]}}]"#,
        keys.join(",")
    );
    assert_eq!(read(body.as_bytes(), None).unwrap().events[0].regions, Vec::<String>::new(), "too many to name: any");
}
