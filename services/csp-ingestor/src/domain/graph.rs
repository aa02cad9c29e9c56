//! Cause and effect between providers: when an event of one follows from an event of another, and who says so.
//!
//! [`testimony`] reads what an event's own words say of others: sentence by sentence ([`text`]), by the names that
//! others go by ([`names`]) and the words around them ([`reading`], [`cues`], [`places`]). [`judge`] weighs that, what
//! is known of who runs on whom, and the times. [`Edge`] is what is kept of a pair of events; [`roots`] follows edges to
//! where it all began.

mod cues;
pub mod edge;
pub mod judge;
pub mod names;
mod places;
mod reading;
pub mod roots;
pub mod testimony;
mod text;

pub use edge::{Edge, Evidence, Kind, Verdict};
pub use judge::{Ground, Suspect};
pub use names::Vocabulary;
