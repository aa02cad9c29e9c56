//! Calls between services: one connection pool per peer, a time limit, the caller's ids passed on.

use std::sync::Arc;
use std::time::Duration;

use identity::{Person, ServiceKey, neighbour_client};
use problem::{ProblemBody, current_request};
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// How long a peer may take: well below the 30 s that our own caller gives us.
const CALL: Duration = Duration::from_secs(5);
const CONNECT: Duration = Duration::from_secs(1);
/// How long an idle connection is kept: shorter than the peer keeps it, so that no call meets a closing one.
const IDLE: Duration = Duration::from_secs(30);

/// A call that did not end as hoped.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// No answer, or one that says the peer cannot now: worth asking again.
    #[error("{peer} does not answer: {cause}")]
    Unavailable {
        /// Who was called.
        peer: &'static str,
        /// What was met; for logs.
        cause: String,
        /// Whether the peer was reached and answered 5xx: the message itself may be at fault.
        answered: bool,
    },
    /// The peer understood and refused: asking the same again is useless.
    #[error("{peer} refuses with {status}: {detail}")]
    Refused {
        /// Who was called.
        peer: &'static str,
        /// Its status, 4xx.
        status: StatusCode,
        /// Its words.
        detail: String,
        /// Its problem, where it sent one.
        problem: Option<Box<ProblemBody>>,
    },
}

impl CallError {
    /// Whether the peer said that there is no such thing.
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::Refused { status, .. } if *status == StatusCode::NOT_FOUND)
    }

    /// Whether the peer refused us rather than what we said: a matter of keys, clocks or versions, which passes.
    pub fn is_about_the_caller(&self) -> bool {
        let of_the_caller = [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN];
        matches!(self, Self::Refused { status, .. } if of_the_caller.contains(status))
    }
}

/// One service that another calls. Every request gets a copy of its handle: a copy is cheap.
#[derive(Clone)]
pub struct Peer(Arc<Reach>);

/// Where a peer is, and how it is called.
struct Reach {
    name: &'static str,
    base: String,
    key: ServiceKey,
    http: reqwest::Client,
}

impl Peer {
    /// The service `name` at `base` (such as `http://127.0.0.1:8081`), called with `key`.
    pub fn new(name: &'static str, base: &str, key: ServiceKey) -> Self {
        let http = neighbour_client(|builder| builder.timeout(CALL).connect_timeout(CONNECT).pool_idle_timeout(IDLE));
        Self(Arc::new(Reach { name, base: base.trim_end_matches('/').to_owned(), key, http }))
    }

    /// `id` as a part of a path; what cannot be an id is refused here, before it can lead to another path.
    pub(crate) fn segment<'a>(&self, id: &'a str) -> Result<&'a str, CallError> {
        if !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            return Ok(id);
        }
        let detail = "nothing has such an id".to_owned();
        Err(CallError::Refused { peer: self.0.name, status: StatusCode::NOT_FOUND, detail, problem: None })
    }

    pub(crate) async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, CallError> {
        self.json(self.request(Method::GET, path, None)?).await.map(|(_, body)| body)
    }

    pub(crate) async fn find<T: DeserializeOwned>(&self, path: &str, query: &impl Serialize) -> Result<T, CallError> {
        self.json(self.request(Method::GET, path, None)?.query(query)).await.map(|(_, body)| body)
    }

    pub(crate) async fn post<T: DeserializeOwned>(
        &self,
        path: &str,
        body: &impl Serialize,
        on_behalf_of: Option<&Person>,
    ) -> Result<(StatusCode, T), CallError> {
        self.json(self.request(Method::POST, path, on_behalf_of)?.json(body)).await
    }

    /// Posts, and wants to know no more than that it was taken.
    pub(crate) async fn tell(&self, path: &str, body: &impl Serialize) -> Result<(), CallError> {
        self.send(self.request(Method::POST, path, None)?.json(body)).await.map(|_| ())
    }

    fn request(&self, method: Method, path: &str, person: Option<&Person>) -> Result<RequestBuilder, CallError> {
        let Reach { name, base, key, http } = &*self.0;
        let token = key.token_for(name).map_err(|cause| self.unavailable(&cause, false))?;
        let mut request = http.request(method, format!("{base}{path}")).bearer_auth(token);
        if let Some(context) = current_request() {
            request = request.header("x-request-id", &*context.id);
            if let Some(traceparent) = context.traceparent {
                request = request.header("traceparent", &*traceparent);
            }
        }
        if let Some(person) = person {
            request = request.header("x-on-behalf-of", &*person.token.0);
        }
        Ok(request)
    }

    async fn json<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<(StatusCode, T), CallError> {
        let response = self.send(request).await?;
        let status = response.status();
        let body = response.json().await.map_err(|cause| self.unavailable(&cause, true))?;
        Ok((status, body))
    }

    async fn send(&self, request: RequestBuilder) -> Result<Response, CallError> {
        let response = request.send().await.map_err(|cause| self.unavailable(&cause, false))?;
        let status = response.status();
        if status.is_success() {
            return Ok(response);
        }
        let waits = status == StatusCode::REQUEST_TIMEOUT || status == StatusCode::TOO_MANY_REQUESTS;
        if status.is_server_error() || waits {
            return Err(self.unavailable(&status, !waits && status != StatusCode::SERVICE_UNAVAILABLE));
        }
        let problem: Option<ProblemBody> = response.json().await.ok();
        let detail = problem.as_ref().map(|problem| problem.detail.clone()).unwrap_or_default();
        Err(CallError::Refused { peer: self.0.name, status, detail, problem: problem.map(Box::new) })
    }

    fn unavailable(&self, cause: &dyn std::fmt::Display, answered: bool) -> CallError {
        CallError::Unavailable { peer: self.0.name, cause: cause.to_string(), answered }
    }
}
