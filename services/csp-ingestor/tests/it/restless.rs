//! What one provider says of others fills nothing of theirs, and hides nobody.

use csp_ingestor::domain::Event;
use csp_ingestor::domain::graph::Verdict;
use csp_ingestor::store::Bounds;
use redis::AsyncCommands;
use serde_json::json;
use uuid::Uuid;

use crate::bed::{Bed, NOW, Page};
use crate::outage::{says, settle, shows, verdict};

const DOWN: &str = "We see an outage of storage in our north region.";
const BLAMES: &str = "This is due to an outage at our cloud provider Acme.";

async fn two(bounds: Bounds) -> (Bed, Page, Page) {
    let mut bed = Bed::start().await;
    bed.app.store = bed.app.store.clone().bounded(bounds);
    let (acme, northwind) = (bed.follow("acme").await, bed.follow("northwind").await);
    (bed, acme, northwind)
}

#[tokio::test]
async fn what_a_person_said_of_an_edge_outlives_what_machines_find() {
    let (bed, acme, northwind) = two(Bounds::default()).await;
    let globex = bed.follow("globex").await;
    let cause = shows(&bed, &acme, "acme", says("a", "critical", "investigating", 60, &[DOWN])).await;
    let other = shows(&bed, &globex, "globex", says("g", "minor", "investigating", 30, &[DOWN])).await;
    verdict(&bed, &cause, &other, json!("confirmed")).await;
    // As many as are kept are found later.
    let store = bed.app.store.redis();
    let found: Vec<(i64, String)> = (1..=20_000_u32)
        .map(|n| (NOW + 1, format!("{}:{}", Uuid::from_u128(n.into()), Uuid::from_u128(u128::from(n) << 64))))
        .collect();
    let _: u64 = store.connection().zadd_multiple(store.key("edges"), &found).await.unwrap();
    let effect = shows(&bed, &northwind, "northwind", says("n", "minor", "investigating", 30, &[BLAMES])).await;
    bed.app.clock.advance(2);
    settle(&bed).await;
    assert!(store.connection().zcard::<_, u64>(store.key("edges")).await.unwrap() <= 20_000);
    let edges = bed.app.store.causes_of(other.parse().unwrap()).await.unwrap();
    assert_eq!(edges[0].verdict, Some(Verdict::Confirmed));
    let effects = async || {
        let edges = bed.app.store.edges_since(NOW, 30_000).await.unwrap();
        edges.iter().map(|edge| (edge.effect.to_string(), edge.verdict)).collect::<Vec<_>>()
    };
    let found = (effect, None);
    assert_eq!(effects().await, [found.clone(), (other.clone(), Some(Verdict::Confirmed))]);
    // Taken back, it is one of many again.
    verdict(&bed, &cause, &other, json!(null)).await;
    assert_eq!(effects().await, [found], "nothing was found, so that it is gone");
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
