//! No feed at all: an address that answers, or does not. What is found of it is put as a reading, so that an outage of it
//! is an event like those that providers tell of; each outage is one of its own.

use serde_json::json;

use super::values::content_id;
use super::{Dialect, Reading};
use crate::domain::event::{CHECK, ObservedUpdate};
use crate::domain::{Kind, Observed, Severity, Status};

/// The one thing that is said of an outage, whose words may change.
const WORDS: &str = "check";

/// An address that answered.
pub(crate) fn answers(address: &str) -> Reading {
    Reading { well: [id(address)].into(), ..Reading::new(Dialect::Http) }
}

/// An address that failed more than once in a row, last with `failure`; the first time at `since`, where that is known.
pub(crate) fn is_silent(address: &str, failure: &str, since: Option<i64>) -> Reading {
    // What follows may hold a key.
    let shown = address.split(['?', '#']).next().unwrap_or_default();
    let host = url::Url::parse(address).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
    let update = ObservedUpdate {
        id: WORDS.to_owned(),
        ts: None,
        status: Status::Investigating,
        text: format!("Asked more than once in a row: {failure}."),
    };
    let outage = Observed {
        external_id: id(address),
        kind: Kind::Incident,
        title: format!("{host} does not answer"),
        status: Status::Investigating,
        severity: Severity::Major,
        impact: Some("down".to_owned()),
        services: Vec::new(),
        regions: Vec::new(),
        ts_start: since,
        ts_update: None,
        ts_end: None,
        url: Some(shown.to_owned()),
        updates: vec![update],
        over_after: None,
        original: json!({ "address": shown, "failure": failure }).to_string(),
    };
    Reading { events: vec![outage], ..Reading::new(Dialect::Http) }
}

fn id(address: &str) -> String {
    format!("{CHECK}{}", content_id(&[address]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_ends_what_a_silence_began() {
        let silent = is_silent("https://api.acme.example/v1?key=secret", "the address does not answer", Some(100));
        let outage = &silent.events[0];
        assert_eq!((outage.title.as_str(), outage.severity), ("api.acme.example does not answer", Severity::Major));
        assert_eq!((outage.ts_start, outage.url.as_deref()), (Some(100), Some("https://api.acme.example/v1")));
        assert!(!format!("{silent:?}").contains("secret"));
        let well = answers("https://api.acme.example/v1?key=secret").well;
        assert_eq!(well.into_iter().collect::<Vec<_>>(), [outage.external_id.as_str()]);
        assert_ne!(answers("https://api.acme.example/v2").well, answers("https://api.acme.example/v1").well);
    }
}
