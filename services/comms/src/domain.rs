//! What is public, and how it is told, as plain values and functions: no HTTP, no Redis, no clock.

pub mod announcement;
pub mod facts;
pub mod id;
pub mod page;
pub mod position;
pub mod subscription;

pub use announcement::Announcement;
pub use facts::Facts;
pub use page::{OverallState, Page, PublicIncident, PublicIncidentStatus, Summary};
pub use position::Position;
