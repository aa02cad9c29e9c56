//! The rules of flags, as plain types and functions: no Redis, no HTTP, no clock.

pub mod definition;
pub mod evaluation;
pub mod flag;
pub mod key;

pub use definition::FlagDefinition;
pub use evaluation::{Evaluator, Subject};
pub use flag::Flag;
pub use key::FlagKey;

/// How many flags there may be.
pub const MOST_FLAGS: usize = 1_000;
