//! Google's list of incidents, in each state it can say. It knows no planned work.

use super::*;

#[test]
fn every_state_is_read() {
    let past = "acmeOld1 incident resolved 3 medium [Acme Storage] [us-west1] resolved<resolved<investigating";
    let table: [(&str, &[&str]); 6] = [
        ("quiet", &[past]),
        ("minor", &["acmeMin1 incident investigating 3 medium [Acme Storage] [europe-west3] investigating", past]),
        (
            "major",
            &[
                "acmeMaj1 incident monitoring 1 high [Acme Compute Engine, Acme Storage] [us-west1] monitoring<identified<investigating",
                "acmeInf1 incident identified 4 low [Acme Compute Engine] [global] identified",
            ],
        ),
        (
            "resolved",
            &[
                "acmeMaj1 incident resolved 1 high [Acme Compute Engine, Acme Storage] [us-west1, global] resolved<resolved<identified<investigating",
            ],
        ),
        ("workspace", &["acmeWs01 incident investigating 2 medium [Gmail] [global] investigating"]),
        (
            "of_2020",
            &[
                "acme-logging/20009 incident identified 1 high [Acme Logging] [] identified<investigating",
                "acme-logging/20008 incident resolved 1 high [Acme Logging] [] resolved",
            ],
        ),
    ];
    for (state, expected) in table {
        assert_eq!(read_whole(&format!("google_cloud/{state}.json"), Dialect::GoogleCloud), expected, "{state}");
    }
}

#[test]
fn times_and_addresses_are_the_incident_s() {
    let first = |state: &str| read(&fixture(&format!("google_cloud/{state}.json")), None).unwrap().events.remove(0);
    let major = first("major");
    assert_eq!((major.ts_start, major.ts_update, major.ts_end), (Some(1_795_165_200), Some(1_795_171_200), None));
    assert_eq!(major.url.as_deref(), Some("https://status.cloud.google.com/incidents/acmeMaj1"));
    assert_eq!(major.updates[2].text, "We are investigating & will report.");
    assert_eq!(first("resolved").ts_end, Some(1_795_172_700));
    // What is the same update keeps its id whatever is said later.
    let ids = |event: &Observed| event.updates.iter().map(|update| update.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&first("resolved"))[1..], ids(&major));
    let addresses = ["workspace", "of_2020"].map(|state| first(state).url.unwrap());
    assert_eq!(
        addresses,
        [
            "https://www.google.com/appsstatus/dashboard/incidents/acmeWs01",
            "https://status.cloud.google.com/incident/acme-logging/20009"
        ]
    );
}

#[test]
fn what_is_strange_is_counted_and_the_rest_is_kept() {
    let reading = read(&fixture("google_cloud/odd.json"), None).unwrap();
    let events: Vec<String> = reading.events.iter().map(whole).collect();
    assert_eq!(events, ["acmeOdd1 incident investigating 3 tiny [Acme Compute Engine] [] investigating"]);
    assert_eq!(reading.events[0].title, "Untitled");
    assert_eq!((reading.oddities, reading.partial), (6, true));
    for odd in
        ["severity: \"tiny\"", "status_impact: \"SERVICE_SMOULDERING\"", "update status: \"SERVICE_SMOULDERING\""]
    {
        assert!(reading.odd.contains(odd), "{odd} in {:?}", reading.odd);
    }
}
