//! Every route of this service and who may use it: the table of contents.

mod answers;
mod evaluate;
mod flags;
mod toggle;

use identity::{Access, Right, Role, audit};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;

/// Who may use each route; a route without a row is closed to all.
pub const RIGHTS: &[Right] = &[
    Right::new("GET", "/flags", Access::Public),
    Right::new("GET", "/admin/flags", Access::Role(Role::Manager)),
    Right::new("POST", "/admin/flags", Access::Role(Role::Manager)),
    Right::new("GET", "/admin/flags/{key}", Access::Role(Role::Manager)),
    Right::new("DELETE", "/admin/flags/{key}", Access::Role(Role::Manager)),
    Right::new("POST", "/admin/toggle/{key}", Access::Role(Role::Manager)),
    audit::RIGHT,
];

/// Every route of this service.
pub fn all() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(evaluate::evaluate_flags))
        .routes(routes!(flags::list_flags, flags::save_flag))
        .routes(routes!(flags::get_flag, flags::delete_flag))
        .routes(routes!(toggle::toggle_flag))
        .merge(audit::routes())
}
