//! Payloads recorded from real pages. They are not part of the project: without them these tests say so and pass.

use std::path::PathBuf;

use super::*;

/// The bytes of a recorded payload, or `None` with a word on the console.
fn recorded(name: &str) -> Option<Vec<u8>> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/feeds").join(name);
    let body = std::fs::read(&path).ok();
    if body.is_none() {
        println!("skipped: there is no recorded payload {name}");
    }
    body
}

/// What each payload comes to: how many events, and the first of them (those under way first, then the newest).
const TABLE: &[(&str, usize, &str)] = &[
    ("apple/system-status-customer-no-issues.json", 0, ""),
    ("apple/system-status-customer-one-ongoing-issue.json", 2, "1000000310 incident investigating 1 1 [iCloud Mail]"),
    ("apple/system-status-customer-three-resolved-issues.json", 4, ""),
    ("apple/system-status-developer-one-resolved-issue.json", 1, ""),
    ("anthropic/scheduled-maintenances-2026-09-15.json", 2, "x017628t2rl5 maintenance completed 4 4 [claude.ai]"),
    (
        "atlassian/bitbucket-summary-aws-incident-23-updates-2025-10-21.json",
        1,
        "p20f40pt1rgv incident monitoring 2 23 [Website",
    ),
    (
        "atlassian/confluence-summary-critical-identified-2026-05-14.json",
        1,
        "6d4pspqjz580 incident identified 1 4 [View Content",
    ),
    ("atlassian/developer-summary-2026-08.json", 0, ""),
    (
        "atlassian/jira-summary-critical-identified-2026-05-14.json",
        1,
        "zq3f0j7wph20 incident identified 1 4 [Viewing content",
    ),
    (
        "atlassian/jira-summary-indicator-major-impact-critical-2026-08-07.json",
        1,
        "tv6rfjx9233y incident investigating 1 1 [Viewing content]",
    ),
    (
        "atlassian/opsgenie-summary-maintenance-verifying-2022-08-16.json",
        1,
        "mth27v6ghz5j maintenance inprogress 4 4 [Reporting",
    ),
    ("atlassian/trello-summary-quiet-2026-08.json", 0, ""),
    (
        "aws/currentevents-2026-09-04.json",
        3,
        "arn:aws:health:me-south-1::event/MULTIPLE_SERVICES/AWS_MULTIPLE_SERVICES_OPERATIONAL_ISSUE/AWS_MULTIPLE_SERVICES_OPERATIONAL_ISSUE_E6426_01AD72B4E1E incident investigating 1 1 [Amazon Bedrock, AWS Sign-In",
    ),
    ("aws/currentevents-2026-09-04.utf16be.json", 3, "arn:aws:health:me-south-1::event/"),
    ("aws/currentevents-quiet.utf16be.json", 0, ""),
    (
        "aws/data-json-informational-2023-02-02.json",
        59,
        "cloudfront@1675359840 incident monitoring 4 1 [Amazon CloudFront]",
    ),
    (
        "aws/data-json-kinesis-2020-11-26.json",
        342,
        "cloudwatch-us-east-1@1606315080 incident investigating 4 7 [Amazon CloudWatch]",
    ),
    ("aws/data-json-quiet-2023-01-29.json", 58, ""),
    ("aws/data-json-resolved-2023-02-02.json", 59, "cloudfront@1675359840 incident resolved 4 1 [Amazon CloudFront]"),
    ("aws/rss-all-2026-08-06.rss", 2, "component:multipleservices-me-central-1 incident investigating 1 1 []"),
    ("aws/rss-all-quiet-2023-02-16.rss", 0, ""),
    (
        "aws/rss-ec2-ap-northeast-1-2019-09-07.rss",
        1,
        "component:ec2-ap-northeast-1 incident resolved 2 7 [Amazon Elastic Compute Cloud]",
    ),
    (
        "azure/feed-active-2021-06-15-partial.xml",
        1,
        "error-notifications-for-service-management-operations-west-us-2 incident identified 2 1 [Virtual Machines]",
    ),
    ("azure/feed-quiet-2026-08-07.xml", 0, ""),
    ("azure/feed-with-items-synthetic.xml", 2, "ABC1-234 incident investigating 2 1 [Azure Storage]"),
    ("cloudamqp/summary-maintenance-2020.json", 1, "qy6n39trpl7l maintenance inprogress 4 2 [Shared servers]"),
    ("cloudflare/incidents-resolved-2026-08-07.json", 3, "3wbkwvf5ypbk incident resolved 3 3 [Web Analytics]"),
    (
        "cloudflare/summary-global-outage-2025-11-18.json",
        56,
        "8gmgl950y3h7 incident identified 1 8 [Access, Network, WARP]",
    ),
    (
        "digitalocean/summary-critical-investigating-2025-03-24.json",
        1,
        "mgqt0m5nh0gd incident investigating 1 2 [Cloud Control Panel]",
    ),
    ("digitalocean/summary-critical-mkc1-monitoring-2026-08-19.json", 1, "qd8v4wddyqjr incident monitoring 1 4 [MKC1]"),
    ("digitalocean/summary-many-incidents-2025-07-02.json", 3, "4t8kjwvn0tlq incident investigating 3 1 [Global]"),
    (
        "digitalocean/summary-monitoring-impact-none-2026-04-10.json",
        1,
        "wjyr2cz6y3xb incident monitoring 4 1 [API, Global",
    ),
    ("gcp/incidents-high-closed-2026-08-20.json", 5, "utF3FMFdQfwBzJcGG6vf incident resolved 1 7 [AlloyDB"),
    ("gcp/incidents-high-open-2026-08-20.json", 5, "utF3FMFdQfwBzJcGG6vf incident identified 1 3 [AlloyDB"),
    ("gcp/incidents-high-open-later-2026-08-20.json", 5, "utF3FMFdQfwBzJcGG6vf incident identified 1 5 [AlloyDB"),
    ("gcp/incidents-medium-open-2026-06-17.json", 3, "5fGQt4VbkDnr3Yp8PXPr incident identified 2 6 [Hybrid"),
    ("gcp/incidents-old-schema-2020-11-19.json", 147, "google-stackdriver/20009 incident identified 2 1 [Operations]"),
    ("gcp/incidents-quiet-2026-06-29.json", 3, "5fGQt4VbkDnr3Yp8PXPr incident resolved 2 "),
    ("github/history-2026-03-20.atom", 25, "9jyjvxkz735j incident resolved 2 4 []"),
    ("github/history-2026-08-22.atom", 25, "gx7js8bd0jpz incident resolved 3 2 []"),
    ("github/incident-00km0kwpz23b.json", 1, "00km0kwpz23b incident resolved 3 4 [Git Operations, Actions]"),
    ("github/incident-1cdsggtd2q5k.json", 1, "1cdsggtd2q5k incident resolved 4 3 []"),
    ("github/incident-gqx5l06jjxhp.json", 1, "gqx5l06jjxhp incident resolved 1 8 [Git Operations"),
    (
        "github/summary-github-com-critical-t1-2026-08-17T1348.json",
        1,
        "zkxwbgr0cnmx incident investigating 1 6 [Webhooks",
    ),
    (
        "github/summary-github-com-critical-t2-2026-08-17T1707.json",
        1,
        "zkxwbgr0cnmx incident investigating 1 24 [Git Operations",
    ),
    (
        "github/summary-github-com-critical-t3-2026-08-17T2110.json",
        1,
        "zkxwbgr0cnmx incident investigating 1 35 [Git Operations",
    ),
    ("github/summary-github-com-critical-t4-gone-2026-08-17T2142.json", 0, ""),
    ("github/summary-incident-statuscheck.json", 3, "k7mf5z1gz05c maintenance inprogress 4 2 []"),
    ("github/summary-indicator-none-open-critical-2026-08-20.json", 1, "bhbcjn4n3jzp incident investigating 1 11 []"),
    ("github/summary-maintenance-plus-incident-2025-05-30.json", 2, "p1rf575rlqml incident investigating 2 3 []"),
    ("github/summary-maintenance-scheduled-2025-05-29.json", 1, "nwjwwhj118sf maintenance scheduled 4 1 [Codespaces]"),
    ("github/summary-quiet-2026-08-22.json", 0, ""),
    ("github/summary-three-incidents-2026-02-09.json", 3, "smf24rvl67v9 incident investigating 2 9 [Git Operations"),
    ("heroku/v4-current-status-incident-2019-10-24.json", 1, "1918 incident identified 2 2 [Apps, Data, Tools]"),
    ("incidentio/openai-compat-summary-quiet-2026-09-15.json", 0, ""),
    ("microsoft365/posts-mac-available-2026-09-18.json", 0, ""),
    ("oci/summary-critical-2022-02-26.json", 1, "52t0582pfbdh incident investigating 1 2 [Chile Central (Santiago)]"),
    ("slack/current-incident-plus-notice-2022-01-27.json", 2, "1059 incident investigating 2 2 [Notifications]"),
    ("slack/current-notice-2022-02-17.json", 1, "1071 incident investigating 4 1 [Login/SSO]"),
    ("slack/current-ok-2020-10-14.json", 0, ""),
    ("slack/current-outage-first-2023-07-27.json", 1, "1247 incident investigating 1 2 [Connections, Messaging"),
];

