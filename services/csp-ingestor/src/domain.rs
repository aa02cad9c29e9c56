//! What providers say, as plain values and functions: no HTTP, no Redis, no clock.
//!
//! A dialect reads a feed into [`Observed`] events; [`poll`] merges them into the [`Event`]s we keep and says what
//! became of each; [`opening`] says what incidents is told; [`provider`] knows names and when to ask again, [`settings`] what
//! of a provider concerns us.

pub mod calendar;
pub mod event;
pub mod opening;
pub mod outage;
pub mod poll;
pub mod provider;
pub mod reminder;
pub mod report;
pub mod settings;
pub mod span;
pub mod tally;

pub use event::{Event, Kind, Observed, Severity, Status, Update};
pub use provider::Provider;
pub use settings::Settings;
