//! Checks tokens: a person's against the keys that users publishes, a service's against the list of services' keys.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use arc_swap::ArcSwap;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::de::DeserializeOwned;
use tokio::sync::{Notify, watch};

use crate::claims::{ACCESS_TYPE, AUDIENCE, ISSUER, SERVICE_TYPE};
use crate::{AccessClaims, Bearer, Caller, Jwks, Person, ServiceClaims, ServiceKeys};

/// How far clocks may differ, in seconds.
const LEEWAY: u64 = 5;
/// How long a request with an unknown key waits for the keys to be read anew.
const NEW_KEYS_WAIT: Duration = Duration::from_secs(2);

/// A token that does not hold. The caller is told nothing finer than this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the token is missing, malformed, expired or not for this service")]
pub struct TokenError;

/// Checks who a token belongs to. One per service, shared by all its requests.
pub struct Verifier {
    service: &'static str,
    people: ArcSwap<HashMap<String, DecodingKey>>,
    services: ServiceKeys,
    /// Whether a [`JwksKeeper`](crate::JwksKeeper) is there to read keys anew.
    pub(crate) kept: AtomicBool,
    pub(crate) wanted: Notify,
    pub(crate) renewed: watch::Sender<u64>,
}

impl Verifier {
    /// A verifier for `service` that knows no person's key yet: give it some by [`Verifier::trust`].
    pub fn new(service: &'static str, services: ServiceKeys) -> Arc<Self> {
        Arc::new(Self {
            service,
            people: ArcSwap::default(),
            services,
            kept: AtomicBool::new(false),
            wanted: Notify::new(),
            renewed: watch::Sender::new(0),
        })
    }

    /// Trusts the keys in `jwks` from now on, and no others.
    pub fn trust(&self, jwks: &Jwks) {
        let keys = jwks.keys.iter().filter_map(|key| Some((key.kid.clone(), key.decoding_key()?))).collect();
        self.people.store(Arc::new(keys));
        self.renewed.send_modify(|generation| *generation += 1);
    }

    /// Whether any person's key is known.
    pub fn knows_keys(&self) -> bool {
        !self.people.load().is_empty()
    }

    /// Who the bearer of `token` is. `on_behalf_of` is the person's own token that a service passes on.
    pub async fn caller(&self, token: &str, on_behalf_of: Option<&str>) -> Result<Caller, TokenError> {
        let header = decode_header(token).map_err(|_| TokenError)?;
        match header.typ.as_deref() {
            Some(ACCESS_TYPE) => Ok(Caller::Person(self.person(token).await?)),
            Some(SERVICE_TYPE) => {
                let name = self.service_name(token, header.kid.as_deref())?;
                let on_behalf_of = match on_behalf_of {
                    Some(token) => Some(self.person(token).await?),
                    None => None,
                };
                Ok(Caller::Service { name, on_behalf_of })
            }
            _ => Err(TokenError),
        }
    }

    async fn person(&self, token: &str) -> Result<Person, TokenError> {
        let header = decode_header(token).map_err(|_| TokenError)?;
        if header.typ.as_deref() != Some(ACCESS_TYPE) {
            return Err(TokenError);
        }
        let kid = header.kid.ok_or(TokenError)?;
        let key = self.people_key(&kid).await.ok_or(TokenError)?;
        let claims: AccessClaims = checked(token, &key, ISSUER, AUDIENCE)?;
        Ok(Person { id: claims.sub, name: claims.name, role: claims.role, token: Bearer(token.into()) })
    }

    async fn people_key(&self, kid: &str) -> Option<DecodingKey> {
        let known = || self.people.load().get(kid).cloned();
        let key = known();
        if key.is_some() || !self.kept.load(Ordering::Relaxed) {
            return key;
        }
        let mut renewed = self.renewed.subscribe();
        self.wanted.notify_one();
        let _ = tokio::time::timeout(NEW_KEYS_WAIT, renewed.changed()).await;
        known()
    }

    fn service_name(&self, token: &str, kid: Option<&str>) -> Result<String, TokenError> {
        let name = kid.ok_or(TokenError)?;
        let key = self.services.0.get(name).ok_or(TokenError)?;
        let claims: ServiceClaims = checked(token, key, name, self.service)?;
        if claims.sub == name { Ok(claims.sub) } else { Err(TokenError) }
    }
}

fn checked<T: DeserializeOwned + Clone>(
    token: &str,
    key: &DecodingKey,
    issuer: &str,
    audience: &str,
) -> Result<T, TokenError> {
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.leeway = LEEWAY;
    validation.validate_nbf = true;
    validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    validation.set_issuer(&[issuer]);
    validation.set_audience(&[audience]);
    decode(token, key, &validation).map(|data| data.claims).map_err(|_| TokenError)
}
