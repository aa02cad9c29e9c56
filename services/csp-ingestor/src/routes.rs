//! The list of routes: the table of contents of this service, and who may do what.

mod catalogue;
mod dependencies;
mod events;
mod export;
mod graph;
mod incidents;
mod maintenances;
mod provider_out;
mod providers;
mod relevance;
mod statistics;
mod stream;

use identity::{Access, Right, Role, audit};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) use self::stream::news;
use crate::App;

/// Who may use which route.
pub const RIGHTS: &[Right] = &[
    Right::new("POST", "/api/v1/csp/providers", Access::Role(Role::Manager)),
    Right::new("GET", "/api/v1/csp/providers", Access::Role(Role::Viewer)),
    Right::new("GET", "/api/v1/csp/providers/{name}", Access::Role(Role::Viewer)),
    Right::new("PATCH", "/api/v1/csp/providers/{name}", Access::Role(Role::Manager)),
    Right::new("DELETE", "/api/v1/csp/providers/{name}", Access::Role(Role::Manager)),
    Right::new("GET", "/api/v1/csp/catalogue", Access::Role(Role::Viewer)),
    Right::new("POST", "/api/v1/csp/refresh", Access::Role(Role::Manager)),
    Right::new("GET", "/api/v1/csp/events", Access::Role(Role::Viewer)),
    Right::new("GET", "/api/v1/csp/events/stream", Access::Role(Role::Viewer)),
    Right::new("PUT", "/api/v1/csp/events/{id}/relevance", Access::Role(Role::Sre)),
    Right::new("GET", "/api/v1/csp/events/{id}", Access::Role(Role::Viewer)),
    Right::new("GET", "/api/v1/csp/events/{id}/original", Access::Role(Role::Viewer)),
    Right::new("GET", "/api/v1/csp/maintenances", Access::Role(Role::Viewer)),
    Right::new("GET", "/api/v1/csp/reminders", Access::Role(Role::Viewer)),
    Right::new("GET", "/api/v1/csp/statistics", Access::Role(Role::Viewer)),
    Right::new("GET", "/api/v1/csp/export", Access::Role(Role::Viewer)),
    Right::new("GET", "/api/v1/csp/graph", Access::Role(Role::Viewer)),
    Right::new("PUT", "/api/v1/csp/graph/edges/{cause}/{effect}", Access::RoleOrServices(Role::Sre, &["monitors"])),
    Right::new("GET", "/api/v1/csp/dependencies", Access::Role(Role::Viewer)),
    Right::new("POST", "/api/v1/csp/dependencies", Access::Role(Role::Manager)),
    Right::new("DELETE", "/api/v1/csp/dependencies/{id}", Access::Role(Role::Manager)),
    Right::new("POST", "/api/v1/incidents", Access::Role(Role::Sre)),
    audit::RIGHT,
];

/// Every route.
pub fn all() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(providers::register_provider, providers::list_providers))
        .routes(routes!(providers::read_provider, providers::change_provider, providers::remove_provider))
        .routes(routes!(catalogue::list_catalogue))
        .routes(routes!(providers::refresh_provider))
        .routes(routes!(events::list_events))
        .routes(routes!(stream::follow_events))
        .routes(routes!(events::read_event))
        .routes(routes!(relevance::judge_relevance))
        .routes(routes!(events::read_original))
        .routes(routes!(maintenances::list_maintenances))
        .routes(routes!(maintenances::list_reminders))
        .routes(routes!(statistics::read_statistics))
        .routes(routes!(export::export_events))
        .routes(routes!(graph::show_graph))
        .routes(routes!(graph::judge_edge))
        .routes(routes!(dependencies::add_dependency, dependencies::list_dependencies))
        .routes(routes!(dependencies::delete_dependency))
        .routes(routes!(incidents::open_incident))
        .merge(audit::routes())
}
