//! The users service: who we are. People, their roles and passwords, their sessions, and the public keys by which
//! every other service knows their tokens.
//!
//! It promises that an address has one account, that there is always an admin, that nobody gives themselves a role,
//! that a password is never kept, and that a refresh token shown twice ends its session.

pub mod app;
pub mod config;
pub mod domain;
pub mod error;
pub mod jobs;
pub mod passwords;
pub mod routes;
pub mod store;

pub use app::App;
pub use config::Config;
pub use error::Error;

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use boot::{Health, Lifecycle, Service};
use identity::Guard;
use ipnet::IpNet;
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

/// The service's name among its neighbours.
pub const NAME: &str = "users";
/// The prefix of its keyspace.
pub const PREFIX: &str = "{users}:";
/// The version of what lies in it.
pub const SCHEMA: u32 = 1;

#[derive(utoipa::OpenApi)]
#[openapi(info(
    title = "PolyStatus - Users API",
    version = "1.0.0",
    description = "People, roles and sessions, and the keys by which their tokens are known.",
    license(name = "MIT", identifier = "MIT")
))]
struct Described;

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
    let (_, mut document) = OpenApiRouter::with_openapi(Described::openapi()).merge(routes::all()).split_for_parts();
    identity::describe(&mut document, routes::RIGHTS);
    boot::describe(&mut document);
    document
}

/// Starts what runs beside the server.
pub fn start_jobs(app: &App, life: &Lifecycle) {
    life.spawn(boot::claim_schema(app.store.redis().clone(), SCHEMA, life.clone()));
    life.spawn(jobs::follow_sign_up(app.clone(), life.stopping()));
    life.spawn(jobs::make_first_admin(app.clone(), life.stopping()));
}
