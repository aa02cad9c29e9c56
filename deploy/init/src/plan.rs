//! What lies where in a data directory.
//!
//! ```text
//! secrets/<service>/service.key      the key the service proves itself with     0600
//! secrets/<service>/redis-password   its password at Redis                      0600
//! secrets/users/signing.key          signs people's tokens                      0600
//! secrets/redis/admin-password       for those who run the cluster              0600
//! service-keys.json                  the public half of each service's key      0644
//! redis/users.acl                    Redis's users, passwords as hashes         0600
//! ```

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use crate::files::{self, FileError, Readers};
use crate::{acl, keys};

/// The one service that signs people's tokens.
const SIGNER: &str = "users";
/// Names that mean something else here: Redis's own room and its user of the same name.
const TAKEN: [&str; 3] = ["redis", "admin", "default"];

/// The name of a service: safe as a directory, in a key pattern and in an ACL line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ServiceName(String);

impl FromStr for ServiceName {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if !text.starts_with(|first: char| first.is_ascii_lowercase()) || !text.bytes().all(plain) {
            return Err("a service's name is lower-case letters, digits and dashes");
        }
        if TAKEN.contains(&text) {
            return Err("this name is taken");
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for ServiceName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Makes whatever is missing under `data_dir`; answers with the files it made or changed.
pub(crate) fn prepare(data_dir: &Path, services: &[ServiceName]) -> Result<Vec<PathBuf>, FileError> {
    files::directory(data_dir, true)?;
    let mut maker = Maker { secrets: data_dir.join("secrets"), made: Vec::new() };

    let mut public = BTreeMap::new();
    let mut passwords = Vec::new();
    for service in services {
        public.insert(service.to_string(), maker.key(&service.0, "service.key")?);
        passwords.push((service, maker.secret(&service.0, "redis-password", keys::password)?.0));
        if service.0 == SIGNER {
            maker.key(SIGNER, "signing.key")?;
        }
    }
    let admin = maker.secret("redis", "admin-password", keys::password)?.0;

    let list = format!("{:#}\n", serde_json::json!(public));
    maker.derived(data_dir.join("service-keys.json"), &list, Readers::All)?;
    files::directory(&data_dir.join("redis"), true)?;
    maker.derived(data_dir.join("redis/users.acl"), &acl::file(&passwords, &admin), Readers::Owner)?;
    Ok(maker.made)
}

struct Maker {
    secrets: PathBuf,
    made: Vec<PathBuf>,
}

impl Maker {
    /// A private key at `secrets/<room>/<name>`; answers with its public half.
    fn key(&mut self, room: &str, name: &str) -> Result<String, FileError> {
        let (pem, path) = self.secret(room, name, keys::private_key)?;
        keys::public_half(&pem).ok_or_else(|| FileError::content(&path, "not an Ed25519 key in PKCS#8 PEM form"))
    }

    fn secret(
        &mut self,
        room: &str,
        name: &str,
        make: impl FnOnce() -> String,
    ) -> Result<(String, PathBuf), FileError> {
        let room = self.secrets.join(room);
        files::directory(&room, true)?;
        let path = room.join(name);
        let (content, made) = files::secret(&path, make)?;
        if made {
            self.made.push(path.clone());
        }
        Ok((content, path))
    }

    fn derived(&mut self, path: PathBuf, content: &str, readers: Readers) -> Result<(), FileError> {
        if files::replace(&path, content, readers)? {
            self.made.push(path);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn names(list: &[&str]) -> Vec<ServiceName> {
        list.iter().map(|name| name.parse().unwrap()).collect()
    }

    fn everything(room: &Path) -> BTreeMap<PathBuf, String> {
        let mut found = BTreeMap::new();
        let mut rooms = vec![room.to_owned()];
        while let Some(room) = rooms.pop() {
            for entry in fs::read_dir(room).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    rooms.push(path);
                } else {
                    found.insert(path.clone(), fs::read_to_string(path).unwrap());
                }
            }
        }
        found
    }

    #[test]
    fn a_second_run_changes_nothing() {
        let room = tempfile::tempdir().unwrap();
        let services = names(&["users", "incidents", "comms", "csp-ingestor"]);
        let made = prepare(room.path(), &services).unwrap();
        let first = everything(room.path());

        // Four keys, four passwords, the signing key, Redis's admin, the list of keys and the ACL.
        assert_eq!((made.len(), first.len()), (12, 12));
        assert!(first.contains_key(&room.path().join("secrets/users/signing.key")));
        assert_eq!(prepare(room.path(), &services).unwrap(), Vec::<PathBuf>::new());
        assert_eq!(everything(room.path()), first);
    }

    #[test]
    fn a_service_that_joins_leaves_the_others_as_they_are() {
        let room = tempfile::tempdir().unwrap();
        prepare(room.path(), &names(&["users"])).unwrap();
        let before = everything(&room.path().join("secrets/users"));
        let made = prepare(room.path(), &names(&["users", "monitors"])).unwrap();

        assert_eq!(everything(&room.path().join("secrets/users")), before);
        assert_eq!(made.len(), 4, "its key, its password, the list and the ACL: {made:?}");
        let list = fs::read_to_string(room.path().join("service-keys.json")).unwrap();
        let listed: BTreeMap<String, String> = serde_json::from_str(&list).unwrap();
        assert_eq!(listed.into_keys().collect::<Vec<_>>(), ["monitors", "users"]);
    }

    #[test]
    fn a_key_that_is_none_stops_the_start_and_is_kept() {
        let room = tempfile::tempdir().unwrap();
        let path = room.path().join("secrets/users/service.key");
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, "not a key").unwrap();
        let fault = prepare(room.path(), &names(&["users"])).unwrap_err().to_string();
        assert!(fault.contains("secrets/users/service.key: not an Ed25519 key"), "{fault}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "not a key");
    }

    #[test]
    fn names_that_could_escape_are_refused() {
        for name in ["", "..", "a/b", "Users", "a b", "-a", "a}:* ~*", "redis", "admin", "default"] {
            assert!(name.parse::<ServiceName>().is_err(), "{name:?}");
        }
        assert!("csp-ingestor".parse::<ServiceName>().is_ok());
    }
}
