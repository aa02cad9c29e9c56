//! What asking for a switch comes to, whatever flags does.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use contracts::flags::{ANNOUNCE_BY_ITSELF, PUBLIC_STATUS, Switch};
use contracts::{FlagsClient, Peer};
use testbed::Testbed;

/// What the flags service of a test does, and how often it was asked.
#[derive(Default)]
struct Flags {
    off: AtomicBool,
    broken: AtomicBool,
    hanging: AtomicBool,
    asked: AtomicUsize,
}

async fn flags(State(flags): State<Arc<Flags>>, RawQuery(query): RawQuery) -> Response {
    flags.asked.fetch_add(1, Ordering::SeqCst);
    assert_eq!(query.unwrap(), "user=a+%26+b&role=guest");
    if flags.hanging.load(Ordering::SeqCst) {
        std::future::pending::<()>().await;
    }
    if flags.broken.load(Ordering::SeqCst) {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let off = flags.off.load(Ordering::SeqCst);
    let variation = if off { "off" } else { "on" };
    let body = format!(r#"{{"public_status_enabled": {{"variation": "{variation}", "off": {off}, "new": 1}}}}"#);
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}

async fn start(bed: &Testbed) -> (FlagsClient, Arc<Flags>) {
    let state = Arc::new(Flags::default());
    let base = bed.serve(Router::new().route("/flags", get(flags)).with_state(Arc::clone(&state))).await;
    (FlagsClient::new(Peer::new("flags", &base, bed.service_key("comms"))), state)
}

async fn shown(flags: &FlagsClient) -> bool {
    flags.is_on(&PUBLIC_STATUS, "a & b", "guest").await
}

const A_SECOND: Duration = Duration::from_millis(1_050);

#[tokio::test]
async fn a_change_is_seen_within_a_second_and_nobody_is_asked_in_between() {
    let bed = Testbed::start().await;
    let (client, flags) = start(&bed).await;
    assert!(shown(&client).await);
    flags.off.store(true, Ordering::SeqCst);
    assert!(shown(&client).await && flags.asked.load(Ordering::SeqCst) == 1);
    tokio::time::sleep(A_SECOND).await;
    assert!(!shown(&client).await);
}

#[tokio::test]
async fn without_an_answer_the_last_one_counts() {
    let bed = Testbed::start().await;
    let (client, flags) = start(&bed).await;
    flags.off.store(true, Ordering::SeqCst);
    assert!(!shown(&client).await);
    for trouble in [&flags.broken, &flags.hanging] {
        trouble.store(true, Ordering::SeqCst);
        tokio::time::sleep(A_SECOND).await;
        assert!(!shown(&client).await);
    }
}

#[tokio::test]
async fn never_answered_the_default_counts() {
    let bed = Testbed::start().await;
    let (client, flags) = start(&bed).await;
    flags.broken.store(true, Ordering::SeqCst);
    assert!(shown(&client).await);
    assert!(!client.is_on(&ANNOUNCE_BY_ITSELF, "a & b", "guest").await);
    let nobody = FlagsClient::new(Peer::new("flags", "http://127.0.0.1:1", bed.service_key("comms")));
    assert!(shown(&nobody).await && !nobody.is_on(&ANNOUNCE_BY_ITSELF, "x", "y").await);
}

#[tokio::test]
async fn a_flag_that_is_not_there_leaves_the_default() {
    let bed = Testbed::start().await;
    let (client, _) = start(&bed).await;
    for otherwise in [true, false] {
        let switch = Switch { otherwise, ..ANNOUNCE_BY_ITSELF };
        assert_eq!(client.heard(&switch, "a & b", "guest").await, Some(otherwise));
    }
}
