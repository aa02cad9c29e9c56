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
use crate::seen::Seen;
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
    people: ArcSwap<People>,
    services: ServiceKeys,
    seen_services: Seen<String>,
    /// Whether a [`JwksKeeper`](crate::JwksKeeper) is there to read keys anew.
    pub(crate) kept: AtomicBool,
    pub(crate) wanted: Notify,
    pub(crate) renewed: watch::Sender<u64>,
}

/// The keys of the users service, and whom they vouched for: both go together when there are new keys.
#[derive(Default)]
struct People {
    keys: HashMap<String, DecodingKey>,
    seen: Seen<Person>,
}

impl Verifier {
    /// A verifier for `service` that knows no person's key yet: give it some by [`Verifier::trust`].
    pub fn new(service: &'static str, services: ServiceKeys) -> Arc<Self> {
        Arc::new(Self {
            service,
            people: ArcSwap::default(),
            services,
            seen_services: Seen::default(),
            kept: AtomicBool::new(false),
            wanted: Notify::new(),
            renewed: watch::Sender::new(0),
        })
    }

    /// Trusts the keys in `jwks` from now on, and no others.
    pub fn trust(&self, jwks: &Jwks) {
        let keys = jwks.keys.iter().filter_map(|key| Some((key.kid.clone(), key.decoding_key()?))).collect();
        self.people.store(Arc::new(People { keys, seen: Seen::default() }));
        self.renewed.send_modify(|generation| *generation += 1);
    }

    /// Whether any person's key is known.
    pub fn knows_keys(&self) -> bool {
        !self.people.load().keys.is_empty()
    }

    /// Who the bearer of `token` is. `on_behalf_of` is the person's own token that a service passes on.
    pub async fn caller(&self, token: &str, on_behalf_of: Option<&str>) -> Result<Caller, TokenError> {
        if let Some(person) = self.people.load().seen.bearer(token) {
            return Ok(Caller::Person(person));
        }
        let name = match self.seen_services.bearer(token) {
            Some(name) => name,
            None => match kind(token)?.as_str() {
                ACCESS_TYPE => return Ok(Caller::Person(self.new_person(token).await?)),
                SERVICE_TYPE => self.new_service(token)?,
                _ => return Err(TokenError),
            },
        };
        let on_behalf_of = match on_behalf_of {
            Some(token) => Some(self.person(token).await?),
            None => None,
        };
        Ok(Caller::Service { name, on_behalf_of })
    }

    async fn person(&self, token: &str) -> Result<Person, TokenError> {
        let seen = self.people.load().seen.bearer(token);
        match seen {
            Some(person) => Ok(person),
            None if kind(token)? == ACCESS_TYPE => self.new_person(token).await,
            None => Err(TokenError),
        }
    }

    async fn new_person(&self, token: &str) -> Result<Person, TokenError> {
        let kid = decode_header(token).ok().and_then(|header| header.kid).ok_or(TokenError)?;
        let people = self.people_with(&kid).await;
        let claims: AccessClaims = checked(token, people.keys.get(&kid).ok_or(TokenError)?, ISSUER, AUDIENCE)?;
        let person = Person { id: claims.sub, name: claims.name, role: claims.role, token: Bearer(token.into()) };
        people.seen.remember(token, person.clone(), claims.exp.cast_unsigned());
        Ok(person)
    }

    /// The keys, read anew where `kid` is not among them and somebody is there to read them.
    async fn people_with(&self, kid: &str) -> Arc<People> {
        let people = self.people.load_full();
        if people.keys.contains_key(kid) || !self.kept.load(Ordering::Relaxed) {
            return people;
        }
        let mut renewed = self.renewed.subscribe();
        self.wanted.notify_one();
        let _ = tokio::time::timeout(NEW_KEYS_WAIT, renewed.changed()).await;
        self.people.load_full()
    }

    fn new_service(&self, token: &str) -> Result<String, TokenError> {
        let name = decode_header(token).ok().and_then(|header| header.kid).ok_or(TokenError)?;
        let key = self.services.0.get(&name).ok_or(TokenError)?;
        let claims: ServiceClaims = checked(token, key, &name, self.service)?;
        if claims.sub != name {
            return Err(TokenError);
        }
        self.seen_services.remember(token, claims.sub, claims.exp);
        Ok(name)
    }
}

/// What kind of token this says it is.
fn kind(token: &str) -> Result<String, TokenError> {
    decode_header(token).ok().and_then(|header| header.typ).ok_or(TokenError)
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
