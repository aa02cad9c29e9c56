//! What flags give whom; answered from memory.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use contracts::Evaluation;
use identity::Caller;
use problem::{Problem, Query};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::domain::Subject;
use crate::{App, Error};

/// Whom the flags are asked for.
#[derive(Debug, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct SubjectQuery {
    /// A user, by whatever name targets and rules know them.
    #[schema(max_length = 256)]
    #[param(max_length = 256, example = "alice")]
    user: String,
    /// Their role.
    #[schema(max_length = 256)]
    #[param(max_length = 256, example = "manager")]
    role: String,
}

/// What every flag gives a user in a role; private flags with a token alone.
#[utoipa::path(get, path = "/flags", tag = "flags", params(SubjectQuery),
    responses((status = 200, description = "The flags and their variations, by key.", body = BTreeMap<String, Evaluation>)))]
pub(super) async fn evaluate_flags(
    State(app): State<App>,
    caller: Caller,
    Query(subject): Query<SubjectQuery>,
) -> Result<Response, Problem> {
    let set = app.live.set().ok_or(Error::NotRead)?;
    let subject = Subject { user: &subject.user, role: &subject.role };
    let known = !matches!(caller, Caller::Anonymous);
    let json = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
    Ok((json, set.answer(subject, known)).into_response())
}
