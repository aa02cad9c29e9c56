//! What a caller may meet, and its one way to become a problem.

use axum::http::StatusCode;
use contracts::CallError;
use problem::{FieldError, IfMatch, Kind, Operation, Problem, kinds};
use redis::RedisError;

/// 409: another provider bears the name.
const NAME_TAKEN: Kind = Kind::new("name-taken", "Name taken", StatusCode::CONFLICT);

/// 409: it is noted already.
const DEPENDENCY_KNOWN: Kind = Kind::new("dependency-known", "Dependency known", StatusCode::CONFLICT);

/// 409: as many as are kept.
const TOO_MANY: Kind = Kind::new("too-many", "Too many", StatusCode::CONFLICT);

/// What can go wrong in this service.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No provider bears the name in the query: 400.
    #[error("no provider has this name")]
    NoProvider,
    /// No provider bears the name in the path, or it was removed: 404.
    #[error("no provider has this name")]
    NotFollowed,
    /// There is no such event.
    #[error("no event has this id")]
    NoEvent,
    /// Nothing is kept of what a feed showed of the event.
    #[error("nothing is kept of what the feed showed of this event")]
    NoOriginal,
    /// No provider that is followed bears the name given for one.
    #[error("no provider that is followed has this name")]
    UnknownProvider,
    /// There is no such dependency.
    #[error("no dependency has this id")]
    NoDependency,
    /// The same dependency is noted already.
    #[error("this is noted already")]
    DependencyKnown,
    /// There are as many of these as are kept.
    #[error("there are {1} {0}, and no more are kept")]
    TooMany(&'static str, usize),
    /// All seats of the stream are taken.
    #[error("too many readers follow the stream: read the list now and then")]
    StreamFull,
    /// Another provider bears the name.
    #[error("a provider has this name already")]
    NameTaken,
    /// What was said about a provider breaks rules.
    #[error("the input is invalid")]
    Invalid(Vec<FieldError>),
    /// The writer believes in another version than this one.
    #[error("the version is {0}")]
    Stale(u64),
    /// Others kept changing it.
    #[error("others changed it at the same time: read it again, then repeat")]
    Crowded,
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
            Error::UnknownProvider => at("/provider"),
            Error::DependencyKnown => Self::new(DEPENDENCY_KNOWN, error.to_string()),
            Error::TooMany(..) => Self::new(TOO_MANY, error.to_string()),
            Error::NoEvent | Error::NoOriginal | Error::NotFollowed | Error::NoDependency => {
                Self::new(kinds::NOT_FOUND, error.to_string())
            }
            Error::StreamFull => Self::new(kinds::UNAVAILABLE, error.to_string()).retry_after(30),
            Error::NameTaken => Self::new(NAME_TAKEN, error.to_string()),
            Error::Invalid(faults) => Self::invalid(faults.clone()),
            Error::Stale(version) => IfMatch::stale(*version),
            Error::Crowded => Self::new(kinds::CHANGED_MEANWHILE, error.to_string()),
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
