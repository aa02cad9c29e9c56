//! Comms over HTTP, against a real Redis with the real access rules.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod announce;
mod contract;
mod events;
mod faults;
mod flags;
mod house;
mod public;
mod replicas;
mod rights;
mod snapshot;
mod stream;
mod subscriptions;
