//! What lies where in a data directory.
//!
//! ```text
//! secrets/<service>/service.key      the key the service proves itself with     0600
//! secrets/<service>/redis-password   its password at Redis                      0600
//! secrets/<service>/redis-url        where Redis is, with that password         0600
//! secrets/users/signing.key          signs people's tokens                      0600
//! secrets/redis/admin-password       for those who run the cluster              0600
//! secrets/redis/users.acl            Redis's users, passwords as hashes         0600
//! public/service-keys.json           the public half of each service's key      0644
//! ```
//!
//! In containers every room of `secrets` is a volume of its own, and every service runs as somebody else: there a room
//! is open (0640) to the group of the one it is for.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use crate::files::{self, FileError, Readers};
use crate::{acl, keys};

/// The one service that signs people's tokens.
const SIGNER: &str = "users";
/// Redis's own room.
const REDIS: &str = "redis";
/// Names that mean something else here: Redis's own room and its user of the same name.
const TAKEN: [&str; 3] = [REDIS, "admin", "default"];

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

/// A cluster to prepare for.
#[derive(Debug)]
pub(crate) struct Plan {
    /// Where everything is kept.
    pub(crate) data_dir: PathBuf,
    /// The services of the cluster.
    pub(crate) services: Vec<ServiceName>,
    /// Where the services find Redis, as host:port.
    pub(crate) redis: String,
    /// The groups that read a room, by the room's name; the others are for their owner alone.
    pub(crate) groups: BTreeMap<String, u32>,
}

impl Plan {
    /// A room that a group is named for and that is none.
    pub(crate) fn unknown_room(&self) -> Option<&str> {
        let known = |room: &str| room == REDIS || self.services.iter().any(|service| service.0 == room);
        self.groups.keys().map(String::as_str).find(|room| !known(room))
    }

    /// Makes whatever is missing; answers with the files it made or changed.
    pub(crate) fn carry_out(&self) -> Result<Vec<PathBuf>, FileError> {
        files::directory(&self.data_dir, Readers::Owner)?;
        let mut maker = Maker { plan: self, made: Vec::new() };

        let mut public = BTreeMap::new();
        let mut passwords = Vec::new();
        for service in &self.services {
            let room = service.0.as_str();
            public.insert(room, maker.key(room, "service.key")?);
            let password = maker.secret(room, "redis-password", keys::password)?.0;
            let url = format!("redis://{room}:{}@{}/\n", password.trim(), self.redis);
            maker.derived(room, "redis-url", &url)?;
            passwords.push((service, password));
            if room == SIGNER {
                maker.key(room, "signing.key")?;
            }
        }
        let admin = maker.secret(REDIS, "admin-password", keys::password)?.0;
        maker.derived(REDIS, "users.acl", &acl::file(&passwords, &admin))?;
        maker.public("service-keys.json", &format!("{:#}\n", serde_json::json!(public)))?;
        Ok(maker.made)
    }
}

struct Maker<'a> {
    plan: &'a Plan,
    made: Vec<PathBuf>,
}

