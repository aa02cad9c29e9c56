//! Edges between events: what people say to them, and how they are shown.

use identity::Role;
use serde_json::{Value, json};

use crate::bed::{Bed, outage};

/// Two events without anything in common.
async fn two_events(bed: &Bed) -> (String, String) {
    bed.register().await;
    bed.page.show_incidents(&[outage("a", "investigating", "minor", &[]), outage("b", "investigating", "minor", &[])]);
    bed.refresh().await;
    let events = bed.events("").await;
    let id = |external: &str| {
        let event = events.iter().find(|event| event["external_id"] == external).unwrap();
        event["id"].as_str().unwrap().to_owned()
    };
    (id("a"), id("b"))
}

async fn says(bed: &Bed, pair: (&str, &str), body: &Value) -> (u16, Value) {
    let path = format!("/api/v1/csp/graph/edges/{}/{}", pair.0, pair.1);
    bed.answer(bed.ask("PUT", &path, Role::Sre).json(body)).await
}

async fn read(bed: &Bed, path: &str) -> Value {
    let (status, answer) = bed.answer(bed.ask("GET", path, Role::Viewer)).await;
    assert_eq!(status, 200, "{answer}");
    answer
}

#[tokio::test]
async fn a_person_confirms_rejects_and_takes_it_back() {
    let bed = Bed::start().await;
    let (a, b) = two_events(&bed).await;
    let before = read(&bed, &format!("/api/v1/csp/events/{b}")).await["version"].clone();
    let (status, edge) = says(&bed, (&a, &b), &json!({"verdict": "confirmed", "note": "They told us."})).await;
    assert_eq!((status, &edge["confidence"], &edge["kinds"]), (200, &json!(1.0), &json!(["person"])));
    assert_eq!(
        (&edge["evidence"][0]["text"], &edge["evidence"][0]["by"]),
        (&json!("They told us."), &json!("Some sre"))
    );
    let effect = read(&bed, &format!("/api/v1/csp/events/{b}")).await;
    assert_eq!((&effect["causes"][0]["event"]["id"], effect["effects"].as_array().unwrap().len()), (&json!(a), 0));
    assert_ne!(effect["version"], before, "an edge changes what is shown");
    let cause = read(&bed, &format!("/api/v1/csp/events/{a}")).await;
    assert_eq!((&cause["effects"][0]["event"]["id"], &cause["effects"][0]["cause"]), (&json!(b), &json!(a)));
    let graph = read(&bed, "/api/v1/csp/graph?active=true&provider=ACME").await;
    assert_eq!(
        (graph["nodes"].as_array().unwrap().len(), &graph["edges"][0], &graph["cut"]),
        (2, &edge, &json!(false))
    );
    assert_eq!(read(&bed, "/api/v1/csp/graph?provider=other").await["edges"], json!([]));
    assert_eq!(read(&bed, "/api/v1/csp/graph?active=false").await["nodes"], json!([]));

    let (_, edge) = says(&bed, (&a, &b), &json!({"verdict": "rejected"})).await;
    assert_eq!((&edge["confidence"], &edge["verdict"]), (&json!(0.0), &json!("rejected")));
    assert_eq!(read(&bed, "/api/v1/csp/graph").await["edges"], json!([]), "what was rejected is not drawn");
    let effect = read(&bed, &format!("/api/v1/csp/events/{b}")).await;
    assert_eq!(effect["causes"][0]["verdict"], "rejected", "but can be taken back");
    let (_, edge) = says(&bed, (&a, &b), &json!({"verdict": null})).await;
    assert_eq!((&edge["kinds"], &edge["verdict"]), (&json!([]), &json!(null)));
    assert_eq!(read(&bed, &format!("/api/v1/csp/events/{b}")).await["causes"], json!([]));
    let (_, audit) = bed.answer(bed.ask("GET", "/api/v1/audit?limit=3", Role::Admin)).await;
    let actions: Vec<_> = audit.as_array().unwrap().iter().map(|line| line["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["edge.unjudged", "edge.rejected", "edge.confirmed"]);
}

#[tokio::test]
async fn what_makes_no_sense_is_refused() {
    let bed = Bed::start().await;
    let (a, b) = two_events(&bed).await;
    let nobody = "018f0000-0000-7000-8000-000000000000";
    for (pair, body, expected) in [
        ((&*a, &*a), json!({"verdict": "confirmed"}), 400),
        ((&*a, &*b), json!({}), 400),
        ((&*a, &*b), json!({"verdict": "perhaps"}), 400),
        ((&*a, &*b), json!({"verdict": "confirmed", "colour": "red"}), 400),
        ((&*a, nobody), json!({"verdict": "confirmed"}), 404),
        ((nobody, &*b), json!({"verdict": null}), 404),
        ((&*a, "nothing"), json!({"verdict": null}), 404),
    ] {
        let (status, problem) = says(&bed, pair, &body).await;
        assert_eq!(status, expected, "{body}: {problem}");
    }
    for query in ["?hours=0", "?hours=337", "?active=yes", "?colour=red"] {
        let path = format!("/api/v1/csp/graph{query}");
        assert_eq!(bed.answer(bed.ask("GET", &path, Role::Viewer)).await.0, 400, "{query}");
    }
}

#[tokio::test]
async fn a_large_graph_is_cut_and_what_is_shown_is_whole() {
    let bed = Bed::start().await;
    bed.register().await;
    let all: Vec<Value> = (0..250).map(|n| outage(&format!("e{n}"), "investigating", "minor", &[])).collect();
    bed.page.show_incidents(&all);
    bed.refresh().await;
    let mut ids = Vec::new();
    for n in 0..all.len() {
        ids.push(bed.app.store.event_of("acme", &format!("e{n}")).await.unwrap().unwrap().event.id.to_string());
    }
    for pair in ids.windows(2) {
        assert_eq!(says(&bed, (&pair[0], &pair[1]), &json!({"verdict": "confirmed"})).await.0, 200);
    }
    let graph = read(&bed, "/api/v1/csp/graph").await;
    let (nodes, edges) = (graph["nodes"].as_array().unwrap(), graph["edges"].as_array().unwrap());
    assert_eq!((nodes.len(), &graph["cut"]), (200, &json!(true)));
    let shown: Vec<&Value> = nodes.iter().map(|node| &node["id"]).collect();
    let is_shown = |edge: &Value| shown.contains(&&edge["cause"]) && shown.contains(&&edge["effect"]);
    assert!(edges.iter().all(is_shown));
    let within = ids.windows(2).filter(|pair| pair.iter().all(|id| shown.contains(&&json!(id)))).count();
    assert_eq!(edges.len(), within, "all that lie between what is shown");
}
