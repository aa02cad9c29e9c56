//! Which providers there are: registering, changing and removing them.

use std::sync::LazyLock;

use boot::redis::{Context, Script};
use identity::audit::{self, Entry};
use problem::{IfMatch, Operation};
use redis::AsyncCommands;

use super::{CspStore, PollState, before, json, senseless};
use crate::domain::health::Condition;
use crate::domain::provider::Name;
use crate::domain::{Health, Provider, Settings};
use crate::error::Error;

static REGISTER: LazyLock<Script> = LazyLock::new(|| Script::new(&[audit::LUA], include_str!("provider.lua")));
static AMEND: LazyLock<Script> = LazyLock::new(|| Script::new(&[audit::LUA], include_str!("amend.lua")));
static REMOVE: LazyLock<Script> = LazyLock::new(|| Script::new(&[audit::LUA], include_str!("remove.lua")));
static LEFT: LazyLock<Script> = LazyLock::new(|| Script::new(&[], include_str!("left.lua")));

/// How many providers there may be.
pub const MOST_PROVIDERS: usize = 2_000;

/// How many providers are many.
const MANY: usize = 64;

/// How often a change is decided anew because another, or the end of a poll, came between.
const ATTEMPTS: usize = 16;

/// How a registration ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Registered {
    /// The provider is new.
    New,
    /// The same request had registered it: the provider as it was answered then.
    Before(Provider),
    /// Another provider bears the name.
    Taken,
}

/// A provider, what its last poll left behind, and the ticket of what was done to it last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Followed {
    /// The provider.
    pub provider: Provider,
    /// What its last poll left behind.
    pub state: PollState,
    /// The ticket of its last poll or change.
    pub polled: u64,
}

impl Followed {
    /// How well its feeds can be followed.
    pub fn health(&self) -> Health {
        let Self { provider, state, .. } = self;
        match &state.health {
            _ if provider.settings.paused => Health { state: Condition::Paused, since: None, detail: None },
            Some(health) => health.clone(),
            None => Health { state: Condition::New, since: Some(provider.created_at), detail: None },
        }
    }
}

impl CspStore {
    /// Registers a provider, to be asked first at `now_ms` unless it is paused; where there are many, at `later_ms`: those
    /// that are registered together are not to be asked together for ever.
    pub async fn register(
        &self,
        provider: &Provider,
        now_ms: i64,
        later_ms: i64,
        audit: &Entry,
        operation: Option<&Operation>,
    ) -> Result<Registered, Error> {
        let context = Context::new().operation(operation).with("audit", audit);
        let arguments = [
            provider.name.clone(),
            json(provider)?,
            due(provider, now_ms),
            MOST_PROVIDERS.to_string(),
            due(provider, later_ms),
            MANY.to_string(),
        ];
        let reply = self.redis.run(&REGISTER, &context, &arguments).await?;
        match reply.word() {
            "OK" => Ok(Registered::New),
            "TAKEN" => Ok(Registered::Taken),
            "FULL" => Err(Error::TooMany("providers", MOST_PROVIDERS)),
            _ => {
                let text = before(&reply)?.unwrap_or_default();
                Ok(Registered::Before(serde_json::from_str(&text).map_err(senseless)?))
            }
        }
    }

    /// The provider `name`.
    pub async fn provider(&self, name: &Name) -> Result<Followed, Error> {
        Ok(self.read_provider(name).await?.1)
    }

    /// The provider `name`, where one bears it.
    pub async fn provider_if_any(&self, name: &str) -> Result<Option<Provider>, Error> {
        let key = self.redis.key(&format!("provider:{name}"));
        let text: Option<String> = self.redis.connection().hget(key, "provider").await?;
        text.as_deref().map(serde_json::from_str).transpose().map_err(senseless)
    }

    /// What is settled about the provider `name`; none where it is not followed.
    pub async fn settings_of(&self, name: &str) -> Result<Option<Settings>, Error> {
        Ok(self.provider_if_any(name).await?.map(|provider| provider.settings))
    }

    /// How many providers were ever registered: it grows with every new name.
    pub async fn registered(&self) -> Result<u64, Error> {
        let count: Option<u64> = self.redis.connection().get(self.redis.key("providers:sequence")).await?;
        Ok(count.unwrap_or_default())
    }

    /// The names of all providers.
    pub async fn names(&self) -> Result<Vec<String>, Error> {
        Ok(self.redis.connection().zrange(self.redis.key("providers"), 0, -1).await?)
    }

