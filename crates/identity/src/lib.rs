//! Who is calling, and what they may do.
//!
//! People carry access tokens that the users service signs; services carry tokens that they sign themselves, bound to
//! the service they call. [`Verifier`] checks both, [`guard`] holds each route to its [`Right`] before anything of the
//! request is read, [`Caller`] is what a handler sees, and [`audit`] is where every change is written down.
//! Signing people's tokens is the users service's own affair.

pub mod audit;
mod caller;
mod claims;
mod guard;
mod jwks;
mod keys;
mod neighbour;
mod role;
mod seen;
mod verifier;

pub use caller::{Actor, ActorKind, Bearer, Caller, Person};
pub use claims::{ACCESS_TOKEN_SECONDS, AccessClaims, ServiceClaims};
pub use guard::{Access, Guard, Right, describe, guard};
pub use jwks::{Jwk, Jwks, JwksError, JwksKeeper};
pub use keys::{KeyError, ServiceKey, ServiceKeys, SigningKey};
pub use neighbour::neighbour_client;
pub use role::Role;
pub use verifier::{TokenError, Verifier};
