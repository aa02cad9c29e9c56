//! A labelled set of pairs: how often the rules are right. The figures stand in docs/cause-and-effect.md, and are true.

use std::collections::BTreeMap;
use std::path::Path;

use csp_ingestor::dialects;
use csp_ingestor::domain::graph::edge::CONFIDENT;
use csp_ingestor::domain::graph::testimony::testimony;
use csp_ingestor::domain::graph::{Edge, Suspect, Vocabulary, judge};
use csp_ingestor::domain::{Event, Kind, Severity, Status, Update, poll};
use serde::Deserialize;
use uuid::Uuid;

use crate::bed::NOW;

/// The least precision and recall that are good enough, on what was tuned on and on what was not.
const LEAST: [(&str, f64, f64); 2] = [("tuned", 0.95, 0.90), ("held-out", 0.80, 0.70)];

#[derive(Deserialize)]
struct Set {
    pair: Vec<Pair>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    follows: bool,
    said: Vec<String>,
    #[serde(default = "northwind")]
    effect: String,
    #[serde(default = "trouble")]
    title: String,
    #[serde(default = "aws")]
    cause: String,
    #[serde(default = "region")]
    region: String,
    /// How long before the effect the cause began, and ended, minutes.
    #[serde(default = "forty")]
    minutes: i64,
    over: Option<i64>,
}

fn northwind() -> String {
    "northwind".to_owned()
}
fn trouble() -> String {
    "Degraded performance".to_owned()
}
fn aws() -> String {
    "aws".to_owned()
}
fn region() -> String {
    "us-east-1".to_owned()
}
fn forty() -> i64 {
    40
}

fn event(id: u128, provider: &str, title: &str, began: i64, said: &[String]) -> Event {
    let update = |(n, text): (usize, &String)| {
        let ts = began + 600 - 60 * i64::try_from(n).unwrap();
        Update { id: format!("u{n}"), ts, status: Status::Identified, text: text.clone() }
    };
    Event {
        id: Uuid::from_u128(id),
        provider: provider.to_owned(),
        external_id: id.to_string(),
        kind: Kind::Incident,
        title: title.to_owned(),
        text: said.first().cloned().unwrap_or_default(),
        status: Status::Identified,
        severity: Severity::Major,
        impact: None,
        services: Vec::new(),
        regions: Vec::new(),
        concerns: Vec::new(),
        affects_us: None,
        judgement: None,
        dismissed: false,
        unfollowed: false,
        ts_start: began,
        ts_seen: began,
        ts_update: began,
        ts_end: None,
        url: None,
        updates: said.iter().enumerate().map(update).collect(),
        over_after: None,
        opened: false,
        version: 1,
    }
}

fn fixture(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/graph").join(name)).unwrap()
}

fn vocabulary() -> Vocabulary {
    let names: BTreeMap<String, Vec<String>> = toml::from_str(&fixture("names.toml")).unwrap();
    let mut vocabulary = Vocabulary::default();
    for (party, names) in &names {
        for name in names {
            vocabulary.add(party, name);
        }
    }
    vocabulary
}

/// Whether the rules hold `effect` for an effect of `cause`, surely enough to act on it.
fn follows(effect: &Event, cause: &Event, vocabulary: &Vocabulary) -> bool {
    let testimony = testimony(effect, &effect.provider, vocabulary);
    let suspects = [Suspect { party: &cause.provider, event: cause }];
    let suspects = if cause.provider == effect.provider { &suspects[..0] } else { &suspects[..] };
    let found = judge::evidence(effect, &testimony, &[], suspects, NOW);
    let sure = |(id, evidence)| Edge::between(id, effect.id).reasoned(evidence, NOW).confidence() >= CONFIDENT;
    found.into_iter().any(sure)
}

impl Pair {
    fn is_held_to_follow(&self, vocabulary: &Vocabulary) -> bool {
        let effect = event(2, &self.effect, &self.title, NOW, &self.said);
        let mut cause = event(1, &self.cause, "Increased error rates", NOW - 60 * self.minutes, &[]);
        cause.regions = [&self.region].into_iter().filter(|region| !region.is_empty()).cloned().collect();
        if let Some(over) = self.over {
            (cause.status, cause.ts_end) = (Status::Resolved, Some(NOW - 60 * over));
        }
        follows(&effect, &cause, vocabulary)
    }
}

fn share(part: u32, whole: u32) -> f64 {
    f64::from(part) / f64::from(whole.max(1))
}

