//! From the first version of the keyspace to the second, as a service does it at its start.

use boot::Lifecycle;
use csp_ingestor::{App, SCHEMA};
use redis::AsyncCommands;
use serde_json::json;

use crate::bed::{Bed, outage};

/// Makes what lies in the store what the first version of this service would have written.
const BACK: &str = "
    local K = KEYS[1]
    for _, id in ipairs(redis.call('ZRANGE', K .. 'events:all', 0, -1)) do
      local key = K .. 'event:' .. id
      local kept = redis.call('HMGET', key, 'event', 'facets', 'sequence')
      local event = cjson.decode(kept[1])
      for _, facet in ipairs(cjson.decode(kept[2])) do
        if facet == 'all' or facet == 'active' or facet == 'idle' then
          redis.call('ZADD', K .. 'events:' .. facet .. ':of:' .. event.provider, kept[3], id)
        else
          redis.call('ZREM', K .. 'events:' .. facet, id)
        end
      end
      for _, field in ipairs({'impact', 'regions', 'concerns', 'affects_us', 'judgement', 'dismissed', 'ts_seen'}) do
        event[field] = nil
      end
      local text = cjson.encode(event)
      text = string.gsub(text, '\"updates\":{}', '\"updates\":[]')
      redis.call('HSET', key, 'event', text)
      redis.call('HDEL', key, 'facets', 'names', 'told_at', 'telling_since', 'tellings', 'original')
      redis.call('DEL', K .. 'over:' .. event.provider)
    end
    redis.call('DEL', K .. 'events:started', K .. 'changes', K .. 'changes:sequence')
    redis.call('SET', K .. 'schema', '1')
    return 'OK'";

async fn old(bed: &Bed) {
    bed.register().await;
    let mut shown = vec![outage("open", "investigating", "major", &[("u1", "investigating", "We look.")])];
    shown.extend((0..210).map(|n| outage(&format!("e{n}"), "resolved", "minor", &[])));
    bed.page.show_incidents(&shown);
    bed.refresh().await;
    let store = bed.app.store.redis();
    let script = redis::Script::new(BACK);
    let done: String = script.prepare_invoke().key(store.prefix()).invoke_async(&mut store.connection()).await.unwrap();
    assert_eq!(done, "OK");
}

/// A service's job at its start.
async fn start(app: App, life: &Lifecycle) {
    let store = app.store.redis().clone();
    let migrate = move |_| {
        let app = app.clone();
        async move { app.store.migrate().await }
    };
    boot::migrate_schema(store, SCHEMA, life.clone(), migrate).await;
}

async fn schema(bed: &Bed) -> u32 {
    let store = bed.app.store.redis();
    store.connection().get(store.key("schema")).await.unwrap()
}

async fn total(bed: &Bed, query: &str) -> String {
    let answer = bed.ask("GET", &format!("/api/v1/csp/events?limit=1&{query}"), identity::Role::Viewer);
    answer.send().await.unwrap().headers()["x-total-count"].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn what_the_first_version_wrote_is_found_by_everything() {
    let bed = Bed::start().await;
    old(&bed).await;
    let before = bed.events("?limit=1").await.remove(0);
    assert_eq!((&before["external_id"], &before["regions"]), (&json!("e209"), &json!([])), "it is read as it is");
    assert!(before["ts_seen"].as_i64().unwrap() > 0, "its id says when it was first seen");
    assert_eq!(total(&bed, "service=api").await, "0");
    // Broken off after a step, and begun anew by two at once.
    assert!(bed.app.store.migrate_after(0).await.unwrap().is_some());
    let (one, other) = (Lifecycle::new(), Lifecycle::new());
    tokio::join!(start(bed.app.clone(), &one), start(bed.app.clone(), &other));
    assert_eq!(schema(&bed).await, 2);
    for (query, expected) in
        [("service=api", "211"), ("status=resolved", "210"), ("severity=2", "1"), ("provider=acme", "211")]
    {
        assert_eq!(total(&bed, query).await, expected, "{query}");
    }
    assert_eq!(bed.events("?from=1000000000&active=true").await.len(), 1);
    let store = bed.app.store.redis();
    let left: bool = store.connection().exists(store.key("events:all:of:acme")).await.unwrap();
    assert!(!left, "the old lists are gone");
    let over: u64 = store.connection().zcard(store.key("over:acme")).await.unwrap();
    assert_eq!(over, 210);
    // The same events go on.
    assert_eq!(bed.refresh().await["created"], 0);
}

#[tokio::test]
async fn an_event_that_changes_before_it_is_its_turn_is_brought_over_by_that() {
    let bed = Bed::start().await;
    old(&bed).await;
    bed.page.show_incidents(&[outage("open", "resolved", "major", &[("u1", "investigating", "We look.")])]);
    bed.refresh().await;
    assert_eq!(total(&bed, "status=resolved").await, "1");
    start(bed.app.clone(), &Lifecycle::new()).await;
    assert_eq!((total(&bed, "status=resolved").await, total(&bed, "active=true").await), ("211".into(), "0".into()));
}

#[tokio::test]
async fn what_a_later_version_wrote_is_not_touched() {
    let bed = Bed::start().await;
    old(&bed).await;
    let store = bed.app.store.redis();
    let () = store.connection().set(store.key("schema"), SCHEMA + 1).await.unwrap();
    let life = Lifecycle::new();
    start(bed.app.clone(), &life).await;
    assert!(life.stopping().is_cancelled());
    assert_eq!(schema(&bed).await, SCHEMA + 1);
}
