//! What fails again under its id: components, and services in Amazon's RSS.

use csp_ingestor::domain::Event;
use serde_json::{Value, json};

use crate::bed::{Bed, NOW};

const DAY: i64 = 24 * 3600;

async fn event(bed: &Bed, external_id: &str) -> Event {
    bed.app.store.event_of("acme", external_id).await.unwrap().unwrap().event
}

/// Amazon's RSS of one service with these items, each with its moment.
fn amazon(items: &[(i64, &str)]) -> String {
    let item = |(at, title): &(i64, &str)| {
        format!(
            "<item><title>{title}</title><guid isPermaLink='false'>http://status.aws.amazon.com/#ec2-us-east-1_{at}</guid>\
             <description>Some instances are slow.</description></item>"
        )
    };
    let items: String = items.iter().map(item).collect();
    format!(
        "<rss version='2.0'><channel><title>Amazon EC2 (N. Virginia) Service Status</title>\
         <link>http://status.aws.amazon.com/</link>{items}</channel></rss>"
    )
}

#[tokio::test]
async fn what_was_never_ended_is_one_event_however_often_it_is_read() {
    let bed = Bed::start().await;
    bed.register().await;
    let title = "Performance issues: Slow instances";
    bed.page.show(amazon(&[(NOW - 10 * DAY, title)]));
    let looks = [bed.look().await, bed.look().await, bed.look().await];
    assert_eq!(looks.each_ref().map(|look| (look.ok, look.created)), [(true, 1), (true, 0), (true, 0)]);
    assert_eq!(bed.events("").await.len(), 1);
    // A new word is another outage.
    bed.page.show(amazon(&[(NOW - 60, title), (NOW - 10 * DAY, title)]));
    assert_eq!(bed.look().await.created, 1);
    assert_eq!(bed.look().await.created, 0);
}

/// A page of one component.
fn component(status: &str, changed_at: &str) -> String {
    let one: Value = json!({"id": "c1", "name": "API", "status": status, "updated_at": changed_at});
    json!({"page": {}, "components": [one]}).to_string()
}

#[tokio::test]
async fn a_component_began_to_fail_when_it_did_and_its_page_says_it_once() {
    let bed = Bed::start().await;
    bed.register().await;
    bed.page.show(component("degraded_performance", "2026-11-21T22:00:00Z"));
    assert_eq!(bed.look().await.created, 1);
    let began = event(&bed, "component:c1").await.ts_start;
    bed.page.show(component("major_outage", "2026-11-21T23:00:00Z"));
    assert_eq!(bed.look().await.updated, 1);
    let worse = event(&bed, "component:c1").await;
    assert_eq!((worse.ts_start, worse.updates.len()), (began, 2));
    // The page dates all its components anew, as some do for any of them.
    bed.page.show(component("major_outage", "2026-11-21T23:30:00Z"));
    assert_eq!(bed.look().await.updated, 0);
    // What it was before it may be again: that is said anew.
    bed.page.show(component("degraded_performance", "2026-11-21T23:40:00Z"));
    assert_eq!(bed.look().await.updated, 1);
    let better = event(&bed, "component:c1").await;
    assert_eq!((better.ts_start, better.updates.len()), (began, 3));
}
