//! A hundred thousand incidents: no two share an id.
//!
//! Of so many ids of six characters about five meet one that is taken already, and get a longer one instead.

use std::collections::HashSet;

use futures_util::{StreamExt, stream};
use identity::Role;
use reqwest::Method;
use serde_json::json;

use crate::bench::{Answer, Bench};

const LIST: &str = "/api/v1/incidents";
const CREATIONS: usize = 100_000;
const AT_ONCE: usize = 128;

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_thousand_creations_share_no_id() {
    let bench = Bench::start().await;
    let token = bench.bed.token(Role::Sre);
    let open = async |number: usize| {
        let body = json!({ "title": format!("Incident {number}"), "sev": 1 + number % 4 });
        let request = bench.request(Method::POST, LIST).bearer_auth(&token).json(&body);
        let answer = Answer::read(request.send().await.unwrap()).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        answer.body["id"].as_str().unwrap().to_owned()
    };
    let ids: HashSet<_> = stream::iter(0..CREATIONS).map(open).buffer_unordered(AT_ONCE).collect().await;
    assert_eq!(ids.len(), CREATIONS);
    let listed = bench.get(Role::Viewer, &format!("{LIST}?limit=1")).await;
    assert_eq!(listed.header("x-total-count"), CREATIONS.to_string(), "each is an incident of its own");
}
