//! Providers: registering them, listing them, and looking at their feeds now.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use identity::{Caller, Role, audit};
use problem::{Cursor, FieldError, IdempotencyKey, Json, Page, PageQuery, Problem, Query, page_size};
use serde::{Deserialize, Serialize};
use url::Url;
use utoipa::{IntoParams, ToSchema};

use crate::App;
use crate::dialects::Dialect;
use crate::domain::provider::{DEFAULT_INTERVAL, FeedType, Name};
use crate::domain::{Provider, Settings};
use crate::error::Error;
use crate::ingest::{self, Look};
use crate::store::{PollState, Registered};

const LIST: &str = "/api/v1/csp/providers";

/// A provider to follow.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProviderCreate)]
pub(super) struct ProviderIn {
    /// Its name: unique, whatever its case.
    #[schema(min_length = 1, max_length = 64, pattern = "^[A-Za-z0-9][A-Za-z0-9._-]*$", example = "aws")]
    name: String,
    /// Where its feed lies: RSS, Atom, or a Statuspage's `summary.json`.
    #[schema(format = "uri", max_length = 2048, example = "https://status.aws.amazon.com/rss/ec2-us-east-1.rss")]
    feed_url: String,
    /// What it is said to be; what it is shows when it is read.
    r#type: FeedType,
    /// How often it is asked, seconds.
    #[schema(minimum = 10, maximum = 86_400, default = 60)]
    interval_s: Option<u32>,
}

/// A provider, and what its last poll came to.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Provider)]
pub(super) struct ProviderOut {
    /// Its name.
    #[schema(example = "aws")]
    name: String,
    /// Where its feed lies.
    #[schema(example = "https://status.aws.amazon.com/rss/ec2-us-east-1.rss")]
    feed_url: String,
    /// What it is said to be.
    r#type: FeedType,
    /// How often it is asked, seconds.
    interval_s: u32,
    /// When it was registered, unix seconds.
    created_at: i64,
    /// When it last answered well, unix seconds.
    last_good_at: Option<i64>,
    /// When it was last asked, unix seconds.
    last_polled_at: Option<i64>,
    /// What the last poll failed on; none where it was good.
    last_error: Option<String>,
    /// The dialect of its last good answer.
    dialect: Option<Dialect>,
}

impl ProviderOut {
    /// As somebody in `role` may see it: the query of an address may hold a key, and is for those who registered it.
    fn new(provider: Provider, state: PollState, role: Option<Role>) -> Self {
        let mut feed_url = provider.feed_url;
        if role < Some(Role::Manager) {
            feed_url.truncate(feed_url.find(['?', '#']).unwrap_or(feed_url.len()));
        }
        Self {
            name: provider.name,
            feed_url,
            r#type: provider.feed_type,
            interval_s: provider.interval_s,
            created_at: provider.created_at,
            last_good_at: state.last_good_at,
            last_polled_at: state.last_polled_at,
            last_error: state.last_error,
            dialect: state.dialect,
        }
    }
}

/// Which provider to look at.
#[derive(Debug, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct RefreshQuery {
    /// The provider's name.
    #[param(example = "cloudflare")]
    provider: String,
}

/// Registers a provider. Its page is not asked now, but soon, and from then on at its interval.
#[utoipa::path(post, path = LIST, tag = "providers", request_body = ProviderIn,
    params(("Idempotency-Key" = Option<String>, Header, description = "For retries: the same key and body gives the first answer again.")),
    responses(
        (status = 201, description = "The provider is registered", body = ProviderOut),
        (status = 409, description = "Another provider bears the name", body = problem::ProblemBody, content_type = "application/problem+json")))]
pub(super) async fn register_provider(
    State(app): State<App>,
    caller: Caller,
    key: IdempotencyKey,
    Json(input): Json<ProviderIn>,
) -> Result<Response, Problem> {
    let operation = key.operation(&caller.scope(), LIST, &input);
    let now_ms = app.clock.now_ms();
    let (provider, url) = accept(&app, input, now_ms.div_euclid(1000))?;
    // Of the address, the audit keeps the host: what follows may hold a key.
    let host = url.host_str().unwrap_or_default();
    let audit = audit::Entry::new(provider.created_at, caller.actor(), "provider.registered", &provider.name, host);
    let provider = match app.store.register(&provider, now_ms, &audit, operation.as_ref()).await? {
        Registered::New => provider,
        Registered::Before(provider) => provider,
        Registered::Taken => return Err(Error::NameTaken.into()),
    };
    Ok((StatusCode::CREATED, Json(ProviderOut::new(provider, PollState::default(), caller.role()))).into_response())
}

/// The provider that `input` describes and the address of its feed, or everything that is wrong with it.
fn accept(app: &App, input: ProviderIn, now: i64) -> Result<(Provider, Url), Problem> {
    let name = input.name.parse::<Name>();
    let url = app.outbound.check_url(&input.feed_url);
    let faults = [
        name.as_ref().err().map(|fault| FieldError::new("/name", fault.to_string())),
        url.as_ref().err().map(|fault| FieldError::new("/feed_url", fault.to_string())),
    ];
    match (name, url) {
        (Ok(name), Ok(url)) => {
            let provider = Provider {
                name: name.to_string(),
                feed_url: input.feed_url,
                feed_type: input.r#type,
                interval_s: input.interval_s.unwrap_or(DEFAULT_INTERVAL),
                created_at: now,
                more_feeds: Vec::new(),
                catalogue: None,
                settings: Settings::default(),
                version: 1,
            };
            Ok((provider, url))
        }
        _ => Err(Problem::invalid(faults.into_iter().flatten().collect())),
    }
}

/// The providers, newest first.
#[utoipa::path(get, path = LIST, tag = "providers", params(PageQuery),
    responses((status = 200, description = "A page of providers", body = Vec<ProviderOut>)))]
pub(super) async fn list_providers(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<PageQuery>,
) -> Result<Response, Problem> {
    let cursor = Cursor::parse(query.cursor.as_deref(), "")?;
    let page = app.store.providers(cursor, page_size(query.limit)).await?;
    let role = caller.role();
    let items = page.items.into_iter().map(|(provider, state)| ProviderOut::new(provider, state, role)).collect();
    Ok(Page { items, next: page.next, total: page.total }.answer(LIST, "", query.limit))
}

/// Looks at a provider's feed now, and says what it found or what failed.
#[utoipa::path(post, path = "/api/v1/csp/refresh", tag = "providers", params(RefreshQuery),
    responses((status = 200, description = "What the look came to", body = Look)))]
pub(super) async fn refresh_provider(
    State(app): State<App>,
    Query(query): Query<RefreshQuery>,
) -> Result<Json<Look>, Problem> {
    let name = query.provider.parse().map_err(|_| Error::NoProvider)?;
    Ok(Json(ingest::look(&app, &name).await?))
}
