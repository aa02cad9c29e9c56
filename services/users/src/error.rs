//! What can go wrong for a caller of this service, and its one way to become a problem.

use axum::http::{HeaderValue, StatusCode, header};
use problem::{IfMatch, Kind, Operation, Problem, kinds};
use redis::RedisError;

use crate::domain::account::Refusal;

/// 401: no account has this address and password together.
pub const INVALID_CREDENTIALS: Kind =
    Kind::new("invalid-credentials", "Address or password is wrong", StatusCode::UNAUTHORIZED);
/// 401: the browser's session has ended, or there was none.
pub const SESSION_ENDED: Kind = Kind::new("session-ended", "Session ended", StatusCode::UNAUTHORIZED);
/// 403: people do not sign up by themselves at present.
pub const SIGN_UP_CLOSED: Kind = Kind::new("sign-up-closed", "Sign-up closed", StatusCode::FORBIDDEN);
/// 409: an account with this address exists.
pub const EMAIL_TAKEN: Kind = Kind::new("email-taken", "Address already known", StatusCode::CONFLICT);
/// 409: without this admin there would be none.
pub const LAST_ADMIN: Kind = Kind::new("last-admin", "Last admin", StatusCode::CONFLICT);

/// A failure, named for what the caller met.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such person, or none the caller may know of.
    #[error("there is no such person")]
    Missing,
    /// The account is another's.
    #[error("you may change your own account only")]
    Foreign,
    /// Only an admin gives roles.
    #[error("only an admin gives roles")]
    RoleNeedsAdmin,
    /// People do not sign up by themselves at present.
    #[error("signing up is closed: ask an admin for an account")]
    SignUpClosed,
    /// Nobody changes their own role.
    #[error("nobody changes their own role: ask another admin")]
    OwnRole,
    /// An account with this address exists.
    #[error("an account with this address exists")]
    EmailTaken,
    /// Without this admin there would be none.
    #[error("this is the last admin: make another one first")]
    LastAdmin,
    /// Somebody else keeps changing it.
    #[error("others changed this at the same time: read it again, then repeat")]
    ChangedMeanwhile,
    /// The writer believes in another version than this one.
    #[error("version {0} is the present one")]
    Stale(u64),
    /// The idempotency key was used for another request.
    #[error("this Idempotency-Key was used for another request")]
    KeyReused,
    /// No account has this address and password together.
    #[error("no account has this address and this password")]
    InvalidCredentials,
    /// The browser's session has ended, or there was none.
    #[error("the session has ended: sign in again")]
    SessionEnded,
    /// A page of another site sent this.
    #[error("this request was sent by a page of another site")]
    ForeignPage,
    /// Too many attempts; good again after this many milliseconds.
    #[error("too many attempts: wait, then try again")]
    TooMany(i64),
    /// Too many passwords are waiting to be hashed.
    #[error("too many people sign in at this moment: try again")]
    Busy,
    /// The first admin is not made yet.
    #[error("this cluster is being set up: try again in a moment")]
    TooEarly,
    /// Redis did not answer, or did not do as told.
    #[error(transparent)]
    Store(#[from] RedisError),
    /// Something of our own is broken.
    #[error("{0}")]
    Broken(String),
}

impl Error {
    fn kind(&self) -> Kind {
        match self {
            Self::Missing => kinds::NOT_FOUND,
            Self::Foreign | Self::RoleNeedsAdmin | Self::OwnRole | Self::ForeignPage => kinds::FORBIDDEN,
            Self::SignUpClosed => SIGN_UP_CLOSED,
            Self::EmailTaken => EMAIL_TAKEN,
            Self::LastAdmin => LAST_ADMIN,
            Self::ChangedMeanwhile => kinds::CHANGED_MEANWHILE,
            Self::Stale(_) => kinds::STALE_VERSION,
            Self::KeyReused => kinds::IDEMPOTENCY_MISMATCH,
            Self::InvalidCredentials => INVALID_CREDENTIALS,
            Self::SessionEnded => SESSION_ENDED,
            Self::TooMany(_) => kinds::TOO_MANY_REQUESTS,
            Self::Busy | Self::TooEarly | Self::Store(_) => kinds::UNAVAILABLE,
            Self::Broken(_) => kinds::INTERNAL,
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Hidden => Self::Missing,
            Refusal::Foreign => Self::Foreign,
            Refusal::RoleNeedsAdmin => Self::RoleNeedsAdmin,
            Refusal::OwnRole => Self::OwnRole,
        }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let plain = Self::new(error.kind(), error.to_string());
        match error {
            Error::Store(cause) if boot::redis::is_bug(&cause) => Self::internal(&cause),
            Error::Store(cause) => Self::unavailable("the store", &cause),
            Error::Broken(cause) => Self::internal(&cause),
            Error::Stale(current) => IfMatch::stale(current),
            Error::KeyReused => Operation::mismatch(),
            Error::TooMany(wait_ms) => plain.retry_after(seconds(wait_ms)),
            Error::Busy | Error::TooEarly => plain.retry_after(1),
            Error::InvalidCredentials | Error::SessionEnded => {
                plain.with_header(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))
            }
            _ => plain,
        }
    }
}

/// Whole seconds, rounded up: who comes back after them is not early.
fn seconds(wait_ms: i64) -> u64 {
    u64::try_from(wait_ms).unwrap_or_default().div_ceil(1000).max(1)
}
