//! Lists: filters, words, pages.

use std::collections::BTreeSet;

use futures_util::{StreamExt, stream};
use identity::{Actor, Role};
use incidents::domain::id::IncidentId;
use incidents::domain::opening::Opening;
use reqwest::Method;
use serde_json::{Value, json};

use crate::bench::{Answer, Bench};

const LIST: &str = "/api/v1/incidents";

async fn titles(bench: &Bench, query: &str) -> Vec<String> {
    let answer = bench.get(Role::Viewer, &format!("{LIST}?{query}")).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let items = answer.body.as_array().unwrap();
    items.iter().map(|incident| incident["title"].as_str().unwrap().to_owned()).collect()
}

/// Opens many incidents straight in the store, side by side.
async fn open_many(bench: &Bench, inputs: impl Iterator<Item = Value>) {
    let open = |(number, input): (usize, Value)| async move {
        let opening = Opening::parse(serde_json::from_value(input).unwrap(), bench.app.clock.now()).unwrap();
        let id = IncidentId::from_characters(&format!("{number:08}"));
        let stamp = bench.app.stamp(Actor::service("test"));
        bench.app.store.open(&id, opening, &stamp, None).await.unwrap();
    };
    stream::iter(inputs.enumerate()).map(open).buffer_unordered(100).collect::<Vec<_>>().await;
}

/// Every title on every page from `path` on, and how many pages there were.
async fn walk(bench: &Bench, path: String) -> (Vec<String>, usize) {
    let (mut found, mut pages, mut next) = (Vec::new(), 0, Some(path));
    while let Some(path) = next {
        let answer = bench.get(Role::Viewer, &path).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        let items = answer.body.as_array().unwrap();
        found.extend(items.iter().map(|incident| incident["title"].as_str().unwrap().to_owned()));
        pages += 1;
        next = answer.next();
    }
    (found, pages)
}

#[tokio::test]
async fn filters_combine() {
    let bench = Bench::start().await;
    bench.open(json!({ "title": "one", "sev": 1, "services": ["api"] })).await;
    let two = bench.open(json!({ "title": "two", "sev": 1, "services": ["api", "db"] })).await;
    bench.open(json!({ "title": "three", "sev": 2, "services": ["db"] })).await;
    bench.post(Role::Sre, &format!("{LIST}/{two}/status"), &json!({ "status": "mitigated" })).await;
    assert_eq!(titles(&bench, "").await, ["three", "two", "one"]);
    assert_eq!(titles(&bench, "status=open").await, ["three", "one"]);
    assert_eq!(titles(&bench, "status=mitigated&sev=1&service=%20DB%20").await, ["two"]);
    assert_eq!(titles(&bench, "sev=1&service=api").await, ["two", "one"]);
    assert_eq!(titles(&bench, "service=nothing").await, [""; 0]);
    assert_eq!(titles(&bench, "status=resolved&service=api").await, [""; 0]);
}

#[tokio::test]
async fn words_are_found_whatever_their_case_and_accents() {
    let bench = Bench::start().await;
    bench.open(json!({ "title": "Élévation de la latence", "summary": "cœur de réseau, p95 > 2s" })).await;
    bench.open(json!({ "title": "Latency at Île-de-France", "services": ["api"] })).await;
    let both = ["Latency at Île-de-France", "Élévation de la latence"];
    assert_eq!(titles(&bench, "q=LATENC").await, both);
    assert_eq!(titles(&bench, "q=elevation").await, both[1..]);
    assert_eq!(titles(&bench, "q=COEUR%20r%C3%A9s").await, both[1..]);
    assert_eq!(titles(&bench, "q=ile%20latency").await, both[..1]);
    assert_eq!(titles(&bench, "q=latenc%20ile").await, [""; 0], "only the last word may be a beginning");
    assert_eq!(titles(&bench, "q=latenc&service=api&status=open").await, both[..1]);
    assert_eq!(titles(&bench, "q=zebra").await, [""; 0]);
    assert_eq!(titles(&bench, "q=%20").await, both);
}

#[tokio::test]
async fn a_beginning_that_many_words_share_is_found_too() {
    let bench = Bench::start().await;
    let sev = |number: usize| if number.is_multiple_of(50) { 1 } else { 3 };
    open_many(&bench, (0..200).map(|n| json!({ "title": format!("node{n} fails"), "sev": sev(n) }))).await;
    bench.open(json!({ "title": "something else", "sev": 1 })).await;
    let (found, pages) = walk(&bench, format!("{LIST}?q=fails%20node&limit=30")).await;
    assert_eq!((found.iter().collect::<BTreeSet<_>>().len(), found.len(), pages), (200, 200, 7));
    assert_eq!(titles(&bench, "q=node&sev=1").await.len(), 4);
    assert_eq!(titles(&bench, "q=node19").await.len(), 11);
    assert_eq!(titles(&bench, "q=node199").await, ["node199 fails"]);
}

