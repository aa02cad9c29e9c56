//! The csp-ingestor: what providers say.
//!
//! Owns providers (the pages whose word we follow) and the events found in their feeds, in every dialect. Once an event
//! of kind `incident` is active, is as bad as `min_severity` (2 where not said) and touches what concerns us, or a person
//! said that it affects us, it opens one incident, which follows it from then on until a person takes it over.
//!
//! Promises:
//! - a provider answered with 201 is on disk and will be asked;
//! - an event is one event however often, by whomever and on how many replicas its feed is looked at;
//! - a change of an event is written together with what incidents will be told of it;
//! - a feed that fails, is empty or makes no sense changes nothing: silence is never "all clear";
//! - no address inside our own network is ever asked.

mod app;
pub mod catalogue;
pub mod config;
pub mod dialects;
pub mod domain;
mod error;
pub mod graph;
pub mod ingest;
pub mod jobs;
mod live;
pub mod routes;
pub mod store;

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use boot::{Health, Lifecycle, Service};
use identity::Guard;
use ipnet::IpNet;
use utoipa::openapi::{InfoBuilder, OpenApi, OpenApiBuilder};
use utoipa_axum::router::OpenApiRouter;

pub use app::App;
pub use config::Config;
pub use error::Error;
pub use jobs::start_jobs;

/// The service's name towards its neighbours.
pub const NAME: &str = "csp-ingestor";
/// The service's keyspace in Redis.
pub const PREFIX: &str = "{csp-ingestor}:";
/// The version of what lies in it.
pub const SCHEMA: u32 = 2;

/// Every route with its guard and layers.
pub fn router(app: App, trusted_proxies: Vec<IpNet>, life: &Lifecycle) -> Router {
    let (routes, _) = routes::all().split_for_parts();
    let app = App { stopping: life.stopping(), ..app };
    let guard = Guard::new(Arc::clone(&app.verifier), routes::RIGHTS);
    let health = Health::new(app.store.redis().clone(), life.draining());
    let routes = routes.route_layer(from_fn_with_state(guard, identity::guard)).with_state(app);
    boot::assemble(routes, Service { openapi: openapi(), health, trusted_proxies })
}

/// The OpenAPI document, from the same list of routes that is served.
pub fn openapi() -> OpenApi {
    let info = InfoBuilder::new()
        .title("PolyStatus - CSP Ingestor API")
        .version("1.0.0")
        .description(Some("What providers say: their feeds, the events in them, and the incidents these open."))
        .build();
    let empty = OpenApiBuilder::new().info(info).build();
    let (_, mut document) = OpenApiRouter::with_openapi(empty).merge(routes::all()).split_for_parts();
    identity::describe(&mut document, routes::RIGHTS);
    boot::describe(&mut document);
    document
}
