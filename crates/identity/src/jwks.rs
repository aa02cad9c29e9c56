//! The published keys of the users service (RFC 7517), and keeping them at hand.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use jsonwebtoken::DecodingKey;
use redis::AsyncCommands;
use redis::aio::ConnectionManager;
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;
use utoipa::ToSchema;

use crate::keys::public_key;
use crate::{Verifier, neighbour_client};

/// How often the keys are read anew when all is well.
const ROUTINE: Duration = Duration::from_secs(300);
/// How often they are asked for while none are known.
const EAGER: Duration = Duration::from_secs(1);
/// The least time between two readings that unknown keys provoke: random key ids must not become a flood.
const PROVOKED: Duration = Duration::from_secs(5);

/// One public key (RFC 8037 for Ed25519).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Jwk {
    /// Always `OKP`.
    pub kty: String,
    /// Always `Ed25519`.
    pub crv: String,
    /// Always `sig`.
    #[serde(rename = "use")]
    pub usage: String,
    /// Always `EdDSA`.
    pub alg: String,
    /// The key's id, as tokens name it.
    pub kid: String,
    /// The public key, base64url.
    pub x: String,
}

impl Jwk {
    pub(crate) fn ed25519(kid: &str, x: &str) -> Self {
        Self {
            kty: "OKP".to_owned(),
            crv: "Ed25519".to_owned(),
            usage: "sig".to_owned(),
            alg: "EdDSA".to_owned(),
            kid: kid.to_owned(),
            x: x.to_owned(),
        }
    }

    /// The key that checks signatures; none where it is of another kind than ours.
    pub(crate) fn decoding_key(&self) -> Option<DecodingKey> {
        let ours = self.kty == "OKP" && self.crv == "Ed25519" && self.alg == "EdDSA";
        ours.then(|| public_key(&self.x))?
    }

    fn is_usable(&self) -> bool {
        self.decoding_key().is_some()
    }
}

/// A set of public keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Jwks {
    /// The keys in use.
    pub keys: Vec<Jwk>,
}

/// Keys that could not be read.
#[derive(Debug, thiserror::Error)]
pub enum JwksError {
    /// No answer, or not a key set.
    #[error(transparent)]
    Unreadable(#[from] reqwest::Error),
    /// An answer without a usable key: trusting it would lock everybody out.
    #[error("no usable key in the answer")]
    Empty,
}

/// Keeps a [`Verifier`] supplied with the keys of the users service.
///
/// They are also kept in the service's own keyspace, so that a restart while users is away locks nobody out.
pub struct JwksKeeper {
    verifier: Arc<Verifier>,
    http: reqwest::Client,
    url: String,
    redis: ConnectionManager,
    key: String,
}

impl JwksKeeper {
    /// A keeper that reads `{users_url}/.well-known/jwks.json` and remembers it under `{prefix}jwks`.
    pub fn new(verifier: Arc<Verifier>, users_url: &str, redis: ConnectionManager, prefix: &str) -> Self {
        verifier.kept.store(true, Ordering::Relaxed);
        let http = neighbour_client(|builder| builder.timeout(Duration::from_secs(3)));
        let url = format!("{}/.well-known/jwks.json", users_url.trim_end_matches('/'));
        Self { verifier, http, url, redis, key: format!("{prefix}jwks") }
    }

    /// Keeps the keys fresh until `stop`.
    pub async fn run(self, stop: CancellationToken) {
        loop {
            if !self.verifier.knows_keys() {
                self.recall().await;
            }
            if let Err(cause) = self.step().await {
                tracing::warn!(%cause, "the keys of the users service could not be read");
            }
            let pause = if self.verifier.knows_keys() { ROUTINE } else { EAGER };
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(pause) => {}
                () = self.asked() => {}
            }
        }
    }

    /// Reads the keys once, trusts them and remembers them.
    pub async fn step(&self) -> Result<(), JwksError> {
        let jwks: Jwks = self.http.get(&self.url).send().await?.error_for_status()?.json().await?;
        if !jwks.keys.iter().any(Jwk::is_usable) {
            return Err(JwksError::Empty);
        }
        self.verifier.trust(&jwks);
        let text = serde_json::to_string(&jwks).unwrap_or_default();
        if let Err(cause) = self.redis.clone().set::<_, _, ()>(&self.key, text).await {
            tracing::warn!(%cause, "the keys of the users service could not be remembered");
        }
        Ok(())
    }

    async fn recall(&self) {
        let text: Option<String> = self.redis.clone().get(&self.key).await.unwrap_or_default();
        if let Some(jwks) = text.and_then(|text| serde_json::from_str(&text).ok()) {
            self.verifier.trust(&jwks);
        }
    }

    async fn asked(&self) {
        tokio::time::sleep(PROVOKED).await;
        self.verifier.wanted.notified().await;
    }
}
