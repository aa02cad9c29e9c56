//! The service on a free port, with its first admin made, and shorthands for talking to it.

use boot::config::Secret;
use boot::{Clock, Lifecycle};
use contracts::{FlagsClient, Peer};
use identity::Role;
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};
use testbed::{FakeFlags, Testbed};
use url::Url;
use users::App;
use users::app::FirstAdmin;
use users::domain::email::EmailAddress;
use uuid::Uuid;

pub(crate) const ADMIN: &str = "admin@polystatus.localhost";
pub(crate) const PASSWORD: &str = "tall-otter-42!";
pub(crate) const PUBLIC_URL: &str = "http://127.0.0.1:8000";

/// A running service.
pub(crate) struct Bench {
    pub(crate) bed: Testbed,
    pub(crate) app: App,
    pub(crate) flags: FakeFlags,
    pub(crate) base: String,
}

/// Somebody with an account.
pub(crate) struct Somebody {
    pub(crate) id: Uuid,
    pub(crate) email: String,
    pub(crate) token: String,
}

/// A problem as it was read.
pub(crate) struct Read {
    pub(crate) status: StatusCode,
    pub(crate) body: Value,
}

/// The service without a port, and without neighbours that answer.
pub(crate) fn app(bed: &Testbed, password: Option<&str>) -> App {
    let first_admin = FirstAdmin {
        email: EmailAddress::parse(ADMIN).unwrap(),
        password: password.map(|text| Secret(text.to_owned())),
    };
    let public_url = Url::parse(PUBLIC_URL).unwrap();
    let flags = flags_at(bed, "http://127.0.0.1:1");
    App::new(bed.store("users"), bed.signing_key(), bed.service_keys(), flags, &public_url, first_admin).unwrap()
}

fn flags_at(bed: &Testbed, url: &str) -> FlagsClient {
    FlagsClient::new(Peer::new("flags", url, bed.service_key("users")))
}

impl Bench {
    pub(crate) async fn start() -> Self {
        Self::with(|app| app).await
    }

    /// With a clock that stands.
    pub(crate) async fn with_clock() -> (Self, Clock) {
        let clock = Clock::fixed(Clock::System.now());
        let given = clock.clone();
        (Self::with(|app| App { clock: given, ..app }).await, clock)
    }

    pub(crate) async fn with(change: impl FnOnce(App) -> App) -> Self {
        let bed = Testbed::start().await;
        let flags = FakeFlags::default();
        let asked = flags_at(&bed, &bed.serve(flags.router()).await);
        let app = change(App { flags: asked, ..app(&bed, Some(PASSWORD)) });
        assert!(users::jobs::first_admin_step(&app, &mut Vec::new()).await.unwrap());
        users::jobs::sign_up_step(&app).await;
        // The test's own requests come by way of a proxy we trust: so a test says where each comes from.
        let proxies = vec!["127.0.0.0/8".parse().unwrap()];
        let base = bed.serve(users::router(app.clone(), proxies, &Lifecycle::new())).await;
        Self { bed, app, flags, base }
    }

    pub(crate) fn ask(&self, method: Method, path: &str) -> RequestBuilder {
        self.bed.http.request(method, format!("{}{path}", self.base))
    }

    pub(crate) fn get(&self, path: &str, token: &str) -> RequestBuilder {
        self.ask(Method::GET, path).bearer_auth(token)
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> RequestBuilder {
        self.ask(Method::POST, path).json(body)
    }

    pub(crate) fn put(&self, id: Uuid, token: &str, body: &Value) -> RequestBuilder {
        self.ask(Method::PUT, &format!("/api/v1/users/{id}")).bearer_auth(token).json(body)
    }

    /// Signs in from `address`; only the status and the seconds to wait matter.
    pub(crate) async fn try_login(&self, address: &str, email: &str, password: &str) -> (u16, u64) {
        let answer = send(self.login(email, password).header("x-forwarded-for", address)).await;
        (answer.status().as_u16(), header(&answer, "retry-after").parse().unwrap_or_default())
    }

    pub(crate) fn login(&self, email: &str, password: &str) -> RequestBuilder {
        self.post("/api/v1/auth/login", &json!({ "email": email, "password": password }))
    }

    pub(crate) async fn admin(&self) -> Somebody {
        self.signed_in(ADMIN).await
    }

    pub(crate) async fn signed_in(&self, email: &str) -> Somebody {
        let answer = read(self.login(email, PASSWORD)).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let id = answer.body["user_id"].as_str().unwrap().parse().unwrap();
        Somebody { id, email: email.to_owned(), token: answer.body["token"].as_str().unwrap().to_owned() }
    }

    /// Somebody in `role`, made by the admin and signed in.
    pub(crate) async fn somebody(&self, name: &str, role: Role) -> Somebody {
        let admin = self.admin().await;
        let email = format!("{}@example.com", name.to_lowercase().replace(' ', "."));
        let body = json!({ "name": name, "email": email, "role": role, "password": PASSWORD });
        let answer = read(self.post("/api/v1/users", &body).bearer_auth(&admin.token)).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        self.signed_in(&email).await
    }

    /// The audit's actions, newest first.
    pub(crate) async fn audited(&self) -> Vec<Value> {
        let admin = self.bed.token(Role::Admin);
        read(self.get("/api/v1/audit?limit=200", &admin)).await.body.as_array().unwrap().clone()
    }
}

pub(crate) async fn send(request: RequestBuilder) -> Response {
    request.send().await.unwrap()
}

/// The answer, which must be a problem where it is no success.
pub(crate) async fn read(request: RequestBuilder) -> Read {
    let response = send(request).await;
    let status = response.status();
    let kind = header(&response, "content-type");
    if !status.is_success() {
        assert_eq!(kind, "application/problem+json");
    }
    let body: Value = serde_json::from_slice(&response.bytes().await.unwrap()).unwrap_or_default();
    if !status.is_success() {
        assert_eq!(body["status"], status.as_u16());
    }
    Read { status, body }
}

impl Read {
    /// The last part of a problem's type.
    pub(crate) fn kind(&self) -> &str {
        self.body["type"].as_str().unwrap_or_default().rsplit(':').next().unwrap_or_default()
    }

    /// The fields a problem names.
    pub(crate) fn pointers(&self) -> Vec<&str> {
        self.body["errors"].as_array().into_iter().flatten().filter_map(|fault| fault["pointer"].as_str()).collect()
    }
}

pub(crate) fn header(response: &Response, name: &str) -> String {
    response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}
