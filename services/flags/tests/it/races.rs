//! Writers at the same moment.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use identity::Role;
use reqwest::Method;
use serde_json::json;

use crate::bench::{Answer, Bench, Replica};

#[tokio::test]
async fn of_two_who_change_the_same_version_one_is_told_to_read_again() {
    let bench = Bench::start().await;
    bench.save("page", json!({})).await;
    for version in 1..20 {
        let tag = format!("\"{version}\"");
        let change = |description: &str| {
            let body = json!({ "id": "page", "on": true, "description": format!("{description} {version}") });
            let request = bench.ask(Role::Manager, Method::POST, "/admin/flags").header("If-Match", &tag).json(&body);
            Answer::to(request)
        };
        let (one, two) = futures_util::join!(change("one"), change("two"));
        let statuses = BTreeSet::from([one.status.as_u16(), two.status.as_u16()]);
        assert_eq!(statuses, BTreeSet::from([200, 412]));
        let winner = if one.status == 200 { one } else { two };
        assert_eq!(bench.get("/admin/flags/page").await.body, winner.body);
    }
}

#[tokio::test]
async fn flips_at_once_are_all_made() {
    let bench = Bench::start().await;
    bench.save("page", json!({})).await;
    let flip = || Answer::to(bench.ask(Role::Manager, Method::POST, "/admin/toggle/page"));
    let answers = join_all((0..51).map(|_| flip())).await;
    let versions: BTreeSet<_> = answers.iter().map(|answer| answer.body["version"].as_u64().unwrap()).collect();
    assert_eq!(versions, (2..=52).collect(), "no two of them are one");
    assert_eq!(bench.get("/admin/flags/page").await.body["on"], json!(false));
    assert_eq!(bench.flags.evaluate("a", "b").await["page"]["off"], json!(true), "and memory ends where Redis does");
}

#[tokio::test]
async fn whoever_creates_first_creates_and_replicas_agree_in_the_end() {
    let bench = Bench::start().await;
    let other = Replica::ready(&bench.bed).await;
    let token = bench.bed.token(Role::Manager);
    let save = |number: usize| {
        let replica = if number.is_multiple_of(2) { &bench.flags } else { &other };
        let body = json!({ "id": "page", "on": true, "variations": [format!("v{number}"), "off"] });
        Answer::to(replica.request(Method::POST, "/admin/flags").bearer_auth(&token).json(&body))
    };
    let answers = join_all((0..40).map(save)).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
    assert!(answers.iter().all(|answer| matches!(answer.status.as_u16(), 200 | 201)));
    let stands = bench.get("/admin/flags/page").await.body;
    assert_eq!(stands["version"], json!(40));
    let expected = json!({ "variation": stands["variations"][0], "off": false });
    for replica in [&bench.flags, &other] {
        replica.gives(1, "page", expected.clone()).await;
    }
}

#[tokio::test]
async fn what_a_writer_was_answered_is_what_the_same_replica_gives() {
    let bench = Bench::start().await;
    for number in 0..50 {
        let variation = format!("v{number}");
        bench.save("page", json!({ "variations": [variation, "off"] })).await;
        assert_eq!(bench.flags.evaluate("a", "b").await["page"]["variation"], json!(variation), "at once");
    }
}
