//! The only door to foreign URLs.
//!
//! Whatever a person typed, or a foreign server redirects to, is asked for through [`Outbound`] and nothing else.
//! It promises that nothing inside our own network is ever dialled: the address a connection goes to is judged
//! after the name was resolved, in the same lookup, so that a name that changes its mind between two lookups gains
//! nothing. It also bounds what a peer may cost us: time in all, bytes after decompression, redirects.
//!
//! It knows nothing of feeds or of any other room of the house.

mod address;
mod fetch;
mod lookup;
mod outbound;
mod policy;
#[cfg(test)]
mod rebinding;
mod target;

pub use address::is_public;
pub use fetch::{Body, Conditional, FetchError, Fetched};
pub use outbound::{Outbound, USER_AGENT};
pub use policy::Policy;
pub use target::Refused;
