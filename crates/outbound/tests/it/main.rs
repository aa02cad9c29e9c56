//! The door on real sockets. Only 127.0.0.2 is let through; a listener on 127.0.0.1 proves that nobody knocks there.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

mod bypasses;
mod hostile;
mod limits;
mod peer;
mod redirects;
