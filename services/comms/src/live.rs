//! The public side in memory: what readers are answered from, and how they hear of changes.
//!
//! Two tasks of the process write here (the tail of the stream, and the switch that shows the page or not); everybody
//! else reads, without a lock and without Redis.

use std::sync::Arc;

use arc_swap::ArcSwapOption;
use axum::body::Bytes;
use contracts::{Standing, StandingCell};
use serde::Serialize;
use sha2::{Digest, Sha256};
use tokio::sync::{Notify, broadcast};

use crate::domain::{Page, Position, PublicIncident, PublicIncidentStatus, Summary};
use crate::error::Error;
use crate::json;

/// How many changes a reader of the stream may be behind before it is told to read everything anew.
const BEHIND: usize = 256;

/// The public side at one moment; never changed, only replaced.
#[derive(Debug)]
pub struct View {
    /// Everything the page shows.
    pub summary: Summary,
    /// The summary, ready to send.
    pub summary_body: Body,
    /// The list of the public status, ready to send.
    pub status_body: Body,
    /// The place in the stream up to which changes are in this view.
    pub position: Position,
    page: Page,
}

/// An answer's bytes and their tag.
#[derive(Debug, Clone)]
pub struct Body {
    /// The JSON.
    pub bytes: Bytes,
    /// Weak, for what is tagged is the content: the time a summary was made is not part of it.
    pub etag: String,
}

/// What readers of the stream are told.
#[derive(Debug, Clone)]
pub(crate) enum Told {
    /// An incident's public side changed.
    Changed {
        /// Where in the stream.
        at: Position,
        /// The incident as readers see it, one line of JSON.
        incident: Arc<str>,
    },
    /// Changes may have been missed: everything is to be read anew.
    Anew,
    /// The public side was switched off.
    Closed,
}

/// The public side, shared by all of the process.
pub struct Live {
    view: ArcSwapOption<View>,
    shown: StandingCell,
    told: broadcast::Sender<Told>,
    renewed: Notify,
}

impl Live {
    /// Nothing read yet.
    pub(crate) fn new() -> Self {
        let (told, _) = broadcast::channel(BEHIND);
        Self { view: ArcSwapOption::empty(), shown: StandingCell::default(), told, renewed: Notify::new() }
    }

    /// The present view; none until Redis was read for the first time.
    pub fn view(&self) -> Option<Arc<View>> {
        self.view.load_full()
    }

    /// The present view, for readers: refused while the public side is switched off.
    pub(crate) fn open_view(&self) -> Result<Arc<View>, Error> {
        match self.shown() {
            Standing::Off => Err(Error::SwitchedOff),
            Standing::Unknown => Err(Error::NotReadYet),
            Standing::On => self.view().ok_or(Error::NotReadYet),
        }
    }

    /// Whether the public side is shown.
    pub fn shown(&self) -> Standing {
        self.shown.get()
    }

    /// Shows the public side from now on, or not; answers whether that is a change.
    pub(crate) fn switch(&self, shown: Standing) -> bool {
        let changed = self.shown.set(shown);
        if changed {
            if shown == Standing::Off {
                self.tell(Told::Closed);
            }
            self.renewed.notify_one();
        }
        changed
    }

    /// Shows `view` from now on.
    pub(crate) fn show(&self, view: View) {
        self.view.store(Some(Arc::new(view)));
        self.renewed.notify_one();
    }

    /// Waits until there is something new to show, or the switch was turned; for the one writer of the snapshot.
    pub(crate) async fn renewed(&self) {
        self.renewed.notified().await;
    }

    /// Tells the readers of the stream.
    pub(crate) fn tell(&self, what: Told) {
        // Nobody listening is no fault.
        let _ = self.told.send(what);
    }

    /// What is told from now on.
    pub(crate) fn listen(&self) -> broadcast::Receiver<Told> {
        self.told.subscribe()
    }
}

impl View {
    /// The view of `page` at `now`, with the changes up to `position`.
    pub(crate) fn new(page: Page, position: Position, now: i64) -> Self {
        let summary = page.summary(now);
        let statuses = summary.statuses();
        let content = (&summary.state, &summary.active, &summary.recent);
        let summary_body = Body::of(&summary, &content);
        let status_body = Body::of::<Vec<PublicIncidentStatus>>(&statuses, &statuses);
        Self { summary, summary_body, status_body, position, page }
    }

    /// The incident `id`, if the page holds it.
    pub fn incident(&self, id: &str) -> Option<&PublicIncident> {
        self.page.get(id)
    }
}

impl Body {
    fn of<T: Serialize>(value: &T, content: &impl Serialize) -> Self {
        let hash = Sha256::digest(json::text(content));
        let mark = hash.iter().take(12).fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
        Self { bytes: json::text(value).into(), etag: format!("W/\"{mark}\"") }
    }
}

/// An incident as the stream carries it: one line of JSON.
pub(crate) fn line(incident: &PublicIncident) -> Arc<str> {
    json::text(incident).into()
}
