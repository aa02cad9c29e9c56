//! What a caller may meet, and its one way to become a problem.

use axum::http::StatusCode;
use contracts::CallError;
use outbound::Refused;
use problem::{FieldError, Kind, Operation, Problem, kinds};
use redis::RedisError;

use crate::domain::provider::NotAName;

/// 409: another provider bears the name.
const NAME_TAKEN: Kind = Kind::new("name-taken", "Name taken", StatusCode::CONFLICT);

/// What can go wrong in this service.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No provider bears this name.
    #[error("no provider has this name")]
    NoProvider,
    /// There is no such event.
    #[error("no event has this id")]
    NoEvent,
    /// Another provider bears the name.
    #[error("a provider has this name already")]
    NameTaken,
    /// The text names no provider.
    #[error(transparent)]
    NotAName(#[from] NotAName),
    /// The feed's address may not be asked for.
    #[error(transparent)]
    FeedRefused(#[from] Refused),
    /// As many exports as may be are on their way.
    #[error("too many exports are on their way: ask again in a minute")]
    ExportsFull,
    /// The idempotency key was used for something else.
    #[error("the idempotency key was used for another request")]
    KeyReused,
    /// The incidents service refuses or does not answer.
    #[error(transparent)]
    Incidents(CallError),
    /// Redis does not answer.
    #[error(transparent)]
    Store(#[from] RedisError),
    /// What Redis answers makes no sense: a bug.
    #[error("the store answers what nobody understands: {0}")]
    Senseless(String),
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let at = |pointer: &str| Self::invalid(vec![FieldError::new(pointer, error.to_string())]);
        match &error {
            Error::NoProvider => at("?provider"),
            Error::NoEvent => Self::new(kinds::NOT_FOUND, error.to_string()),
            Error::NameTaken => Self::new(NAME_TAKEN, error.to_string()),
            Error::NotAName(_) => at("/name"),
            Error::FeedRefused(_) => at("/feed_url"),
            Error::ExportsFull => Self::new(kinds::TOO_MANY_REQUESTS, error.to_string()).retry_after(60),
            Error::KeyReused => Operation::mismatch(),
            Error::Incidents(cause) => of_incidents(cause),
            Error::Store(cause) if boot::redis::is_bug(cause) => Self::internal(cause),
            Error::Store(cause) => Self::unavailable("the store", cause),
            Error::Senseless(_) => Self::internal(&error),
        }
    }
}

/// What incidents said about a request that was passed on: its refusal of the input is ours, all else is its absence.
fn of_incidents(cause: &CallError) -> Problem {
    match cause {
        CallError::Refused { status, problem: Some(problem), .. } if *status == StatusCode::BAD_REQUEST => {
            Problem::invalid(problem.errors.clone())
        }
        CallError::Refused { status, detail, .. } if *status == StatusCode::FORBIDDEN => {
            Problem::new(kinds::FORBIDDEN, detail.clone())
        }
        _ => Problem::unavailable("the incidents service", cause),
    }
}
