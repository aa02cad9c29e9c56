//! What every handler and job gets: the store, the memory, the clock.

use std::sync::Arc;

use axum::extract::FromRef;
use boot::Clock;
use boot::redis::Store;
use identity::audit::{AuditLog, Entry};
use identity::{Actor, JwksKeeper, ServiceKeys, Verifier};

use crate::domain::FlagKey;
use crate::live::Live;
use crate::store::FlagStore;
use crate::{Config, NAME, PREFIX};

/// The state of the service. Cloning it copies handles, nothing else.
#[derive(Clone)]
pub struct App {
    /// Where flags are kept.
    pub store: FlagStore,
    /// All of them, ready to be evaluated.
    pub live: Arc<Live>,
    /// Where the time comes from.
    pub clock: Clock,
    /// Who is calling.
    pub verifier: Arc<Verifier>,
    /// Who changed what.
    pub audit: AuditLog,
    /// Where the keys that sign people's tokens are read.
    pub users_url: String,
}

impl App {
    /// The state that `config` describes; an error is the one line to say about it.
    pub fn from_config(config: &Config) -> Result<Self, String> {
        let common = &config.common;
        let redis = Store::connect(&common.redis_url.0, PREFIX).map_err(|cause| format!("REDIS_URL: {cause}"))?;
        let keys = ServiceKeys::from_file(&common.service_keys).map_err(|cause| format!("SERVICE_KEYS: {cause}"))?;
        Ok(Self::new(redis, Verifier::new(NAME, keys), &config.users_url))
    }

    /// The state over these parts, by the machine's clock, with nothing read yet.
    pub fn new(redis: Store, verifier: Arc<Verifier>, users_url: &str) -> Self {
        Self {
            audit: AuditLog::new(redis.connection(), redis.prefix()),
            store: FlagStore::new(redis),
            live: Arc::default(),
            clock: Clock::System,
            verifier,
            users_url: users_url.to_owned(),
        }
    }

    /// The audit's line about what `actor` does to the flag `key` now.
    pub(crate) fn entry(&self, actor: Actor, action: &str, key: &FlagKey, detail: &str) -> Entry {
        Entry::new(self.clock.now(), actor, action, key.as_str(), detail)
    }

    /// The keeper of the keys that sign people's tokens.
    pub(crate) fn jwks_keeper(&self) -> JwksKeeper {
        let redis = self.store.redis();
        JwksKeeper::new(Arc::clone(&self.verifier), &self.users_url, redis.connection(), redis.prefix())
    }
}

impl FromRef<App> for AuditLog {
    fn from_ref(app: &App) -> Self {
        app.audit.clone()
    }
}
