//! Events that cannot get lost: written with the change they report, delivered until taken.
//!
//! A service's script calls `emit` ([`LUA`]) in the same breath as its change. Its [`Relay`] then delivers each event
//! to one destination, in order per aggregate, until the destination takes it. An event that the destination refuses is
//! parked together with all that follow it on its aggregate, counted in the metrics and tried again now and then;
//! other aggregates go on. So is one that fails again and again while the destination takes others. A destination that is away stops nothing but itself.
//!
//! Delivery is at least once: a receiver must know an event it has seen.

mod lease;
mod parking;
mod relay;
mod stream;

pub use relay::Relay;

/// The Lua function `emit(destination, aggregate, version, data)` for a change's script.
pub const LUA: &str = include_str!("outbox.lua");
