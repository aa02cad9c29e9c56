//! What providers say.
pub mod dialects;
pub mod domain;
