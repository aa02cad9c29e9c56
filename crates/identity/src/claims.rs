//! What tokens say (RFC 7519, with the hardening of RFC 8725).

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Role;

/// How long an access token holds, in seconds.
pub const ACCESS_TOKEN_SECONDS: i64 = 600;
/// How long a service's token holds, in seconds.
pub(crate) const SERVICE_TOKEN_SECONDS: u64 = 60;
/// Who signs people's tokens.
pub(crate) const ISSUER: &str = "polystatus-users";
/// Whom people's tokens are for: every service of the cluster.
pub(crate) const AUDIENCE: &str = "polystatus";
/// The `typ` of a person's token: one kind is never taken for another.
pub(crate) const ACCESS_TYPE: &str = "at+jwt";
/// The `typ` of a service's token.
pub(crate) const SERVICE_TYPE: &str = "svc+jwt";

/// A person's access token.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AccessClaims {
    /// Always `polystatus-users`.
    pub iss: String,
    /// Always `polystatus`.
    pub aud: String,
    /// The person's id.
    pub sub: Uuid,
    /// The session (refresh family) this token belongs to.
    pub sid: Uuid,
    /// The person's name.
    pub name: String,
    /// The person's role.
    pub role: Role,
    /// Issued at, unix seconds.
    pub iat: i64,
    /// Holds until, unix seconds.
    pub exp: i64,
}

impl AccessClaims {
    /// Claims for a person, holding [`ACCESS_TOKEN_SECONDS`] from `now`.
    pub fn new(person: Uuid, name: &str, role: Role, session: Uuid, now: i64) -> Self {
        Self {
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub: person,
            sid: session,
            name: name.to_owned(),
            role,
            iat: now,
            exp: now + ACCESS_TOKEN_SECONDS,
        }
    }
}

/// A service's token for calls to one other, for a minute.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ServiceClaims {
    /// The calling service.
    pub iss: String,
    /// The calling service, again.
    pub sub: String,
    /// The service that is called, and no other.
    pub aud: String,
    /// Issued at, unix seconds.
    pub iat: u64,
    /// Holds until, unix seconds.
    pub exp: u64,
}
