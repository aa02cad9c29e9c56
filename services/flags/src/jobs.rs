//! Background work: following the changes of flags, and knowing the keys that sign people's tokens.

pub mod tail;

use boot::Lifecycle;

use crate::{App, SCHEMA};

/// Starts all of it; it ends with `life`.
pub fn start(app: &App, life: &Lifecycle) {
    life.spawn(boot::claim_schema(app.store.redis().clone(), SCHEMA, life.clone()));
    life.spawn(app.jwks_keeper().run(life.stopping()));
    life.spawn(tail::run(app.clone(), life.stopping()));
}
