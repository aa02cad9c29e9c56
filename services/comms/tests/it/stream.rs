//! Server-sent events, as a browser reads them.

use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::house::{House, incident, resolved};

/// One message of the stream.
#[derive(Debug)]
pub(crate) struct Message {
    pub(crate) name: String,
    pub(crate) id: String,
    pub(crate) data: Value,
}

/// A reader of the stream.
pub(crate) struct Listener {
    chunks: BoxStream<'static, reqwest::Result<Vec<u8>>>,
    text: String,
    /// What the first message said: it has an id and no data.
    pub(crate) first: String,
}

impl Listener {
    /// Opens the stream, after `last` where given, and reads its first message.
    pub(crate) async fn open(house: &House, last: Option<&str>) -> Self {
        let answer = ask(house, last).await;
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["content-type"], "text/event-stream");
        assert_eq!(answer.headers()["cache-control"], "no-store");
        assert_eq!(answer.headers()["x-accel-buffering"], "no");
        let chunks = answer.bytes_stream().map(|chunk| chunk.map(|bytes| bytes.to_vec())).boxed();
        let mut listener = Self { chunks, text: String::new(), first: String::new() };
        listener.first = listener.block().await.unwrap();
        listener
    }

    /// The next message; none where the stream ends. It must come within three seconds.
    pub(crate) async fn next(&mut self) -> Option<Message> {
        let block = self.block().await?;
        let field = |name: &str| {
            let lines = block.lines().filter_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
            lines.collect::<Vec<_>>().join("\n")
        };
        let data = serde_json::from_str(&field("data")).unwrap();
        Some(Message { name: field("event"), id: field("id"), data })
    }

    /// The id that the first message bore.
    pub(crate) fn begins_at(&self) -> String {
        self.first.lines().find_map(|line| line.strip_prefix("id: ")).unwrap().to_owned()
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

async fn ask(house: &House, last: Option<&str>) -> reqwest::Response {
    let mut request = house.bed.http.get(format!("{}/api/v1/public/stream", house.comms.base));
    if let Some(last) = last {
        request = request.header("Last-Event-ID", last);
    }
    request.send().await.unwrap()
}

#[tokio::test]
async fn a_change_reaches_whoever_listens() {
    let house = House::open().await;
    let mut listener = Listener::open(&house, None).await;
    assert!(listener.first.contains("retry: 3000"), "{}", listener.first);
    let open = incident("INC-AAAAAA", 1);
    house.tell(&open).await;
    let begun = std::time::Instant::now();
    house.announce("INC-AAAAAA", "Line one\nline two", "investigating").await;
    let message = listener.next().await.unwrap();
    assert!(begun.elapsed() < Duration::from_secs(1));
    assert_eq!(message.name, "incident");
    assert_eq!(message.data, house.read("/api/v1/public/incidents/INC-AAAAAA").await);
    house.tell(&resolved(&open)).await;
    let next = listener.next().await.unwrap();
    assert_eq!((&next.data["status"], &next.data["version"]), (&json!("resolved"), &json!(2)));
    assert!(next.id > message.id);
}

#[tokio::test]
async fn a_returning_reader_gets_what_it_missed_and_nothing_twice() {
    let house = House::open().await;
    let mut listener = Listener::open(&house, None).await;
    house.announce_after(&incident("INC-AAAAAA", 1)).await;
    let seen = listener.next().await.unwrap();
    drop(listener);
    house.announce("INC-AAAAAA", "Two.", "identified").await;
    house.announce_after(&incident("INC-BBBBBB", 1)).await;
    house.announce("INC-AAAAAA", "Three.", "identified").await;
    let mut listener = Listener::open(&house, Some(&seen.id)).await;
    for (id, version) in [("INC-BBBBBB", 1), ("INC-AAAAAA", 3)] {
        let missed = listener.next().await.unwrap().data;
        assert_eq!(
            (&missed["id"], &missed["version"]),
            (&json!(id), &json!(version)),
            "the last of each, in their order"
        );
    }
    house.announce("INC-AAAAAA", "Four.", "monitoring").await;
    assert_eq!(listener.next().await.unwrap().data["version"], 4);
}

#[tokio::test]
async fn a_reader_that_saw_nothing_yet_can_return_too() {
    let house = House::open().await;
    house.announce_after(&incident("INC-AAAAAA", 1)).await;
    house.summary_when(|summary| summary["active"][0].is_object()).await;
    let here = Listener::open(&house, None).await.begins_at();
    house.announce("INC-AAAAAA", "Two.", "identified").await;
    let mut listener = Listener::open(&house, Some(&here)).await;
    assert_eq!(listener.next().await.unwrap().data["version"], 2);
}

#[tokio::test]
async fn a_reader_whose_past_is_gone_reads_everything_anew() {
    let house = House::open().await;
    house.announce_after(&incident("INC-AAAAAA", 1)).await;
    house.summary_when(|summary| summary["active"][0].is_object()).await;
    let seen = Listener::open(&house, None).await.begins_at();
    house.announce("INC-AAAAAA", "Two.", "identified").await;
    let _: u64 = redis::cmd("XTRIM")
        .arg("{comms}:public")
        .arg("MAXLEN")
        .arg(1)
        .query_async(&mut house.bed.store("comms").connection())
        .await
        .unwrap();
    for last in [seen.as_str(), "0-0", "99999999999999-0", "nonsense", ""] {
        let mut listener = Listener::open(&house, Some(last)).await;
        assert_eq!(listener.next().await.unwrap().name, "resync", "{last:?}");
        let again = Listener::open(&house, Some(&listener.begins_at())).await;
        assert_eq!(again.begins_at(), listener.begins_at(), "it goes on from a place that is known");
    }
}

#[tokio::test]
async fn who_missed_too_much_reads_everything_anew() {
    let house = House::open().await;
    house.announce_after(&incident("INC-AAAAAA", 1)).await;
    house.summary_when(|summary| summary["active"][0].is_object()).await;
    let seen = Listener::open(&house, None).await.begins_at();
    let open = incident("INC-AAAAAA", 1);
    for version in 2..=502 {
        house.tell(&contracts::Incident { title: format!("v{version}"), version, ..open.clone() }).await;
    }
    let mut listener = Listener::open(&house, Some(&seen)).await;
    assert_eq!(listener.next().await.unwrap().name, "resync");
}

#[tokio::test]
async fn streams_close_when_the_service_stops() {
    let house = House::open().await;
    let mut listener = Listener::open(&house, None).await;
    house.comms.life.stop();
    assert!(listener.next().await.is_none());
}

#[tokio::test]
async fn there_are_seats_for_so_many_and_each_is_given_back() {
    let house = House::open().await;
    let seats = &house.comms.app.seats;
    seats.forget_permits(seats.available_permits() - 1);
    let listener = Listener::open(&house, None).await;
    let answer = ask(&house, None).await;
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
    assert!(answer.headers().contains_key("retry-after"));
    drop(listener);
    crate::house::until(5, "a free seat", async || ask(&house, None).await.status() == 200).await;
}
