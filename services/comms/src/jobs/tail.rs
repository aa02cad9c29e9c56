//! Follows the stream of public changes and keeps the view in memory true: one task per process.

use redis::RedisResult;
use redis::aio::MultiplexedConnection;
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::domain::{Page, Position};
use crate::live::{Told, View};
use crate::store::Change;

/// How often the view is made anew although nothing changed, in seconds: old incidents leave it, and its time says that
/// it is still true.
const ROUTINE: i64 = 60;

/// What the tail knows between two looks at the stream.
#[derive(Default)]
pub struct Tail {
    /// Given up with the first error met on it.
    watcher: Option<MultiplexedConnection>,
    /// None until the page was read whole.
    page: Option<Page>,
    position: Position,
    shown_at: i64,
}

/// Follows the stream until `stop`. While Redis is away the view stands as it was.
pub async fn run(app: App, stop: CancellationToken) {
    let app = &app;
    boot::follow("the public stream", stop, Tail::default(), |mut tail| async move {
        let looked = tail.step(app).await;
        (tail, looked)
    })
    .await;
}

impl Tail {
    /// One look: catches up after a loss, waits up to a second for changes, and shows them.
    pub async fn step(&mut self, app: &App) -> RedisResult<()> {
        let mut watcher = match self.watcher.take() {
            Some(watcher) => watcher,
            None => self.connect(app).await?,
        };
        let changes = app.store.changes_after(&mut watcher, self.position).await?;
        self.watcher = Some(watcher);
        let now = app.clock.now();
        let routine = now - self.shown_at >= ROUTINE;
        if !changes.is_empty() || routine {
            self.take(app, changes, now);
        }
        if routine && let Err(cause) = app.store.forget_old(now).await {
            // A full Redis refuses writes and still tells changes: those go on.
            tracing::warn!(%cause, "the index of old incidents could not be shortened");
        }
        Ok(())
    }

    /// A connection of our own. Where the stream no longer holds all that we missed, the page is read whole.
    async fn connect(&mut self, app: &App) -> RedisResult<MultiplexedConnection> {
        let mut watcher = app.store.redis().watcher().await?;
        let extent = app.store.extent(&mut watcher).await?;
        if self.page.is_none() || !extent.covers(self.position) {
            // The place is noted before the page is read: what changes in between is met again, and known by version.
            self.page = Some(app.store.page(&mut watcher, app.clock.now()).await?);
            self.position = extent.last;
            self.show(app, app.clock.now());
            app.live.tell(Told::Anew);
        }
        Ok(watcher)
    }

    fn take(&mut self, app: &App, changes: Vec<Change>, now: i64) {
        let page = self.page.get_or_insert_default();
        let mut told = Vec::with_capacity(changes.len());
        for change in changes {
            self.position = change.at;
            if let Some(incident) = change.incident {
                told.push((change.at, crate::live::line(&incident)));
                page.apply(incident);
            }
        }
        page.age(now);
        // Shown first: whoever hears of a change and reads the summary finds it there.
        self.show(app, now);
        for (at, incident) in told {
            app.live.tell(Told::Changed { at, incident });
        }
    }

    fn show(&mut self, app: &App, now: i64) {
        let page = self.page.clone().unwrap_or_default();
        app.live.show(View::new(page, self.position, now));
        self.shown_at = now;
    }
}
