//! What a caller may meet, and its one way to become a problem.

use axum::http::StatusCode;
use problem::{IfMatch, Kind, Operation, Problem, kinds};
use redis::RedisError;

/// 409: there are as many flags as there may be.
const TOO_MANY_FLAGS: Kind = Kind::new("too-many-flags", "Too many flags", StatusCode::CONFLICT);

/// What can go wrong in this service.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such flag.
    #[error("no flag has this key")]
    NoFlag,
    /// There are as many flags as there may be.
    #[error("there are {0} flags already: delete one that nobody asks for any more")]
    TooManyFlags(usize),
    /// The writer believes in another version than this one.
    #[error("the version is {0}")]
    Stale(u64),
    /// The writer believes in a version of a flag that is gone.
    #[error("this flag is gone: without If-Match it is made anew")]
    Gone,
    /// The idempotency key was used for something else.
    #[error("the idempotency key was used for another request")]
    KeyReused,
    /// The flags were not read yet.
    #[error("the flags have not been read since the start")]
    NotRead,
    /// Redis does not answer.
    #[error(transparent)]
    Store(#[from] RedisError),
    /// What Redis answers makes no sense: a bug.
    #[error("the store answers what nobody understands: {0}")]
    Senseless(String),
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let says = |kind| Self::new(kind, error.to_string());
        match &error {
            Error::NoFlag => says(kinds::NOT_FOUND),
            Error::TooManyFlags(_) => says(TOO_MANY_FLAGS),
            Error::Stale(version) => IfMatch::stale(*version),
            Error::Gone => says(kinds::STALE_VERSION),
            Error::KeyReused => Operation::mismatch(),
            Error::NotRead => says(kinds::UNAVAILABLE).retry_after(1),
            Error::Store(cause) if boot::redis::is_bug(cause) => Self::internal(cause),
            Error::Store(cause) => Self::unavailable("the store", cause),
            Error::Senseless(_) => Self::internal(&error),
        }
    }
}
