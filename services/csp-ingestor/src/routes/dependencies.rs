//! What we run on which provider: so that an outage says which of our services it concerns.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use boot::random;
use identity::{Caller, audit};
use problem::{Cursor, FieldError, IdempotencyKey, Json, PageQuery, Path, Problem, ProblemBody, Query, page_size};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::App;
use crate::domain::Dependency;
use crate::domain::provider::Name;

const LIST: &str = "/api/v1/csp/dependencies";

/// One of our services, and what it runs on.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DependencyCreate)]
pub(super) struct DependencyIn {
    /// The label of our service.
    #[schema(min_length = 1, max_length = 64, example = "checkout")]
    service: String,
    /// The name of a provider that is followed.
    #[schema(min_length = 1, max_length = 64, example = "aws")]
    provider: String,
    /// What of the provider it uses, in the provider's words; all of it, where not said.
    #[schema(max_length = 200, example = "Amazon EC2")]
    their_service: Option<String>,
    /// Where, in the provider's words; everywhere, where not said.
    #[schema(max_length = 200, example = "eu-west-1")]
    region: Option<String>,
}

impl DependencyIn {
    /// The dependency that is meant, or everything that is wrong with it.
    fn accept(self, id: Uuid, now: i64) -> Result<Dependency, Problem> {
        let (service, their_service, region) = (clean(&self.service), self.their_service, self.region);
        let provider = self.provider.parse::<Name>();
        let texts =
            [("/service", Some(&service)), ("/their_service", their_service.as_ref()), ("/region", region.as_ref())];
        let controls = |text: &&String| text.chars().any(char::is_control);
        let mut faults: Vec<FieldError> = texts
            .iter()
            .filter(|(_, text)| text.is_some_and(|text| controls(&text)))
            .map(|(at, _)| FieldError::new(*at, "must be one line, without control characters"))
            .collect();
        if service.is_empty() {
            faults.push(FieldError::new("/service", "must say something"));
        }
        match provider {
            Ok(provider) if faults.is_empty() => Ok(Dependency {
                id,
                service,
                provider: provider.to_string(),
                their_service: their_service.as_deref().map(clean).filter(|text| !text.is_empty()),
                region: region.as_deref().map(clean).filter(|text| !text.is_empty()),
                created_at: now,
            }),
            provider => {
                faults.extend(provider.err().map(|fault| FieldError::new("/provider", fault.to_string())));
                Err(Problem::invalid(faults))
            }
        }
    }
}

fn clean(text: &str) -> String {
    text.trim().to_owned()
}

/// Notes that one of our services runs on a provider. Events of it that touch what is named concern that service.
#[utoipa::path(post, path = LIST, tag = "dependencies", request_body = DependencyIn,
    params(("Idempotency-Key" = Option<String>, Header, description = "For retries: the same key and body gives the first answer again.")),
    responses(
        (status = 201, description = "It is noted", body = Dependency),
        (status = 409, description = "It was noted before, or there are 1,000 already", body = ProblemBody, content_type = "application/problem+json")))]
pub(super) async fn add_dependency(
    State(app): State<App>,
    caller: Caller,
    key: IdempotencyKey,
    Json(input): Json<DependencyIn>,
) -> Result<Response, Problem> {
    let operation = key.operation(&caller.scope(), LIST, &input);
    let now_ms = app.clock.now_ms();
    let dependency = input.accept(random::uuid(now_ms), now_ms.div_euclid(1000))?;
    let audit = entry("dependency.added", &dependency, dependency.created_at, &caller);
    let kept = app.store.keep_dependency(dependency, &audit, operation.as_ref()).await?;
    Ok((StatusCode::CREATED, Json(kept)).into_response())
}

/// What we run on which provider, newest first.
#[utoipa::path(get, path = LIST, tag = "dependencies", params(PageQuery),
    responses((status = 200, description = "A page of dependencies", body = Vec<Dependency>)))]
pub(super) async fn list_dependencies(
    State(app): State<App>,
    Query(query): Query<PageQuery>,
) -> Result<Response, Problem> {
    let cursor = Cursor::parse(query.cursor.as_deref(), "")?;
    let page = app.store.dependencies(cursor, page_size(query.limit)).await?;
    Ok(page.answer(LIST, "", query.limit))
}

/// Deletes a dependency: events concern that service no longer on its account.
#[utoipa::path(delete, path = "/api/v1/csp/dependencies/{id}", tag = "dependencies",
    params(("id" = Uuid, Path, description = "The dependency's id")),
    responses((status = 204, description = "It is gone")))]
pub(super) async fn delete_dependency(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    let now = app.clock.now();
    app.store.delete_dependency(id, |known| entry("dependency.deleted", known, now, &caller)).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn entry(action: &str, dependency: &Dependency, now: i64, caller: &Caller) -> audit::Entry {
    let detail = format!("{} on {}, {}", dependency.service, dependency.provider, dependency.ground());
    audit::Entry::new(now, caller.actor(), action, &dependency.id.to_string(), detail)
}
