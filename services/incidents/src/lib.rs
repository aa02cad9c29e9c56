//! Incidents: what is broken, who is on it, and what was said and done about it.
//!
//! This service owns incidents, their timelines and their postmortems. It promises that an incident's versions have no
//! gaps, that comms is told of each of them, that one origin opens one incident for ever, that a note never fails
//! because somebody else wrote at the same moment, and that a machine's incident follows its cause until a person
//! takes it over.

pub mod app;
pub mod config;
pub mod domain;
pub mod error;
pub mod jobs;
pub mod routes;
pub mod stamp;
pub mod store;

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use boot::{Health, Lifecycle, Service};
use identity::Guard;
use ipnet::IpNet;
use utoipa::openapi::{Info, OpenApi};
use utoipa_axum::router::OpenApiRouter;

pub use crate::app::App;
pub use crate::config::Config;
pub use crate::error::Error;
pub use crate::jobs::start as start_jobs;

/// The service's name among its neighbours.
pub const NAME: &str = "incidents";
/// The prefix of every key it has.
pub const PREFIX: &str = "{incidents}:";
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
    let mut document = OpenApi::default();
    document.info = Info::new("PolyStatus - Incidents API", "1.0.0");
    let (_, mut document) = OpenApiRouter::<App>::with_openapi(document).merge(routes::all()).split_for_parts();
    identity::describe(&mut document, routes::RIGHTS);
    boot::describe(&mut document);
    document
}