    /// Changes the provider `name` into what `decide` makes of it, to be asked again at `due_ms` unless it is paused;
    /// the answer is the provider after that. `decide` answers none where nothing is to change, and is asked again
    /// where another change came between; `audit` makes the entry from what was and what is.
    pub async fn amend(
        &self,
        name: &Name,
        if_match: IfMatch,
        due_ms: i64,
        decide: impl Fn(&Provider) -> Result<Option<Provider>, Error>,
        audit: impl Fn(&Provider, &Provider) -> Entry,
    ) -> Result<Followed, Error> {
        for _ in 0..ATTEMPTS {
            let (kept, known) = self.read_provider(name).await?;
            if if_match.0.is_some_and(|believed| believed != known.provider.version) {
                return Err(Error::Stale(known.provider.version));
            }
            let Some(decided) = decide(&known.provider)? else { return Ok(known) };
            let after = Provider { version: known.provider.version + 1, ..decided };
            let state = known.state.after_change(after.asks_otherwise_than(&known.provider));
            let context = Context::new().with("audit", &audit(&known.provider, &after));
            let arguments = [
                name.to_string(),
                kept,
                json(&after)?,
                known.polled.to_string(),
                state.as_ref().map(json).transpose()?.unwrap_or_default(),
                due(&after, due_ms),
            ];
            let reply = self.redis.run(&AMEND, &context, &arguments).await?;
            match reply.word() {
                "OK" => {
                    let polled = reply.number(1).ok_or_else(|| senseless("no ticket"))?;
                    return Ok(Followed { provider: after, state: state.unwrap_or_default(), polled });
                }
                "CHANGED" => {}
                "MISSING" => return Err(Error::NotFollowed),
                other => return Err(senseless(other)),
            }
        }
        Err(Error::Crowded)
    }

    /// Removes the provider `name`; its open events are still to be ended.
    pub async fn remove(&self, name: &Name, if_match: IfMatch, audit: &Entry) -> Result<(), Error> {
        let believed = if_match.0.map(|version| version.to_string()).unwrap_or_default();
        let context = Context::new().with("audit", audit);
        let reply = self.redis.run(&REMOVE, &context, &[name.to_string(), believed]).await?;
        match (reply.word(), reply.number(1)) {
            ("OK", _) => Ok(()),
            ("MISSING", _) => Err(Error::NotFollowed),
            ("STALE", Some(version)) => Err(Error::Stale(version)),
            (other, _) => Err(senseless(other)),
        }
    }

    /// The removed providers whose open events are still to be ended.
    pub async fn leaving(&self) -> Result<Vec<Name>, Error> {
        let names: Vec<String> = self.redis.connection().smembers(self.redis.key("leaving")).await?;
        names.iter().map(|name| name.parse().map_err(senseless)).collect()
    }

    /// The ticket under which the open events of a removed provider are ended; none where it is followed again.
    pub async fn farewell(&self, name: &Name) -> Result<Option<u64>, Error> {
        let key = self.redis.key(&format!("provider:{name}"));
        let fields = ["provider", "applied"];
        let (provider, ticket): (Option<String>, u64) = self.redis.connection().hmget(key, &fields).await?;
        Ok(provider.is_none().then_some(ticket))
    }

    /// Notes that the open events of a removed provider are ended; false where there are still some.
    pub async fn left(&self, name: &Name) -> Result<bool, Error> {
        Ok(self.redis.run(&LEFT, &Context::new(), name.as_str()).await?.word() == "OK")
    }

    /// Which of the providers `names` there are, in their order.
    pub async fn are_followed(&self, names: &[&str]) -> Result<Vec<bool>, Error> {
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let places: Vec<Option<f64>> = redis::cmd("ZMSCORE")
            .arg(self.redis.key("providers"))
            .arg(names)
            .query_async(&mut self.redis.connection())
            .await?;
        Ok(places.iter().map(Option::is_some).collect())
    }

    /// The provider as it is kept, and what that says.
    async fn read_provider(&self, name: &Name) -> Result<(String, Followed), Error> {
        let key = self.redis.key(&format!("provider:{name}"));
        let fields = ["provider", "state", "polled"];
        let (provider, state, polled): (Option<String>, Option<String>, Option<u64>) =
            self.redis.connection().hmget(key, &fields).await?;
        let kept = provider.ok_or(Error::NotFollowed)?;
        let (provider, state) = super::providers::read(&kept, state.as_deref())?;
        Ok((kept, Followed { provider, state, polled: polled.unwrap_or_default() }))
    }
}

/// When a provider is due: never while it is paused.
fn due(provider: &Provider, at_ms: i64) -> String {
    if provider.settings.paused { String::new() } else { at_ms.to_string() }
}
