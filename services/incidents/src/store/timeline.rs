//! Timelines: notes that never fail for another's sake, and reading them.

use boot::redis::Context;
use problem::{Cursor, Operation, Page};
use redis::streams::StreamRangeReply;

use super::change::{Arguments, refusal};
use super::{IncidentStore, record};
use crate::Error;
use crate::domain::id::IncidentId;
use crate::domain::timeline::Entry;
use crate::stamp::Stamp;

/// How the writing of a note ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Noted {
    /// It stands.
    New(Entry),
    /// The same request was answered before, with this.
    Replayed(Entry),
}

impl IncidentStore {
    /// Adds `entry` to the timeline of the incident `id`, whatever else happens to the incident meanwhile.
    pub async fn note(
        &self,
        id: &IncidentId,
        entry: Entry,
        stamp: &Stamp,
        operation: Option<&Operation>,
    ) -> Result<Noted, Error> {
        let text = record::text(&entry)?;
        let arguments = Arguments {
            id: id.as_str(),
            if_match: None,
            before: None,
            after: None,
            at: stamp.at().to_string(),
            moves: Vec::new(),
            marks: Vec::new(),
            entries: vec![text.clone()],
            answer: Some(text),
        };
        let change = serde_json::to_value(&entry).map_err(record::senseless)?;
        let context = Context::new()
            .with("audit", &stamp.audit("incident.timeline", id, change["type"].as_str().unwrap_or_default()))
            .with("event", &stamp.event("incident.timeline", change));
        let reply = self.run_change(context, &arguments, operation).await?;
        match (reply.word(), reply.text(1)) {
            ("OK", _) => Ok(Noted::New(entry)),
            ("REPLAY", Some(answer)) => Ok(Noted::Replayed(record::parsed(answer)?)),
            _ => Err(refusal(&reply)),
        }
    }

    /// A page of the timeline of the incident `id`, newest first.
    pub async fn timeline(&self, id: &IncidentId, before: Option<u64>, limit: usize) -> Result<Page<Entry>, Error> {
        let key = self.incident_key(id);
        let stream = format!("{key}:timeline");
        let end = before.map_or_else(|| "+".to_owned(), |before| format!("({before}-0"));
        let (exists, read, total): (bool, StreamRangeReply, u64) = redis::pipe()
            .cmd("EXISTS")
            .arg(&key)
            .cmd("XREVRANGE")
            .arg(&stream)
            .arg(end)
            .arg("-")
            .arg("COUNT")
            .arg(limit + 1)
            .cmd("XLEN")
            .arg(&stream)
            .query_async(&mut self.redis.connection())
            .await?;
        if !exists {
            return Err(Error::NoIncident);
        }
        let shown = &read.ids[..read.ids.len().min(limit)];
        let items = shown.iter().map(|raw| entry(raw.get("entry"))).collect::<Result<_, _>>()?;
        let more = read.ids.len() > limit;
        let next = shown.last().filter(|_| more).and_then(|last| last.id.split_once('-')?.0.parse().ok());
        let next = next.map(|before| Cursor { before });
        Ok(Page { items, next, total: Some(total) })
    }
}

fn entry(text: Option<String>) -> Result<Entry, Error> {
    record::parsed(&text.unwrap_or_default())
}
