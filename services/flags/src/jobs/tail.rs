//! Follows the stream of changes and keeps the flags in memory true: one task per process.

use std::collections::BTreeMap;
use std::sync::Arc;

use contracts::flags::SWITCHES;
use identity::Actor;
use redis::RedisResult;
use redis::aio::MultiplexedConnection;
use tokio_util::sync::CancellationToken;

use crate::domain::{Flag, FlagDefinition, FlagKey};
use crate::live::{Ready, Set};
use crate::store::Change;
use crate::{App, Error, NAME};

/// What the tail knows between two looks at the stream.
#[derive(Default)]
pub struct Tail {
    /// Given up with the first error met on it.
    watcher: Option<MultiplexedConnection>,
    flags: BTreeMap<String, Arc<Ready>>,
    /// The change up to which all are in `flags`.
    revision: u64,
    seeding: Seeding,
}

/// Whether the cluster's own flags are known to have been written once.
#[derive(Default, PartialEq, Eq)]
enum Seeding {
    #[default]
    Due,
    /// Tried in vain, which was said.
    Failing,
    Done,
}

/// Follows the stream until `stop`. While Redis is away the flags stand as they were.
pub async fn run(app: App, stop: CancellationToken) {
    let app = &app;
    boot::follow("the changes of flags", stop, Tail::default(), |mut tail| async move {
        let looked = tail.step(app).await;
        (tail, looked)
    })
    .await;
}

impl Tail {
    /// One look: reads all flags where that is needed, else waits up to a second for changes; and shows them.
    pub async fn step(&mut self, app: &App) -> RedisResult<()> {
        // A connection of our own; with a new one all flags are read anew, for nobody says what was missed meanwhile.
        let (mut watcher, is_new) = match self.watcher.take() {
            Some(watcher) => (watcher, false),
            None => (app.store.redis().watcher().await?, true),
        };
        self.seed(app).await;
        if is_new || !self.follow(app, &mut watcher).await? {
            self.read(app, &mut watcher).await?;
        }
        self.watcher = Some(watcher);
        Ok(())
    }

    /// Writes the cluster's own flags, until that was done. A full Redis refuses it and still lets us read: who asks is
    /// answered all the same.
    async fn seed(&mut self, app: &App) {
        if self.seeding == Seeding::Done {
            return;
        }
        self.seeding = match seed(app).await {
            Ok(()) => Seeding::Done,
            Err(cause) => {
                if self.seeding == Seeding::Due {
                    tracing::error!(%cause, "the cluster's own flags could not be written: tried again");
                }
                Seeding::Failing
            }
        };
    }

    /// Takes in what changed, waiting up to a second for it; false where changes were missed.
    async fn follow(&mut self, app: &App, watcher: &mut MultiplexedConnection) -> RedisResult<bool> {
        let changes = app.store.changes_after(watcher, self.revision).await?;
        if !self.take(app, changes) {
            return Ok(false);
        }
        // Where Redis knows of fewer changes than we do, a backup was restored.
        Ok(app.store.revision(watcher).await? >= self.revision)
    }

    async fn read(&mut self, app: &App, watcher: &mut MultiplexedConnection) -> RedisResult<()> {
        // The place is noted before the flags are read: what changes in between is met again, and is no change then.
        let revision = app.store.revision(watcher).await?;
        let flags = app.store.all(watcher).await?;
        self.flags = flags.iter().filter_map(|flag| Some((flag.id.clone(), ready(flag)?))).collect();
        self.revision = revision;
        self.show(app);
        Ok(())
    }

    /// Takes `changes` in; false where one is missing between them.
    fn take(&mut self, app: &App, changes: Vec<Change>) -> bool {
        if changes.is_empty() {
            return true;
        }
        for change in changes {
            if change.revision != self.revision + 1 {
                return false;
            }
            self.revision = change.revision;
            match change.flag.as_ref().and_then(ready) {
                Some(ready) => self.flags.insert(change.key, ready),
                None => self.flags.remove(&change.key),
            };
        }
        self.show(app);
        true
    }

    fn show(&self, app: &App) {
        app.live.show(Set::of(self.flags.values()), self.revision);
    }
}

/// `flag`, ready; none where it cannot be evaluated: then it is as if it were not there.
fn ready(flag: &Flag) -> Option<Arc<Ready>> {
    let ready = Ready::new(flag);
    if ready.is_none() {
        tracing::error!(flag = flag.id, "a flag in the store has nothing to give");
    }
    ready.map(Arc::new)
}

/// Writes the cluster's own flags, each once for ever: one that was deleted stays away.
async fn seed(app: &App) -> Result<(), Error> {
    for switch in SWITCHES {
        let definition = FlagDefinition {
            id: switch.key.to_owned(),
            on: switch.otherwise,
            description: Some(switch.description.to_owned()),
            ..FlagDefinition::default()
        };
        let flag = definition.checked().map_err(|faults| Error::Senseless(format!("{faults:?}")))?;
        let key: FlagKey = switch.key.parse().map_err(|fault| Error::Senseless(format!("{fault}")))?;
        let entry = app.entry(Actor::service(NAME), "flag.created", &key, "one of the cluster's own");
        app.store.seed(&flag, &entry).await?;
    }
    Ok(())
}
