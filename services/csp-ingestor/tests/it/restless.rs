//! What one provider says of others fills nothing of theirs, and hides nobody.

use csp_ingestor::domain::Event;
use csp_ingestor::store::Bounds;
use uuid::Uuid;

use crate::bed::{Bed, NOW, Page};
use crate::outage::{says, settle, shows};

const DOWN: &str = "We see an outage of storage in our north region.";
const BLAMES: &str = "This is due to an outage at our cloud provider Acme.";

async fn two(bounds: Bounds) -> (Bed, Page, Page) {
    let mut bed = Bed::start().await;
    bed.app.store = bed.app.store.clone().bounded(bounds);
    let (acme, northwind) = (bed.follow("acme").await, bed.follow("northwind").await);
    (bed, acme, northwind)
}

#[tokio::test]
async fn who_speaks_of_a_provider_at_every_look_hides_none_of_the_others() {
    let (bed, acme, northwind) = two(Bounds::default()).await;
    let globex = bed.follow("globex").await;
    let quiet = shows(&bed, &northwind, "northwind", says("n", "major", "investigating", 30, &[BLAMES])).await;
    let loud = shows(&bed, &globex, "globex", says("g", "minor", "investigating", 30, &[BLAMES])).await;
    settle(&bed).await;
    let event = bed.app.store.event(loud.parse().unwrap()).await.unwrap().event;
    // They claim to begin in 2099.
    let others = (0..2_001).map(|n| Event { id: Uuid::from_u128(n), ts_start: 4_070_908_800, ..event.clone() });
    let others: Vec<Event> = others.collect();
    for some in others.chunks(300) {
        let speak = some.iter().map(|other| bed.app.store.speaks(other, &["acme"], NOW));
        futures_util::future::try_join_all(speak).await.unwrap();
    }
    let cause = shows(&bed, &acme, "acme", says("a", "critical", "investigating", 60, &[DOWN])).await;
    settle(&bed).await;
    let effects = bed.app.store.effects_of(cause.parse().unwrap()).await.unwrap();
    assert!(effects.iter().any(|edge| edge.effect.to_string() == quiet), "{effects:?}");
}
