//! What we run on which provider.

use std::sync::LazyLock;

use boot::redis::{Context, Script};
use identity::audit::{self, Entry};
use problem::{Cursor, Operation, Page};
use redis::AsyncCommands;
use uuid::Uuid;

use super::{CspStore, WAKE, before, json, senseless};
use crate::domain::Dependency;
use crate::error::Error;

/// The most dependencies that are kept.
const MOST: usize = 1000;

static DEPENDENCY: LazyLock<Script> =
    LazyLock::new(|| Script::new(&[audit::LUA, WAKE], include_str!("dependency.lua")));

impl CspStore {
    /// Keeps a dependency: as it was kept before, where the same request had done so.
    pub async fn keep_dependency(
        &self,
        dependency: Dependency,
        audit: &Entry,
        operation: Option<&Operation>,
    ) -> Result<Dependency, Error> {
        let context = Context::new().operation(operation).with("audit", audit);
        let arguments = [
            dependency.id.to_string(),
            dependency.provider.clone(),
            dependency.identity(),
            json(&dependency)?,
            MOST.to_string(),
        ];
        let reply = self.redis.run(&DEPENDENCY, &context, &arguments).await?;
        match reply.word() {
            "OK" => Ok(dependency),
            "NO-PROVIDER" => Err(Error::UnknownProvider),
            "KNOWN" => Err(Error::DependencyKnown),
            "FULL" => Err(Error::TooMany("dependencies", MOST)),
            _ => serde_json::from_str(&before(&reply)?.unwrap_or_default()).map_err(senseless),
        }
    }

    /// Deletes a dependency; the answer is what it was.
    pub async fn delete_dependency(
        &self,
        id: Uuid,
        audit: impl FnOnce(&Dependency) -> Entry,
    ) -> Result<Dependency, Error> {
        let key = self.redis.key(&format!("dependency:{id}"));
        let text: Option<String> = self.redis.connection().get(key).await?;
        let known: Dependency = serde_json::from_str(&text.ok_or(Error::NoDependency)?).map_err(senseless)?;
        let context = Context::new().with("audit", &audit(&known));
        let arguments = [id.to_string(), known.provider.clone(), known.identity(), String::new(), MOST.to_string()];
        match self.redis.run(&DEPENDENCY, &context, &arguments).await?.word() {
            "OK" => Ok(known),
            "MISSING" => Err(Error::NoDependency),
            other => Err(Error::Senseless(other.to_owned())),
        }
    }

    /// A page of dependencies, newest first.
    pub async fn dependencies(&self, before: Option<Cursor>, limit: usize) -> Result<Page<Dependency>, Error> {
        let (ids, next, total) = self.page("dependencies", before, limit).await?;
        Ok(Page { items: self.dependencies_by_id(&ids).await?, next, total: Some(total) })
    }

    /// All that we run on `provider`.
    pub async fn dependencies_on(&self, provider: &str) -> Result<Vec<Dependency>, Error> {
        let key = self.redis.key(&format!("dependencies:of:{provider}"));
        let ids: Vec<String> = self.redis.connection().smembers(key).await?;
        self.dependencies_by_id(&ids).await
    }

    async fn dependencies_by_id(&self, ids: &[String]) -> Result<Vec<Dependency>, Error> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let keys: Vec<String> = ids.iter().map(|id| self.redis.key(&format!("dependency:{id}"))).collect();
        let texts: Vec<Option<String>> = self.redis.connection().mget(keys).await?;
        texts.iter().flatten().map(|text| serde_json::from_str(text).map_err(senseless)).collect()
    }
}
