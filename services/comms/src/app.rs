//! The state every handler and job gets.

use std::sync::Arc;

use axum::extract::FromRef;
use boot::Clock;
use boot::redis::Store;
use contracts::{FlagsClient, IncidentsClient, Peer};
use identity::audit::AuditLog;
use identity::{ServiceKey, ServiceKeys, Verifier};
use outbound::{Outbound, Policy};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::config::Config;
use crate::live::Live;
use crate::store::CommsStore;
use crate::{NAME, PREFIX};

/// How many readers may follow the stream of one process.
const STREAMS: usize = 2_000;

/// What the parts of the service share.
#[derive(Clone)]
pub struct App {
    /// The service's Redis.
    pub store: CommsStore,
    /// The time.
    pub clock: Clock,
    /// Who is calling.
    pub verifier: Arc<Verifier>,
    /// The neighbour that owns incidents.
    pub incidents: IncidentsClient,
    /// Who sees what.
    pub flags: FlagsClient,
    /// The judge of foreign URLs.
    pub outbound: Outbound,
    /// The public side, in memory.
    pub live: Arc<Live>,
    /// A seat for each reader of the stream.
    pub seats: Arc<Semaphore>,
    /// Cancelled when streams are to close.
    pub stopping: CancellationToken,
}

impl App {
    /// A service on `store`, with the machine's clock and nothing read yet.
    pub fn new(
        store: Store,
        verifier: Arc<Verifier>,
        incidents: IncidentsClient,
        flags: FlagsClient,
        outbound: Outbound,
        stopping: CancellationToken,
    ) -> Self {
        Self {
            store: CommsStore::new(store),
            clock: Clock::System,
            verifier,
            incidents,
            flags,
            outbound,
            live: Arc::new(Live::new()),
            seats: Arc::new(Semaphore::new(STREAMS)),
            stopping,
        }
    }

    /// The service that `config` describes; an error is the one line to say.
    pub fn from_config(config: &Config, stopping: CancellationToken) -> Result<Self, String> {
        let common = &config.common;
        let store = Store::connect(&common.redis_url.0, PREFIX).map_err(|cause| format!("REDIS_URL: {cause}"))?;
        let key = ServiceKey::from_pem(NAME, &common.service_key.0).map_err(|cause| format!("SERVICE_KEY: {cause}"))?;
        let keys = ServiceKeys::from_file(&common.service_keys).map_err(|cause| format!("SERVICE_KEYS: {cause}"))?;
        let incidents = IncidentsClient::new(Peer::new("incidents", &config.incidents_url, key.clone()));
        let flags = FlagsClient::new(Peer::new("flags", &config.flags_url, key));
        let outbound = Outbound::new(Policy::allowing(config.outbound_allow.clone()))
            .map_err(|cause| format!("SSL_CERT_FILE: no trust root: {cause}"))?;
        Ok(Self::new(store, Verifier::new(NAME, keys), incidents, flags, outbound, stopping))
    }
}

impl FromRef<App> for AuditLog {
    fn from_ref(app: &App) -> Self {
        Self::new(app.store.redis().connection(), PREFIX)
    }
}
