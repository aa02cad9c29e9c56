//! Which tokens hold, and which do not.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use boot::Clock;
use identity::{AccessClaims, Caller, Jwks, Role, Verifier};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use testbed::Testbed;

use crate::bench::{Bench, Somebody, header, read, send};

/// Signs whatever is asked with the real key.
struct Forger {
    key: EncodingKey,
    kid: String,
    claims: Value,
}

impl Forger {
    fn new(bench: &Bench, admin: &Somebody) -> Self {
        let pem: String = bench.bed.signing_pem().lines().filter(|line| !line.starts_with("---")).collect();
        let der = base64::engine::general_purpose::STANDARD.decode(pem).unwrap();
        let now = Clock::System.now();
        let claims = AccessClaims::new(admin.id, "Admin", Role::Admin, admin.id, now);
        Self {
            key: EncodingKey::from_ed_der(&der),
            kid: bench.app.signing.jwks().keys[0].kid.clone(),
            claims: serde_json::to_value(claims).unwrap(),
        }
    }

    fn header(&self, kind: &str) -> Header {
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some(kind.to_owned());
        header.kid = Some(self.kid.clone());
        header
    }

    fn with(&self, name: &str, value: Value) -> String {
        let mut claims = self.claims.clone();
        claims[name] = value;
        encode(&self.header("at+jwt"), &claims, &self.key).unwrap()
    }

    fn without(&self, name: &str) -> String {
        let mut claims = self.claims.clone();
        claims.as_object_mut().unwrap().remove(name);
        encode(&self.header("at+jwt"), &claims, &self.key).unwrap()
    }

    fn unsigned(&self, algorithm: &str) -> String {
        let header = json!({ "alg": algorithm, "typ": "at+jwt", "kid": self.kid });
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        format!("{}.{}.", part(&header), part(&self.claims))
    }

    /// HS256 with the public key as its secret: the oldest confusion of all.
    fn confused(&self, bench: &Bench) -> String {
        let public = &bench.app.signing.jwks().keys[0].x;
        let mut header = self.header("at+jwt");
        header.alg = Algorithm::HS256;
        encode(&header, &self.claims, &EncodingKey::from_secret(public.as_bytes())).unwrap()
    }
}

#[tokio::test]
async fn only_an_honest_token_holds() {
    let bench = Bench::start().await;
    let admin = bench.admin().await;
    let forger = Forger::new(&bench, &admin);
    let now = Clock::System.now();
    let status = async |token: &str| read(bench.get("/api/v1/users/me", token)).await.status.as_u16();
    assert_eq!(status(&forger.with("name", json!("Admin"))).await, 200, "the forger knows the art");
    let (head, tail) = admin.token.rsplit_once('.').unwrap();
    let bad = [
        ("alg none", forger.unsigned("none")),
        ("alg EdDSA without a signature", forger.unsigned("EdDSA")),
        ("HS256 with the public key", forger.confused(&bench)),
        ("a service's type", encode(&forger.header("svc+jwt"), &forger.claims, &forger.key).unwrap()),
        ("the type JWT", encode(&forger.header("JWT"), &forger.claims, &forger.key).unwrap()),
        ("another audience", forger.with("aud", json!("elsewhere"))),
        ("another issuer", forger.with("iss", json!("elsewhere"))),
        ("expired", forger.with("exp", json!(now - 60))),
        ("not yet", forger.with("nbf", json!(now + 60))),
        ("no end", forger.without("exp")),
        ("no audience", forger.without("aud")),
        ("nobody", forger.without("sub")),
        ("an unknown role", forger.with("role", json!("king"))),
        ("a changed signature", format!("{head}.{}", tail.chars().rev().collect::<String>())),
        ("nonsense", "nonsense".to_owned()),
        ("empty", String::new()),
    ];
    for (what, token) in &bad {
        assert_eq!(status(token).await, 401, "{what}");
    }
}

#[tokio::test]
async fn a_token_of_another_cluster_does_not_hold() {
    let bench = Bench::start().await;
    let other = Testbed::start().await;
    let answer = send(bench.get("/api/v1/users/me", &other.token(Role::Admin))).await;
    assert_eq!(answer.status(), 401);
    assert!(header(&answer, "www-authenticate").starts_with("Bearer"));
}

#[tokio::test]
async fn a_bad_token_is_refused_even_where_none_is_needed() {
    let bench = Bench::start().await;
    for path in ["/api/v1/auth/logout", "/api/v1/auth/refresh"] {
        let answer = read(bench.ask(reqwest::Method::POST, path).bearer_auth("nonsense")).await;
        assert_eq!(answer.kind(), "unauthenticated");
    }
}

#[tokio::test]
async fn neighbours_know_our_tokens_by_the_published_keys() {
    let bench = Bench::start().await;
    let admin = bench.admin().await;
    let answer = send(bench.ask(reqwest::Method::GET, "/.well-known/jwks.json")).await;
    assert_eq!(header(&answer, "cache-control"), "public, max-age=300");
    let jwks: Jwks = answer.json().await.unwrap();
    assert_eq!(jwks, bench.app.signing.jwks());
    let neighbour: Arc<Verifier> = Verifier::new("incidents", bench.bed.service_keys());
    neighbour.trust(&jwks);
    let caller = neighbour.caller(&admin.token, None).await.unwrap();
    let Caller::Person(person) = caller else { panic!("{caller:?}") };
    assert_eq!((person.id, person.role, person.name.as_str()), (admin.id, Role::Admin, "Admin"));
}
