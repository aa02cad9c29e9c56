//! The incidents service against a real Redis, over real sockets.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod bench;
mod openapi;
mod opening;
