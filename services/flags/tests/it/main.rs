//! The flags service against a real Redis, over real sockets.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod admin;
mod bench;
mod conditions;
mod contract;
mod evaluate;
mod faults;
mod openapi;
mod races;
mod replicas;
mod rights;
mod seeding;
mod store;
