//! Server-sent events, as a listener reads them.

use std::time::Duration;

use boot::Lifecycle;
use csp_ingestor::App;
use csp_ingestor::jobs::tail::Tail;
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use identity::Role;
use serde_json::{Value, json};

use crate::bed::{Bed, outage};

const STREAM: &str = "/api/v1/csp/events/stream";

/// One message of the stream.
#[derive(Debug)]
struct Message {
    name: String,
    id: u64,
    data: Value,
}

/// A listener.
struct Listener {
    chunks: BoxStream<'static, reqwest::Result<Vec<u8>>>,
    text: String,
    /// The id that the first message bore; it has no data.
    begins_at: u64,
}

impl Listener {
    /// Opens the stream at `base`, after `last` where given, and reads its first message.
    async fn open(bed: &Bed, base: &str, last: Option<u64>) -> Self {
        let mut request = bed.testbed.http.get(format!("{base}{STREAM}")).bearer_auth(bed.testbed.token(Role::Viewer));
        if let Some(last) = last {
            request = request.header("Last-Event-ID", last.to_string());
        }
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["content-type"], "text/event-stream");
        assert_eq!(answer.headers()["cache-control"], "no-store");
        assert_eq!(answer.headers()["x-accel-buffering"], "no");
        let chunks = answer.bytes_stream().map(|chunk| chunk.map(|bytes| bytes.to_vec())).boxed();
        let mut listener = Self { chunks, text: String::new(), begins_at: 0 };
        let first = listener.block().await.unwrap();
        assert!(first.contains("retry: 3000"), "{first}");
        listener.begins_at = first.lines().find_map(|line| line.strip_prefix("id: ")).unwrap().parse().unwrap();
        listener
    }

    /// The next message; none where the stream ends. It must come within three seconds.
    async fn next(&mut self) -> Option<Message> {
        let block = self.block().await?;
        let field = |name: &str| {
            let lines = block.lines().filter_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
            lines.collect::<Vec<_>>().join("\n")
        };
        let data = serde_json::from_str(&field("data")).unwrap();
        Some(Message { name: field("event"), id: field("id").parse().unwrap_or_default(), data })
    }

    async fn block(&mut self) -> Option<String> {
        loop {
            if let Some((block, rest)) = self.text.split_once("\n\n") {
                let (block, rest) = (block.to_owned(), rest.to_owned());
                self.text = rest;
                return Some(block);
            }
            let chunk = tokio::time::timeout(Duration::from_secs(3), self.chunks.next()).await;
            let chunk = chunk.expect("nothing came")?.ok()?;
            self.text.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }
}

