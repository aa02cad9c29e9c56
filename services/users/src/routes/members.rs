//! People as our services see them.

use axum::extract::State;
use contracts::Member;
use problem::{Json, Path, Problem};
use uuid::Uuid;

use crate::{App, Error};

/// A person's name and role, for the services that show or check them.
#[utoipa::path(get, path = "/internal/v1/users/{id}", tag = "internal", operation_id = "getMember",
    params(("id" = Uuid, Path, description = "The person's id.")),
    responses((status = 200, description = "The person, without their address.", body = Member)))]
pub async fn get_member(State(app): State<App>, Path(id): Path<Uuid>) -> Result<Json<Member>, Problem> {
    let account = app.store.find(id).await?.ok_or(Error::Missing)?;
    Ok(Json(Member { id: account.id, name: account.name, role: account.role }))
}
