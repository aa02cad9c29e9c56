//! Follows the stream of changes and tells those who listen: one task per process, so that each replica hears of all.

use redis::aio::MultiplexedConnection;
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::error::Error;
use crate::routes;
use crate::store::Change;

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
    let app = &app;
    boot::follow("the changes of events", stop, Tail::default(), |mut tail| async move {
        let looked = tail.step(app).await;
        (tail, looked)
    })
    .await;
}

impl Tail {
    /// One look: the first finds out where the stream stands; each other waits up to a second for changes, and tells them.
    pub async fn step(&mut self, app: &App) -> Result<(), Error> {
        let mut watcher = match self.watcher.take() {
            Some(watcher) => watcher,
            None => app.store.redis().watcher().await?,
        };
        let Some(number) = self.number else {
            // Who listens already may have missed something.
            self.stand(app, app.store.last_change(&mut watcher).await?, true);
            self.watcher = Some(watcher);
            return Ok(());
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

    fn stand(&mut self, app: &App, number: u64, missed: bool) {
        self.number = Some(number);
        app.live.stand_at(number, missed);
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
