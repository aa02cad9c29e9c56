//! The life of a real incident, as its page was recorded at four moments. The recordings are not part of the project:
//! without them this test says so and passes.

use std::path::PathBuf;
use std::time::Instant;

use crate::bed::{Bed, NOW};

fn recorded(name: &str) -> Option<Vec<u8>> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/feeds").join(name);
    let body = std::fs::read(path).ok();
    if body.is_none() {
        println!("skipped: there is no recorded payload {name}");
    }
    body
}

#[tokio::test]
async fn a_real_incident_is_one_incident_from_its_first_word_to_its_vanishing() {
    let bed = Bed::start().await;
    bed.register().await;
    for (name, words) in [("t1-2026-08-17T1348", 6), ("t2-2026-08-17T1707", 24), ("t3-2026-08-17T2110", 35)] {
        let Some(body) = recorded(&format!("github/summary-github-com-critical-{name}.json")) else { return };
        bed.page.show(body);
        assert!(bed.look().await.ok);
        assert_eq!(bed.look().await.updated, 0, "the same page again is nothing new");
        bed.tell_incidents().await;
        assert_eq!(bed.incidents.causes().last().unwrap().1.updates.len(), words, "{name}");
    }
    let Some(gone) = recorded("github/summary-github-com-critical-t4-gone-2026-08-17T2142.json") else { return };
    bed.page.show(gone);
    assert_eq!((bed.look().await.ended, bed.look().await.ended), (0, 1));
    bed.tell_incidents().await;
    let opened = bed.incidents.opened();
    assert_eq!(opened.len(), 1);
    assert_eq!((opened[0].title.as_str(), opened[0].sev), ("Incident with GitHub.com", 1));
    assert_eq!(bed.incidents.causes().last().unwrap().1.ended_at, Some(NOW));
}

#[tokio::test]
async fn a_page_with_dozens_of_events_is_taken_in_at_once() {
    let bed = Bed::start().await;
    bed.register().await;
    let Some(body) = recorded("cloudflare/summary-global-outage-2025-11-18.json") else { return };
    bed.page.show(body);
    let begun = Instant::now();
    assert_eq!(bed.look().await.created, 56);
    let first = begun.elapsed();
    assert_eq!(bed.look().await.updated, 0);
    println!("56 events of 388 KB: {first:?} at first sight, {:?} with a second look", begun.elapsed());
    assert_eq!(
        bed.events("?active=false&limit=200").await.len() + bed.events("?active=true&limit=200").await.len(),
        56
    );
}
