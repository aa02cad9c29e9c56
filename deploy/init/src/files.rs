//! Writing files so that a reader, a second run or a power cut never meets half of one.

use std::fs::{self, File, Permissions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _, fchown};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

/// A file that could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {cause}")]
pub(crate) struct FileError {
    path: PathBuf,
    cause: io::Error,
}

impl FileError {
    pub(crate) fn new(path: &Path, cause: io::Error) -> Self {
        Self { path: path.to_owned(), cause }
    }

    /// What is wrong with the content of a file that could be read.
    pub(crate) fn content(path: &Path, what: &'static str) -> Self {
        Self::new(path, io::Error::new(ErrorKind::InvalidData, what))
    }
}

/// Who may read a file, or look into a directory. The owner alone may change it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Readers {
    /// The owner alone.
    Owner,
    /// The owner, and the group of this number: a service that runs as somebody else.
    Group(u32),
    /// Everybody on the machine.
    All,
}

impl Readers {
    fn file_mode(self) -> u32 {
        match self {
            Self::Owner => 0o600,
            Self::Group(_) => 0o640,
            Self::All => 0o644,
        }
    }

    fn directory_mode(self) -> u32 {
        match self {
            Self::Owner => 0o700,
            Self::Group(_) => 0o750,
            Self::All => 0o755,
        }
    }

    /// Lets them in. The group comes first: no moment has the new mode with the old group.
    fn admit(self, opened: &File, mode: u32) -> io::Result<()> {
        if let Self::Group(number) = self {
            fchown(opened, None, Some(number))?;
        }
        opened.set_permissions(Permissions::from_mode(mode))
    }
}

/// Makes a directory and those above it. One that is there already keeps its rights, save where a group is to be let in.
pub(crate) fn directory(path: &Path, readers: Readers) -> Result<(), FileError> {
    let mode = readers.directory_mode();
    let make = || {
        fs::DirBuilder::new().recursive(true).mode(mode).create(path)?;
        if matches!(readers, Readers::Group(_)) { readers.admit(&File::open(path)?, mode) } else { Ok(()) }
    };
    make().map_err(|cause| FileError::new(path, cause))
}

/// The secret kept at `path`, and whether `make` had to make it now.
///
/// Two runs at once agree: the first one's file stands, the second reads it.
pub(crate) fn secret(
    path: &Path,
    readers: Readers,
    make: impl FnOnce() -> String,
) -> Result<(String, bool), FileError> {
    if let Some(found) = kept(path)? {
        admit(path, readers)?;
        return Ok((found, false));
    }
    let made = make();
    match written_beside(path, &made, readers)?.persist_noclobber(path) {
        Ok(_) => settled(path).map(|()| (made, true)),
        Err(fault) if fault.error.kind() == ErrorKind::AlreadyExists => {
            let theirs = kept(path)?.ok_or_else(|| FileError::content(path, "the file came and went"))?;
            Ok((theirs, false))
        }
        Err(fault) => Err(FileError::new(path, fault.error)),
    }
}

fn kept(path: &Path) -> Result<Option<String>, FileError> {
    match fs::read_to_string(path) {
        Ok(found) if found.trim().is_empty() => Err(FileError::content(path, "the file is empty")),
        Ok(found) => Ok(Some(found)),
        Err(fault) if fault.kind() == ErrorKind::NotFound => Ok(None),
        Err(fault) => Err(FileError::new(path, fault)),
    }
}

/// Puts `content` at `path`, whole or not at all; says whether anything changed.
pub(crate) fn replace(path: &Path, content: &str, readers: Readers) -> Result<bool, FileError> {
    if fs::read_to_string(path).is_ok_and(|found| found == content) {
        admit(path, readers)?;
        return Ok(false);
    }
    written_beside(path, content, readers)?.persist(path).map_err(|fault| FileError::new(path, fault.error))?;
    settled(path)?;
    Ok(true)
}

