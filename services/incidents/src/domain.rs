//! The rules of incidents, as plain types and functions: no Redis, no HTTP, no clock.

pub mod cause;
pub mod id;
pub mod opening;
pub mod postmortem;
pub mod status;
pub mod text;
pub mod timeline;
pub mod words;
