//! What providers say, as plain values and functions: no HTTP, no Redis, no clock.
//!
//! A feed, written in a [`dialect`], is read into [`Observed`] events; [`poll`] merges them into the [`Event`]s we keep
//! and says what became of each; [`opening`] says what incidents is told; [`provider`] knows names and when to ask
//! again, [`settings`] what of a provider concerns us, [`dependency`] what we run on it; [`registration`] judges what a
//! manager says about one, [`changes`] tells the audit of it; [`graph`] says what follows from what, [`linked`] what an
//! incident hears of the events that belong to it. [`turns`] says who is asked next, [`memory`] what is remembered of
//! feeds, [`host`] how long a host that fails is left alone, [`scrutiny`] whether a reading may be believed, [`health`]
//! how well a feed can be followed, [`service`] what goes by several names, [`twins`] which events of a provider's feeds
//! are one. [`stage`] says where planned work stands, [`reminder`] when we remind of it, [`outage`], [`tally`] and
//! [`report`] what outages come to over time.

pub mod calendar;
pub mod changes;
pub mod dependency;
pub mod dialect;
pub mod event;
pub mod graph;
pub mod health;
pub mod host;
pub mod linked;
pub mod memory;
pub mod opening;
pub mod outage;
pub mod poll;
pub mod provider;
pub mod registration;
pub mod relevance;
pub mod reminder;
pub mod report;
pub mod scrutiny;
pub mod service;
pub mod settings;
pub mod span;
pub mod stage;
pub mod tally;
pub mod turns;
pub mod twins;

pub use dependency::Dependency;
pub use event::{Event, Kind, Observed, Severity, Status, Update};
pub use health::Health;
pub use linked::Linked;
pub use provider::Provider;
pub use settings::Settings;
