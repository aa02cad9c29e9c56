//! A step that is repeated.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::error::Error;

/// How long a job rests when there is nothing to do.
const REST: Duration = Duration::from_secs(1);
/// How long it rests when the store does not answer.
const LONG_REST: Duration = Duration::from_secs(3);

/// Repeats `step` until `stop`: at once where it did something (the answer is how much), else after a rest. It may be
/// broken off at any point.
pub(super) async fn repeat<F>(what: &'static str, app: App, stop: CancellationToken, step: impl Fn(App) -> F)
where
    F: Future<Output = Result<usize, Error>>,
{
    while let Some(done) = stop.run_until_cancelled(step(app.clone())).await {
        let rest = match done {
            Ok(0) => REST,
            Ok(_) => continue,
            Err(cause) => {
                tracing::warn!(%cause, "{what} failed");
                LONG_REST
            }
        };
        if stop.run_until_cancelled(tokio::time::sleep(rest)).await.is_none() {
            return;
        }
    }
}
