//! What may be asked for and what it may cost: given once, at start.

use std::net::IpAddr;
use std::time::Duration;

use ipnet::IpNet;

use crate::address::is_public;

/// The bounds of every request to a foreign URL.
#[derive(Debug, Clone)]
pub struct Policy {
    /// Networks let through although they are not public (`OUTBOUND_ALLOW`): empty in production.
    pub allow: Vec<IpNet>,
    /// From the first byte asked to the last byte read, redirects included.
    pub deadline: Duration,
    /// For each connection to stand, TLS included.
    pub connect_timeout: Duration,
    /// The most a body may hold, counted after decompression.
    pub max_bytes: usize,
    /// Bodies up to this size are read however many there are at a time.
    pub small_bytes: usize,
    /// How many larger ones may be held at a time, from their first large chunk until whoever got them lets go. Others
    /// wait, and their deadline with them, so that many peers together cannot fill our memory.
    pub large_bodies: usize,
    /// How many redirects are followed.
    pub max_redirects: usize,
}

impl Default for Policy {
    fn default() -> Self {
        Policy {
            allow: Vec::new(),
            deadline: Duration::from_secs(20),
            connect_timeout: Duration::from_secs(5),
            max_bytes: 10 * 1024 * 1024,
            small_bytes: 256 * 1024,
            large_bodies: 2,
            max_redirects: 5,
        }
    }
}

impl Policy {
    /// The usual bounds, with these networks let through.
    pub fn allowing(allow: Vec<IpNet>) -> Self {
        Policy { allow, ..Policy::default() }
    }

    /// Whether an address was let through by hand.
    pub(crate) fn allows(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.allow.iter().any(|net| net.contains(&address))
    }

    /// Whether an address may be dialled.
    pub(crate) fn permits(&self, address: IpAddr) -> bool {
        self.allows(address) || is_public(address)
    }
}
