//! The table of recorded payloads, the hostile corpus, and the property that nothing panics.

use super::*;
use crate::domain::{Kind, Severity, Status};

mod apple;
mod aws;
mod aws_rss;
mod azure;
mod corpus;
mod fixtures;
mod google_cloud;
mod heroku;
mod microsoft365;
mod pages;
mod recorded;
mod slack;
mod statuspage;

/// One of our own small feeds, by its name under `tests/fixtures`.
fn fixture(name: &str) -> Vec<u8> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What one event comes to, in one line: id, kind, status, severity, number of updates, services.
fn line(event: &Observed) -> String {
    let (kind, severity) = (format!("{:?}", event.kind).to_lowercase(), u8::from(event.severity));
    let status = format!("{:?}", event.status).to_lowercase();
    format!("{} {kind} {status} {severity} {} [{}]", event.external_id, event.updates.len(), event.services.join(", "))
}

fn lines(body: &[u8]) -> Vec<String> {
    read(body, None).unwrap().events.iter().map(line).collect()
}

/// What one event comes to in every facet: id, kind, status, severity, impact, services, regions, phases newest first.
fn whole(event: &Observed) -> String {
    let phases: Vec<&str> = event.updates.iter().map(|update| update.status.as_str()).collect();
    let kind = format!("{:?}", event.kind).to_lowercase();
    format!(
        "{} {kind} {} {} {} [{}] [{}] {}",
        event.external_id,
        event.status.as_str(),
        u8::from(event.severity),
        event.impact.as_deref().unwrap_or("-"),
        event.services.join(", "),
        event.regions.join(", "),
        phases.join("<"),
    )
}

/// A fixture of a dialect, which nothing in it is odd to; and what its events come to.
fn read_whole(name: &str, dialect: Dialect) -> Vec<String> {
    let reading = read(&fixture(name), None).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!((reading.dialect, &reading.odd, reading.partial), (dialect, &BTreeSet::new(), false), "{name}");
    assert!(reading.events.iter().all(|event| !event.original.is_empty()), "{name}");
    reading.events.iter().map(whole).collect()
}
