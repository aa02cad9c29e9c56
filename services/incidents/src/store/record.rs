//! An incident between its record in Redis and its form on the wire.

use std::collections::HashSet;
use std::fmt::Display;

use contracts::Incident;
use redis::AsyncCommands;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::IncidentStore;
use crate::Error;
use crate::domain::id::IncidentId;

/// The functions that scripts on records lean on.
pub(super) const LUA: &str = include_str!("record.lua");

/// What is read of a record.
const FIELDS: &[&str] = &["json", "updated_at", "version"];
type Fields = (Option<String>, Option<i64>, Option<u64>);

/// An incident as it was read.
#[derive(Debug, Clone)]
pub struct Record {
    /// The incident.
    pub incident: Incident,
    /// Which of the marks asked about are set: what it was told before.
    pub told: HashSet<String>,
    /// The text that a change must still find.
    pub(super) json: String,
}

/// An [`Incident`] as JSON text. It is sent as it was kept, without being read on the way: what is added to incidents
/// later may be absent, as the published schema says of every field that has a default.
#[derive(Debug, Clone)]
pub struct Sent {
    /// The text.
    pub json: String,
    /// The incident's version.
    pub version: u64,
}

impl IncidentStore {
    /// The incident `id`, and which of `marks` are set on it.
    pub(super) async fn record(&self, id: &IncidentId, marks: &[String]) -> Result<Record, Error> {
        let mut redis = self.redis.connection();
        let key = self.incident_key(id);
        let fields: Fields = redis.hmget(&key, FIELDS).await?;
        let json = fields.0.clone().unwrap_or_default();
        let incident = incident(fields)?.ok_or(Error::NoIncident)?;
        let set: Vec<bool> =
            if marks.is_empty() { Vec::new() } else { redis.smismember(format!("{key}:told"), marks).await? };
        let told = marks.iter().zip(set).filter(|(_, set)| *set).map(|(mark, _)| mark.clone()).collect();
        Ok(Record { incident, told, json })
    }

    /// The incident `id`, ready to be sent.
    pub async fn sent(&self, id: &IncidentId) -> Result<Sent, Error> {
        let fields: Fields = self.redis.connection().hmget(self.incident_key(id), FIELDS).await?;
        sent(fields)?.ok_or(Error::NoIncident)
    }

    /// The incidents `ids`, in their order, ready to be sent.
    pub(super) async fn all_sent(&self, ids: &[String]) -> Result<Vec<Sent>, Error> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut pipe = redis::pipe();
        for id in ids {
            pipe.hmget(self.redis.key(&format!("incident:{id}")), FIELDS);
        }
        let read: Vec<Fields> = pipe.query_async(&mut self.redis.connection()).await?;
        read.into_iter().filter_map(|fields| sent(fields).transpose()).collect()
    }

    pub(super) fn incident_key(&self, id: &IncidentId) -> String {
        self.redis.key(&format!("incident:{id}"))
    }
}

fn incident(fields: Fields) -> Result<Option<Incident>, Error> {
    sent(fields)?.map(|sent| parsed(&sent.json)).transpose()
}

fn sent((json, updated_at, version): Fields) -> Result<Option<Sent>, Error> {
    match (json, updated_at, version) {
        (Some(json), Some(updated_at), Some(version)) => {
            let json = joined(&json, &format!(r#""updated_at":{updated_at},"version":{version}"#))?;
            Ok(Some(Sent { json, version }))
        }
        _ => Ok(None),
    }
}

/// The text kept of `value`: all of it but the fields that the store counts itself.
pub(super) fn kept(value: &impl Serialize, counted: &[&str]) -> Result<String, Error> {
    let mut value = serde_json::to_value(value).map_err(senseless)?;
    if let Some(fields) = value.as_object_mut() {
        fields.retain(|name, _| !counted.contains(&name.as_str()));
    }
    Ok(value.to_string())
}

/// The text kept of an incident.
pub(super) fn kept_incident(incident: &Incident) -> Result<String, Error> {
    kept(incident, &["updated_at", "version"])
}

/// A kept text with its counted fields again; as the scripts do it.
fn joined(kept: &str, counted: &str) -> Result<String, Error> {
    let open = kept.strip_suffix('}').ok_or_else(|| senseless("a record that is no object"))?;
    Ok(format!("{open},{counted}}}"))
}

/// What a kept text and its counted fields say.
pub(super) fn whole<T: DeserializeOwned>(kept: &str, counted: &str) -> Result<T, Error> {
    parsed(&joined(kept, counted)?)
}

/// What a script answered as JSON text.
pub(super) fn parsed<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(senseless)
}

/// `value` as JSON text.
pub(super) fn text(value: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(senseless)
}

/// Redis and this code do not understand each other.
pub(super) fn senseless(cause: impl Display) -> Error {
    Error::Senseless(cause.to_string())
}
