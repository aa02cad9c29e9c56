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
    (
        "digitalocean/summary-critical-mkc1-monitoring-2026-08-19.json",
        1,
        "qd8v4wddyqjr incident monitoring 1 4 [GPU Droplets, Kubernetes]",
    ),
    (
        "digitalocean/summary-many-incidents-2025-07-02.json",
        3,
        "4t8kjwvn0tlq incident investigating 3 1 [App Platform, Managed Databases]",
    ),
    (
        "digitalocean/summary-monitoring-impact-none-2026-04-10.json",
        1,
        "wjyr2cz6y3xb incident monitoring 4 1 [API, Event Processing, Droplets, Cloud Control Panel]",
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
    (
        "oci/summary-critical-2022-02-26.json",
        1,
        "52t0582pfbdh incident investigating 1 2 [Autonomous Database, Autonomous Database Serverless, Data Flow",
    ),
    ("slack/current-incident-plus-notice-2022-01-27.json", 2, "1059 incident investigating 2 2 [Notifications]"),
    ("slack/current-notice-2022-02-17.json", 1, "1071 incident investigating 4 1 [Login/SSO]"),
    ("slack/current-ok-2020-10-14.json", 0, ""),
    ("slack/current-outage-first-2023-07-27.json", 1, "1247 incident investigating 1 2 [Connections, Messaging"),
    (
        "betterstack/together-index-maintenance-resolved-2026-09-04.json",
        1,
        "941865 maintenance completed 4 2 [MiniMax M3, GLM 5.2]",
    ),
    ("cloudflare/summary-latest-2026-08-22.json", 15, "0gf3rdn81fl7 maintenance inprogress 4 3 []"),
    (
        "docker/statusio-partial-disruption-2020-07-16.json",
        1,
        "5f108cc06e9c9104c0553a46 incident investigating 2 1 [Docker Hub Automated Builds]",
    ),
    (
        "gitlab/statusio-planned-maintenance-2020-09-05.json",
        2,
        "5f4e8b7f2250a004bc3453da maintenance inprogress 4 2 [dashboards.gitlab.com]",
    ),
    ("incidentio/linear-summary-quiet-2026.json", 0, ""),
    ("incidentio/miro-summary-2026.json", 0, ""),
    (
        "incidentio/openai-summary-ongoing-incident-2026-03-17.json",
        1,
        "01KKWW47249GJZZP9ZGR1PTHV5 incident monitoring 3 5 [Login]",
    ),
    ("instatus/docs-summary-active.json", 2, "cl4a8n3070721qtmzvts760c4 incident investigating 1 0 []"),
    (
        "instatus/mastodonsocial-page-active-incident-2026-03.json",
        2,
        "cmk1b5pf4026zxderxh5yval0 incident monitoring 1 2 [Website & API, Background queues]",
    ),
    ("instatus/perplexity-summary-quiet-2026-09.json", 0, ""),
    ("parse/history-2014-01-09.rss", 17, "lzf7mjchpy20 incident resolved 3 3 []"),
    ("salesforce/v1-instances-status-preview-incident.json", 1, "5968 incident investigating 3 1 [coreService]"),
    ("upptime/manticore-summary-2026-08-22.json", 0, ""),
];

