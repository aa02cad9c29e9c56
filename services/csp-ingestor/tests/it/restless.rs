//! What one provider says of others fills nothing of theirs, and hides nobody.

use csp_ingestor::domain::Event;
use csp_ingestor::domain::graph::Verdict;
use csp_ingestor::store::Bounds;
use identity::Role;
use redis::AsyncCommands;
use serde_json::json;
use uuid::Uuid;

use crate::bed::{Bed, NOW, Page};
use crate::outage::{last, says, settle, shows, verdict};

const DOWN: &str = "We see an outage of storage in our north region.";
const BLAMES: &str = "This is due to an outage at our cloud provider Acme.";
const DENIES: &str = "This is unrelated to Acme.";

async fn two(bounds: Bounds) -> (Bed, Page, Page) {
    let mut bed = Bed::start().await;
    bed.app.store = bed.app.store.clone().bounded(bounds);
    let (acme, northwind) = (bed.follow("acme").await, bed.follow("northwind").await);
    (bed, acme, northwind)
}

async fn audited(bed: &Bed) -> u64 {
    let store = bed.app.store.redis();
    store.connection().xlen(store.key("audit")).await.unwrap()
}

#[tokio::test]
async fn an_effect_that_turns_round_fills_neither_the_audit_nor_its_cause_s_incident() {
    let (bed, acme, northwind) = two(Bounds { audited: 15, ..Bounds::default() }).await;
    let cause = shows(&bed, &acme, "acme", says("a", "critical", "investigating", 60, &[DOWN])).await;
    settle(&bed).await;
    let before = audited(&bed).await;
    let mut effect = String::new();
    for turn in 0..50 {
        let words = if turn % 2 == 0 { BLAMES } else { DENIES };
        effect = shows(&bed, &northwind, "northwind", says("n", "major", "investigating", 30, &[words])).await;
        settle(&bed).await;
        bed.app.clock.advance(10);
    }
    let audit = audited(&bed).await - before;
    assert!(audit <= 15 + 2, "{audit} lines, of which one says that there are more and one names its incident");
    let told = bed.incidents.causes().into_iter().filter(|(id, _)| id == "INC-AB12C0");
    let mut lines: Vec<String> = told.flat_map(|(_, told)| told.updates).map(|line| line.id).collect();
    lines.retain(|id| id.starts_with("effect"));
    lines.sort();
    lines.dedup();
    assert!(lines.len() <= 40, "{} lines", lines.len());
    // It stands for itself now, whatever it says, unless a person knows better.
    shows(&bed, &northwind, "northwind", says("n", "major", "investigating", 30, &[BLAMES])).await;
    settle(&bed).await;
    assert_eq!((last(&bed, "INC-AB12C0").links.len(), last(&bed, "INC-AB12C1").ended_at), (0, None));
    verdict(&bed, &cause, &effect, json!("confirmed")).await;
    settle(&bed).await;
    assert_eq!(last(&bed, "INC-AB12C0").links.len(), 1);
}

#[tokio::test]
async fn what_an_effect_says_anew_is_told_so_often_within_an_hour_and_its_end_always() {
    let (bed, acme, northwind) = two(Bounds { told: 5, ..Bounds::default() }).await;
    shows(&bed, &acme, "acme", says("a", "critical", "investigating", 60, &[DOWN])).await;
    settle(&bed).await;
    let named = |turn: usize, status: &str| {
        let mut incident = says("n", "minor", status, 30, &[BLAMES]);
        incident["name"] = json!(format!("Trouble {turn}"));
        incident
    };
    let mut told = 0;
    for turn in 0..20 {
        shows(&bed, &northwind, "northwind", named(turn, "investigating")).await;
        bed.judge_all().await;
        told += bed.tell_incidents().await;
    }
    assert!((5..=7).contains(&told), "{told}");
    shows(&bed, &northwind, "northwind", named(20, "resolved")).await;
    settle(&bed).await;
    let link = last(&bed, "INC-AB12C0").links.remove(0);
    assert_eq!((link.active, link.title.as_str()), (false, "northwind: Trouble 20"));
    shows(&bed, &northwind, "northwind", named(21, "investigating")).await;
    settle(&bed).await;
    assert!(last(&bed, "INC-AB12C0").links[0].active);
}

#[tokio::test]
async fn what_an_event_concerns_here_is_told_and_audited_so_often_within_an_hour() {
    let (bed, acme, _) = two(Bounds { told: 5, audited: 8, ..Bounds::default() }).await;
    let ours = json!({"service": "shop", "provider": "acme", "their_service": "API"});
    let noted = bed.ask("POST", "/api/v1/csp/dependencies", Role::Manager).json(&ours);
    assert_eq!(bed.answer(noted).await.0, 201);
    let before = audited(&bed).await;
    let mut told = 0;
    for turn in 0..20 {
        let mut incident = says("a", "critical", "investigating", 60, &[DOWN]);
        incident["components"][0]["name"] = json!(if turn % 2 == 0 { "API" } else { "CDN" });
        shows(&bed, &acme, "acme", incident).await;
        bed.judge_all().await;
        told += bed.tell_incidents().await;
    }
    assert!((1..=6).contains(&told), "{told}");
    let audit = audited(&bed).await - before;
    assert!(audit <= 8 + 2, "{audit}");
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
