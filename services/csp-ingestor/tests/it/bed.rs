//! What each test stands on: the service on port 0, a page whose body tests choose, and incidents that remember.

mod incidents;
mod page;

use std::time::Duration;

use boot::{Clock, Lifecycle};
use contracts::{IncidentsClient, Peer};
use csp_ingestor::domain::health::Condition;
use csp_ingestor::domain::provider::Name;
use csp_ingestor::domain::turns::Bounds;
use csp_ingestor::ingest::{self, Look};
use csp_ingestor::jobs::polling::Poller;
use csp_ingestor::{App, jobs};
use identity::Role;
use outbound::{Outbound, Policy};
use serde_json::{Value, json};
use testbed::Testbed;

pub(crate) use self::incidents::Incidents;
pub(crate) use self::page::{Page, outage};

/// When the tests begin: 2026-11-22T00:00:00Z.
pub(crate) const NOW: i64 = 1_795_305_600;

/// How long [`until`] waits.
const PATIENCE: Duration = Duration::from_secs(10);

/// The whole stage.
pub(crate) struct Bed {
    pub(crate) testbed: Testbed,
    pub(crate) app: App,
    pub(crate) base: String,
    pub(crate) page: Page,
    pub(crate) incidents: Incidents,
}

impl Bed {
    /// The service with a clock that stands; its jobs are stepped by hand.
    pub(crate) async fn start() -> Self {
        let testbed = Testbed::start().await;
        let (page, incidents) = (Page::default(), Incidents::default());
        let incidents_url = testbed.serve(incidents.router()).await;
        page.serve(&testbed).await;
        let peer = Peer::new("incidents", &incidents_url, testbed.service_key("csp-ingestor"));
        let policy = Policy::allowing(vec!["127.0.0.0/8".parse().unwrap()]);
        let outbound = Outbound::new(Policy { deadline: Duration::from_secs(2), ..policy }).unwrap();
        let store = testbed.store("csp-ingestor");
        let verifier = testbed.verifier("csp-ingestor");
        let mut app = App::new(store, verifier, IncidentsClient::new(peer), outbound, "http://127.0.0.1:9");
        app.clock = Clock::fixed(NOW);
        let base = testbed.serve(csp_ingestor::router(app.clone(), Vec::new(), &Lifecycle::new())).await;
        Self { testbed, app, base, page, incidents }
    }

    /// Sends a request as somebody in `role`.
    pub(crate) fn ask(&self, method: &str, path: &str, role: Role) -> reqwest::RequestBuilder {
        let method = method.parse().unwrap();
        self.testbed.http.request(method, format!("{}{path}", self.base)).bearer_auth(self.testbed.token(role))
    }

    /// The status and body of an answer.
    pub(crate) async fn answer(&self, request: reqwest::RequestBuilder) -> (u16, Value) {
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let text = response.text().await.unwrap();
        (status, serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    /// Another page, at a host of its own.
    pub(crate) async fn another_page(&self) -> Page {
        let page = Page::default();
        page.serve(&self.testbed).await;
        page
    }

    /// Registers the page as the provider `acme`.
    pub(crate) async fn register(&self) {
        self.register_as("acme", &[self.page.url()]).await;
    }

    /// Registers these feeds as a provider.
    pub(crate) async fn register_as(&self, name: &str, feeds: &[String]) {
        let body = json!({"name": name, "feed_url": feeds[0], "type": "json", "more_feeds": feeds[1..]});
        let (status, answer) = self.answer(self.ask("POST", "/api/v1/csp/providers", Role::Manager).json(&body)).await;
        assert_eq!(status, 201, "{answer}");
    }

    /// Follows another provider, with a page of its own.
    pub(crate) async fn follow(&self, name: &str) -> Page {
        let page = Page::default();
        page.serve(&self.testbed).await;
        let body = json!({"name": name, "feed_url": page.url(), "type": "json"});
        let (status, answer) = self.answer(self.ask("POST", "/api/v1/csp/providers", Role::Manager).json(&body)).await;
        assert_eq!(status, 201, "{answer}");
        page
    }

    /// Looks at the provider `name` now.
    pub(crate) async fn look_at(&self, name: &str) -> Look {
        ingest::look(&self.app, &name.parse().unwrap()).await.unwrap()
    }

    /// Lets causes and effects be followed until nothing is left to do.
    pub(crate) async fn judge_all(&self) {
        for _ in 0..1000 {
            if csp_ingestor::graph::step(&self.app).await.unwrap() == 0 {
                return;
            }
        }
        panic!("it never comes to rest");
    }

    /// One round of polling, to its end: who was asked.
    pub(crate) async fn poll(&self) -> Vec<String> {
        let mut poller = Poller::new(self.app.clone(), Bounds::default());
        poller.round().await.unwrap();
        let mut asked = Vec::new();
        while let Some((name, look)) = poller.ended().await {
            assert!(look.is_some(), "the look at {name} failed");
            asked.push(name.to_string());
            poller.begin();
        }
        asked.sort();
        asked
    }

    /// Waits until Redis answers again: the first command on a connection that was cut may fail.
    pub(crate) async fn redis_is_back(&self) {
        until("Redis answers again", async || self.app.store.redis().ping().await.is_ok()).await;
    }

    /// How `acme` is shown.
    pub(crate) async fn health(&self) -> (Condition, Option<String>) {
        let health = self.app.store.subject(&acme()).await.unwrap().state.health.unwrap();
        (health.state, health.detail)
    }

    /// Looks at `acme` now.
    pub(crate) async fn look(&self) -> Look {
        ingest::look(&self.app, &acme()).await.unwrap()
    }

    /// Asks for a look by the API.
    pub(crate) async fn refresh(&self) -> Value {
        let (status, look) = self.answer(self.ask("POST", "/api/v1/csp/refresh?provider=acme", Role::Manager)).await;
        assert_eq!(status, 200, "{look}");
        look
    }

    /// The events as listed with this query.
    pub(crate) async fn events(&self, query: &str) -> Vec<Value> {
        let path = format!("/api/v1/csp/events{query}");
        let (status, events) = self.answer(self.ask("GET", &path, Role::Viewer)).await;
        assert_eq!(status, 200, "{events}");
        events.as_array().unwrap().clone()
    }

    /// Delivers by hand all that waits in the outbox, in order.
    pub(crate) async fn tell_incidents(&self) -> usize {
        let store = self.app.store.redis();
        let key = store.key("outbox:incidents");
        let mut redis = store.connection();
        let reply: redis::streams::StreamRangeReply = redis::AsyncCommands::xrange_all(&mut redis, &key).await.unwrap();
        for entry in &reply.ids {
            let text = |field: &str| entry.get::<String>(field).unwrap();
            let head: contracts::EventHead = serde_json::from_str(&text("head")).unwrap();
            let version = text("version").parse().unwrap();
            let event = head.complete(text("aggregate"), version, serde_json::from_str(&text("data")).unwrap());
            jobs::telling::tell_incidents(&self.app, event).await.unwrap();
            let _: u64 = redis::AsyncCommands::xdel(&mut redis, &key, &[&entry.id]).await.unwrap();
        }
        reply.ids.len()
    }
}

/// Waits until `done`, ten seconds at most: a test that waits for ever says nothing of what it waits for.
pub(crate) async fn until(what: &str, done: impl AsyncFn() -> bool) {
    let wait = async {
        while !done().await {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    assert!(tokio::time::timeout(PATIENCE, wait).await.is_ok(), "{what}: not within {PATIENCE:?}");
}

pub(crate) fn acme() -> Name {
    "acme".parse().unwrap()
}
