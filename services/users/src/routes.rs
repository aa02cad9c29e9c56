//! The routes of this service, and who may use each.

pub mod cookie;
pub mod keys;
pub mod members;
pub mod sessions;
pub mod sign_up;
pub mod users;

use identity::{Access, Right, Role, audit};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;

/// Who may use each route; a route without a row is closed to all.
///
/// Whom of the others a person may read and change is the rule of [`crate::domain::account`].
pub const RIGHTS: &[Right] = &[
    Right::new("POST", "/api/v1/users", Access::Public),
    Right::new("GET", "/api/v1/users", Access::Role(Role::Viewer)),
    Right::new("GET", "/api/v1/users/me", Access::Role(Role::Guest)),
    Right::new("GET", "/api/v1/users/{id}", Access::Role(Role::Guest)),
    Right::new("PUT", "/api/v1/users/{id}", Access::Role(Role::Guest)),
    Right::new("POST", "/api/v1/auth/login", Access::Public),
    Right::new("POST", "/api/v1/auth/refresh", Access::Public),
    Right::new("POST", "/api/v1/auth/logout", Access::Public),
    Right::new("GET", "/.well-known/jwks.json", Access::Public),
    Right::new("GET", "/internal/v1/users/{id}", Access::Services(&["incidents", "comms", "csp-ingestor"])),
    audit::RIGHT,
];

/// Every route of this service.
pub fn all() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(sign_up::create_user, users::list_users))
        .routes(routes!(users::get_me))
        .routes(routes!(users::get_user, users::update_user))
        .routes(routes!(sessions::login))
        .routes(routes!(sessions::refresh))
        .routes(routes!(sessions::logout))
        .routes(routes!(keys::get_jwks))
        .routes(routes!(members::get_member))
        .merge(audit::routes())
}
