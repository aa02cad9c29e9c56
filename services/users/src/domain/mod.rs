//! The rules of this service: plain types and functions, without Redis, axum or a clock.

pub mod account;
pub mod email;
pub mod limits;
pub mod password;
pub mod pseudonym;
pub mod refresh;
pub mod text;
