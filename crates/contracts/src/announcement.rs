//! Announcements as other services hear of them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::Words;

/// The phase that an announcement speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(example = "investigating")]
pub enum AnnouncementState {
    /// We look for the cause.
    Investigating,
    /// The cause is known.
    Identified,
    /// It is mended; we watch.
    Monitoring,
    /// It is over.
    Resolved,
}

/// What comms tells incidents when something is said in public: the data of the event `incident.announced`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Announced {
    /// The announcement's id.
    pub announcement_id: Uuid,
    /// The incident it is about.
    pub incident_id: String,
    /// The phase it speaks of.
    pub state: AnnouncementState,
    /// What was said.
    pub messages: Words,
}
