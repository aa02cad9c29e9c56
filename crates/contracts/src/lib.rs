//! What the services promise each other: the wire types that more than one of them knows, and one typed client per
//! service that is called.
//!
//! Within v1 fields are only added; a receiver ignores those it does not know, so that a service and its previous
//! version run side by side.

mod announcement;
mod client;
mod comms;
mod event;
pub mod flags;
mod incident;
mod incidents;
mod switch;
mod users;
mod words;

pub use announcement::{Announced, AnnouncementState};
pub use client::{CallError, Peer};
pub use comms::CommsClient;
pub use event::{Event, EventHead};
pub use flags::{Evaluation, Evaluations, FlagsClient};
pub use incident::{Cause, CauseUpdate, Incident, IncidentIn, IncidentStatus, Link, Origin, Relation, Source};
pub use incidents::{IncidentsClient, Opened};
pub use switch::{Standing, StandingCell, SwitchKeeper};
pub use users::{Member, UsersClient};
pub use words::{Lang, Words};
