//! Comms: what we say.
//!
//! Owns announcements, and thereby what is public: an incident is internal until its first announcement. It hears of
//! every incident by events of the incidents service, keeps what of it may be seen, and answers readers from memory.
//!
//! Promises:
//! - an announcement answered with 201 is on disk, is on the public side, and incidents will be told of it;
//! - nothing of an incident that was never announced is to be seen on the public side;
//! - the public side stands while Redis is away, from memory, and while comms is away, from the snapshot's files;
//! - a reader connected to any replica sees a change within a second.

pub mod app;
pub mod config;
pub mod domain;
mod error;
mod fragment;
pub mod jobs;
mod json;
pub mod live;
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
pub use jobs::start_jobs;

/// The service's name towards its neighbours.
pub const NAME: &str = "comms";
/// The service's keyspace in Redis.
pub const PREFIX: &str = "{comms}:";
/// The version of what lies in it.
pub const SCHEMA: u32 = 1;

/// Every route with its guard and layers.
pub fn router(app: App, trusted_proxies: Vec<IpNet>, life: &Lifecycle) -> Router {
    let (routes, _) = routes::all().split_for_parts();
    let guard = Guard::new(Arc::clone(&app.verifier), routes::RIGHTS);
    let health = Health::new(app.store.redis().clone(), life.draining());
    let routes = routes.route_layer(from_fn_with_state(guard, identity::guard)).with_state(app);
    boot::assemble(routes, Service { openapi: openapi(), health, trusted_proxies })
}

/// The OpenAPI document, from the same list of routes that is served.
pub fn openapi() -> OpenApi {
    let info = InfoBuilder::new()
        .title("PolyStatus - Communications API")
        .version("1.0.0")
        .description(Some("What we say: announcements, the public status, its stream, subscriptions."))
        .build();
    let empty = OpenApiBuilder::new().info(info).build();
    let (_, mut document) = OpenApiRouter::with_openapi(empty).merge(routes::all()).split_for_parts();
    identity::describe(&mut document, routes::RIGHTS);
    boot::describe(&mut document);
    document
}

/// The document as it lies in `swaggers/`.
pub fn openapi_yaml() -> String {
    openapi().to_yaml().expect("a document made of plain types is plain YAML")
}