/// A replica over the same store, with its tail running; it ends with `life`.
async fn replica(bed: &Bed) -> (String, Lifecycle) {
    let life = Lifecycle::new();
    let app = App { live: std::sync::Arc::default(), ..bed.app.clone() };
    let mut tail = Tail::default();
    tail.step(&app).await.unwrap();
    let (follower, stop) = (app.clone(), life.stopping());
    tokio::spawn(stop.run_until_cancelled_owned(async move {
        loop {
            if tail.step(&follower).await.is_err() {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }));
    (bed.testbed.serve(csp_ingestor::router(app, Vec::new(), &life)).await, life)
}

async fn show(bed: &Bed, id: &str, status: &str) {
    bed.page.show_incidents(&[outage(id, status, "minor", &[("u1", "investigating", "Line one\nline two")])]);
    bed.refresh().await;
}

#[tokio::test]
async fn the_stream_takes_no_parameter() {
    let bed = Bed::start().await;
    for (query, pointer) in [("?provider=aws", "?provider"), ("?limit=x", "?limit"), ("?foo=1", "?foo")] {
        let answer = bed.ask("GET", &format!("{STREAM}{query}"), Role::Viewer).send().await.unwrap();
        assert_eq!(answer.status(), 400, "{query}");
        let problem: Value = answer.json().await.unwrap();
        assert_eq!(problem["detail"], format!("{pointer} is not a parameter of this request"));
    }
}

#[tokio::test]
async fn a_change_reaches_whoever_listens_at_any_replica() {
    let bed = Bed::start().await;
    bed.register().await;
    let ((one, first), (other, second)) = (replica(&bed).await, replica(&bed).await);
    let mut listeners = [Listener::open(&bed, &one, None).await, Listener::open(&bed, &other, None).await];
    show(&bed, "a", "investigating").await;
    let listed = bed.events("").await.remove(0);
    for listener in &mut listeners {
        let message = listener.next().await.unwrap();
        assert_eq!((message.name.as_str(), message.id, &message.data), ("event", 1, &listed));
    }
    show(&bed, "a", "identified").await;
    for listener in &mut listeners {
        let message = listener.next().await.unwrap();
        assert_eq!((message.id, &message.data["status"]), (2, &json!("identified")));
    }
    first.stop();
    second.stop();
}

#[tokio::test]
async fn who_returns_gets_what_it_missed_each_event_once_and_nothing_twice() {
    let bed = Bed::start().await;
    bed.register().await;
    let (base, life) = replica(&bed).await;
    let mut listener = Listener::open(&bed, &base, None).await;
    show(&bed, "a", "investigating").await;
    let seen = listener.next().await.unwrap().id;
    drop(listener);
    show(&bed, "a", "identified").await;
    show(&bed, "b", "investigating").await;
    show(&bed, "a", "monitoring").await;
    let mut listener = Listener::open(&bed, &base, Some(seen)).await;
    let mut got = Vec::new();
    for _ in 0..2 {
        let message = listener.next().await.unwrap();
        got.push((message.data["external_id"].as_str().unwrap().to_owned(), message.data["status"].clone()));
    }
    assert_eq!(got, [("b".to_owned(), json!("investigating")), ("a".to_owned(), json!("monitoring"))]);
    show(&bed, "c", "investigating").await;
    // "b" is missing for the second time in a row by now: it may have ended beside it.
    let next = listener.next().await.unwrap();
    assert!(next.id > seen + 3, "{next:?}");
    life.stop();
}

#[tokio::test]
async fn who_missed_too_much_reads_anew() {
    let bed = Bed::start().await;
    bed.register().await;
    let (base, life) = replica(&bed).await;
    let many: Vec<Value> = (0..101).map(|n| outage(&format!("e{n}"), "investigating", "minor", &[])).collect();
    bed.page.show_incidents(&many);
    bed.refresh().await;
    // Too much; what the stream never held; and what is no place at all.
    for last in [0, 999_999] {
        let mut listener = Listener::open(&bed, &base, Some(last)).await;
        assert_eq!(listener.next().await.unwrap().name, "resync", "{last}");
    }
    let mut within = Listener::open(&bed, &base, Some(1)).await;
    assert_eq!((within.begins_at, within.next().await.unwrap().id), (1, 2));
    life.stop();
}

#[tokio::test]
async fn a_reminder_is_told_too() {
    let bed = Bed::start().await;
    bed.register().await;
    let (base, life) = replica(&bed).await;
    let mut listener = Listener::open(&bed, &base, None).await;
    let store = bed.app.store.redis();
    // As the script that reminds does it.
    let mut pipe = redis::pipe();
    pipe.atomic().cmd("INCR").arg(store.key("changes:sequence")).ignore();
    pipe.cmd("XADD").arg(store.key("changes")).arg("1-0").arg(&["kind", "reminder", "what", "{\"title\":\"Soon\"}"]);
    let _: Vec<String> = pipe.query_async(&mut store.connection()).await.unwrap();
    let message = listener.next().await.unwrap();
    assert_eq!((message.name.as_str(), &message.data["title"]), ("reminder", &json!("Soon")));
    life.stop();
}

#[tokio::test]
async fn listeners_are_let_go_when_the_service_stops() {
    let bed = Bed::start().await;
    let (base, life) = replica(&bed).await;
    let mut listener = Listener::open(&bed, &base, None).await;
    life.stop();
    assert!(listener.next().await.is_none());
}

#[tokio::test]
async fn redis_may_die_and_listeners_hear_of_what_came_after() {
    let mut bed = Bed::start().await;
    bed.register().await;
    let (base, life) = replica(&bed).await;
    let mut listener = Listener::open(&bed, &base, None).await;
    bed.testbed.redis.restart().await;
    bed.redis_is_back().await;
    show(&bed, "a", "investigating").await;
    assert_eq!(listener.next().await.unwrap().data["external_id"], "a");
    life.stop();
}

#[tokio::test]
async fn what_an_event_concerns_here_is_told_as_well() {
    let bed = Bed::start().await;
    bed.register().await;
    let dependency = json!({"service": "checkout", "provider": "acme"});
    let asked = bed.ask("POST", "/api/v1/csp/dependencies", Role::Manager).json(&dependency);
    assert_eq!(bed.answer(asked).await.0, 201);
    let (base, life) = replica(&bed).await;
    let mut listener = Listener::open(&bed, &base, None).await;
    show(&bed, "a", "investigating").await;
    assert_eq!(listener.next().await.unwrap().data["concerns"], json!([]));
    csp_ingestor::graph::step(&bed.app).await.unwrap();
    assert_eq!(listener.next().await.unwrap().data["concerns"], json!(["checkout"]));
    life.stop();
}
