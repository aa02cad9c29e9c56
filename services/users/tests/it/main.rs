//! The users service against a real Redis and real sockets.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod bench;
mod first_admin;
mod house;
mod login;
mod people;
mod refresh;
mod rights;
mod roles;
mod sign_up;
mod store_away;
mod tokens;
