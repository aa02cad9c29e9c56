//! Several feeds of one provider, and feeds that are not to be believed at first sight.

use csp_ingestor::domain::health::Condition;
use identity::Role;
use serde_json::{Value, json};

use crate::bed::{Bed, Page, outage};

const LOOKING: (&str, &str, &str) = ("u1", "investigating", "We look into errors.");

/// The provider `acme` with its JSON and its RSS.
async fn two_feeds() -> (Bed, Page) {
    let bed = Bed::start().await;
    let rss = bed.another_page().await;
    bed.register_as("acme", &[bed.page.url(), rss.url()]).await;
    (bed, rss)
}

/// The same outage as [`outage`] shows it, as an RSS feed would.
fn item(id: &str, words: &str) -> String {
    format!(
        "<item><guid>tag:{id}</guid><title>Outage {id}</title><pubDate>Sat, 21 Nov 2026 22:52:00 GMT</pubDate>\
         <description>{words}</description></item>"
    )
}

fn rss(items: &[String]) -> String {
    format!("<rss version='2.0'><channel><title>Acme</title>{}</channel></rss>", items.concat())
}

async fn events(bed: &Bed) -> Vec<Value> {
    bed.events("").await
}

#[tokio::test]
async fn what_two_feeds_tell_of_is_one_event() {
    let (bed, beside) = two_feeds().await;
    let both = |status: &str, words: &str| {
        bed.page.show_incidents(&[outage("a", status, "major", &[("u1", "investigating", words)])]);
        beside.show(rss(&[item("a", words)]));
    };
    both("investigating", LOOKING.2);
    let look = bed.look().await;
    assert_eq!((look.events_seen, look.created), (1, 1));
    // Twice the same changes nothing.
    let again = bed.look().await;
    assert_eq!((again.created, again.updated, again.ended), (0, 0, 0));
    let all = events(&bed).await;
    assert_eq!((all.len(), &all[0]["external_id"], &all[0]["severity"]), (1, &json!("a"), &json!(2)));
    bed.tell_incidents().await;
    assert_eq!(bed.incidents.opened().len(), 1);
}

#[tokio::test]
async fn a_feed_that_fails_leaves_the_other_and_nothing_is_gone_by_it() {
    let (bed, beside) = two_feeds().await;
    bed.page.show_incidents(&[outage("a", "investigating", "major", &[LOOKING])]);
    beside.show(rss(&[item("a", LOOKING.2), item("b", "Mail is down")]));
    assert_eq!(bed.look().await.created, 2);
    // The structured one fails: the other alone makes no second event of the first, and does not change how bad it is.
    bed.page.fail(500);
    for _ in 0..4 {
        let look = bed.look().await;
        assert_eq!((look.ok, look.created, look.ended), (true, 0, 0), "{look:?}");
        assert!(look.error.unwrap().contains("status 500"));
    }
    let (state, detail) = bed.health().await;
    assert_eq!(state, Condition::Failing);
    assert!(detail.unwrap().starts_with("127.0.0.1/feed: "));
    let all = events(&bed).await;
    assert!(all.iter().any(|event| event["external_id"] == "a" && event["severity"] == 2), "{all:?}");
    // What the other does not show meanwhile is not gone either.
    beside.show(rss(&[item("a", LOOKING.2)]));
    for _ in 0..3 {
        assert_eq!(bed.look().await.ended, 0);
    }
    // Back again, they tell together what is gone, when it is seen twice.
    bed.page.show_incidents(&[outage("a", "investigating", "major", &[LOOKING])]);
    assert_eq!(bed.look().await.ended, 0);
    assert_eq!(bed.look().await.ended, 1);
    assert_eq!(bed.health().await.0, Condition::Ok);
}

#[tokio::test]
async fn what_only_words_tell_of_any_more_is_as_bad_as_its_fields_said() {
    let (bed, beside) = two_feeds().await;
    bed.page.show_incidents(&[outage("a", "investigating", "minor", &[LOOKING])]);
    beside.show(rss(&[item("a", LOOKING.2), item("b", "Mail is down")]));
    assert_eq!(bed.look().await.created, 2);
    let of = async |id: &str| {
        let event = events(&bed).await.into_iter().find(|event| event["external_id"] == id).unwrap();
        (event["title"].clone(), event["severity"].clone(), event["status"].clone())
    };
    // Both answer; what is over is dropped by the one, and lags behind in the other.
    bed.page.show_incidents(&[]);
    assert!(bed.look().await.ok);
    assert_eq!(of("a").await, (json!("Outage a"), json!(3), json!("investigating")));
    let over = item("a", LOOKING.2).replace("<title>", "<title>[Resolved] All is down: ");
    // What only words ever told of stays theirs.
    let other = item("b", "Mail is down").replace("<title>", "<title>[Resolved] Mail, ");
    beside.show(rss(&[over, other]));
    assert_eq!(bed.look().await.ended, 2);
    assert_eq!(of("a").await, (json!("Outage a"), json!(3), json!("resolved")));
    assert_eq!(of("tag:b").await, (json!("Mail, Outage b"), json!(1), json!("resolved")));
}

