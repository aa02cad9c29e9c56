//! What becomes of the events of a provider that is followed no longer: those still open end, quietly. Nobody is told,
//! for nothing is known of them: what became of their incidents is for people to say.

use identity::{Actor, audit};

use crate::app::App;
use crate::domain::poll;
use crate::domain::provider::Name;
use crate::error::Error;
use crate::store::{Write, Written};

/// How often an event is ended anew because it was changed meanwhile.
const ATTEMPTS: usize = 5;

/// Ends the open events of the removed provider `name`. Done twice, or by two at once, it changes nothing; where it is
/// broken off, [`step`] goes on with it.
pub async fn let_go(app: &App, name: &Name) -> Result<(), Error> {
    for _ in 0..ATTEMPTS {
        let Some(ticket) = app.store.farewell(name).await? else { return Ok(()) };
        for record in app.store.known(name.as_str(), &[]).await?.records.into_values() {
            let now = app.clock.now();
            let Some(merged) = poll::unfollow(&record.event, now) else { continue };
            let event = &merged.event;
            let id = event.id.to_string();
            let audit = audit::Entry::new(now, Actor::service(crate::NAME), "event.ended", &id, "no longer followed");
            let write =
                Write { event, ticket, opens: false, told: None, replaces: None, original: None, audit: &audit };
            if app.store.write(&write).await? == Written::Stale {
                // Somebody registered the name again and has looked already: the event is theirs.
                return Ok(());
            }
        }
        if app.store.left(name).await? {
            return Ok(());
        }
    }
    Ok(())
}

/// Goes on with what was broken off.
pub async fn step(app: &App) -> Result<(), Error> {
    for name in app.store.leaving().await? {
        let_go(app, &name).await?;
    }
    Ok(())
}
