//! What every handler and job gets: the store, the clock, the neighbours.

use std::sync::Arc;

use axum::extract::FromRef;
use boot::Clock;
use boot::redis::Store;
use contracts::{CommsClient, Peer, UsersClient};
use identity::audit::AuditLog;
use identity::{Actor, JwksKeeper, ServiceKey, ServiceKeys, Verifier};

use crate::stamp::Stamp;
use crate::store::IncidentStore;
use crate::{Config, NAME, PREFIX};

/// The state of the service. Cloning it copies handles, nothing else.
#[derive(Clone)]
pub struct App {
    /// Where incidents are kept.
    pub store: IncidentStore,
    /// Where the time comes from.
    pub clock: Clock,
    /// Who is calling.
    pub verifier: Arc<Verifier>,
    /// Who commanders are.
    pub users: UsersClient,
    /// Who is told of changes.
    pub comms: CommsClient,
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
        let key = ServiceKey::from_pem(NAME, &common.service_key.0).map_err(|cause| format!("SERVICE_KEY: {cause}"))?;
        let keys = ServiceKeys::from_file(&common.service_keys).map_err(|cause| format!("SERVICE_KEYS: {cause}"))?;
        Ok(Self::new(redis, Verifier::new(NAME, keys), key, &config.users_url, &config.comms_url))
    }

    /// The state over these parts, by the machine's clock.
    pub fn new(redis: Store, verifier: Arc<Verifier>, key: ServiceKey, users_url: &str, comms_url: &str) -> Self {
        Self {
            users: UsersClient::new(Peer::new("users", users_url, key.clone())),
            comms: CommsClient::new(Peer::new("comms", comms_url, key)),
            audit: AuditLog::new(redis.connection(), redis.prefix()),
            store: IncidentStore::new(redis),
            clock: Clock::System,
            verifier,
            users_url: users_url.to_owned(),
        }
    }

    /// What `actor` does now.
    pub fn stamp(&self, actor: Actor) -> Stamp {
        Stamp::new(self.clock.now_ms(), actor)
    }

    /// The keeper of the keys that sign people's tokens.
    pub fn jwks_keeper(&self) -> JwksKeeper {
        let redis = self.store.redis();
        JwksKeeper::new(Arc::clone(&self.verifier), &self.users_url, redis.connection(), redis.prefix())
    }
}

impl FromRef<App> for AuditLog {
    fn from_ref(app: &App) -> Self {
        app.audit.clone()
    }
}
