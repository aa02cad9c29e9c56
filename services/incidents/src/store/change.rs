//! Changing an incident: read, decide, and write where nothing came between.

use std::sync::LazyLock;

use boot::redis::{Context, Reply, Script};
use contracts::Incident;
use problem::{IfMatch, Operation};
use serde::Serialize;
use serde_json::Value;

use super::{IncidentStore, Record, record, search};
use crate::Error;
use crate::domain::id::IncidentId;
use crate::domain::timeline::Entry;
use crate::stamp::Stamp;

static CHANGE: LazyLock<Script> =
    LazyLock::new(|| Script::new(&[identity::audit::LUA, outbox::LUA, record::LUA], include_str!("change.lua")));

/// How often a change is decided anew because another came between. Notes never do; what else changes an incident is
/// done by a few people and one cause.
const ATTEMPTS: usize = 16;

/// One act upon an incident: what it becomes, and what is written down about it.
#[derive(Debug, Clone)]
pub struct Act {
    /// What was done, such as `incident.status`: the type of the event and the action in the audit.
    pub kind: &'static str,
    /// The incident after it.
    pub after: Incident,
    /// What the timeline says about it, oldest first.
    pub entries: Vec<Entry>,
    /// What changed, in the form the event's type has.
    pub change: Value,
    /// The same in a few words, for the audit.
    pub detail: String,
}

#[derive(Serialize)]
pub(super) struct Arguments<'a> {
    pub(super) id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) if_match: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) before: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) after: Option<String>,
    pub(super) at: String,
    pub(super) moves: Vec<[String; 2]>,
    pub(super) marks: Vec<&'a str>,
    pub(super) entries: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) answer: Option<String>,
}

impl IncidentStore {
    /// Changes the incident `id` by what `decide` makes of it; the answer is the incident after that.
    ///
    /// `decide` sees the incident as it is and answers none where nothing is to change. It is asked again where another
    /// change came between. `marks` are set with the change, so that a machine's news has its effect once.
    pub async fn change(
        &self,
        id: &IncidentId,
        if_match: IfMatch,
        marks: &[String],
        stamp: &Stamp,
        mut decide: impl FnMut(&Record) -> Result<Option<Act>, Error>,
    ) -> Result<Incident, Error> {
        for _ in 0..ATTEMPTS {
            let seen = self.record(id, marks).await?;
            if if_match.0.is_some_and(|believed| believed != seen.incident.version) {
                return Err(Error::Stale(seen.incident.version));
            }
            let Some(act) = decide(&seen)? else { return Ok(seen.incident) };
            let news = marks.iter().filter(|mark| !seen.told.contains(*mark)).map(String::as_str).collect();
            let arguments = arguments(id, if_match, &seen, &act, news, stamp)?;
            let context = Context::new()
                .with("audit", &stamp.audit(act.kind, id, &act.detail))
                .with("event", &stamp.event(act.kind, act.change));
            let reply = self.run_change(context, &arguments, None).await?;
            match reply.word() {
                "OK" => return Ok(Incident { version: version(&reply)?, updated_at: stamp.at(), ..act.after }),
                "CHANGED" => {}
                _ => return Err(refusal(&reply)),
            }
        }
        Err(Error::Crowded)
    }

    pub(super) async fn run_change(
        &self,
        context: Context,
        arguments: &Arguments<'_>,
        operation: Option<&Operation>,
    ) -> Result<Reply, Error> {
        let context = context.operation(operation);
        Ok(self.redis.run(&CHANGE, &context, record::text(arguments)?).await?)
    }
}

fn arguments<'a>(
    id: &'a IncidentId,
    if_match: IfMatch,
    seen: &'a Record,
    act: &Act,
    marks: Vec<&'a str>,
    stamp: &Stamp,
) -> Result<Arguments<'a>, Error> {
    Ok(Arguments {
        id: id.as_str(),
        if_match: if_match.0.map(|version| version.to_string()),
        before: Some(&seen.json),
        after: Some(record::kept_incident(&act.after)?),
        at: stamp.at().to_string(),
        moves: moves(&seen.incident, &act.after),
        marks,
        entries: act.entries.iter().map(record::text).collect::<Result<_, _>>()?,
        answer: None,
    })
}

/// The indexes it leaves and enters; twice the same where it only enters.
fn moves(before: &Incident, after: &Incident) -> Vec<[String; 2]> {
    let pairs = [
        [search::status_index(before.status), search::status_index(after.status)],
        [search::sev_index(before.sev), search::sev_index(after.sev)],
    ];
    // Labels are only ever added; one that is new enters its index.
    let labels = after.services.iter().filter(|label| !before.services.contains(label));
    let entered = labels.map(|label| [search::service_index(label), search::service_index(label)]);
    pairs.into_iter().filter(|[from, to]| from != to).chain(entered).collect()
}

fn version(reply: &Reply) -> Result<u64, Error> {
    reply.number(1).ok_or_else(|| record::senseless("no version"))
}

/// What a script's answer other than its own good ones means.
pub(super) fn refusal(reply: &Reply) -> Error {
    match (reply.word(), reply.number(1)) {
        ("MISSING", _) => Error::NoIncident,
        ("MISMATCH", _) => Error::KeyReused,
        ("STALE", Some(version)) => Error::Stale(version),
        (other, _) => record::senseless(other),
    }
}
