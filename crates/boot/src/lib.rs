//! What every process of the cluster does the same way: read its configuration, log, measure, say how it is, connect
//! to Redis, serve HTTP behind one set of layers, and stop in good order.
//!
//! Nothing here knows what an incident is.

pub mod client;
mod clock;
pub mod config;
mod docs;
mod follow;
mod health;
mod http;
mod lifecycle;
mod metrics;
pub mod random;
pub mod redis;
mod schema;
mod server;
mod telemetry;

pub use client::ClientAddress;
pub use clock::Clock;
pub use docs::describe;
pub use follow::follow;
pub use health::Health;
pub use http::{Service, assemble};
pub use lifecycle::{Lifecycle, healthcheck, serve};
pub use schema::{claim_schema, migrate_schema};
pub use telemetry::{LogFormat, log_to_stderr};

/// What a service's `main` is asked to do by its first argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// Serve until told to stop: the default.
    Serve,
    /// Print the OpenAPI document as YAML.
    OpenApi,
    /// Ask the running service whether it is alive; for containers without curl.
    Healthcheck,
}

impl Command {
    /// Reads the first argument; an unknown one is said in one line, and the process ends with status 2.
    pub fn from_args() -> Self {
        match std::env::args().nth(1).as_deref() {
            None | Some("serve") => Self::Serve,
            Some("openapi") => Self::OpenApi,
            Some("healthcheck") => Self::Healthcheck,
            Some(other) => {
                config::refuse(&format!("{other}: must be one of serve, openapi, healthcheck"));
            }
        }
    }
}