#[tokio::test]
async fn pages_neither_repeat_nor_miss_what_was_there_at_first() {
    let bench = Bench::start().await;
    open_many(&bench, (0..25).map(|n| json!({ "title": format!("old {n}"), "sev": 1 }))).await;
    let first = bench.get(Role::Viewer, &format!("{LIST}?limit=10&sev=1")).await;
    assert_eq!((first.body.as_array().unwrap().len(), first.header("x-total-count")), (10, "25"));
    for _ in 0..3 {
        bench.open(json!({ "title": "new", "sev": 1 })).await;
    }
    let (rest, pages) = walk(&bench, first.next().unwrap()).await;
    assert_eq!((rest.len(), pages), (15, 2));
    let shown = first.body.as_array().unwrap().iter().map(|incident| incident["title"].as_str().unwrap().to_owned());
    let all: BTreeSet<_> = rest.into_iter().chain(shown).collect();
    assert_eq!(all, (0..25).map(|n| format!("old {n}")).collect());
}

#[tokio::test]
async fn the_total_is_told_where_it_is_cheap() {
    let bench = Bench::start().await;
    bench.open(json!({ "services": ["api"] })).await;
    for (query, total) in
        [("", "1"), ("status=open", "1"), ("service=db", "0"), ("sev=2&status=open", ""), ("q=lat", "")]
    {
        let answer = bench.get(Role::Viewer, &format!("{LIST}?{query}")).await;
        assert_eq!(answer.header("x-total-count"), total, "{query}");
        assert_eq!(answer.next(), None, "{query}");
    }
}

#[tokio::test]
async fn a_page_costs_no_more_however_many_incidents_there_are() {
    let bench = Bench::start().await;
    // Two labels that never meet: each page asks its share of questions in vain, and says where to go on.
    let service = |n: usize| if n.is_multiple_of(2) { "even" } else { "odd" };
    let input = |n: usize| {
        let sev = if service(n) == "even" || n == 1 { 1 } else { 2 };
        json!({ "title": format!("failing n{n}"), "sev": sev, "services": [service(n)] })
    };
    open_many(&bench, (0..4000).map(input)).await;
    let path = format!("{LIST}?service=odd&sev=1&q=failing%20n");
    let first = bench.get(Role::Viewer, &path).await;
    assert_eq!((first.body.as_array().unwrap().len(), first.next().is_some()), (0, true));
    assert_eq!(walk(&bench, path).await, (vec!["failing n1".to_owned()], 2));
}

#[tokio::test]
async fn a_query_that_means_nothing_is_refused() {
    let bench = Bench::start().await;
    let refused = async |query: &str| {
        let answer = bench.get(Role::Viewer, &format!("{LIST}?{query}")).await;
        assert_eq!((answer.status.as_u16(), answer.problem()), (400, "validation"), "{query}");
        answer.pointers().into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(refused("status=broken&sev=0&limit=201&colour=red").await, ["?colour", "?limit", "?sev", "?status"]);
    assert_eq!(refused("sev=one").await, ["?sev"]);
    assert_eq!(refused("sev=1&sev=2").await, ["?sev"]);
    assert_eq!(refused("cursor=nonsense").await, ["?cursor"]);
}

#[tokio::test]
async fn a_cursor_holds_for_its_own_filters_alone() {
    let bench = Bench::start().await;
    open_many(&bench, (0..3).map(|n| json!({ "title": format!("n{n}"), "sev": 1 }))).await;
    let next = bench.get(Role::Viewer, &format!("{LIST}?sev=1&limit=1")).await.next().unwrap();
    let (_, cursor) = next.split_once("cursor=").unwrap();
    let other = bench.get(Role::Viewer, &format!("{LIST}?sev=1&status=open&cursor={cursor}")).await;
    assert_eq!((other.status.as_u16(), other.pointers()), (400, vec!["?cursor"]));
    let head = bench.request(Method::HEAD, LIST).bearer_auth(bench.bed.token(Role::Viewer)).send().await.unwrap();
    assert_eq!(Answer::read(head).await.status, 200);
}
