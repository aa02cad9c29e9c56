//! Names for addresses and accounts in keys that must not show them.

use std::net::IpAddr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Makes pseudonyms: with a key, for all the addresses of IPv4 can be hashed in a minute.
#[derive(Clone)]
pub struct Pseudonyms([u8; 32]);

/// The three places where a failed sign-in is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// This account from this address.
    pub pair: String,
    /// This account from anywhere.
    pub account: String,
    /// This address on any account.
    pub address: String,
}

impl Pseudonyms {
    /// Pseudonyms under `key`; with another key they are others.
    pub fn new(key: [u8; 32]) -> Self {
        Self(key)
    }

    /// The places of a sign-in to the account with the e-mail `identity` from `address`.
    pub fn attempt(&self, identity: &str, address: IpAddr) -> Attempt {
        let address = network(address);
        Attempt {
            pair: self.of(&["pair", identity, &address]),
            account: self.of(&["account", identity]),
            address: self.of(&["address", &address]),
        }
    }

    /// The place where sign-ups from `address` are counted.
    pub fn sign_ups(&self, address: IpAddr) -> String {
        self.of(&["sign-ups", &network(address)])
    }

    /// The pseudonym of a text of several parts.
    pub fn of(&self, parts: &[&str]) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes keys of any length");
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        URL_SAFE_NO_PAD.encode(&mac.finalize().into_bytes()[..18])
    }
}

/// What counts as one address: a whole one of IPv4, the /64 that one subscriber has of IPv6.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Pseudonyms;

    #[test]
    fn one_subscriber_of_ipv6_is_one_address() {
        let names = Pseudonyms::new([7; 32]);
        let from = |address: &str| names.sign_ups(address.parse().unwrap());
        assert_eq!(from("2001:db8:1:2::1"), from("2001:db8:1:2:ffff::9"));
        assert_ne!(from("2001:db8:1:2::1"), from("2001:db8:1:3::1"));
        assert_ne!(from("192.0.2.1"), from("192.0.2.2"));
        assert_eq!(from("192.0.2.1"), from("::ffff:192.0.2.1"));
    }

    #[test]
    fn parts_do_not_run_together_and_nothing_shows() {
        let names = Pseudonyms::new([7; 32]);
        assert_ne!(names.of(&["ab", "c"]), names.of(&["a", "bc"]));
        assert_ne!(names.of(&["ab"]), Pseudonyms::new([8; 32]).of(&["ab"]));
        let attempt = names.attempt("alice@example.com", "192.0.2.1".parse().unwrap());
        assert!(!format!("{attempt:?}").contains("alice") && !format!("{attempt:?}").contains("192"));
    }
}
