//! Every route of this service and who may use it: the table of contents.

mod answers;
mod incident;
mod machine;
mod postmortem;
mod response;
mod timeline;

use axum::extract::DefaultBodyLimit;
use identity::{Access, Right, Role};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;

/// Who may use each route; a route without a row is closed to all.
pub const RIGHTS: &[Right] = &[
    Right::new("POST", "/api/v1/incidents", Access::RoleOrServices(Role::Sre, &["csp-ingestor"])),
    Right::new("GET", "/api/v1/incidents", Access::Role(Role::Viewer)),
    Right::new("GET", "/api/v1/incidents/{id}", Access::RoleOrServices(Role::Viewer, &["comms", "csp-ingestor"])),
    Right::new("POST", "/api/v1/incidents/{id}/status", Access::Role(Role::Sre)),
    Right::new("POST", "/api/v1/incidents/{id}/assign", Access::Role(Role::Sre)),
    Right::new("POST", "/api/v1/incidents/{id}/take-over", Access::Role(Role::Sre)),
    Right::new("GET", "/api/v1/incidents/{id}/timeline", Access::Role(Role::Viewer)),
    Right::new("POST", "/api/v1/incidents/{id}/timeline", Access::Role(Role::Sre)),
    Right::new("GET", "/api/v1/incidents/{id}/postmortem", Access::Role(Role::Viewer)),
    Right::new("POST", "/api/v1/incidents/{id}/postmortem", Access::Role(Role::Sre)),
    Right::new("POST", "/internal/v1/incidents/{id}/cause", Access::Services(&["csp-ingestor"])),
    Right::new("POST", "/internal/v1/events", Access::Services(&["comms"])),
    identity::audit::RIGHT,
];

/// How large a cause may be that a neighbour tells: all that was said about it, for days perhaps.
const CAUSE: usize = 8 * 1024 * 1024;

/// Every route of this service.
pub fn all() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(incident::create_incident, incident::list_incidents))
        .routes(routes!(incident::get_incident))
        .routes(routes!(response::change_status))
        .routes(routes!(response::assign_incident))
        .routes(routes!(response::take_over_incident))
        .routes(routes!(timeline::list_timeline, timeline::add_timeline_entry))
        .routes(routes!(postmortem::get_postmortem, postmortem::write_postmortem))
        .merge(OpenApiRouter::new().routes(routes!(machine::follow_cause)).layer(DefaultBodyLimit::max(CAUSE)))
        .routes(routes!(machine::receive_event))
        .merge(identity::audit::routes())
}
