//! Redis lost and found again.

use comms::jobs::tail::Tail;
use identity::Role;
use serde_json::json;

use crate::house::{House, alone, incident, until};
use crate::stream::Listener;

#[tokio::test]
async fn while_redis_is_away_readers_are_served_and_nothing_is_promised() {
    let mut house = House::open().await;
    house.announce_after(&incident("INC-AAAAAA", 1)).await;
    let before = house.summary_when(|summary| summary["active"][0].is_object()).await;
    let mut listener = Listener::open(&house, None).await;
    house.bed.redis.kill();

    assert_eq!(house.read("/api/v1/public/summary").await, before);
    assert_eq!(house.get("/api/v1/public/status").await.status(), 200);
    assert_eq!(house.get("/api/v1/public/incidents/INC-AAAAAA").await.status(), 200);
    assert_eq!(house.get("/api/v1/public/incidents/INC-BBBBBB").await.status(), 503, "it may be an old one");
    assert_eq!(house.get("/healthz").await.status(), 200);
    assert_eq!(house.get("/readyz").await.status(), 503);
    let body = json!({ "incident_id": "INC-AAAAAA", "message": "x", "state": "identified" });
    let answer = house.post("/api/v1/public/announce", Role::Manager, &body).await;
    assert_eq!(answer.status(), 503);
    assert!(answer.headers().contains_key("retry-after"));

    house.bed.redis.restart().await;
    until(10, "an announcement after Redis is back", async || {
        house.post("/api/v1/public/announce", Role::Manager, &body).await.status() == 201
    })
    .await;
    let event = listener.next().await.unwrap();
    assert_eq!((event.name.as_str(), &event.data["version"]), ("incident", &json!(2)));
    // One may be told again where Redis died between its being taken and our noting that; it then has the same id.
    until(5, "both events at incidents", async || house.incidents.event_ids().len() == 2).await;
}

#[tokio::test]
async fn what_was_trimmed_while_away_is_read_anew() {
    let mut house = House::open().await;
    let other = alone(&house.bed).await;
    let mut tail = Tail::default();
    house.announce_after(&incident("INC-AAAAAA", 1)).await;
    tail.step(&other).await.unwrap();
    assert_eq!(other.live.view().unwrap().summary.active.len(), 1);
    house.bed.redis.restart().await;
    until(10, "an event after Redis is back", async || {
        let event = crate::house::event(&incident("INC-BBBBBB", 1));
        house.deliver(&event).await.status() == 204
    })
    .await;
    house.announce("INC-BBBBBB", "This too.", "investigating").await;
    let _: u64 = redis::cmd("XTRIM")
        .arg("{comms}:public")
        .arg("MAXLEN")
        .arg(0)
        .query_async(&mut house.bed.store("comms").connection())
        .await
        .unwrap();
    assert!(tail.step(&other).await.is_err(), "the connection is gone");
    tail.step(&other).await.unwrap();
    assert_eq!(other.live.view().unwrap().summary.active.len(), 2);
}