#[test]
fn recorded_payloads_are_understood() {
    for &(name, count, first) in TABLE {
        let Some(body) = recorded(name) else { return };
        let reading = read(&body, None).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!((reading.events.len(), reading.oddities), (count, 0), "{name}");
        let found = reading.events.first().map(line).unwrap_or_default();
        assert!(found.starts_with(first), "{name}: {found}");
    }
}

#[test]
fn what_says_nothing_is_no_all_clear() {
    let table = [
        ("edge/empty-body.json", Unreadable::Empty),
        ("github/status-quiet-2026-08-22.json", Unreadable::StatusOnly),
        ("digitalocean/status-latest-2026-08-22.json", Unreadable::StatusOnly),
        ("azure/feed-item-outside-channel-2018.xml", Unreadable::Xml("it breaks off".into())),
    ];
    for (name, expected) in table {
        let Some(body) = recorded(name) else { return };
        assert_eq!(read(&body, None), Err(expected), "{name}");
    }
}

#[test]
fn an_incident_of_the_api_and_of_the_history_feed_is_the_same_event() {
    let (Some(api), Some(atom)) = (
        recorded("github/summary-github-com-critical-t3-2026-08-17T2110.json"),
        recorded("github/history-2026-08-22.atom"),
    ) else {
        return;
    };
    let of_api = read(&api, None).unwrap().events.remove(0);
    let of_atom =
        read(&atom, None).unwrap().events.into_iter().find(|event| event.external_id == of_api.external_id).unwrap();
    assert_eq!(of_atom.title, of_api.title);
    assert!((of_atom.ts_start.unwrap() - of_api.ts_start.unwrap()).abs() < 60);
    // The feed rounds to minutes and has the end as well; what is said in between is the same.
    assert_eq!(of_atom.updates.len(), of_api.updates.len() + 1);
    assert_eq!(of_atom.updates[1].text, of_api.updates[0].text);
}
