//! The history as a file.

use csp_ingestor::domain::Event;
use futures_util::StreamExt;
use identity::Role;
use serde_json::{Value, json};

use crate::bed::{Bed, outage, until};
use crate::listing::{multiply, template, write_all};

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

/// Events of about a kilobyte each: a thousand, or ten times as many with every power.
async fn history(bed: &Bed, powers: u32) {
    let first = template(bed).await;
    let event = |n: usize| Event { external_id: format!("e{n}"), text: "Words. ".repeat(120), ..first.clone() };
    write_all(bed, (1..1_000).map(event)).await;
    for power in 0..powers {
        multiply(bed, 1_000 * 10_u64.pow(power)).await;
    }
}

/// How much memory this process holds, MiB.
fn memory() -> usize {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap();
    pages.split(' ').nth(1).unwrap().parse::<usize>().unwrap() * 4096 / (1024 * 1024)
}

async fn ask(bed: &Bed, format: &str) -> reqwest::Response {
    bed.ask("GET", &format!("/api/v1/csp/export?format={format}"), Role::Viewer).send().await.unwrap()
}

#[tokio::test]
async fn a_hundred_thousand_events_go_out_in_flat_memory() {
    let bed = Bed::start().await;
    history(&bed, 2).await;
    for format in ["csv", "ndjson"] {
        let before = memory();
        let (mut bytes, mut lines, mut most) = (0, 0, before);
        let mut file = ask(&bed, format).await.bytes_stream();
        while let Some(part) = file.next().await {
            let part = part.unwrap();
            bytes += part.len();
            lines += String::from_utf8_lossy(&part).matches('\n').count();
            most = most.max(memory());
        }
        let head = usize::from(format == "csv");
        assert_eq!(lines - head, 100_000, "{format}");
        println!("{format}: {} MiB went out; {before} MiB of memory before, {most} at most", bytes / (1024 * 1024));
        assert!(most < before + 24, "{format}: {before} MiB, then {most}");
    }
}

#[tokio::test]
async fn a_file_that_cannot_be_finished_is_told_from_a_whole_one() {
    let bed = Bed::start().await;
    history(&bed, 1).await;
    let mut file = ask(&bed, "csv").await.bytes_stream();
    assert!(file.next().await.unwrap().is_ok());
    bed.testbed.redis.freeze();
    let mut end = Ok(());
    while let Some(part) = file.next().await {
        end = part.map(|_| ());
    }
    bed.testbed.redis.thaw();
    assert!(end.is_err(), "the last thing the client hears is that the file is cut");
}

#[tokio::test]
async fn the_fifth_file_at_once_is_asked_to_wait() {
    let bed = Bed::start().await;
    history(&bed, 1).await;
    let mut under_way = Vec::new();
    for _ in 0..4 {
        under_way.push(ask(&bed, "csv").await);
    }
    let refused = ask(&bed, "csv").await;
    assert_eq!((refused.status().as_u16(), refused.headers()["retry-after"].to_str().unwrap()), (429, "60"));
    under_way.clear();
    until("who waited gets a file", async || ask(&bed, "ndjson").await.status() == 200).await;
}