#[tokio::test]
async fn what_has_not_changed_is_asked_for_whole_where_another_has() {
    let (bed, beside) = two_feeds().await;
    bed.page.show_incidents(&[outage("a", "investigating", "major", &[LOOKING])]);
    bed.page.tag("\"j1\"");
    beside.show(rss(&[item("b", "Mail is down")]));
    beside.tag("\"r1\"");
    assert_eq!(bed.look().await.created, 2);
    let same = bed.look().await;
    assert!(same.ok && same.not_modified);
    assert_eq!((bed.page.asked(), beside.asked()), (2, 2));
    // One changes: the other is asked with conditions, and then without.
    bed.page.show_incidents(&[outage("a", "resolved", "major", &[LOOKING])]);
    bed.page.tag("\"j2\"");
    let look = bed.look().await;
    assert_eq!((look.not_modified, look.events_seen, look.ended), (false, 2, 1));
    assert_eq!((bed.page.asked(), beside.asked(), beside.not_modified()), (3, 4, 2));
}

#[tokio::test]
async fn what_went_while_another_failed_is_found_gone_though_nothing_changes_any_more() {
    let (bed, beside) = two_feeds().await;
    let both = [outage("a", "investigating", "major", &[LOOKING]), outage("b", "investigating", "minor", &[LOOKING])];
    bed.page.show_incidents(&both);
    bed.page.tag("\"j1\"");
    beside.show(rss(&[item("c", "Mail is down")]));
    beside.tag("\"r1\"");
    assert_eq!(bed.look().await.created, 3);
    bed.page.show_incidents(&both[..1]);
    bed.page.tag("\"j2\"");
    beside.fail(500);
    assert_eq!(bed.look().await.ended, 0);
    beside.show(rss(&[item("c", "Mail is down")]));
    beside.tag("\"r1\"");
    // Both say "as before", but before they were not heard together.
    let ended: usize = [bed.look().await, bed.look().await].iter().map(|look| look.ended).sum();
    assert_eq!(ended, 1);
}

/// A page with `count` outages that says it was made then.
fn made_at(minute: u32, count: u32) -> String {
    let incidents: Vec<Value> =
        (0..count).map(|number| outage(&format!("e{number}"), "investigating", "minor", &[LOOKING])).collect();
    let page = json!({"url": "https://status.acme.example", "updated_at": format!("2026-11-21T23:{minute:02}:00Z")});
    json!({"page": page, "incidents": incidents}).to_string()
}

#[tokio::test]
async fn an_old_copy_is_not_taken_in_before_it_is_seen_twice() {
    let bed = Bed::start().await;
    bed.register().await;
    bed.page.show(made_at(10, 2));
    assert_eq!(bed.look().await.created, 2);
    bed.page.show(made_at(5, 1));
    bed.page.tag("\"old\"");
    let refused = bed.look().await;
    assert_eq!((refused.ok, refused.events_seen), (false, 0));
    assert_eq!(bed.health().await.0, Condition::Backwards);
    let (_, shown) = bed.answer(bed.ask("GET", "/api/v1/csp/providers/acme", Role::Viewer)).await;
    assert_eq!((&shown["health"]["state"], &shown["failures"]), (&json!("backwards"), &json!(0)));
    // The new copy is back: all is well, and nothing was missed.
    bed.page.show(made_at(10, 2));
    assert!(bed.look().await.ok);
    assert_eq!(bed.health().await.0, Condition::Ok);
    // Twice in a row it is how the feed is; from then on what is missing from it counts, and is gone when missing twice.
    bed.page.show(made_at(5, 1));
    bed.page.tag("\"old\"");
    let looks = [bed.look().await, bed.look().await, bed.look().await];
    assert_eq!(
        looks.each_ref().map(|look| (look.ok, look.not_modified, look.ended)),
        [(false, false, 0), (true, false, 0), (true, true, 1)]
    );
    let (state, detail) = bed.health().await;
    assert_eq!((state, detail.as_deref()), (Condition::Ok, Some("it shows what is older than what it showed before")));
}

