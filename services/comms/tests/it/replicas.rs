//! Several replicas, and a restart: one public side.

use serde_json::Value;

use crate::house::{House, incident, resolved, summary_when};

fn without_time(mut summary: Value) -> Value {
    summary.as_object_mut().unwrap().remove("generated_at");
    summary
}

#[tokio::test]
async fn every_replica_shows_a_change_within_a_second() {
    let house = House::open().await;
    let other = house.another().await;
    let open = incident("INC-AAAAAA", 1);
    house.announce_after(&open).await;
    let one = house.summary_when(|summary| summary["active"][0].is_object()).await;
    let two = summary_when(&house.bed, &other, |summary| summary["active"][0].is_object()).await;
    assert_eq!(without_time(one), without_time(two));
    house.tell(&resolved(&open)).await;
    summary_when(&house.bed, &other, |summary| summary["recent"][0].is_object()).await;
}

#[tokio::test]
async fn replicas_agree_on_tags() {
    let house = House::open().await;
    house.announce_after(&incident("INC-AAAAAA", 1)).await;
    house.summary_when(|summary| summary["active"][0].is_object()).await;
    let other = house.another().await;
    for path in ["/api/v1/public/summary", "/api/v1/public/status", "/api/v1/public/incidents/INC-AAAAAA"] {
        let one = house.get(path).await.headers()["etag"].clone();
        let two = house.bed.http.get(format!("{}{path}", other.base)).send().await.unwrap();
        assert_eq!(one, two.headers()["etag"], "{path}");
    }
}

#[tokio::test]
async fn a_restart_shows_the_same() {
    let house = House::open().await;
    for (id, over) in [("INC-AAAAAA", false), ("INC-BBBBBB", true), ("INC-CCCCCC", false)] {
        let open = incident(id, 1);
        house.announce_after(&open).await;
        if over {
            house.tell(&resolved(&open)).await;
        }
    }
    let before = house.summary_when(|summary| {
        summary["active"].as_array().unwrap().len() == 2 && summary["recent"].as_array().unwrap().len() == 1
    });
    let before = without_time(before.await);
    house.comms.life.stop();
    let again = house.another().await;
    let after = house.bed.http.get(format!("{}/api/v1/public/summary", again.base)).send().await.unwrap();
    assert_eq!(without_time(after.json().await.unwrap()), before);
}
