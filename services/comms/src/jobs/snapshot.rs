//! Keeps the public side as files beside nginx, for when comms is gone. The layout is agreed on with the frontend
//! (`frontend/SNAPSHOT.md`): a directory per snapshot, named for the second it was true, and `current` leading to it.

use std::fs;
use std::io;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use contracts::Lang;
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::error::Error;
use crate::fragment;
use crate::live::View;

/// The least time between two snapshots: a burst of changes is one.
const REST: Duration = Duration::from_millis(200);
/// How long to wait after one could not be written.
const RETRY: Duration = Duration::from_secs(5);
/// How many snapshots stay.
const KEPT: usize = 2;

/// Writes a snapshot of each new view into `directory` until `stop`. Views come with each change, when the public side
/// is switched off or on and, while Redis answers, at least every minute.
pub async fn run(app: App, directory: PathBuf, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = app.live.renewed() => {}
        }
        let mut written = step(&app, &directory).await;
        while let Err(cause) = written {
            tracing::error!(%cause, directory = %directory.display(), "the snapshot could not be written");
            if rest(RETRY, &stop).await.is_err() {
                return;
            }
            written = step(&app, &directory).await;
        }
        if rest(REST, &stop).await.is_err() {
            return;
        }
    }
}

/// Writes a snapshot of what readers get at present; nothing where that is not known yet.
pub async fn step(app: &App, directory: &Path) -> io::Result<()> {
    let content = match app.live.open_view() {
        Ok(view) => Content::Page(view),
        Err(Error::SwitchedOff) => Content::SwitchedOff(app.clock.now()),
        Err(_) => return Ok(()),
    };
    let directory = directory.to_owned();
    tokio::task::spawn_blocking(move || write(&directory, &content)).await.map_err(io::Error::other)?
}

/// What a snapshot shows.
enum Content {
    /// The public side.
    Page(Arc<View>),
    /// That it is switched off, true at this second.
    SwitchedOff(i64),
}

impl Content {
    fn true_at(&self) -> i64 {
        match self {
            Self::Page(view) => view.summary.generated_at,
            Self::SwitchedOff(at) => *at,
        }
    }

    /// Each file's name and what is in it.
    fn files(&self) -> Result<Vec<(&'static str, Bytes)>, minijinja::Error> {
        let html = |lang| -> Result<Bytes, minijinja::Error> {
            match self {
                Self::Page(view) => fragment::render(&view.summary, lang).map(Bytes::from),
                Self::SwitchedOff(at) => fragment::render_switched_off(*at, lang).map(Bytes::from),
            }
        };
        let mut files = vec![("fr.html", html(Lang::Fr)?), ("en.html", html(Lang::En)?)];
        match self {
            Self::Page(view) => {
                files.push(("summary.json", view.summary_body.bytes.clone()));
                files.push(("status.json", view.status_body.bytes.clone()));
            }
            Self::SwitchedOff(_) => files.push(("switched-off", Bytes::new())),
        }
        Ok(files)
    }
}

/// Waits; an error where the service stops meanwhile.
async fn rest(time: Duration, stop: &CancellationToken) -> Result<(), ()> {
    tokio::select! {
        () = stop.cancelled() => Err(()),
        () = tokio::time::sleep(time) => Ok(()),
    }
}

fn write(directory: &Path, content: &Content) -> io::Result<()> {
    make_readable_directory(directory)?;
    let name = write_files(directory, content)?;
    point_to(directory, &name)?;
    remove_old(directory, &name)
}

/// Writes the files into a new directory; the answer is its name.
fn write_files(directory: &Path, content: &Content) -> io::Result<String> {
    let files = content.files().map_err(io::Error::other)?;
    let name = new_directory(directory, content.true_at())?;
    for (file, bytes) in files {
        let path = directory.join(&name).join(file);
        fs::write(&path, bytes)?;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644))?;
    }
    Ok(name)
}

/// A directory named for the second `made_at`; the second one within it is `-2`, and so on.
fn new_directory(directory: &Path, made_at: i64) -> io::Result<String> {
    for count in 1.. {
        let name = if count == 1 { made_at.to_string() } else { format!("{made_at}-{count}") };
        let path = directory.join(&name);
        match fs::create_dir(&path) {
            Ok(()) => {
                fs::set_permissions(&path, fs::Permissions::from_mode(0o755))?;
                return Ok(name);
            }
            Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists && count < 1_000 => {}
            Err(cause) => return Err(cause),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Points `current` at `name` in one step: whoever looks finds the old or the new one.
fn point_to(directory: &Path, name: &str) -> io::Result<()> {
    let new = directory.join("current.new");
    match fs::remove_file(&new) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => return Err(cause),
        _ => {}
    }
    symlink(name, &new)?;
    fs::rename(&new, directory.join("current"))
}

/// Removes all snapshots but the latest, and never the present one.
fn remove_old(directory: &Path, present: &str) -> io::Result<()> {
    let mut snapshots = Vec::new();
    for entry in fs::read_dir(directory)? {
        let name = entry?.file_name();
        if let Some(order) = name.to_str().and_then(order_of) {
            snapshots.push((order, name));
        }
    }
    snapshots.sort_unstable_by(|one, other| other.cmp(one));
    for (_, name) in snapshots.into_iter().skip(KEPT).filter(|(_, name)| name.to_str() != Some(present)) {
        fs::remove_dir_all(directory.join(name))?;
    }
    Ok(())
}

/// What a snapshot's name says: the second, and the count within it. None for what is not ours.
fn order_of(name: &str) -> Option<(i64, u32)> {
    match name.split_once('-') {
        Some((seconds, count)) => Some((seconds.parse().ok()?, count.parse().ok()?)),
        None => Some((name.parse().ok()?, 1)),
    }
}

fn make_readable_directory(directory: &Path) -> io::Result<()> {
    if directory.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(directory)?;
    fs::set_permissions(directory, fs::Permissions::from_mode(0o755))
}
