//! What providers say, as plain values and functions: no HTTP, no Redis, no clock.
//!
//! A dialect reads a feed into [`Observed`] events; [`poll`] merges them into the [`Event`]s we keep and says what
//! became of each; [`opening`] says what incidents is told; [`provider`] knows names and when to ask again, [`settings`] what
//! of a provider concerns us, [`dependency`] what we run on it; [`registration`] judges what a manager says about one,
//! [`changes`] tells the audit of it, [`health`] says how well it can be followed; [`graph`] says what follows from what.

pub mod changes;
pub mod dependency;
pub mod event;
pub mod graph;
pub mod health;
pub mod opening;
pub mod poll;
pub mod provider;
pub mod registration;
pub mod relevance;
pub mod settings;

pub use dependency::Dependency;
pub use event::{Event, Kind, Observed, Severity, Status, Update};
pub use health::Health;
pub use provider::Provider;
pub use settings::Settings;
