//! Registering providers, and what a refresh answers.

use identity::Role;
use serde_json::json;

use crate::bed::{Bed, outage};

#[tokio::test]
async fn a_provider_is_registered_once_and_its_page_is_not_asked() {
    let bed = Bed::start().await;
    bed.register().await;
    assert_eq!(bed.page.asked(), 0);
    for name in ["acme", "ACME"] {
        let body = json!({"name": name, "feed_url": "https://status.acme.example/", "type": "rss"});
        let (status, problem) = bed.answer(bed.ask("POST", "/api/v1/csp/providers", Role::Manager).json(&body)).await;
        assert_eq!((status, problem["type"].as_str().unwrap()), (409, "urn:polystatus:problem:name-taken"));
    }
    let (_, list) = bed.answer(bed.ask("GET", "/api/v1/csp/providers", Role::Viewer)).await;
    assert_eq!(list.as_array().unwrap().len(), 1);
    assert_eq!(
        (&list[0]["name"], &list[0]["interval_s"], &list[0]["type"]),
        (&json!("acme"), &json!(60), &json!("json"))
    );
}

#[tokio::test]
async fn every_fault_of_a_registration_is_named() {
    let bed = Bed::start().await;
    let faults = async |body: serde_json::Value| {
        let (status, problem) = bed.answer(bed.ask("POST", "/api/v1/csp/providers", Role::Manager).json(&body)).await;
        assert_eq!(status, 400, "{body} {problem}");
        let faults = problem["errors"].as_array().unwrap().iter();
        faults.map(|fault| fault["pointer"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(faults(json!({})).await, ["/name"]);
    assert_eq!(faults(json!({"name": "acme"})).await, ["/feed_url", "/type"]);
    let all_wrong = json!({"name": "a b", "feed_url": "nowhere", "type": "xml", "interval_s": 1, "colour": "red"});
    assert_eq!(faults(all_wrong).await, ["/colour", "/feed_url", "/interval_s", "/name", "/type"]);
    for url in [
        "http://10.0.0.1/feed",
        "http://169.254.169.254/latest",
        "http://[::1]/",
        "file:///etc/passwd",
        "ftp://status.acme.example/",
        "https://user:secret@status.acme.example/",
        "",
    ] {
        assert_eq!(faults(json!({"name": "x", "feed_url": url, "type": "rss"})).await, ["/feed_url"], "{url}");
    }
}

#[tokio::test]
async fn a_registration_sent_twice_with_its_key_is_one() {
    let bed = Bed::start().await;
    let send = |url: &str| {
        let body = json!({"name": "acme", "feed_url": url, "type": "rss"});
        bed.answer(bed.ask("POST", "/api/v1/csp/providers", Role::Manager).header("Idempotency-Key", "k1").json(&body))
    };
    let first = send("https://status.acme.example/feed").await;
    assert_eq!(first.0, 201);
    assert_eq!(send("https://status.acme.example/feed").await, first);
    assert_eq!(send("https://status.acme.example/other").await.0, 409);
}

#[tokio::test]
async fn a_refresh_says_what_it_found_and_what_failed() {
    let bed = Bed::start().await;
    bed.register().await;
    bed.page.show_incidents(&[outage("a", "investigating", "major", &[("u1", "investigating", "We look.")])]);
    assert_eq!(
        bed.refresh().await,
        json!({"provider": "acme", "ok": true, "not_modified": false, "dialect": "statuspage", "events_seen": 1,
            "created": 1, "updated": 0, "ended": 0, "oddities": 0})
    );
    let failures: [(&[u8], &str); 4] = [
        (b"", "empty"),
        (b"<!DOCTYPE html><html></html>", "web page"),
        (b"{\"page\":{}", "not valid JSON"),
        (b"<rss version='2.0'>", "breaks off"),
    ];
    for (body, words) in failures {
        bed.page.show(body);
        let look = bed.refresh().await;
        assert_eq!(look["ok"], false);
        assert!(look["error"].as_str().unwrap().contains(words), "{look}");
    }
    bed.page.fail(500);
    assert_eq!(bed.refresh().await["error"], "the address answered with status 500");
    let (_, list) = bed.answer(bed.ask("GET", "/api/v1/csp/providers", Role::Viewer)).await;
    assert_eq!(list[0]["last_error"], "the address answered with status 500");
    assert!(list[0]["last_good_at"].is_i64() && list[0]["dialect"] == "statuspage");
    assert_eq!(bed.events("?active=true").await.len(), 1, "silence is never all clear");
    bed.page.show_incidents(&[]);
    assert_eq!(bed.refresh().await["ok"], true);
    let (_, list) = bed.answer(bed.ask("GET", "/api/v1/csp/providers", Role::Viewer)).await;
    assert!(list[0]["last_error"].is_null());
}

#[tokio::test]
async fn a_refresh_of_nobody_is_refused() {
    let bed = Bed::start().await;
    for query in ["?provider=nobody", "?provider=no%20name", "?provider=", "", "?provider=a&colour=red"] {
        let (status, problem) =
            bed.answer(bed.ask("POST", &format!("/api/v1/csp/refresh{query}"), Role::Manager)).await;
        assert_eq!(status, 400, "{query} {problem}");
    }
}

#[tokio::test]
async fn the_query_of_an_address_is_for_managers() {
    let bed = Bed::start().await;
    let whole = "https://status.acme.example/feed?key=secret";
    let body = json!({"name": "acme", "feed_url": whole, "type": "rss"});
    let (_, made) = bed.answer(bed.ask("POST", "/api/v1/csp/providers", Role::Manager).json(&body)).await;
    assert_eq!(made["feed_url"], whole);
    let bare = "https://status.acme.example/feed";
    for (role, shown) in [(Role::Viewer, bare), (Role::Sre, bare), (Role::Manager, whole), (Role::Admin, whole)] {
        let (_, list) = bed.answer(bed.ask("GET", "/api/v1/csp/providers", role)).await;
        assert_eq!(list[0]["feed_url"], shown, "{role:?}");
    }
}
