//! Changing flags: each change whole, with its audit, its place in the stream and the answer to the same request again.

use std::sync::LazyLock;

use boot::redis::{Context, Reply, Script};
use identity::audit::{self, Entry};
use problem::{IfMatch, Operation};

use super::{FlagStore, senseless};
use crate::Error;
use crate::domain::{Flag, FlagKey, MOST_FLAGS};

const FLAG: &str = include_str!("flag.lua");
static SAVE: LazyLock<Script> = LazyLock::new(|| Script::new(&[audit::LUA, FLAG], include_str!("save.lua")));
static TOGGLE: LazyLock<Script> = LazyLock::new(|| Script::new(&[audit::LUA, FLAG], include_str!("toggle.lua")));
static DELETE: LazyLock<Script> = LazyLock::new(|| Script::new(&[audit::LUA, FLAG], include_str!("delete.lua")));
static SEED: LazyLock<Script> = LazyLock::new(|| Script::new(&[audit::LUA, FLAG], include_str!("seed.lua")));

/// Under what condition a change is made, and what it answers.
#[derive(Debug, Clone, Copy)]
pub struct Write<'a> {
    /// The version the writer believes in.
    pub if_match: IfMatch,
    /// The operation that may be asked for again.
    pub operation: Option<&'a Operation>,
}

/// A flag as a change left it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// The flag.
    pub flag: Flag,
    /// Whether it is new.
    pub created: bool,
    /// Whether this is the answer to the same request before.
    pub replayed: bool,
    /// The number of the change; 0 where nothing changed.
    pub revision: u64,
}

impl FlagStore {
    /// Makes `flag`, or puts it in the place of the one with its key. `entries` are the audit's lines for the one and
    /// the other; its time is that of the change.
    pub async fn save(&self, flag: &Flag, entries: [&Entry; 2], write: Write<'_>) -> Result<Saved, Error> {
        let [created, updated] = entries;
        let context = Context::new().operation(write.operation).with("created", created).with("updated", updated);
        let arguments = [
            flag.id.clone(),
            kept(flag)?,
            flag.on.to_string(),
            created.at.to_string(),
            believed(write.if_match),
            MOST_FLAGS.to_string(),
        ];
        saved(&self.redis.run(&SAVE, &context, &arguments).await?)
    }

    /// Switches the flag `key` to `on`, or to the other side. `entries` are the audit's lines for on and off.
    pub async fn toggle(
        &self,
        key: &FlagKey,
        on: Option<bool>,
        entries: [&Entry; 2],
        write: Write<'_>,
    ) -> Result<Saved, Error> {
        let context = Context::new().operation(write.operation).with("on", entries[0]).with("off", entries[1]);
        let on = on.map(|on| on.to_string()).unwrap_or_default();
        let arguments = [key.to_string(), on, entries[0].at.to_string(), believed(write.if_match)];
        saved(&self.redis.run(&TOGGLE, &context, &arguments).await?)
    }

    /// Deletes the flag `key`; the answer is the number of the change.
    pub async fn delete(&self, key: &FlagKey, entry: &Entry, if_match: IfMatch) -> Result<u64, Error> {
        let context = Context::new().with("audit", entry);
        let reply = self.redis.run(&DELETE, &context, &[key.to_string(), believed(if_match)]).await?;
        match (reply.word(), reply.number(1)) {
            ("OK", Some(revision)) => Ok(revision),
            _ => Err(refusal(&reply)),
        }
    }

    /// Writes one of the cluster's own flags, once for ever; not where there is no room for it.
    pub async fn seed(&self, flag: &Flag, entry: &Entry) -> Result<(), Error> {
        let context = Context::new().with("audit", entry);
        let arguments =
            [flag.id.clone(), kept(flag)?, flag.on.to_string(), entry.at.to_string(), MOST_FLAGS.to_string()];
        let reply = self.redis.run(&SEED, &context, &arguments).await?;
        match reply.word() {
            "OK" | "KNOWN" | "FULL" => Ok(()),
            _ => Err(refusal(&reply)),
        }
    }
}

/// The text kept of a flag: all of it but what the scripts switch and count.
fn kept(flag: &Flag) -> Result<String, Error> {
    let mut value = serde_json::to_value(flag).map_err(senseless)?;
    if let Some(fields) = value.as_object_mut() {
        fields.retain(|name, _| !["on", "version", "created_at", "updated_at"].contains(&name.as_str()));
    }
    Ok(value.to_string())
}

fn believed(if_match: IfMatch) -> String {
    if_match.0.map(|version| version.to_string()).unwrap_or_default()
}

fn saved(reply: &Reply) -> Result<Saved, Error> {
    let text = reply.text(1).unwrap_or_default();
    let (created, replayed, text) = match reply.word() {
        "CREATED" => (true, false, text),
        "UPDATED" | "SAME" => (false, false, text),
        "REPLAY" => {
            let (status, text) = text.split_once(' ').ok_or_else(|| senseless(text))?;
            (status == "201", true, text)
        }
        _ => return Err(refusal(reply)),
    };
    let flag = serde_json::from_str(text).map_err(senseless)?;
    Ok(Saved { flag, created, replayed, revision: reply.number(2).unwrap_or_default() })
}

/// What a script's answer other than its own good ones means.
fn refusal(reply: &Reply) -> Error {
    match (reply.word(), reply.number(1)) {
        ("MISSING", _) => Error::NoFlag,
        ("FULL", _) => Error::TooManyFlags(MOST_FLAGS),
        ("MISMATCH", _) => Error::KeyReused,
        ("STALE", Some(version)) => Error::Stale(version),
        ("STALE", None) => Error::Gone,
        (other, _) => senseless(other),
    }
}
