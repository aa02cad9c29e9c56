//! What providers say, as plain values and functions: no HTTP, no Redis, no clock.
//!
//! A dialect reads a feed into [`Observed`] events; [`poll`] merges them into the [`Event`]s we keep and says what
//! became of each; [`opening`] says what incidents is told; [`provider`] knows names and when to ask again, [`settings`] what
//! of a provider concerns us. [`host`] says how long a host that fails is left alone, [`turns`] who is asked next,
//! [`scrutiny`] whether a reading may be believed, [`health`] how well a feed can be followed, [`twins`] which events of a
//! provider's feeds are one.

pub mod event;
pub mod health;
pub mod host;
pub mod opening;
pub mod poll;
pub mod provider;
pub mod scrutiny;
pub mod settings;
pub mod turns;
pub mod twins;

pub use event::{Event, Kind, Observed, Severity, Status, Update};
pub use health::Health;
pub use provider::Provider;
pub use settings::Settings;
