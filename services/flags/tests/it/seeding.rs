//! The cluster's own flags: there from the first start on, and deleted once for all.

use contracts::flags::SWITCHES;
use identity::Role;
use redis::AsyncCommands;
use reqwest::Method;
use serde_json::json;
use testbed::Testbed;

use crate::bench::{Answer, Bench, Replica};

#[tokio::test]
async fn an_empty_keyspace_is_given_the_flags_that_the_cluster_asks_for() {
    let bench = Bench::start().await;
    let given = bench.flags.evaluate("public", "guest").await;
    for switch in SWITCHES {
        let kept = bench.get(&format!("/admin/flags/{}", switch.key)).await;
        assert_eq!((&kept.body["on"], &kept.body["version"]), (&json!(switch.otherwise), &json!(1)));
        assert_eq!(kept.body["description"], switch.description);
        let expected = if switch.otherwise { "on" } else { "off" };
        assert_eq!(given[switch.key]["variation"], expected, "nothing changes by their being there");
    }
}

#[tokio::test]
async fn what_a_person_made_of_them_stands_at_the_next_start() {
    let bench = Bench::start().await;
    let [first, second, third] = SWITCHES.map(|switch| switch.key);
    bench.post(&format!("/admin/toggle/{first}"), &json!({})).await;
    Answer::to(bench.ask(Role::Manager, Method::DELETE, &format!("/admin/flags/{second}"))).await;
    let again = Replica::ready(&bench.bed).await;
    let given = again.evaluate("public", "guest").await;
    assert_eq!(given.as_object().unwrap().len(), 2, "what was deleted does not come back");
    assert_eq!((&given[first]["off"], &given[third]["off"]), (&json!(true), &json!(true)));
}

#[tokio::test]
async fn replicas_that_start_at_once_write_them_once() {
    let bed = Testbed::start().await;
    let (one, two) = futures_util::join!(Replica::ready(&bed), Replica::ready(&bed));
    assert_eq!(one.evaluate("a", "b").await, two.evaluate("a", "b").await);
    let revision: u64 = one.app.store.redis().connection().get("{flags}:revision").await.unwrap();
    assert_eq!(revision, 3);
}

#[tokio::test]
async fn one_that_a_later_version_asks_for_comes_with_that_version_and_overwrites_nobody() {
    let bench = Bench::start().await;
    let [first, second, _] = SWITCHES.map(|switch| switch.key);
    let mut redis = bench.flags.app.store.redis().connection();
    // As if the version before had asked for the third alone, and a person had made one of the others meanwhile.
    let _: () = redis.srem("{flags}:seeded", &[first, second]).await.unwrap();
    Answer::to(bench.ask(Role::Manager, Method::DELETE, &format!("/admin/flags/{first}"))).await;
    bench.save(second, json!({ "variations": ["yes", "no"] })).await;
    let later = Replica::ready(&bench.bed).await;
    let given = later.evaluate("a", "b").await;
    assert_eq!((&given[first]["variation"], &given[second]["variation"]), (&json!("on"), &json!("yes")));
}
