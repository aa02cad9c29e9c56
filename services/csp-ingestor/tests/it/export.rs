//! The history as a file.

use identity::Role;
use serde_json::{Value, json};

use crate::bed::{Bed, outage};

async fn file(bed: &Bed, query: &str) -> (String, String) {
    let response = bed.ask("GET", &format!("/api/v1/csp/export{query}"), Role::Viewer).send().await.unwrap();
    assert_eq!(response.status(), 200);
    let name = response.headers()["content-disposition"].to_str().unwrap().to_owned();
    (name, response.text().await.unwrap())
}

#[tokio::test]
async fn events_are_exported_as_a_table_and_as_lines_of_json() {
    let bed = Bed::start().await;
    bed.register().await;
    let mut evil = outage("evil", "investigating", "minor", &[("u1", "investigating", "=1+1")]);
    evil["name"] = json!("=HYPERLINK(\"http://x.example\", \"click, please\")");
    bed.page.show_incidents(&[outage("a", "resolved", "major", &[("u1", "resolved", "Over.")]), evil]);
    bed.refresh().await;
    let (name, text) = file(&bed, "?format=csv&provider=ACME").await;
    assert_eq!(name, "attachment; filename=\"events-acme-2026-11-22.csv\"");
    let mut lines = text.split("\r\n");
    assert!(lines.next().unwrap().starts_with("id,provider,external_id,kind,status,severity,impact,title,text,"));
    assert_eq!(text.matches("\r\n").count(), 3);
    assert!(text.contains(",\"'=HYPERLINK(\"\"http://x.example\"\", \"\"click, please\"\")\",'=1+1,API,"), "{text}");
    assert!(text.contains(",2026-11-21T22:50:00Z,2026-11-22T00:00:00Z,"), "{text}");
    let (name, text) = file(&bed, "?format=ndjson").await;
    assert_eq!(name, "attachment; filename=\"events-2026-11-22.ndjson\"");
    let events: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(events.len(), 2);
    assert!(events.iter().all(|event| event["updates"].as_array().unwrap().len() == 1));
    let (_, none) = file(&bed, "?format=ndjson&to=1000").await;
    assert_eq!(none, "");
    let (_, none) = file(&bed, "?format=csv&provider=other").await;
    assert_eq!(none.matches("\r\n").count(), 1);
    for query in ["", "?format=xml", "?format=csv&from=-1", "?format=csv&limit=3"] {
        let path = format!("/api/v1/csp/export{query}");
        assert_eq!(bed.answer(bed.ask("GET", &path, Role::Viewer)).await.0, 400, "{query}");
    }
}
