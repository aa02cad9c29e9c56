//! What readers get.

use comms::jobs::tail::Tail;
use comms::{App, jobs};
use serde_json::{Value, json};

use crate::house::{House, alone, incident, resolved, unasked};

const DAY: i64 = 86_400;

#[tokio::test]
async fn the_status_is_the_contract_s_array() {
    let house = House::open().await;
    assert_eq!(house.read("/api/v1/public/status").await, json!([]));
    house.announce_after(&incident("INC-AAAAAA", 1)).await;
    house.announce("INC-AAAAAA", "The cause is known.", "identified").await;
    let view = house.summary_when(|summary| summary["active"][0]["version"] == 2).await;
    let status = house.read("/api/v1/public/status").await;
    let one = &status[0];
    assert_eq!((&one["id"], &one["title"]), (&json!("INC-AAAAAA"), &json!("API slow")));
    assert_eq!((&one["sev"], &one["status"]), (&json!(2), &json!("open")));
    assert_eq!(one["last_public"]["message"], "The cause is known.");
    assert_eq!(one["last_public"]["state"], "identified");
    assert!(one["last_public"]["ts"].is_i64());
    let said: Vec<_> =
        view["active"][0]["announcements"].as_array().unwrap().iter().map(|one| &one["message"]).collect();
    assert_eq!(said, ["The cause is known.", "We look into it."], "newest first");
}

#[tokio::test]
async fn a_reader_who_has_it_gets_304() {
    let house = House::open().await;
    house.announce_after(&incident("INC-AAAAAA", 1)).await;
    house.summary_when(|summary| summary["active"][0].is_object()).await;
    for path in ["status", "summary", "incidents/INC-AAAAAA"] {
        let path = format!("/api/v1/public/{path}");
        let first = house.get(&path).await;
        let etag = first.headers()["etag"].clone();
        assert_eq!(first.headers()["cache-control"], "public, max-age=1");
        let url = format!("{}{path}", house.comms.base);
        let again = house.bed.http.get(&url).header("If-None-Match", &etag).send().await.unwrap();
        assert_eq!(again.status(), 304, "{path}");
        assert_eq!(
            (&again.headers()["etag"], &again.headers()["cache-control"]),
            (&etag, &first.headers()["cache-control"])
        );
        assert!(again.bytes().await.unwrap().is_empty());
    }
    let summary = house.get("/api/v1/public/summary").await.headers()["etag"].clone();
    house.announce("INC-AAAAAA", "The cause is known.", "identified").await;
    house.summary_when(|summary| summary["active"][0]["version"] == 2).await;
    assert_ne!(house.get("/api/v1/public/summary").await.headers()["etag"], summary);
}

#[tokio::test]
async fn no_other_incident_is_public() {
    let house = House::open().await;
    house.tell(&incident("INC-AAAAAA", 1)).await;
    let public = incident("INC-CCCCCC", 1);
    house.announce_after(&public).await;
    house.announce_after(&incident("INC-DDDDDD", 1)).await;
    house.tell(&resolved(&public)).await;
    for id in ["INC-AAAAAA", "INC-BBBBBB", "active", "recent", "..%2Faudit", "%00"] {
        let answer = house.get(&format!("/api/v1/public/incidents/{id}")).await;
        assert_eq!(answer.status(), 404, "{id}");
        assert_eq!(answer.headers()["content-type"], "application/problem+json");
    }
}

#[tokio::test]
async fn old_incidents_leave_the_page_and_keep_their_address() {
    let house = House::open().await;
    let open = incident("INC-AAAAAA", 1);
    house.announce_after(&open).await;
    house.announce_after(&incident("INC-BBBBBB", 1)).await;
    house.tell(&resolved(&open)).await;
    let later = App { clock: boot::Clock::fixed(boot::Clock::System.now()), ..alone(&house.bed).await };
    let mut tail = Tail::default();
    tail.step(&later).await.unwrap();
    let view = later.live.view().unwrap();
    assert_eq!((view.summary.active.len(), view.summary.recent.len()), (1, 1));
    later.clock.advance(14 * DAY + 1);
    tail.step(&later).await.unwrap();
    let view = later.live.view().unwrap();
    assert_eq!((view.summary.active.len(), view.summary.recent.len()), (1, 0));
    assert_eq!(view.summary.generated_at, later.clock.now());
    let index: Vec<String> = redis::cmd("ZRANGE")
        .arg("{comms}:public:recent")
        .arg(0)
        .arg(-1)
        .query_async(&mut house.bed.store("comms").connection())
        .await
        .unwrap();
    assert!(index.is_empty(), "the index is aged too");
    let replica = house.bed.serve(comms::router(later, Vec::new(), &boot::Lifecycle::new())).await;
    let url = format!("{replica}/api/v1/public/incidents/INC-AAAAAA");
    let answer = house.bed.http.get(url).send().await.unwrap();
    assert_eq!(answer.json::<Value>().await.unwrap()["status"], "resolved");
}

#[tokio::test]
async fn before_the_first_reading_nothing_is_claimed() {
    let house = House::open().await;
    let fresh = alone(&house.bed).await;
    let base = house.bed.serve(comms::router(fresh.clone(), Vec::new(), &boot::Lifecycle::new())).await;
    for path in ["status", "summary"] {
        let answer = house.bed.http.get(format!("{base}/api/v1/public/{path}")).send().await.unwrap();
        assert_eq!(answer.status(), 503, "an empty page would say that all is well");
        assert!(answer.headers().contains_key("retry-after"));
    }
    let directory = tempfile::tempdir().unwrap();
    jobs::snapshot::step(&fresh, directory.path()).await.unwrap();
    assert_eq!(directory.path().read_dir().unwrap().count(), 0);
}

#[tokio::test]
async fn before_it_is_known_whether_the_page_is_shown_it_is_not() {
    let house = House::open().await;
    let unasked = unasked(&house.bed);
    Tail::default().step(&unasked).await.unwrap();
    assert!(unasked.live.view().is_some());
    let base = house.bed.serve(comms::router(unasked, Vec::new(), &boot::Lifecycle::new())).await;
    for path in ["status", "summary", "stream", "incidents/INC-AAAAAA"] {
        let answer = house.bed.http.get(format!("{base}/api/v1/public/{path}")).send().await.unwrap();
        assert_eq!(answer.status(), 503);
    }
}
