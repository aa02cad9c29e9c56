//! A service under test, with its Redis, its people and its neighbours.

use axum::Router;
use axum::response::IntoResponse;
use axum::routing::get;
use boot::Lifecycle;
use identity::Role;
use incidents::App;
use problem::{Json, Path};
use redis::AsyncCommands;
use redis::streams::{StreamId, StreamRangeReply};
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use testbed::Testbed;
use uuid::Uuid;

/// The one user, besides callers, that the users service of these tests knows.
pub(crate) const GRACE: Uuid = Uuid::from_u128(0x6_0ace);

/// A running incidents service.
pub(crate) struct Bench {
    pub(crate) bed: Testbed,
    pub(crate) app: App,
    base: String,
}

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) body: Value,
}

/// An event that waits for comms.
pub(crate) struct Waiting {
    pub(crate) version: u64,
    pub(crate) head: Value,
    pub(crate) data: Value,
}

impl Bench {
    /// With a users service that knows [`GRACE`], and no comms.
    pub(crate) async fn start() -> Self {
        let bed = Testbed::start().await;
        let users = bed.serve(Router::new().route("/internal/v1/users/{id}", get(member))).await;
        Self::with_neighbours(bed, &users, "http://127.0.0.1:9").await
    }

    /// With no neighbours at all.
    pub(crate) async fn without_users() -> Self {
        Self::with_neighbours(Testbed::start().await, "http://127.0.0.1:9", "http://127.0.0.1:9").await
    }

    /// With neighbours at these addresses.
    pub(crate) async fn with_neighbours(bed: Testbed, users: &str, comms: &str) -> Self {
        let key = bed.service_key("incidents");
        let app = App::new(bed.store("incidents"), bed.verifier("incidents"), key, users, comms);
        let base = bed.serve(incidents::router(app.clone(), Vec::new(), &Lifecycle::new())).await;
        Self { bed, app, base }
    }

    /// The whole address of `path`.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// A request without a token.
    pub(crate) fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.bed.http.request(method, self.url(path))
    }

    /// Reads as somebody in `role`.
    pub(crate) async fn get(&self, role: Role, path: &str) -> Answer {
        let token = self.bed.token(role);
        Answer::read(self.request(Method::GET, path).bearer_auth(token).send().await.unwrap()).await
    }

    /// Posts as somebody in `role`.
    pub(crate) async fn post(&self, role: Role, path: &str, body: &Value) -> Answer {
        self.post_with(role, path, body, &[]).await
    }

    /// Posts as somebody in `role`, with `headers`.
    pub(crate) async fn post_with(&self, role: Role, path: &str, body: &Value, headers: &[(&str, &str)]) -> Answer {
        let mut request = self.request(Method::POST, path).bearer_auth(self.bed.token(role)).json(body);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Answer::read(request.send().await.unwrap()).await
    }

    /// Posts as the service `name`.
    pub(crate) async fn tell(&self, name: &str, path: &str, body: &Value) -> Answer {
        let token = self.bed.service_token(name, "incidents");
        Answer::read(self.request(Method::POST, path).bearer_auth(token).json(body).send().await.unwrap()).await
    }

    /// Opens an incident with `fields` over a usual one, and gives its id.
    pub(crate) async fn open(&self, fields: Value) -> String {
        let mut body = json!({ "title": "Latence API EU", "sev": 2 });
        body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        let answer = self.post(Role::Manager, "/api/v1/incidents", &body).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        answer.body["id"].as_str().unwrap().to_owned()
    }

    /// Says `message` in the timeline of `id`.
    pub(crate) async fn note(&self, id: &str, message: &str) {
        let body = json!({ "type": "note", "message": message });
        let answer = self.post(Role::Sre, &format!("/api/v1/incidents/{id}/timeline"), &body).await;
        assert_eq!(answer.status, 200, "{answer:?}");
    }

    /// Everything that waits for comms about the incident `id`, oldest first.
    pub(crate) async fn events(&self, id: &str) -> Vec<Waiting> {
        let mut redis = self.app.store.redis().connection();
        let read: StreamRangeReply = redis.xrange_all("{incidents}:outbox:comms").await.unwrap();
        let waiting = read.ids.iter().filter(|entry| entry.get::<String>("aggregate").unwrap() == id);
        waiting.map(Waiting::read).collect()
    }
}

impl Waiting {
    fn read(entry: &StreamId) -> Self {
        let parsed = |name: &str| serde_json::from_str(&entry.get::<String>(name).unwrap()).unwrap();
        Self { version: entry.get("version").unwrap(), head: parsed("head"), data: parsed("data") }
    }
}

impl Answer {
    /// Reads `response`; a body that is not JSON is null.
    pub(crate) async fn read(response: Response) -> Self {
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

async fn member(Path(id): Path<Uuid>) -> impl IntoResponse {
    if id == GRACE {
        Json(json!({ "id": id, "name": "Grace Hopper", "role": "sre" })).into_response()
    } else {
        problem::Problem::new(problem::kinds::NOT_FOUND, "no such user").into_response()
    }
}
