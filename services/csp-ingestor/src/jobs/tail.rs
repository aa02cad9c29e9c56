//! Follows the stream of changes and tells those who listen: one task per process, so that each replica hears of all.

use std::time::Duration;

use redis::aio::MultiplexedConnection;
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::error::Error;
use crate::routes;
use crate::store::Change;

const SHORTEST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_millis(500);

/// What the tail knows between two looks at the stream.
#[derive(Default)]
pub struct Tail {
    /// Given up with the first error met on it.
    watcher: Option<MultiplexedConnection>,
    /// The number of the last change taken in; none before the first look.
    number: Option<u64>,
}

/// Follows the stream until `stop`.
pub async fn run(app: App, stop: CancellationToken) {
    let mut tail = Tail::default();
    let mut pause = SHORTEST_PAUSE;
    loop {
        let looked = tokio::select! {
            () = stop.cancelled() => return,
            looked = tail.step(&app) => looked,
        };
        match looked {
            Ok(()) => pause = SHORTEST_PAUSE,
            Err(cause) => {
                tracing::warn!(%cause, "the changes of events could not be read");
                tokio::select! {
                    () = stop.cancelled() => return,
                    () = tokio::time::sleep(pause) => {}
                }
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
        }
    }
}

impl Tail {
    /// One look: waits up to a second for changes, and tells them.
    pub async fn step(&mut self, app: &App) -> Result<(), Error> {
        let mut watcher = match self.watcher.take() {
            Some(watcher) => watcher,
            None => app.store.watcher().await?,
        };
        let number = match self.number {
            Some(number) => number,
            None => self.stand(app, app.store.last_change(&mut watcher).await?, false),
        };
        let changes = app.store.changes_after(&mut watcher, number).await?;
        let last = app.store.last_change(&mut watcher).await?;
        if changes.first().is_some_and(|first| first.number != number + 1) || last < number {
            // The stream has gone on without us, or a backup was restored.
            self.stand(app, last, true);
        } else {
            self.tell(app, changes).await?;
        }
        self.watcher = Some(watcher);
        Ok(())
    }

    fn stand(&mut self, app: &App, number: u64, missed: bool) -> u64 {
        self.number = Some(number);
        app.live.stand_at(number, missed);
        number
    }

    async fn tell(&mut self, app: &App, changes: Vec<Change>) -> Result<(), Error> {
        let Some(last) = changes.last().map(|change| change.number) else { return Ok(()) };
        for news in routes::news(app, changes).await? {
            app.live.tell(news);
        }
        self.stand(app, last, false);
        Ok(())
    }
}
