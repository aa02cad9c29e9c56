//! The routes of comms: its table of contents.

pub mod announce;
mod answers;
pub mod events;
pub mod public;
pub mod stream;
pub mod subscriptions;

use axum::extract::DefaultBodyLimit;
use identity::{Access, Right, Role};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

/// Who may use each route; a route without a row is closed to all.
pub const RIGHTS: &[Right] = &[
    Right::new("POST", "/api/v1/public/announce", Access::Role(Role::Manager)),
    Right::new("GET", "/api/v1/public/status", Access::Public),
    Right::new("GET", "/api/v1/public/summary", Access::Public),
    Right::new("GET", "/api/v1/public/incidents/{id}", Access::Public),
    Right::new("GET", "/api/v1/public/stream", Access::Public),
    Right::new("POST", "/api/v1/subscriptions/email", Access::Public),
    Right::new("POST", "/api/v1/webhooks", Access::Role(Role::Guest)),
    Right::new("POST", "/internal/v1/events", Access::Services(&["incidents"])),
    identity::audit::RIGHT,
];

/// How large an event may be: a long cause is told with all its words, and each quote in them takes two bytes.
const EVENT: usize = 24 * 1024 * 1024;

/// Every route of this service.
pub fn all() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(announce::announce))
        .routes(routes!(public::get_status))
        .routes(routes!(public::get_summary))
        .routes(routes!(public::get_incident))
        .routes(routes!(stream::follow))
        .routes(routes!(subscriptions::subscribe_by_email))
        .routes(routes!(subscriptions::register_webhook))
        .merge(OpenApiRouter::new().routes(routes!(events::receive_event)).layer(DefaultBodyLimit::max(EVENT)))
        .merge(identity::audit::routes())
}
