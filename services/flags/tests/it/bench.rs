//! The service under test, with its Redis and its people.

use std::time::{Duration, Instant};

use boot::Lifecycle;
use flags::App;
use flags::jobs::tail;
use identity::Role;
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};
use testbed::Testbed;

/// One replica of flags.
pub(crate) struct Replica {
    pub(crate) app: App,
    pub(crate) base: String,
    pub(crate) life: Lifecycle,
    http: reqwest::Client,
}

/// A Redis, and one replica of flags on it.
pub(crate) struct Bench {
    pub(crate) bed: Testbed,
    pub(crate) flags: Replica,
}

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) body: Value,
}

impl Bench {
    /// Everything up, the flags read.
    pub(crate) async fn start() -> Self {
        let bed = Testbed::start().await;
        let flags = Replica::ready(&bed).await;
        Self { bed, flags }
    }

    /// A request as somebody in `role`.
    pub(crate) fn ask(&self, role: Role, method: Method, path: &str) -> RequestBuilder {
        self.flags.request(method, path).bearer_auth(self.bed.token(role))
    }

    /// Reads as a manager.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        Answer::to(self.ask(Role::Manager, Method::GET, path)).await
    }

    /// Posts as a manager.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.post_with(path, body, &[]).await
    }

    /// Posts as a manager, with `headers`.
    pub(crate) async fn post_with(&self, path: &str, body: &Value, headers: &[(&str, &str)]) -> Answer {
        let request = self.ask(Role::Manager, Method::POST, path).json(body);
        Answer::to(headers.iter().fold(request, |request, (name, value)| request.header(*name, *value))).await
    }

    /// Saves the flag `id` with `fields` over a plain one that is on; the answer is the flag.
    pub(crate) async fn save(&self, id: &str, fields: Value) -> Value {
        let mut body = json!({ "id": id, "on": true });
        body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        let answer = self.post("/admin/flags", &body).await;
        assert!(answer.status.is_success(), "{answer:?}");
        answer.body
    }
}

impl Replica {
    /// A replica on the Redis of `bed`, which has read the flags.
    pub(crate) async fn ready(bed: &Testbed) -> Self {
        let replica = Self::start(bed).await;
        until(5, "the first reading", async || replica.app.live.set().is_some()).await;
        replica.found().await;
        replica
    }

    /// A replica that has only begun.
    pub(crate) async fn start(bed: &Testbed) -> Self {
        let replica = Self::idle(bed).await;
        replica.life.spawn(tail::run(replica.app.clone(), replica.life.stopping()));
        replica
    }

    /// A replica that follows no changes.
    pub(crate) async fn idle(bed: &Testbed) -> Self {
        let app = App::new(bed.store("flags"), bed.verifier("flags"), "http://127.0.0.1:9");
        let life = Lifecycle::new();
        let base = bed.serve(flags::router(app.clone(), Vec::new(), &life)).await;
        Self { app, base, life, http: bed.http.clone() }
    }

    /// Waits until its commands reach Redis.
    pub(crate) async fn found(&self) {
        until(10, "an answer of Redis", async || self.app.store.redis().ping().await.is_ok()).await;
    }

    /// A request without a token.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.base))
    }

    /// What every flag gives `user` in `role`, as somebody without a token asks.
    pub(crate) async fn evaluate(&self, user: &str, role: &str) -> Value {
        let answer = Answer::to(self.request(Method::GET, &format!("/flags?user={user}&role={role}"))).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.body
    }

    /// Waits until the flag `key` gives alice, a viewer, `expected`, for `seconds` at most.
    pub(crate) async fn gives(&self, seconds: u64, key: &str, expected: Value) {
        let what = format!("that {key} gives {expected}");
        until(seconds, &what, async || self.evaluate("alice", "viewer").await[key] == expected).await;
    }
}

impl Answer {
    /// The answer to `request`; a body that is not JSON is null.
    pub(crate) async fn to(request: RequestBuilder) -> Self {
        Self::read(request.send().await.unwrap()).await
    }

    async fn read(response: Response) -> Self {
        let (status, headers) = (response.status(), response.headers().clone());
        Self { status, headers, body: response.json().await.unwrap_or_default() }
    }

    /// The header `name`, or nothing.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    /// The last part of the problem's type.
    pub(crate) fn problem(&self) -> &str {
        assert_eq!(self.header("content-type"), "application/problem+json", "{self:?}");
        self.body["type"].as_str().unwrap().rsplit(':').next().unwrap()
    }

    /// The fields the problem blames.
    pub(crate) fn pointers(&self) -> Vec<&str> {
        self.body["errors"].as_array().unwrap().iter().map(|fault| fault["pointer"].as_str().unwrap()).collect()
    }

    /// The path of the next page, if there is one.
    pub(crate) fn next(&self) -> Option<String> {
        let (path, _) = self.header("link").strip_prefix('<')?.split_once('>')?;
        Some(path.to_owned())
    }
}

/// Waits until `done`, for `seconds` at most.
pub(crate) async fn until(seconds: u64, what: &str, done: impl AsyncFn() -> bool) {
    let begun = Instant::now();
    while !done().await {
        assert!(begun.elapsed() < Duration::from_secs(seconds), "{what} did not happen within {seconds} s");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
