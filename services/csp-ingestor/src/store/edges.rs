//! Edges between events: read from both ends, written whole.

use std::sync::LazyLock;

use boot::redis::{Context, Script};
use identity::audit::{self, Entry};
use redis::AsyncCommands;
use uuid::Uuid;

use super::events::BOUNDS;
use super::{CspStore, WAKE, json, senseless};
use crate::domain::graph::Edge;
use crate::error::Error;

/// The most edges of one event in one direction.
const MOST_OF_AN_EVENT: usize = 200;
/// The most edges in all, and the most that people spoke of beside these: beyond it the oldest go.
const MOST_IN_ALL: usize = 20_000;
/// How often a change is decided anew because another came between.
const ATTEMPTS: usize = 8;

const EDGES: &str = include_str!("edges.head.lua");
static EDGE: LazyLock<Script> =
    LazyLock::new(|| Script::new(&[audit::LUA, BOUNDS, WAKE, EDGES], include_str!("edge.lua")));
static FORGET_EDGES: LazyLock<Script> = LazyLock::new(|| Script::new(&[WAKE, EDGES], include_str!("forget_edges.lua")));

/// An edge as it was read, and the text that it was read from.
struct Read {
    text: String,
    edge: Edge,
}

impl CspStore {
    /// Changes the edge between two events, which `decide` makes of the one that is kept or of an empty one; what is
    /// hollow is not kept. `entry` is the line in the audit.
    pub async fn change_edge(
        &self,
        (cause, effect): (Uuid, Uuid),
        decide: impl Fn(&Edge) -> Edge,
        entry: impl Fn(&Edge) -> Entry,
    ) -> Result<Edge, Error> {
        self.write_edge((cause, effect), "", decide, entry).await
    }

    /// The same where it is found in what `provider` says, which fills so much of the audit and no more.
    pub async fn find_edge(
        &self,
        pair: (Uuid, Uuid),
        provider: &str,
        decide: impl Fn(&Edge) -> Edge,
        entry: impl Fn(&Edge) -> Entry,
    ) -> Result<Edge, Error> {
        self.write_edge(pair, provider, decide, entry).await
    }

    async fn write_edge(
        &self,
        (cause, effect): (Uuid, Uuid),
        provider: &str,
        decide: impl Fn(&Edge) -> Edge,
        entry: impl Fn(&Edge) -> Entry,
    ) -> Result<Edge, Error> {
        for _ in 0..ATTEMPTS {
            let read = self.read_edge(cause, effect).await?;
            let edge = decide(&read.edge);
            if edge == read.edge && (read.text.is_empty() == edge.is_hollow()) {
                return Ok(edge);
            }
            let text = if edge.is_hollow() { String::new() } else { json(&edge)? };
            let audit = entry(&edge);
            let arguments = [
                cause.to_string(),
                effect.to_string(),
                read.text,
                text,
                audit.at.to_string(),
                MOST_OF_AN_EVENT.to_string(),
                MOST_IN_ALL.to_string(),
                u8::from(edge.verdict.is_some()).to_string(),
                provider.to_owned(),
                self.bounds.audited.to_string(),
            ];
            match self.redis.run(&EDGE, &Context::new().with("audit", &audit), &arguments).await?.word() {
                "OK" => return Ok(edge),
                "CHANGED" => {}
                "MISSING" => return Err(Error::NoEvent),
                "FULL" => return Err(Error::TooMany("edges of one event", MOST_OF_AN_EVENT)),
                other => return Err(Error::Senseless(other.to_owned())),
            }
        }
        Err(Error::Senseless("an edge changes without end".to_owned()))
    }

    /// Forgets the edges of an event that is gone.
    pub async fn forget_edges(&self, event: Uuid) -> Result<(), Error> {
        self.redis.run(&FORGET_EDGES, &Context::new(), event.to_string()).await?;
        Ok(())
    }

    /// The edges that lead to `event`: what it may follow from. Newest first.
    pub async fn causes_of(&self, event: Uuid) -> Result<Vec<Edge>, Error> {
        let causes = self.neighbours(&format!("causes:{event}")).await?;
        self.edges_by_pair(causes.iter().map(|cause| format!("{cause}:{event}"))).await
    }

    /// The edges that lead from `event`: what may follow from it. Newest first.
    pub async fn effects_of(&self, event: Uuid) -> Result<Vec<Edge>, Error> {
        let effects = self.neighbours(&format!("effects:{event}")).await?;
        self.edges_by_pair(effects.iter().map(|effect| format!("{event}:{effect}"))).await
    }

    /// Up to `limit` edges that were found or spoken of at `since` or later, newest first.
    pub async fn edges_since(&self, since: i64, limit: usize) -> Result<Vec<Edge>, Error> {
        let mut pipe = redis::pipe();
        for list in [self.redis.key("edges"), self.redis.key("edges:judged")] {
            pipe.zrevrangebyscore_limit_withscores(list, "+inf", since, 0, limit.cast_signed());
        }
        let found: Vec<Vec<(String, i64)>> = pipe.query_async(&mut self.redis.connection()).await?;
        let mut found: Vec<(String, i64)> = found.into_iter().flatten().collect();
        found.sort_by(|one, other| (other.1, &other.0).cmp(&(one.1, &one.0)));
        self.edges_by_pair(found.into_iter().take(limit).map(|(pair, _)| pair)).await
    }

    async fn neighbours(&self, list: &str) -> Result<Vec<String>, Error> {
        let last = MOST_OF_AN_EVENT.cast_signed() - 1;
        Ok(self.redis.connection().zrevrange(self.redis.key(list), 0, last).await?)
    }

    async fn edges_by_pair(&self, pairs: impl Iterator<Item = String>) -> Result<Vec<Edge>, Error> {
        let keys: Vec<String> = pairs.map(|pair| self.redis.key(&format!("edge:{pair}"))).collect();
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let texts: Vec<Option<String>> = self.redis.connection().mget(keys).await?;
        texts.iter().flatten().map(|text| serde_json::from_str(text).map_err(senseless)).collect()
    }

    async fn read_edge(&self, cause: Uuid, effect: Uuid) -> Result<Read, Error> {
        let key = self.redis.key(&format!("edge:{cause}:{effect}"));
        let text: Option<String> = self.redis.connection().get(key).await?;
        let edge = text.as_deref().map(serde_json::from_str).transpose().map_err(senseless)?;
        Ok(Read { text: text.unwrap_or_default(), edge: edge.unwrap_or_else(|| Edge::between(cause, effect)) })
    }
}
