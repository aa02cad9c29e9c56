//! The ids of the request being answered, reachable from wherever it is being answered.
//!
//! A task-local, so that a problem can name its request and a call to another service can pass the ids on
//! without every function in between carrying them.

use std::sync::Arc;

/// What identifies one request across the cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestContext {
    /// `X-Request-Id`: the caller's where it is well-formed, else ours.
    pub id: Arc<str>,
    /// W3C `traceparent`, passed on as it came.
    pub traceparent: Option<Arc<str>>,
}

tokio::task_local! {
    static REQUEST: RequestContext;
}

/// Runs `work` as part of the request `context`.
pub async fn with_request<F: Future>(context: RequestContext, work: F) -> F::Output {
    REQUEST.scope(context, work).await
}

/// The request being answered, if any (background work has none).
pub fn current_request() -> Option<RequestContext> {
    REQUEST.try_with(Clone::clone).ok()
}

/// Who called, in a short stable text; whoever finds out puts it among the answer's extensions, for the line that is
/// logged about the request.
#[derive(Debug, Clone)]
pub struct CallerScope(pub String);