impl Maker<'_> {
    /// A private key in `room`; answers with its public half.
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
        let (path, readers) = self.place(room, name)?;
        let (content, made) = files::secret(&path, readers, make)?;
        self.note(&path, made);
        Ok((content, path))
    }

    /// A file of a room that follows from its secrets.
    fn derived(&mut self, room: &str, name: &str, content: &str) -> Result<(), FileError> {
        let (path, readers) = self.place(room, name)?;
        let made = files::replace(&path, content, readers)?;
        self.note(&path, made);
        Ok(())
    }

    /// A file that all may read.
    fn public(&mut self, name: &str, content: &str) -> Result<(), FileError> {
        let directory = self.plan.data_dir.join("public");
        files::directory(&directory, Readers::All)?;
        let path = directory.join(name);
        let made = files::replace(&path, content, Readers::All)?;
        self.note(&path, made);
        Ok(())
    }

    fn place(&self, room: &str, name: &str) -> Result<(PathBuf, Readers), FileError> {
        let readers = self.plan.groups.get(room).map_or(Readers::Owner, |number| Readers::Group(*number));
        let directory = self.plan.data_dir.join("secrets").join(room);
        files::directory(&directory, readers)?;
        Ok((directory.join(name), readers))
    }

    fn note(&mut self, path: &Path, made: bool) {
        if made {
            self.made.push(path.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::MetadataExt as _;

    use super::*;

    fn plan(room: &Path, services: &[&str]) -> Plan {
        Plan {
            data_dir: room.to_owned(),
            services: services.iter().map(|name| name.parse().unwrap()).collect(),
            redis: "localhost:6390".to_owned(),
            groups: BTreeMap::new(),
        }
    }

    fn prepare(room: &Path, services: &[&str]) -> Result<Vec<PathBuf>, FileError> {
        plan(room, services).carry_out()
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
        let services = ["users", "incidents", "comms", "csp-ingestor"];
        let made = prepare(room.path(), &services).unwrap();
        let first = everything(room.path());

        // Four keys, passwords and URLs, the signing key, Redis's admin, the list of keys and the ACL.
        assert_eq!((made.len(), first.len()), (16, 16));
        assert!(first.contains_key(&room.path().join("secrets/users/signing.key")));
        assert_eq!(prepare(room.path(), &services).unwrap(), Vec::<PathBuf>::new());
        assert_eq!(everything(room.path()), first);
    }

    #[test]
    fn a_service_that_joins_leaves_the_others_as_they_are() {
        let room = tempfile::tempdir().unwrap();
        prepare(room.path(), &["users"]).unwrap();
        let before = everything(&room.path().join("secrets/users"));
        let made = prepare(room.path(), &["users", "monitors"]).unwrap();

        assert_eq!(everything(&room.path().join("secrets/users")), before);
        assert_eq!(made.len(), 5, "its key, its password, its URL, the list and the ACL: {made:?}");
        let list = fs::read_to_string(room.path().join("public/service-keys.json")).unwrap();
        let listed: BTreeMap<String, String> = serde_json::from_str(&list).unwrap();
        assert_eq!(listed.into_keys().collect::<Vec<_>>(), ["monitors", "users"]);
    }

    #[test]
    fn redis_moves_and_its_passwords_stay() {
        let room = tempfile::tempdir().unwrap();
        prepare(room.path(), &["users"]).unwrap();
        let password = fs::read_to_string(room.path().join("secrets/users/redis-password")).unwrap();
        let url = room.path().join("secrets/users/redis-url");
        assert_eq!(fs::read_to_string(&url).unwrap(), format!("redis://users:{password}@localhost:6390/\n"));

        let moved = Plan { redis: "redis:6379".to_owned(), ..plan(room.path(), &["users"]) };
        assert_eq!(moved.carry_out().unwrap(), [url.as_path()]);
        assert_eq!(fs::read_to_string(&url).unwrap(), format!("redis://users:{password}@redis:6379/\n"));
    }

    #[test]
    fn a_room_is_open_to_its_own_group_alone() {
        let room = tempfile::tempdir().unwrap();
        // One's own group: the only one that a user without rights can name.
        let group = fs::metadata(room.path()).unwrap().gid();
        let groups = BTreeMap::from([("users".to_owned(), group)]);
        Plan { groups, ..plan(room.path(), &["users", "comms"]) }.carry_out().unwrap();
        let mode = |path: &str| fs::metadata(room.path().join(path)).unwrap().mode() & 0o777;
        assert_eq!((mode("secrets/users"), mode("secrets/users/redis-url")), (0o750, 0o640));
        assert_eq!((mode("secrets/comms"), mode("secrets/comms/service.key")), (0o700, 0o600));
        assert_eq!((mode("public"), mode("public/service-keys.json")), (0o755, 0o644));
    }

    #[test]
    fn a_group_for_nobody_s_room_is_seen() {
        let here = |room: &str| Plan {
            groups: BTreeMap::from([(room.to_owned(), 1)]),
            ..plan(Path::new("/none"), &["users"])
        };
        assert_eq!(here("user").unknown_room(), Some("user"));
        assert_eq!((here("users").unknown_room(), here("redis").unknown_room()), (None, None));
    }

    #[test]
    fn a_key_that_is_none_stops_the_start_and_is_kept() {
        let room = tempfile::tempdir().unwrap();
        let path = room.path().join("secrets/users/service.key");
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, "not a key").unwrap();
        let fault = prepare(room.path(), &["users"]).unwrap_err().to_string();
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
