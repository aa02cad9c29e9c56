//! What is answered to those who ask what flags give.

use identity::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::bench::{Answer, Bench};

#[tokio::test]
async fn targets_go_before_rules_and_rules_before_the_fallthrough() {
    let bench = Bench::start().await;
    let fields = json!({
        "kind": "multivar", "variations": ["red", "green", "blue"], "fallthrough": { "variation": "blue" },
        "rules": [
            { "if": { "attr": "role", "op": "in", "value": "sre,manager" }, "variation": "green" },
            { "if": { "attr": "user", "op": "ends_with", "value": "@example.org" }, "variation": "red" },
        ],
        "targets": { "users": { "bob": "red" } },
    });
    bench.save("colour", fields.clone()).await;
    for (user, role, variation) in
        [("bob", "manager", "red"), ("eve", "sre", "green"), ("eve@example.org", "guest", "red"), ("eve", "", "blue")]
    {
        let given = bench.flags.evaluate(user, role).await;
        assert_eq!(given["colour"], json!({ "variation": variation, "off": false }), "{user} {role}");
    }
    let mut off = fields;
    off["on"] = json!(false);
    bench.save("colour", off).await;
    assert_eq!(bench.flags.evaluate("bob", "sre").await["colour"], json!({ "variation": "blue", "off": true }));
}

#[tokio::test]
async fn what_names_and_values_hold_arrives_as_it_is() {
    let bench = Bench::start().await;
    let strange = "a\"b\\c<é>\u{1F600}";
    bench.save("strange", json!({ "variations": [strange, "x"], "targets": { "users": { "ü/ d&e": "x" } } })).await;
    assert_eq!(bench.flags.evaluate("anybody", "any").await["strange"]["variation"], strange);
    assert_eq!(bench.flags.evaluate("%C3%BC/+d%26e", "any").await["strange"]["variation"], "x");
}

#[tokio::test]
async fn a_private_flag_is_seen_with_a_token_alone() {
    let bench = Bench::start().await;
    bench.save("secret", json!({ "private": true })).await;
    let path = "/flags?user=alice&role=viewer";
    let on = json!({ "variation": "on", "off": false });
    assert_eq!(bench.flags.evaluate("alice", "viewer").await["secret"], Value::Null);
    let guest = Answer::to(bench.ask(Role::Guest, Method::GET, path)).await;
    assert_eq!((&guest.body["secret"], &guest.body["sign_up_open"]), (&on, &on));
    let service = bench.bed.service_token("comms", "flags");
    assert_eq!(Answer::to(bench.flags.request(Method::GET, path).bearer_auth(service)).await.body["secret"], on);
    let nonsense = Answer::to(bench.flags.request(Method::GET, path).bearer_auth("nonsense")).await;
    assert_eq!(nonsense.status, 401);
    let counted = bench.flags.request(Method::GET, "/metrics").send().await.unwrap().text().await.unwrap();
    assert!(counted.contains("flag=\"private\"") && !counted.contains("flag=\"secret\""), "{counted}");
    bench.save("secret", json!({ "private": false })).await;
    assert_eq!(bench.flags.evaluate("alice", "viewer").await["secret"], on);
}

#[tokio::test]
async fn a_question_that_is_none_is_refused_by_name() {
    let bench = Bench::start().await;
    let long = "x".repeat(257);
    for (query, expected) in [
        ("", vec!["?role", "?user"]),
        ("?user=a", vec!["?role"]),
        ("?user=a&role=b&group=c", vec!["?group"]),
        ("?user=a&user=b&role=c", vec!["?user"]),
        (&format!("?user={long}&role={long}"), vec!["?role", "?user"]),
    ] {
        let answer = Answer::to(bench.flags.request(Method::GET, &format!("/flags{query}"))).await;
        assert_eq!((answer.status.as_u16(), answer.pointers()), (400, expected), "{query}");
    }
}

#[tokio::test]
async fn without_a_flag_the_answer_is_empty() {
    let bench = Bench::start().await;
    for switch in contracts::flags::SWITCHES {
        let path = format!("/admin/flags/{}", switch.key);
        assert_eq!(Answer::to(bench.ask(Role::Manager, Method::DELETE, &path)).await.status, 204);
    }
    assert_eq!(bench.flags.evaluate("alice", "viewer").await, json!({}));
    bench.save("one", json!({ "private": true })).await;
    assert_eq!(bench.flags.evaluate("alice", "viewer").await, json!({}));
}

#[tokio::test]
async fn what_was_given_is_counted() {
    let bench = Bench::start().await;
    bench.save("counted", json!({})).await;
    for _ in 0..3 {
        bench.flags.evaluate("alice", "viewer").await;
    }
    let metrics = bench.flags.request(Method::GET, "/metrics").send().await.unwrap().text().await.unwrap();
    assert!(metrics.contains(r#"flag_evaluations_total{flag="counted",variation="on"} 3"#), "{metrics}");
}
