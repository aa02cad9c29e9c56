//! What a caller can meet, and its one way to become a problem.

use axum::http::StatusCode;
use contracts::CallError;
use outbound::Refused;
use problem::{FieldError, Kind, Operation, Problem, kinds};
use redis::RedisError;

/// 409: somebody registered more webhooks than one person may have.
const TOO_MANY_WEBHOOKS: Kind = Kind::new("too-many-webhooks", "Too many webhooks", StatusCode::CONFLICT);

/// 404: the organisation does not show its public side at present.
const PUBLIC_STATUS_DISABLED: Kind =
    Kind::new("public-status-disabled", "Public status switched off", StatusCode::NOT_FOUND);

/// A request that does not end as hoped.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// Fields break a rule beyond their schema.
    #[error("invalid input")]
    Invalid(Vec<FieldError>),
    /// Nobody knows the incident that is to be announced.
    #[error("there is no such incident")]
    UnknownIncident,
    /// The incident that is to be announced is not heard of yet, and incidents cannot be asked.
    #[error("incidents: {0}")]
    IncidentsAway(CallError),
    /// No such incident is public.
    #[error("no such incident is public")]
    NotPublic,
    /// The public side is switched off.
    #[error("this status page is switched off")]
    SwitchedOff,
    /// The public side was not read from Redis since the start.
    #[error("the public side was not read yet")]
    NotReadYet,
    /// All seats of the stream are taken.
    #[error("too many readers follow the stream")]
    StreamFull,
    /// The URL of a webhook may not be asked for.
    #[error("{0}")]
    RefusedUrl(Refused),
    /// The caller has as many webhooks as one may have.
    #[error("one person may have at most {0} webhooks")]
    TooManyWebhooks(usize),
    /// Too many subscriptions from one address; in so many seconds again.
    #[error("too many subscriptions, again in {0} s")]
    TooManySubscriptions(u64),
    /// The idempotency key was used for something else.
    #[error("the idempotency key was used for something else")]
    KeyReused,
    /// Redis does not answer, or a script broke.
    #[error("the store: {0}")]
    Store(#[from] RedisError),
    /// The store answered what no script of ours says.
    #[error("the store answered {0}")]
    OddAnswer(String),
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Invalid(faults) => Self::invalid(faults),
            Error::UnknownIncident => Self::invalid(vec![FieldError::new("/incident_id", "there is no such incident")]),
            Error::RefusedUrl(why) => Self::invalid(vec![FieldError::new("/url", why.to_string())]),
            Error::IncidentsAway(cause) => Self::unavailable("the incidents service", &cause),
            Error::NotPublic => Self::new(kinds::NOT_FOUND, "no incident of this id is public"),
            Error::SwitchedOff => Self::new(PUBLIC_STATUS_DISABLED, error.to_string()),
            Error::NotReadYet => Self::unavailable("the store", &error),
            Error::StreamFull => {
                Self::new(kinds::UNAVAILABLE, "too many readers follow the stream: read the summary now and then")
                    .retry_after(30)
            }
            Error::TooManyWebhooks(_) => Self::new(TOO_MANY_WEBHOOKS, error.to_string()),
            Error::TooManySubscriptions(seconds) => {
                Self::new(kinds::TOO_MANY_REQUESTS, "too many subscriptions from this address").retry_after(seconds)
            }
            Error::KeyReused => Operation::mismatch(),
            Error::Store(cause) if boot::redis::is_bug(&cause) => Self::internal(&cause),
            Error::Store(cause) => Self::unavailable("the store", &cause),
            Error::OddAnswer(_) => Self::internal(&error),
        }
    }
}
