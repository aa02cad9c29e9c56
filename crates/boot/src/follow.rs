//! A look that is taken again and again, such as one at a stream.

use std::fmt::Display;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

/// How long to rest after the first failure.
const SHORTEST: Duration = Duration::from_millis(50);
/// How long to rest after many.
const LONGEST: Duration = Duration::from_millis(500);

/// Takes one look after another until `stop`; each is given what the one before left behind. After a failure it rests,
/// longer each time, up to half a second. A look may be broken off at any point.
pub async fn follow<T, F, E>(what: &'static str, stop: CancellationToken, mut state: T, look: impl Fn(T) -> F)
where
    F: Future<Output = (T, Result<(), E>)>,
    E: Display,
{
    let mut pause = SHORTEST;
    while let Some((left, looked)) = stop.run_until_cancelled(look(state)).await {
        state = left;
        let Err(cause) = looked else {
            pause = SHORTEST;
            continue;
        };
        tracing::warn!(%cause, "{what} could not be read");
        if stop.run_until_cancelled(tokio::time::sleep(pause)).await.is_none() {
            return;
        }
        pause = (pause * 2).min(LONGEST);
    }
}
