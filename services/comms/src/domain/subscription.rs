//! Who wants to be told: the bounds of subscribing, and how an address is known again without being shown.

use std::net::{IpAddr, Ipv6Addr};

use sha2::{Digest, Sha256};

/// How many subscriptions one address on the network may ask for in [`WINDOW`].
pub const PER_ADDRESS: u32 = 20;
/// The time over which [`PER_ADDRESS`] counts, in seconds.
pub const WINDOW: u32 = 3_600;
/// How many webhooks one person may have.
pub const WEBHOOKS: usize = 100;

/// The name an e-mail address is known again by: the same however it is capitalised, and not the address itself, so
/// that the name of a key or a line of a log shows nobody's.
pub fn fingerprint(email: &str) -> String {
    let hash = Sha256::digest(email.trim().to_lowercase());
    hash.iter().take(16).fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}

/// Whom a limit counts: an IPv4 address, or the /64 that one IPv6 customer has whole.
pub fn counted(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_known_again_and_not_shown() {
        let name = fingerprint("Ada@Example.com");
        assert_eq!(name, fingerprint("ada@example.com"));
        assert_ne!(name, fingerprint("bob@example.com"));
        assert!(name.len() == 32 && !name.contains("ada"));
    }

    #[test]
    fn one_customer_counts_once() {
        let counted = |text: &str| counted(text.parse().unwrap());
        assert_eq!(counted("192.0.2.7"), "192.0.2.7");
        assert_eq!(counted("::ffff:192.0.2.7"), "192.0.2.7");
        assert_eq!(counted("2001:db8:1:2:3::4"), counted("2001:db8:1:2:ffff::1"));
        assert_ne!(counted("2001:db8:1:2::1"), counted("2001:db8:1:3::1"));
    }
}
