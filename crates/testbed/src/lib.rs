//! For tests only: a private Redis with the real access rules, keys and tokens of everyone, services on port 0.
//!
//! ```ignore
//! let bed = Testbed::start().await;
//! let store = bed.store("incidents");
//! let base = bed.serve(incidents::router(app)).await;
//! let answer = bed.http.get(format!("{base}/api/v1/incidents")).bearer_auth(bed.token(Role::Viewer)).send().await;
//! ```

mod fake_flags;
mod keys;
mod redis_server;

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use boot::redis::Store;
use identity::{AccessClaims, Role, ServiceKey, ServiceKeys, SigningKey, Verifier};
use tokio::net::TcpListener;
use uuid::Uuid;

pub use crate::fake_flags::FakeFlags;
use crate::keys::KeyPair;
pub use crate::redis_server::RedisServer;

/// Every service of the cluster, by name.
pub const SERVICES: [&str; 5] = ["users", "incidents", "comms", "csp-ingestor", "flags"];

/// Everything a test of a service needs around it; all of it ends with the value.
pub struct Testbed {
    /// The private Redis.
    pub redis: RedisServer,
    /// A client without limits of ours, for calling what is tested.
    pub http: reqwest::Client,
    services: Vec<(&'static str, KeyPair)>,
    signing: KeyPair,
}

impl Testbed {
    /// Starts a Redis and makes keys for everyone.
    pub async fn start() -> Self {
        let redis = RedisServer::start().await;
        #[expect(clippy::disallowed_methods, reason = "a test's own client")]
        let http = reqwest::Client::builder().no_proxy().build().expect("a plain client");
        let services = SERVICES.into_iter().map(|name| (name, KeyPair::generate())).collect();
        Self { redis, http, services, signing: KeyPair::generate() }
    }

    /// The keyspace of `service`, as that service's own Redis user sees it.
    pub fn store(&self, service: &str) -> Store {
        Store::connect(&self.redis.url(service), &format!("{{{service}}}:")).expect("a well-formed url")
    }

    /// The key `service` proves itself with.
    pub fn service_key(&self, service: &str) -> ServiceKey {
        let (_, pair) = self.services.iter().find(|(name, _)| *name == service).expect("one of SERVICES");
        ServiceKey::from_pem(service, &pair.pem).expect("a key made here")
    }

    /// The public keys of all services.
    pub fn service_keys(&self) -> ServiceKeys {
        let listed: serde_json::Map<_, _> =
            self.services.iter().map(|(name, pair)| ((*name).to_owned(), pair.x.clone().into())).collect();
        ServiceKeys::from_json(&serde_json::Value::Object(listed).to_string()).expect("keys made here")
    }

    /// The key that signs people's tokens, as a PEM.
    pub fn signing_pem(&self) -> &str {
        &self.signing.pem
    }

    /// The key that signs people's tokens.
    pub fn signing_key(&self) -> SigningKey {
        SigningKey::from_pem(&self.signing.pem).expect("a key made here")
    }

    /// A verifier for `service` that trusts this testbed's people.
    pub fn verifier(&self, service: &'static str) -> Arc<Verifier> {
        let verifier = Verifier::new(service, self.service_keys());
        verifier.trust(&self.signing_key().jwks());
        verifier
    }

    /// An access token of somebody in `role`.
    pub fn token(&self, role: Role) -> String {
        self.token_of(Uuid::from_u128(u128::from(role as u8) + 1), &format!("Some {role}"), role)
    }

    /// An access token of a certain person.
    pub fn token_of(&self, person: Uuid, name: &str, role: Role) -> String {
        let claims = AccessClaims::new(person, name, role, Uuid::nil(), boot::Clock::System.now());
        self.signing_key().access_token(&claims).expect("signing works")
    }

    /// A token with which `service` calls `audience`.
    pub fn service_token(&self, service: &str, audience: &'static str) -> String {
        self.service_key(service).token_for(audience).expect("signing works")
    }

    /// Serves `router` on a free port until the test's runtime ends; the answer is its base address.
    pub async fn serve(&self, router: Router) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("a bound listener has an address");
        let app = router.into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, app).await });
        format!("http://{address}")
    }
}