/// What is in the folder and is no provider's feed, or says nothing: how each is refused.
const REFUSED: &[(&str, Unreadable)] = &[
    // Alerts, which come to us and are not asked for.
    ("alertmanager/webhook-v3-firing-alerta.json", Unreadable::Shape),
    ("alertmanager/webhook-v4-firing-2022-10-04.json", Unreadable::Shape),
    ("alertmanager/webhook-v4-firing-msteams.json", Unreadable::Shape),
    ("alertmanager/webhook-v4-resolved-derived.json", Unreadable::Shape),
    ("grafana/legacy-webhook-alerting.json", Unreadable::Shape),
    ("grafana/legacy-webhook-ok.json", Unreadable::Shape),
    ("grafana/oncall-legacy-grafana-alerting.json", Unreadable::Shape),
    ("grafana/unified-webhook-firing-docs.json", Unreadable::Shape),
    ("uptimekuma/webhook-down-timeout-2023-07-31.json", Unreadable::Shape),
    ("uptimekuma/webhook-test-notification.json", Unreadable::Shape),
    ("uptimekuma/webhook-up-2023-07-31.json", Unreadable::Shape),
    // What describes feeds: a schema, a list of products, the words for keys.
    ("gcp/incidents.schema.json", Unreadable::Shape),
    ("gcp/products-subset-2026-09.json", Unreadable::Shape),
    ("salesforce/v1-localizations.json", Unreadable::Shape),
    // A page's one word for everything, of which nothing can be told.
    ("digitalocean/status-latest-2026-08-22.json", Unreadable::StatusOnly),
    ("github/status-quiet-2026-08-22.json", Unreadable::StatusOnly),
    ("oci/status-2022-03-15.json", Unreadable::StatusOnly),
    // Broken on the way, or by its author.
    ("edge/empty-body.json", Unreadable::Empty),
];

/// A feed that its author broke off.
const BROKEN: &str = "azure/feed-item-outside-channel-2018.xml";

/// Recordings whose times somebody changed into seconds since 2001, so that they tell of 1990.
const ODD_TIMES: [&str; 2] = [
    "apple/system-status-customer-three-resolved-issues.json",
    "apple/system-status-developer-one-resolved-issue.json",
];

#[test]
fn recorded_payloads_are_understood() {
    let mut faults = Vec::new();
    for &(name, count, first) in TABLE {
        let Some(body) = recorded(name) else { return };
        let reading = read(&body, None).unwrap_or_else(|error| panic!("{name}: {error}"));
        let found = reading.events.first().map(line).unwrap_or_default();
        let odd = reading.oddities > 0 && !ODD_TIMES.contains(&name);
        if (reading.events.len(), odd) != (count, false) || !found.starts_with(first) {
            faults.push(format!("{name}: {}, {:?}, {found}", reading.events.len(), reading.odd));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn what_says_nothing_is_no_all_clear() {
    let broken = (BROKEN, Unreadable::Xml("it breaks off".into()));
    for (name, expected) in REFUSED.iter().chain([&broken]) {
        let Some(body) = recorded(name) else { return };
        assert_eq!(read(&body, None).as_ref(), Err(expected), "{name}");
    }
}

#[test]
fn every_recorded_payload_is_in_a_table() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/feeds");
    let Ok(folders) = std::fs::read_dir(&root) else {
        println!("skipped: there are no recorded payloads");
        return;
    };
    let known: BTreeSet<&str> =
        TABLE.iter().map(|row| row.0).chain(REFUSED.iter().map(|row| row.0)).chain([BROKEN]).collect();
    for folder in folders.map(|folder| folder.unwrap().path()).filter(|path| path.is_dir()) {
        for file in std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path()) {
            let name = file.strip_prefix(&root).unwrap().display().to_string();
            assert!(known.contains(name.as_str()), "{name} is in no table");
        }
    }
}

#[test]
fn one_outage_on_two_pages_is_recognisable_as_one() {
    let page = |name: &str| Some(read(&recorded(name)?, None).unwrap().events.remove(0));
    let (Some(jira), Some(confluence)) = (
        page("atlassian/jira-summary-critical-identified-2026-05-14.json"),
        page("atlassian/confluence-summary-critical-identified-2026-05-14.json"),
    ) else {
        return;
    };
    assert_ne!(jira.external_id, confluence.external_id, "each page numbers it anew");
    assert_eq!(jira.title, confluence.title);
    assert!((jira.ts_start.unwrap() - confluence.ts_start.unwrap()).abs() < 300);
    assert_eq!(jira.updates[0].text, confluence.updates[0].text);
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