#[test]
fn the_rules_are_right_as_often_as_the_docs_say() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/cause-and-effect.md");
    let page = std::fs::read_to_string(page).unwrap_or_default();
    let vocabulary = vocabulary();
    let mut untrue = Vec::new();
    let mut good = true;
    for (name, least_precision, least_recall) in LEAST {
        let set: Set = toml::from_str(&fixture(&format!("{name}.toml"))).unwrap();
        let (mut right, mut wrong, mut missed) = (0_u32, 0_u32, 0_u32);
        for pair in &set.pair {
            let held = pair.is_held_to_follow(&vocabulary);
            if held != pair.follows {
                println!("{name}: held to follow: {held}, not so: {} {:?}", pair.cause, pair.said);
            }
            right += u32::from(held && pair.follows);
            wrong += u32::from(held && !pair.follows);
            missed += u32::from(!held && pair.follows);
        }
        let positive = right + missed;
        let (precision, recall) = (share(right, right + wrong), share(right, positive));
        let row = format!("| {name} | {} | {positive} | {precision:.2} | {recall:.2} |", set.pair.len());
        println!("{row}");
        if !page.contains(&row) {
            untrue.push(row);
        }
        good &= precision >= least_precision && recall >= least_recall;
    }
    assert!(good, "less than what is good enough: {LEAST:?}");
    assert!(untrue.is_empty(), "docs/cause-and-effect.md does not say: {untrue:?}");
}

#[test]
fn of_several_events_of_a_cloud_the_one_of_the_service_that_is_named_counts() {
    let vocabulary = csp_ingestor::graph::names::vocabulary(&[]);
    let cloud = |id, service: &str, minutes: i64| Event {
        services: vec![service.to_owned()],
        ..event(id, "aws", "Elevated errors", NOW - 60 * minutes, &[])
    };
    let long = [cloud(1, "Amazon Elastic Compute Cloud", 120), cloud(3, "Amazon Simple Storage Service", 90)];
    let short = [cloud(1, "Amazon EC2", 120), cloud(3, "Amazon S3", 90)];
    for events in [long, short] {
        let suspects = events.each_ref().map(|event| Suspect { party: "aws", event });
        for (said, cause, percent) in [
            ("Due to an AWS EC2 outage our API is down.", 1, judge::NAMED_PLACE),
            ("This is caused by an outage of EC2 at AWS.", 1, judge::NAMED_PLACE),
            ("Errors due to an outage of AWS S3.", 3, judge::NAMED_PLACE),
            ("Errors due to an outage of Amazon S3.", 3, judge::NAMED_PLACE),
            ("Errors due to an outage of AWS.", 3, judge::NAMED),
            ("Errors due to an outage of AWS Lambda.", 3, judge::NAMED_ELSEWHERE),
        ] {
            let effect = event(2, "northwind", "Degraded performance", NOW, &[said.to_owned()]);
            let testimony = testimony(&effect, "northwind", &vocabulary);
            let found = judge::evidence(&effect, &testimony, &[], &suspects, NOW);
            let found: Vec<_> = found.iter().map(|(id, evidence)| (id.as_u128(), evidence[0].percent)).collect();
            assert_eq!(found, [(cause, percent)], "{said}");
        }
    }
}

#[test]
fn a_recorded_outage_names_its_cloud() {
    let file = "../../../shared/feeds/atlassian/bitbucket-summary-aws-incident-23-updates-2025-10-21.json";
    let Ok(bytes) = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)) else {
        println!("skipped: {file} is not here");
        return;
    };
    let reading = dialects::read(&bytes, Some("application/json")).unwrap();
    let seen = reading.events.iter().find(|event| event.updates.len() == 23).unwrap();
    let provider: csp_ingestor::domain::Provider = serde_json::from_value(serde_json::json!({
        "name": "bitbucket", "feed_url": "https://bitbucket.example/", "type": "json", "interval_s": 60, "created_at": 0}))
    .unwrap();
    let effect = poll::first_sight(seen, &provider, Uuid::from_u128(2), NOW).event;
    let cloud = |began: i64| event(1, "aws", "Increased Error Rates and Latencies", began, &[]);
    let vocabulary = vocabulary();
    assert!(follows(&effect, &cloud(effect.ts_start - 3600), &vocabulary));
    assert!(!follows(&effect, &cloud(effect.ts_start + 3600), &vocabulary), "what began later is no cause");
    let other = Event { provider: "gcp".into(), ..cloud(effect.ts_start - 3600) };
    assert!(!follows(&effect, &other, &vocabulary), "nobody speaks of another cloud");
}
