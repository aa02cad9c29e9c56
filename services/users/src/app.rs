//! What every handler gets.

use std::sync::Arc;

use axum::extract::FromRef;
use boot::Clock;
use boot::config::Secret;
use boot::redis::Store;
use contracts::{FlagsClient, Peer, StandingCell};
use identity::audit::AuditLog;
use identity::{ServiceKey, ServiceKeys, SigningKey, Verifier};
use url::Url;

use crate::config::Config;
use crate::domain::email::EmailAddress;
use crate::domain::limits::{self, Bucket};
use crate::domain::pseudonym::Pseudonyms;
use crate::domain::refresh::RefreshKey;
use crate::passwords::Passwords;
use crate::routes::cookie::Cookies;
use crate::store::UserStore;
use crate::{Error, NAME, PREFIX};

/// The state of the service.
#[derive(Clone)]
pub struct App {
    /// The accounts and sessions.
    pub store: UserStore,
    /// The time.
    pub clock: Clock,
    /// Who calls.
    pub verifier: Arc<Verifier>,
    /// Who sees what.
    pub flags: FlagsClient,
    /// Whether people may sign up by themselves.
    pub sign_up: Arc<StandingCell>,
    /// Signs people's tokens.
    pub signing: Arc<SigningKey>,
    /// Makes refresh tokens.
    pub refresh: RefreshKey,
    /// Names addresses in keys.
    pub pseudonyms: Pseudonyms,
    /// Hashes passwords.
    pub passwords: Passwords,
    /// Writes and reads the one cookie.
    pub cookies: Cookies,
    /// Sign-ups that one address has.
    pub sign_ups: Bucket,
    /// Whom to make the first admin.
    pub first_admin: FirstAdmin,
    /// Where changes are read.
    pub audit: AuditLog,
}

/// The first admin, as the environment wants them.
#[derive(Debug, Clone)]
pub struct FirstAdmin {
    /// Their address.
    pub email: EmailAddress,
    /// Their password; one is made where there is none.
    pub password: Option<Secret>,
}

impl App {
    /// The state that `config` describes; an error is the one line to say about it.
    pub fn from_config(config: &Config) -> Result<Self, String> {
        let common = &config.common;
        let redis = Store::connect(&common.redis_url.0, PREFIX).map_err(|cause| format!("REDIS_URL: {cause}"))?;
        let keys = ServiceKeys::from_file(&common.service_keys).map_err(|cause| format!("SERVICE_KEYS: {cause}"))?;
        let key = ServiceKey::from_pem(NAME, &common.service_key.0).map_err(|cause| format!("SERVICE_KEY: {cause}"))?;
        let flags = FlagsClient::new(Peer::new("flags", &config.flags_url, key));
        let signing = SigningKey::from_pem(&config.signing_key.0).map_err(|cause| format!("SIGNING_KEY: {cause}"))?;
        let first_admin = FirstAdmin { email: config.admin_email.clone(), password: config.admin_password.clone() };
        let app = Self::new(redis, signing, keys, flags, &config.public_url, first_admin)
            .map_err(|cause| format!("argon2: {cause}"))?;
        Ok(Self { sign_ups: limits::sign_ups(config.signups_per_hour), ..app })
    }

    /// The state made of its parts, with the usual limits and the machine's clock.
    pub fn new(
        redis: Store,
        signing: SigningKey,
        services: ServiceKeys,
        flags: FlagsClient,
        public_url: &Url,
        first_admin: FirstAdmin,
    ) -> Result<Self, Error> {
        // This service trusts its own key by itself: nobody needs to publish it first.
        let verifier = Verifier::new(NAME, services);
        verifier.trust(&signing.jwks());
        Ok(Self {
            audit: AuditLog::new(redis.connection(), redis.prefix()),
            store: UserStore::new(redis),
            clock: Clock::default(),
            verifier,
            flags,
            sign_up: Arc::default(),
            refresh: RefreshKey::new(signing.derive("refresh")),
            pseudonyms: Pseudonyms::new(signing.derive("pseudonyms")),
            signing: Arc::new(signing),
            passwords: Passwords::new(limits::HASHING, limits::WAITING)?,
            cookies: Cookies::new(public_url),
            sign_ups: limits::sign_ups(limits::SIGN_UPS_PER_HOUR),
            first_admin,
        })
    }
}

impl FromRef<App> for AuditLog {
    fn from_ref(app: &App) -> Self {
        app.audit.clone()
    }
}
