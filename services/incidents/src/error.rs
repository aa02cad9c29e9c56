//! What a caller may meet, and its one way to become a problem.

use axum::http::StatusCode;
use contracts::CallError;
use problem::{FieldError, IfMatch, Kind, Operation, Problem, kinds};
use redis::RedisError;

use crate::domain::status::Refused;

/// 409: no incident goes from where it stands to where it was asked to go.
pub const TRANSITION_REFUSED: Kind = Kind::new("transition-refused", "Transition refused", StatusCode::CONFLICT);

/// What can go wrong in this service.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such incident.
    #[error("no incident has this id")]
    NoIncident,
    /// The incident has no postmortem yet.
    #[error("this incident has no postmortem yet")]
    NoPostmortem,
    /// The input breaks rules.
    #[error("the input is invalid")]
    Invalid(Vec<FieldError>),
    /// Only services and managers say that another than a person noticed.
    #[error("only services and managers may give a source other than manual")]
    SourceNotAllowed,
    /// Only services open incidents that are announced at once.
    #[error("only services may open an incident that is announced by itself")]
    AnnounceNotAllowed,
    /// The incident cannot go there.
    #[error(transparent)]
    TransitionRefused(#[from] Refused),
    /// What the writer wanted to change was changed by somebody else at the same moment.
    #[error("somebody else changed the {0} of this incident at the same moment: read it again, then repeat")]
    ChangedMeanwhile(&'static str),
    /// The writer believes in another version than this one.
    #[error("the version is {0}")]
    Stale(u64),
    /// The idempotency key was used for something else.
    #[error("the idempotency key was used for another request")]
    KeyReused,
    /// So many change this incident at once that this change never got its turn.
    #[error("too many changes to this incident at once")]
    Crowded,
    /// The users service does not say who somebody is.
    #[error(transparent)]
    Users(CallError),
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
            Error::NoIncident | Error::NoPostmortem => says(kinds::NOT_FOUND),
            Error::Invalid(faults) => Self::invalid(faults.clone()),
            Error::SourceNotAllowed | Error::AnnounceNotAllowed => says(kinds::FORBIDDEN),
            Error::TransitionRefused(_) => says(TRANSITION_REFUSED),
            Error::ChangedMeanwhile(_) => says(kinds::CHANGED_MEANWHILE),
            Error::Stale(version) => IfMatch::stale(*version),
            Error::KeyReused => Operation::mismatch(),
            Error::Crowded => says(kinds::UNAVAILABLE).retry_after(1),
            Error::Users(cause) => Self::unavailable("the users service", cause),
            Error::Store(cause) if boot::redis::is_bug(cause) => Self::internal(cause),
            Error::Store(cause) => Self::unavailable("the store", cause),
            Error::Senseless(_) => Self::internal(&error),
        }
    }
}