/// Who reads what was written before may have changed since.
fn admit(path: &Path, readers: Readers) -> Result<(), FileError> {
    let admitted = File::open(path).and_then(|file| readers.admit(&file, readers.file_mode()));
    admitted.map_err(|cause| FileError::new(path, cause))
}

fn written_beside(path: &Path, content: &str, readers: Readers) -> Result<NamedTempFile, FileError> {
    let write = || {
        let mut file = Builder::new().prefix(".new-").tempfile_in(parent(path))?;
        file.write_all(content.as_bytes())?;
        readers.admit(file.as_file(), readers.file_mode())?;
        file.as_file().sync_all()?;
        Ok(file)
    };
    write().map_err(|cause| FileError::new(path, cause))
}

/// A rename is on disk only once its directory is.
fn settled(path: &Path) -> Result<(), FileError> {
    File::open(parent(path)).and_then(|directory| directory.sync_all()).map_err(|cause| FileError::new(path, cause))
}

fn parent(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    use std::os::unix::fs::MetadataExt as _;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_secret_is_made_once_and_for_its_owner_alone() {
        let room = tempfile::tempdir().unwrap();
        let path = room.path().join("key");
        assert_eq!(secret(&path, Readers::Owner, || "first".to_owned()).unwrap(), ("first".to_owned(), true));
        assert_eq!(secret(&path, Readers::Owner, || "second".to_owned()).unwrap(), ("first".to_owned(), false));
        assert_eq!(mode(&path), 0o600);
        assert_eq!(fs::read_dir(room.path()).unwrap().count(), 1, "nothing half-made stays behind");
    }

    #[test]
    fn of_two_that_make_the_same_secret_the_first_stands() {
        let room = tempfile::tempdir().unwrap();
        let path = room.path().join("key");
        let other_was_faster = || {
            fs::write(&path, "theirs").unwrap();
            "ours".to_owned()
        };
        assert_eq!(secret(&path, Readers::Owner, other_was_faster).unwrap(), ("theirs".to_owned(), false));
    }

    #[test]
    fn an_empty_secret_is_said_not_replaced() {
        let room = tempfile::tempdir().unwrap();
        let path = room.path().join("key");
        fs::write(&path, "\n").unwrap();
        assert!(
            secret(&path, Readers::Owner, || "new".to_owned())
                .unwrap_err()
                .to_string()
                .contains("key: the file is empty")
        );
        assert_eq!(fs::read_to_string(&path).unwrap(), "\n");
    }

    #[test]
    fn replacing_changes_nothing_that_is_right_already() {
        let room = tempfile::tempdir().unwrap();
        let path = room.path().join("list");
        assert!(replace(&path, "a", Readers::All).unwrap());
        assert!(!replace(&path, "a", Readers::All).unwrap());
        assert!(replace(&path, "b", Readers::All).unwrap());
        assert_eq!(fs::read_to_string(&path).unwrap(), "b");
        assert_eq!(mode(&path), 0o644);
    }

    #[test]
    fn a_private_directory_is_closed_to_others() {
        let room = tempfile::tempdir().unwrap();
        let path = room.path().join("a/b");
        directory(&path, Readers::Owner).unwrap();
        assert_eq!(mode(&path), 0o700);
    }

    #[test]
    fn a_group_is_let_in_also_later_and_nobody_else() {
        let room = tempfile::tempdir().unwrap();
        let (inner, path) = (room.path().join("a"), room.path().join("a/key"));
        directory(&inner, Readers::Owner).unwrap();
        secret(&path, Readers::Owner, || "word".to_owned()).unwrap();
        // One's own group: the only one that a user without rights can name.
        let group = fs::metadata(&path).unwrap().gid();
        directory(&inner, Readers::Group(group)).unwrap();
        assert_eq!(secret(&path, Readers::Group(group), || "new".to_owned()).unwrap(), ("word".to_owned(), false));
        assert_eq!((mode(&inner), mode(&path)), (0o750, 0o640));
        assert_eq!(fs::metadata(&path).unwrap().gid(), group);
    }
}
