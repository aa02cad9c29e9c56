//! Judging a URL before anything is sent: scheme, credentials, port, and a host that is a literal address.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

use crate::policy::Policy;

/// The ports a public site answers on. Any other is asked only at addresses that were let through by hand, so that
/// we cannot be made to talk to a mail server or a database in somebody else's name.
const PUBLIC_PORTS: [u16; 4] = [80, 443, 8080, 8443];

/// Names that lead inside by definition (RFC 6761, RFC 6762, RFC 8375, the metadata services of clouds).
const INNER_SUFFIXES: [&str; 5] = ["internal", "local", "localdomain", "home.arpa", "onion"];

/// Longer than any URL in use, short enough to keep.
const MAX_URL: usize = 2048;

/// Why a URL is not asked for. The words may be shown to whoever gave the URL: they follow from the URL and our
/// rules alone, never from what our network looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It cannot be read as a URL.
    #[error("this is not a URL that can be asked for")]
    Malformed,
    /// It is longer than 2048 bytes.
    #[error("a URL may have at most {MAX_URL} characters")]
    TooLong,
    /// Neither http nor https.
    #[error("only http and https are asked for")]
    Scheme,
    /// It carries a user name or a password.
    #[error("a URL with a user name or a password is not asked for")]
    Credentials,
    /// Its port is not one of a public site.
    #[error("only ports 80, 443, 8080 and 8443 are asked for")]
    Port,
    /// Its host is not an address of the public internet.
    #[error("this address is not one of the public internet")]
    Address,
}

/// Which addresses may answer for a host name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// The public internet, and what was let through by hand.
    Public,
    /// Only what was let through by hand: the port is not one of a public site.
    Allowed,
}

/// A URL that may be asked for, and how far its name may lead.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    pub(crate) url: Url,
    pub(crate) reach: Reach,
}

/// Reads a URL given by a person.
pub(crate) fn parse(policy: &Policy, text: &str) -> Result<Target, Refused> {
    // The parser drops control characters and blanks silently; who sends them wants two readers to disagree.
    if text.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err(Refused::Malformed);
    }
    judge(policy, Url::parse(text).map_err(|_| Refused::Malformed)?)
}

/// Judges a URL, a redirect's included. The parser has by now brought `2130706433`, `0x7f.1`, `127.1` and full-width
/// digits to the address they mean, so it is the parsed host that is looked at, never the text.
pub(crate) fn judge(policy: &Policy, url: Url) -> Result<Target, Refused> {
    if url.as_str().len() > MAX_URL {
        return Err(Refused::TooLong);
    }
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Refused::Scheme);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Refused::Credentials);
    }
    let public_port = url.port_or_known_default().is_some_and(|port| PUBLIC_PORTS.contains(&port));
    let literals = match url.host().ok_or(Refused::Malformed)? {
        Host::Ipv4(ip) => vec![IpAddr::V4(ip)],
        Host::Ipv6(ip) => vec![IpAddr::V6(ip)],
        Host::Domain(name) => addresses_of_inner_name(policy, name)?,
    };
    let allowed = literals.iter().any(|ip| policy.allows(*ip));
    if !literals.is_empty() && !literals.iter().any(|ip| policy.permits(*ip)) {
        return Err(Refused::Address);
    }
    // A name on an odd port may still turn out to be one that was let through: its resolver decides.
    let may_be_allowed = allowed || (literals.is_empty() && !policy.allow.is_empty());
    if !public_port && !may_be_allowed {
        return Err(Refused::Port);
    }
    Ok(Target { reach: if public_port { Reach::Public } else { Reach::Allowed }, url })
}

/// What is known of a name without asking anybody: `localhost` is the loopback, and some names lead inside whatever
/// they resolve to. With networks let through by hand the latter are left to the resolver, which filters.
fn addresses_of_inner_name(policy: &Policy, name: &str) -> Result<Vec<IpAddr>, Refused> {
    let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
    let under = |suffix: &str| name == suffix || name.strip_suffix(suffix).is_some_and(|rest| rest.ends_with('.'));
    if name.is_empty() {
        return Err(Refused::Malformed);
    }
    if under("localhost") {
        return Ok(vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()]);
    }
    let inner = !name.contains('.') || INNER_SUFFIXES.iter().any(|suffix| under(suffix));
    if inner && policy.allow.is_empty() {
        return Err(Refused::Address);
    }
    Ok(Vec::new())
}

#[cfg(test)]
mod tests;
