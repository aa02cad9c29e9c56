//! Postmortems.

use std::sync::LazyLock;

use boot::redis::{Context, Script};
use problem::{IfMatch, Operation};
use serde::Serialize;
use serde_json::json;

use super::change::refusal;
use super::{IncidentStore, record};
use crate::Error;
use crate::domain::id::IncidentId;
use crate::domain::postmortem::{PostmortemIn, PostmortemOut};
use crate::stamp::Stamp;

static WRITE: LazyLock<Script> =
    LazyLock::new(|| Script::new(&[identity::audit::LUA, outbox::LUA, record::LUA], include_str!("postmortem.lua")));

/// How the writing of a postmortem ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// It stands.
    New(PostmortemOut),
    /// The same request was answered before, with this.
    Replayed(PostmortemOut),
}

#[derive(Serialize)]
struct Arguments<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    if_match: Option<String>,
    json: String,
    at: String,
}

impl IncidentStore {
    /// Writes the postmortem of the incident `id` in place of the one before; `if_match` is about the postmortem.
    pub async fn write_postmortem(
        &self,
        id: &IncidentId,
        if_match: IfMatch,
        postmortem: PostmortemIn,
        stamp: &Stamp,
        operation: Option<&Operation>,
    ) -> Result<Written, Error> {
        let arguments = Arguments {
            id: id.as_str(),
            if_match: if_match.0.map(|version| version.to_string()),
            json: record::kept(&postmortem.written(stamp.actor.clone(), stamp.at()), &["version"])?,
            at: stamp.at().to_string(),
        };
        let context = Context::new()
            .operation(operation)
            .with("audit", &stamp.audit("incident.postmortem", id, ""))
            .with("event", &stamp.event("incident.postmortem", json!({})));
        let reply = self.redis.run(&WRITE, &context, record::text(&arguments)?).await?;
        let text = reply.text(1).unwrap_or_default();
        match reply.word() {
            "OK" => Ok(Written::New(record::parsed(text)?)),
            "REPLAY" => Ok(Written::Replayed(record::parsed(text)?)),
            _ => Err(refusal(&reply)),
        }
    }

    /// The postmortem of the incident `id`.
    pub async fn postmortem(&self, id: &IncidentId) -> Result<PostmortemOut, Error> {
        let key = self.incident_key(id);
        let (exists, kept): (bool, (Option<String>, Option<u64>)) = redis::pipe()
            .cmd("EXISTS")
            .arg(&key)
            .cmd("HMGET")
            .arg(format!("{key}:postmortem"))
            .arg(&["json", "version"])
            .query_async(&mut self.redis.connection())
            .await?;
        match kept {
            (Some(json), Some(version)) => record::whole(&json, &format!(r#""version":{version}"#)),
            _ if exists => Err(Error::NoPostmortem),
            _ => Err(Error::NoIncident),
        }
    }
}
