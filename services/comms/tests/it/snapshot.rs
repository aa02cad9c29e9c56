//! The files beside nginx.

use std::fs;
use std::path::Path;

use comms::App;
use comms::jobs::snapshot;
use comms::jobs::tail::Tail;
use serde_json::Value;

use crate::house::{House, alone, incident, until};

fn json(directory: &Path, file: &str) -> Option<Value> {
    serde_json::from_slice(&fs::read(directory.join("current").join(file)).ok()?).ok()
}

fn html(directory: &Path, lang: &str) -> String {
    fs::read_to_string(directory.join("current").join(format!("{lang}.html"))).unwrap()
}

fn directories(directory: &Path) -> Vec<String> {
    let entries = directory.read_dir().unwrap().map(|entry| entry.unwrap());
    let mut names: Vec<_> = entries
        .filter(|entry| entry.file_type().unwrap().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn the_public_side_is_kept_as_files() {
    let kept = tempfile::tempdir().unwrap();
    let directory = kept.path().join("snapshot");
    let house = House::open_with(Some(directory.clone())).await;
    until(2, "the first snapshot", async || json(&directory, "summary.json").is_some()).await;
    assert!(html(&directory, "fr").contains("Tous les systèmes fonctionnent"));

    let bad = contracts::Incident { title: "<script>alert(1)</script>".to_owned(), ..incident("INC-AAAAAA", 1) };
    house.announce_after(&bad).await;
    until(2, "the incident in the snapshot", async || {
        json(&directory, "summary.json").is_some_and(|summary| summary["active"][0].is_object())
    })
    .await;
    assert_eq!(json(&directory, "summary.json").unwrap(), house.read("/api/v1/public/summary").await);
    assert_eq!(json(&directory, "status.json").unwrap(), house.read("/api/v1/public/status").await);
    for lang in ["fr", "en"] {
        let page = html(&directory, lang);
        assert!(page.contains("&lt;script&gt;") && !page.contains("<script"));
        assert!(page.starts_with("<main") && page.trim_end().ends_with("</main>"));
    }
    let leads_to = fs::read_link(directory.join("current")).unwrap();
    assert!(leads_to.is_relative() && leads_to.to_str().unwrap().split('-').all(|part| part.parse::<i64>().is_ok()));
}

#[tokio::test]
async fn a_burst_of_changes_is_few_snapshots() {
    let kept = tempfile::tempdir().unwrap();
    let house = House::open_with(Some(kept.path().to_owned())).await;
    let open = incident("INC-AAAAAA", 1);
    house.announce_after(&open).await;
    for version in 2..=100 {
        house.tell(&contracts::Incident { title: format!("v{version}"), version, ..open.clone() }).await;
    }
    until(10, "the last change in the snapshot", async || {
        json(kept.path(), "summary.json").is_some_and(|summary| summary["active"][0]["title"] == "v100")
    })
    .await;
    until(10, "older snapshots go", async || directories(kept.path()).len() <= 2).await;
}

#[tokio::test]
async fn the_two_latest_stay_and_strangers_are_left_alone() {
    let house = House::open().await;
    let kept = tempfile::tempdir().unwrap();
    fs::create_dir(kept.path().join("notes")).unwrap();
    let app = App { clock: boot::Clock::fixed(1_795_341_840), ..alone(&house.bed).await };
    let mut tail = Tail::default();
    tail.step(&app).await.unwrap();
    for _ in 0..3 {
        snapshot::step(&app, kept.path()).await.unwrap();
    }
    assert_eq!(directories(kept.path()), ["1795341840-2", "1795341840-3", "notes"]);
    app.clock.advance(60);
    tail.step(&app).await.unwrap();
    snapshot::step(&app, kept.path()).await.unwrap();
    assert_eq!(directories(kept.path()), ["1795341840-3", "1795341900", "notes"]);
    assert_eq!(fs::read_link(kept.path().join("current")).unwrap().to_str(), Some("1795341900"));
    assert_eq!(json(kept.path(), "summary.json").unwrap()["generated_at"], 1_795_341_900);
}

#[tokio::test]
async fn a_leftover_of_a_crash_is_in_nobody_s_way() {
    let house = House::open().await;
    let kept = tempfile::tempdir().unwrap();
    fs::create_dir(kept.path().join("1795341840")).unwrap();
    std::os::unix::fs::symlink("nowhere", kept.path().join("current.new")).unwrap();
    let app = App { clock: boot::Clock::fixed(1_795_341_840), ..alone(&house.bed).await };
    Tail::default().step(&app).await.unwrap();
    snapshot::step(&app, kept.path()).await.unwrap();
    assert_eq!(fs::read_link(kept.path().join("current")).unwrap().to_str(), Some("1795341840-2"));
}
