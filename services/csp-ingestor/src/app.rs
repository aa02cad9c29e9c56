//! What every handler and job gets: the store, the clock, the neighbours, the door to foreign URLs.

use std::sync::Arc;

use axum::extract::FromRef;
use boot::Clock;
use boot::redis::Store;
use contracts::{IncidentsClient, Peer};
use identity::audit::AuditLog;
use identity::{ServiceKey, ServiceKeys, Verifier};
use jiff::tz::TimeZone;
use outbound::{Outbound, Policy};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::graph::names::Names;
use crate::ingest::Readers;
use crate::live::Live;
use crate::store::CspStore;
use crate::{Config, NAME, PREFIX};

/// How many exports may be on their way at once.
const EXPORTS: usize = 4;

/// The state of the service. Cloning it copies handles, nothing else.
#[derive(Clone)]
pub struct App {
    /// Where providers and events are kept.
    pub store: CspStore,
    /// Where the time comes from.
    pub clock: Clock,
    /// Who is calling.
    pub verifier: Arc<Verifier>,
    /// Where incidents are opened.
    pub incidents: IncidentsClient,
    /// How feeds are asked for.
    pub outbound: Outbound,
    /// Where feeds are read, off the runtime.
    pub readers: Readers,
    /// Who changed what.
    pub audit: AuditLog,
    /// How listeners hear of changes.
    pub live: Arc<Live>,
    /// Cancelled when the service stops: streams end then.
    pub stopping: CancellationToken,
    /// Where the keys that sign people's tokens are read.
    pub users_url: String,
    /// By which names providers are mentioned.
    pub names: Names,
    /// The zone by which days and months are counted.
    pub zone: TimeZone,
    /// Seats for exports: so many may be on their way at once.
    pub exports: Arc<Semaphore>,
}

impl App {
    /// The state that `config` describes; an error is the one line to say about it.
    pub fn from_config(config: &Config) -> Result<Self, String> {
        let common = &config.common;
        let redis = Store::connect(&common.redis_url.0, PREFIX).map_err(|cause| format!("REDIS_URL: {cause}"))?;
        let key = ServiceKey::from_pem(NAME, &common.service_key.0).map_err(|cause| format!("SERVICE_KEY: {cause}"))?;
        let keys = ServiceKeys::from_file(&common.service_keys).map_err(|cause| format!("SERVICE_KEYS: {cause}"))?;
        let outbound = Outbound::new(Policy::allowing(config.outbound_allow.clone()))
            .map_err(|cause| format!("SSL_CERT_FILE: no trust root: {cause}"))?;
        let incidents = IncidentsClient::new(Peer::new("incidents", &config.incidents_url, key));
        let app = Self::new(redis, Verifier::new(NAME, keys), incidents, outbound, &config.users_url);
        Ok(Self { zone: config.time_zone.0.clone(), ..app })
    }

    /// The state over these parts, by the machine's clock and in UTC.
    pub fn new(
        redis: Store,
        verifier: Arc<Verifier>,
        incidents: IncidentsClient,
        outbound: Outbound,
        users_url: &str,
    ) -> Self {
        Self {
            audit: AuditLog::new(redis.connection(), redis.prefix()),
            store: CspStore::new(redis),
            clock: Clock::System,
            verifier,
            incidents,
            outbound,
            live: Arc::default(),
            stopping: CancellationToken::new(),
            readers: Readers::default(),
            users_url: users_url.to_owned(),
            names: Names::default(),
            zone: TimeZone::UTC,
            exports: Arc::new(Semaphore::new(EXPORTS)),
        }
    }
}

impl FromRef<App> for AuditLog {
    fn from_ref(app: &App) -> Self {
        app.audit.clone()
    }
}