#[tokio::test]
async fn two_copies_that_take_turns_never_take_the_old_one_in() {
    let bed = Bed::start().await;
    bed.register().await;
    for _ in 0..3 {
        bed.page.show(made_at(10, 2));
        assert!(bed.look().await.ok);
        bed.page.show(made_at(5, 0));
        assert!(!bed.look().await.ok);
    }
    assert_eq!(bed.events("?active=true").await.len(), 2);
}

#[tokio::test]
async fn another_dialect_is_taken_in_when_it_is_seen_twice() {
    let bed = Bed::start().await;
    bed.register().await;
    bed.page.show(made_at(10, 2));
    bed.look().await;
    bed.page.show(rss(&[item("x", "Mail is down")]));
    assert!(!bed.look().await.ok);
    let (state, detail) = bed.health().await;
    assert_eq!((state, detail.as_deref()), (Condition::DialectChanged, Some("it was statuspage and is syndication")));
    assert_eq!(bed.look().await.created, 1);
    assert_eq!(bed.health().await.0, Condition::Ok);
}

#[tokio::test]
async fn a_list_that_has_emptied_is_in_the_dialect_it_was_in() {
    let bed = Bed::start().await;
    bed.register().await;
    let impact = json!({"type": "outage", "severity": "major", "startTime": "2026-11-21T23:00:00.000Z"});
    bed.page.show(json!([{"id": 7, "IncidentImpacts": [impact], "instanceKeys": ["NA1"]}]).to_string());
    assert_eq!(json!(bed.look().await.dialect), json!("salesforce"));
    bed.page.show("[]");
    for ended in [0, 1, 0] {
        let look = bed.look().await;
        assert_eq!((look.ok, json!(look.dialect), look.ended), (true, json!("salesforce"), ended));
    }
    let (_, shown) = bed.answer(bed.ask("GET", "/api/v1/csp/providers/acme", Role::Viewer)).await;
    assert_eq!(shown["dialect"], "salesforce");
}

#[tokio::test]
async fn far_fewer_events_are_missed_only_from_the_second_time_on() {
    let bed = Bed::start().await;
    bed.register().await;
    bed.page.show(made_at(10, 8));
    assert_eq!(bed.look().await.created, 8);
    bed.page.show(made_at(11, 2));
    bed.page.tag("\"few\"");
    let looks = [bed.look().await, bed.look().await, bed.look().await];
    // Taken in; then counted; then gone, by an answer that says "as before".
    assert_eq!(
        looks.each_ref().map(|look| (look.ok, look.events_seen, look.not_modified, look.ended)),
        [(true, 2, false, 0), (true, 2, false, 0), (true, 0, true, 6)]
    );
}

#[tokio::test]
async fn a_feed_that_shrank_and_came_back_has_lost_nothing() {
    let bed = Bed::start().await;
    bed.register().await;
    for _ in 0..3 {
        bed.page.show(made_at(10, 8));
        assert_eq!(bed.look().await.ended, 0);
        bed.page.show(made_at(10, 0));
        assert_eq!(bed.look().await.ended, 0);
        assert_eq!(bed.health().await.0, Condition::Shrunk);
    }
    assert_eq!(bed.events("?active=true").await.len(), 8);
}

#[tokio::test]
async fn each_oddity_is_kept_once_and_so_many() {
    let bed = Bed::start().await;
    bed.register().await;
    let states = |states: &[String]| {
        let odd = states.iter().enumerate();
        let odd = odd.map(|(at, state)| json!({"id": format!("c{at}"), "name": "API", "status": state}));
        let well = json!({"id": "w", "name": "Web", "status": "operational"});
        bed.page.show(json!({"page": {}, "components": odd.chain([well]).collect::<Vec<_>>()}).to_string());
    };
    let oddities = async || {
        let (_, shown) = bed.answer(bed.ask("GET", "/api/v1/csp/providers/acme", Role::Viewer)).await;
        shown["oddities"].as_array().unwrap().len()
    };
    states(&["on_fire".to_owned()]);
    bed.look().await;
    bed.look().await;
    assert_eq!(oddities().await, 1);
    for round in 0..10 {
        states(&(0..12).map(|number| format!("strange-{round}-{number}")).collect::<Vec<_>>());
        bed.look().await;
    }
    assert_eq!(oddities().await, 50);
}
