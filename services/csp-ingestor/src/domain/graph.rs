//! Cause and effect between providers: when an event of one follows from an event of another, and who says so.
//!
//! [`Edge`] is what is kept of a pair of events, with all its evidence.

pub mod edge;

pub use edge::{Edge, Evidence, Kind, Verdict};
