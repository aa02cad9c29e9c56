//! Opening an incident.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use boot::redis::{Context, Script};
use contracts::{Incident, Origin};
use problem::Operation;
use serde::Serialize;
use serde_json::json;

use super::{IncidentStore, record, search};
use crate::Error;
use crate::domain::id::IncidentId;
use crate::domain::opening::Opening;
use crate::domain::timeline::EntryKind;
use crate::domain::words;
use crate::stamp::Stamp;

static CREATE: LazyLock<Script> =
    LazyLock::new(|| Script::new(&[identity::audit::LUA, outbox::LUA, record::LUA], include_str!("create.lua")));

/// How an opening ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opened {
    /// The incident is open.
    New(Incident),
    /// Its origin had opened this one before.
    Known(Incident),
    /// The same request was answered before, with `created` and this.
    Replayed {
        /// The incident as it was answered then.
        incident: Incident,
        /// Whether that answer was that it is new.
        created: bool,
    },
    /// Another incident has the id: nothing was opened.
    IdTaken,
}

#[derive(Serialize)]
struct Arguments<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<String>,
    json: String,
    at: String,
    entry: String,
    indexes: Vec<String>,
    words: BTreeSet<String>,
}

impl IncidentStore {
    /// Opens an incident under `id`, unless its origin has opened one before or `operation` was answered before.
    pub async fn open(
        &self,
        id: &IncidentId,
        opening: Opening,
        stamp: &Stamp,
        operation: Option<&Operation>,
    ) -> Result<Opened, Error> {
        let incident = opening.incident(id, stamp.at());
        let entry = stamp.entry(EntryKind::Created, &incident.title, None);
        let arguments = Arguments {
            id: id.as_str(),
            origin: incident.origin.as_ref().map(origin_name),
            json: record::kept_incident(&incident)?,
            at: stamp.at().to_string(),
            entry: record::text(&entry)?,
            indexes: indexes(&incident),
            words: words::of(&format!("{}\n{}", incident.title, incident.summary)),
        };
        let context = Context::new()
            .operation(operation)
            .with("audit", &stamp.audit("incident.opened", id, &incident.title))
            .with("event", &stamp.event("incident.opened", json!({})));
        let reply = self.redis.run(&CREATE, &context, record::text(&arguments)?).await?;
        let text = reply.text(1).unwrap_or_default();
        match reply.word() {
            "OK" => Ok(Opened::New(record::parsed(text)?)),
            "KNOWN" => Ok(Opened::Known(record::parsed(text)?)),
            "REPLAY" => replayed(text),
            "TAKEN" => Ok(Opened::IdTaken),
            "MISMATCH" => Err(Error::KeyReused),
            other => Err(record::senseless(other)),
        }
    }
}

/// The indexes besides its words that a new incident belongs to.
fn indexes(incident: &Incident) -> Vec<String> {
    let always = ["all".to_owned(), search::status_index(incident.status), search::sev_index(incident.sev)];
    always.into_iter().chain(incident.services.iter().map(|label| search::service_index(label))).collect()
}

/// An origin's name among the keys: no system's name holds a colon, so that no two origins share one.
fn origin_name(origin: &Origin) -> String {
    format!("{}:{}", origin.system, origin.r#ref)
}

fn replayed(answer: &str) -> Result<Opened, Error> {
    let (status, text) = answer.split_once(' ').ok_or_else(|| record::senseless(answer))?;
    Ok(Opened::Replayed { incident: record::parsed(text)?, created: status == "201" })
}
