//! Opening an incident from what a provider says: passed on to the incidents service, in the caller's name.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use contracts::{Incident, IncidentIn, Origin, Source};
use identity::Caller;
use problem::{IdempotencyKey, Json, Operation, Problem};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::App;
use crate::domain::opening::SYSTEM;
use crate::error::Error;

const PATH: &str = "/api/v1/incidents";

/// An incident to open.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = IncidentCreate)]
pub(super) struct IncidentCreate {
    /// What is broken, in one line.
    #[schema(min_length = 1, max_length = 200, example = "Cloudflare CDN errors in Europe")]
    title: String,
    /// 1 (worst) to 4.
    #[schema(minimum = 1, maximum = 4, example = 2)]
    sev: u8,
    /// Always `csp`: other incidents are opened at the incidents service.
    source: OwnSource,
    /// The labels of what is concerned.
    #[serde(default)]
    #[schema(max_items = 50, example = json!(["cdn"]))]
    services: Vec<String>,
    /// What is known, in a few lines.
    #[serde(default)]
    #[schema(max_length = 10_000, example = "Detected Cloudflare outage affecting European regions")]
    summary: String,
}

/// The one source of what is opened here.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = CspSource, example = "csp")]
enum OwnSource {
    Csp,
}

/// Opens an incident with source `csp`, in the caller's name.
#[utoipa::path(post, path = PATH, tag = "incidents", request_body = IncidentCreate,
    params(("Idempotency-Key" = Option<String>, Header, description = "For retries: the same key and body gives the first answer again.")),
    responses(
        (status = 201, description = "The incident is open", body = Incident),
        (status = 409, description = "The idempotency key was used for another body", body = problem::ProblemBody, content_type = "application/problem+json")))]
pub(super) async fn open_incident(
    State(app): State<App>,
    caller: Caller,
    key: IdempotencyKey,
    Json(input): Json<IncidentCreate>,
) -> Result<Response, Problem> {
    let operation = key.operation(&caller.scope(), PATH, &input);
    if let Some(operation) = &operation
        && let Some(answer) = app.store.answered(operation).await?
    {
        return Ok(created(answer));
    }
    let incident = IncidentIn {
        title: input.title,
        sev: input.sev,
        services: input.services,
        summary: input.summary,
        source: Some(Source::Csp),
        origin: operation.as_ref().map(|one| origin(one, app.clock.now())),
        started_at: None,
        announce: false,
    };
    let opened = app.incidents.open(&incident, caller.person()).await.map_err(Error::Incidents)?;
    let answer = serde_json::to_string(&opened.incident).map_err(|cause| Error::Senseless(cause.to_string()))?;
    if let Some(operation) = &operation {
        app.store.keep_answer(operation, &answer).await?;
    }
    Ok(created(answer))
}

/// What the incident of a request bears: a retry that overtakes the first try, or follows one whose answer was lost, still
/// finds it. Origins are for ever and keys are not, so it names what was asked and the day: a key used again later, or
/// for another body, never meets an old incident.
fn origin(operation: &Operation, now: i64) -> Origin {
    let day = now.div_euclid(86_400);
    Origin { system: SYSTEM.to_owned(), r#ref: format!("request:{}:{}:{day}", operation.id, operation.fingerprint) }
}

fn created(answer: String) -> Response {
    (StatusCode::CREATED, [(header::CONTENT_TYPE, "application/json")], answer).into_response()
}
