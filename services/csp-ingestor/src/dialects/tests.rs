//! The table of recorded payloads, the hostile corpus, and the property that nothing panics.

use super::*;
use crate::domain::{Kind, Severity, Status};

mod corpus;
mod fixtures;
mod recorded;

/// What one event comes to, in one line: id, kind, status, severity, number of updates, services.
fn line(event: &Observed) -> String {
    let (kind, severity) = (format!("{:?}", event.kind).to_lowercase(), u8::from(event.severity));
    let status = format!("{:?}", event.status).to_lowercase();
    format!("{} {kind} {status} {severity} {} [{}]", event.external_id, event.updates.len(), event.services.join(", "))
}

fn lines(body: &[u8]) -> Vec<String> {
    read(body, None).unwrap().events.iter().map(line).collect()
}
