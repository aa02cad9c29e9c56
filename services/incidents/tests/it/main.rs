//! The incidents service against a real Redis, over real sockets.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod bench;
mod causes;
mod contract;
mod faults;
mod ids;
mod listing;
mod openapi;
mod opening;
mod postmortem;
mod races;
mod relay;
mod response;
mod rights;
mod timeline;
