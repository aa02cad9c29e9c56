//! Who may do what in Redis: one user per service, held to that service's own keyspace.

use std::fmt::Write as _;

use aws_lc_rs::digest::{SHA256, digest};

use crate::plan::ServiceName;

/// What a service may do, with its own keys only; the tests' Redis has the same rule.
///
/// The order counts, what is taken away comes last: `@write` brings `function|flush` back, and without the single
/// removals `scan` would still show the keys of all others.
const RULE: &str = include_str!("../../redis/service.acl");

/// Nobody is `default`, and yet that user may do everything: Redis reads its own append-only file as `default`, and
/// checks the rights of each transaction it finds there. Without them it would start with every script's work missing.
const NOBODY: &str = "user default off resetpass ~* &* +@all\n";

/// The ACL file: nobody without a name, each service in its room, and `admin` for those who run the cluster.
pub(crate) fn file(services: &[(&ServiceName, String)], admin_password: &str) -> String {
    let mut text = String::from(NOBODY);
    let _ = writeln!(text, "user admin on #{} ~* &* +@all", hash(admin_password));
    for (service, password) in services {
        let rule = RULE.replace("@SERVICE@", &service.to_string()).replace("@PASSWORD_SHA256@", &hash(password));
        let _ = writeln!(text, "{}", rule.trim_end());
    }
    text
}

fn hash(password: &str) -> String {
    digest(&SHA256, password.trim().as_bytes()).as_ref().iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_service_is_held_to_its_own_keys() {
        let users: ServiceName = "users".parse().unwrap();
        let ingestor: ServiceName = "csp-ingestor".parse().unwrap();
        let text = file(&[(&users, "one".to_owned()), (&ingestor, "two\n".to_owned())], "three");
        let lines: Vec<&str> = text.lines().collect();

        assert_eq!(lines.len(), 4);
        assert_eq!(lines[0], "user default off resetpass ~* &* +@all");
        assert!(lines[1].starts_with("user admin on #") && lines[1].ends_with(" ~* &* +@all"));
        assert!(lines[2].contains(" ~{users}:* &{users}:* -@all "));
        assert!(lines[3].contains(" ~{csp-ingestor}:* &{csp-ingestor}:* -@all "));
        assert!(lines[2].ends_with(" -client|reply"));
    }

    #[test]
    fn passwords_stand_as_their_hash() {
        // `printf three | sha256sum`; the line's end in the file is not part of the password.
        let expected = "8b5b9db0c13db24256c829aa364aa90c6d2eba318b9232a4ab9313b954d3555f";
        assert_eq!(hash("three"), expected);
        assert_eq!(hash("three\n"), expected);
    }
}
