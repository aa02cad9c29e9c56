//! Writers that say what they believe in, and writers that ask again.

use identity::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::bench::{Answer, Bench};

#[tokio::test]
async fn a_stale_writer_is_told_so() {
    let bench = Bench::start().await;
    bench.save("page", json!({})).await;
    bench.save("page", json!({ "on": false })).await;
    let (stale, fresh) = ([("If-Match", "\"1\"")], [("If-Match", "\"2\"")]);
    let body = json!({ "id": "page", "on": true });
    for (path, body) in [("/admin/flags", &body), ("/admin/toggle/page", &json!({ "on": true }))] {
        let answer = bench.post_with(path, body, &stale).await;
        assert_eq!((answer.status.as_u16(), answer.problem(), answer.header("etag")), (412, "stale-version", "\"2\""));
    }
    let delete = bench.ask(Role::Manager, Method::DELETE, "/admin/flags/page");
    assert_eq!(Answer::to(delete.header("If-Match", "\"1\"")).await.status, 412);
    assert_eq!(bench.post_with("/admin/flags", &body, &fresh).await.header("etag"), "\"3\"");
    let garbled = bench.post_with("/admin/flags", &body, &[("If-Match", "three")]).await;
    assert_eq!(garbled.pointers(), ["If-Match"]);
    let delete = bench.ask(Role::Manager, Method::DELETE, "/admin/flags/page");
    assert_eq!(Answer::to(delete.header("If-Match", "\"3\"")).await.status, 204);
    let gone = bench.post_with("/admin/flags", &body, &[("If-Match", "\"3\"")]).await;
    assert_eq!((gone.status.as_u16(), gone.problem(), gone.header("etag")), (412, "stale-version", ""));
    assert_eq!(bench.get("/admin/flags/page").await.status, 404, "and is not made by one who meant to change it");
}

#[tokio::test]
async fn a_reader_who_has_it_gets_it_not_again() {
    let bench = Bench::start().await;
    bench.save("page", json!({})).await;
    let ask = |tag: &str| {
        let request = bench.ask(Role::Manager, Method::GET, "/admin/flags/page").header("If-None-Match", tag);
        Answer::to(request)
    };
    assert_eq!(ask("\"1\"").await.status, 304);
    assert_eq!(ask("\"2\"").await.status, 200);
}

#[tokio::test]
async fn asked_again_under_its_key_a_request_has_its_first_answer() {
    let bench = Bench::start().await;
    let key = [("Idempotency-Key", "k-1")];
    let body = json!({ "id": "page", "on": true });
    let first = bench.post_with("/admin/flags", &body, &key).await;
    bench.save("page", json!({ "on": false })).await;
    let again = bench.post_with("/admin/flags", &body, &key).await;
    assert_eq!((again.status.as_u16(), &again.body), (201, &first.body));
    assert_eq!((again.header("location"), again.header("idempotency-replayed")), ("/admin/flags/page", "true"));
    assert_eq!(bench.get("/admin/flags/page").await.body["on"], json!(false), "and nothing is done again");
    let other = bench.post_with("/admin/flags", &json!({ "id": "other", "on": true }), &key).await;
    assert_eq!((other.status.as_u16(), other.problem()), (409, "idempotency-mismatch"));
    let somebody = bench.ask(Role::Admin, Method::POST, "/admin/flags").json(&json!({ "id": "other", "on": true }));
    assert_eq!(Answer::to(somebody.header("Idempotency-Key", "k-1")).await.status, 201, "each has keys of their own");
}

#[tokio::test]
async fn a_flip_that_is_repeated_flips_once() {
    let bench = Bench::start().await;
    bench.save("page", json!({})).await;
    let flip = async |key: &str| {
        let request = bench.ask(Role::Manager, Method::POST, "/admin/toggle/page").header("Idempotency-Key", key);
        Answer::to(request).await
    };
    let first = flip("a").await;
    let again = flip("a").await;
    assert_eq!((first.header("idempotency-replayed"), again.header("idempotency-replayed")), ("", "true"));
    assert_eq!((&first.body["on"], &again.body), (&json!(false), &first.body));
    assert_eq!(flip("b").await.body["on"], json!(true));
    let other: Value = json!({ "on": true });
    let other = bench.post_with("/admin/toggle/page", &other, &[("Idempotency-Key", "a")]).await;
    assert_eq!(other.problem(), "idempotency-mismatch");
}
