//! Flags: who sees what.
//!
//! Owns feature flags: which variation of a behaviour a user in a role gets. People change flags in Redis; every
//! replica keeps all of them in memory, ready to be evaluated, and follows their changes.
//!
//! Promises:
//! - a flag answered with 200 or 201 is on disk, and every replica gives it within a second;
//! - evaluation has an answer for every flag and everybody, whatever is stored, without asking Redis;
//! - the flags that the cluster itself asks for are there from the first start on, and come back only by hand;
//! - a private flag is seen by nobody without a token.

mod app;
pub mod config;
mod counted;
pub mod domain;
mod error;
pub mod jobs;
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
pub use error::Error;
pub use jobs::start as start_jobs;

/// The service's name towards its neighbours.
pub const NAME: &str = "flags";
/// The service's keyspace in Redis.
pub const PREFIX: &str = "{flags}:";
/// The version of what lies in it.
pub const SCHEMA: u32 = 1;

/// Every route with its guard and layers.
pub fn router(app: App, trusted_proxies: Vec<IpNet>, life: &Lifecycle) -> Router {
    let (routes, _) = routes::all().split_for_parts();
    let guard = Guard::new(Arc::clone(&app.verifier), routes::RIGHTS);
    let health = Health::new(app.store.redis().clone(), life.draining()).once("flags", app.live.loaded());
    let routes = routes.route_layer(from_fn_with_state(guard, identity::guard)).with_state(app);
    boot::assemble(routes, Service { openapi: openapi(), health, trusted_proxies })
}

/// The OpenAPI document, from the same list of routes that is served.
pub fn openapi() -> OpenApi {
    let info = InfoBuilder::new()
        .title("PolyStatus - Feature Flags API")
        .version("1.0.0")
        .description(Some("Who sees what: feature flags, and what each gives a user in a role."))
        .build();
    let empty = OpenApiBuilder::new().info(info).build();
    let (_, mut document) = OpenApiRouter::with_openapi(empty).merge(routes::all()).split_for_parts();
    identity::describe(&mut document, routes::RIGHTS);
    boot::describe(&mut document);
    document
}

/// The document as it lies in `swaggers/`.
pub fn openapi_yaml() -> String {
    let yaml = openapi().to_yaml().expect("a document made of plain types is plain YAML");
    yaml.lines().map(|line| quoted(line) + "\n").collect()
}

/// A line of YAML, with quotes around `on` and `off`, as a name or as a value: readers of YAML 1.1 take them for true
/// and false.
fn quoted(line: &str) -> String {
    let word = |text: &str| if ["on", "off"].contains(&text) { format!("'{text}'") } else { text.to_owned() };
    let (margin, text) = line.split_at(line.len() - line.trim_start_matches([' ', '-']).len());
    match (text.split_once(": "), text.strip_suffix(':')) {
        (Some((name, value)), _) => format!("{margin}{}: {}", word(name), word(value)),
        (None, Some(name)) => format!("{margin}{}:", word(name)),
        (None, None) => format!("{margin}{}", word(text)),
    }
}
