//! Who changed what: an append-only stream per service, written in the same script as the change.

use std::sync::Arc;

use axum::extract::{FromRef, State};
use axum::response::Response;
use problem::{Cursor, Page, PageQuery, Problem, Query, current_request, page_size};
use redis::aio::ConnectionManager;
use redis::streams::StreamRangeReply;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::{Access, Actor, Right, Role};

/// The Lua function `audit()` for a change's script; it writes the part `audit` of the script's context.
pub const LUA: &str = include_str!("audit.lua");

/// The right that [`routes`] needs in the service's table.
pub const RIGHT: Right = Right::new("GET", "/api/v1/audit", Access::Role(Role::Admin));

/// One change.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = AuditEntry)]
pub struct Entry {
    /// When, in unix seconds.
    pub at: i64,
    /// Who, as they were then.
    pub actor: Actor,
    /// What was done, such as `incident.status`.
    #[schema(example = "incident.status")]
    pub action: String,
    /// To what: an id.
    pub object: String,
    /// What it became, in a few words; never a secret.
    #[serde(default)]
    pub detail: String,
    /// The request that did it.
    #[serde(default)]
    pub request_id: Option<String>,
}

impl Entry {
    /// `actor` did `action` to `object` at `at`, in the request being answered.
    pub fn new(at: i64, actor: Actor, action: &str, object: &str, detail: impl Into<String>) -> Self {
        Self {
            at,
            actor,
            action: action.to_owned(),
            object: object.to_owned(),
            detail: detail.into(),
            request_id: current_request().map(|request| request.id.to_string()),
        }
    }
}

/// Where a service's audit is read.
#[derive(Clone)]
pub struct AuditLog {
    redis: ConnectionManager,
    key: Arc<str>,
}

impl AuditLog {
    /// The audit of the keyspace `prefix`, such as `{incidents}:`.
    pub fn new(redis: ConnectionManager, prefix: &str) -> Self {
        Self { redis, key: format!("{prefix}audit").into() }
    }

    async fn page(&self, before: Option<u64>, limit: usize) -> redis::RedisResult<Page<Entry>> {
        // A stream id is a time in milliseconds and a counter; the cursor keeps both in one number.
        let end = before.map_or_else(|| "+".to_owned(), |at| format!("({}-{}", at >> 16, at & 0xffff));
        let mut redis = self.redis.clone();
        let reply: StreamRangeReply = redis::cmd("XREVRANGE")
            .arg(&*self.key)
            .arg(end)
            .arg("-")
            .arg("COUNT")
            .arg(limit + 1)
            .query_async(&mut redis)
            .await?;
        // One more than asked for tells whether there is a next page.
        let shown = &reply.ids[..reply.ids.len().min(limit)];
        let next = shown.last().filter(|_| reply.ids.len() > limit).and_then(|last| sequence(&last.id));
        let items =
            shown.iter().filter_map(|entry| serde_json::from_str(&entry.get::<String>("entry")?).ok()).collect();
        Ok(Page { items, next: next.map(|before| Cursor { before }), total: None })
    }
}

fn sequence(id: &str) -> Option<u64> {
    let (ms, count) = id.split_once('-')?;
    Some((ms.parse::<u64>().ok()? << 16) | (count.parse::<u64>().ok()? & 0xffff))
}

/// The route `GET /api/v1/audit` of a service whose state holds an [`AuditLog`].
pub fn routes<S>() -> OpenApiRouter<S>
where
    S: Clone + Send + Sync + 'static,
    AuditLog: FromRef<S>,
{
    OpenApiRouter::new().routes(routes!(list_audit))
}

/// Every change to this service's records, newest first.
#[utoipa::path(get, path = "/api/v1/audit", tag = "audit", params(PageQuery),
    responses((status = 200, description = "A page of the audit", body = Vec<Entry>)))]
async fn list_audit(State(audit): State<AuditLog>, Query(query): Query<PageQuery>) -> Result<Response, Problem> {
    let cursor = Cursor::parse(query.cursor.as_deref(), "")?;
    let page = audit.page(cursor.map(|cursor| cursor.before), page_size(query.limit)).await;
    let page = page.map_err(|cause| Problem::unavailable("the store", &cause))?;
    // The gateway shows this list under another path: the next page is named by its query alone, which fits both.
    Ok(page.answer("", "", query.limit))
}
