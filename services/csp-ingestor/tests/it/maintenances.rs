//! Planned work: listed by when it begins, and reminded of once.

use csp_ingestor::jobs::reminders;
use identity::Role;
use serde_json::{Value, json};

use crate::bed::{Bed, NOW};

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

fn at(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds).unwrap().to_string()
}

/// Planned work as a Statuspage shows it.
fn work(id: &str, status: &str, start: i64) -> Value {
    json!({"id": id, "name": format!("Work {id}"), "status": status, "impact": "maintenance",
        "scheduled_for": at(start), "scheduled_until": at(start + HOUR), "created_at": at(NOW - DAY),
        "incident_updates": [{"id": format!("{id}-u"), "status": status, "body": "New switches.",
            "display_at": at(NOW - DAY)}]})
}

fn show(bed: &Bed, works: &[Value]) {
    bed.page.show(json!({"page": {}, "incidents": [], "scheduled_maintenances": works}).to_string());
}

async fn list(bed: &Bed, query: &str) -> Vec<Value> {
    let path = format!("/api/v1/csp/maintenances{query}");
    let (status, found) = bed.answer(bed.ask("GET", &path, Role::Viewer)).await;
    assert_eq!(status, 200, "{found}");
    found.as_array().unwrap().clone()
}

async fn reminded(bed: &Bed) -> Vec<Value> {
    let (status, told) = bed.answer(bed.ask("GET", "/api/v1/csp/reminders", Role::Viewer)).await;
    assert_eq!(status, 200, "{told}");
    told.as_array().unwrap().clone()
}

/// Looks at what is due until nothing is.
async fn remind(bed: &Bed) {
    while reminders::step(&bed.app).await.unwrap() > 0 {}
}

fn ids(works: &[Value]) -> Vec<&str> {
    works.iter().map(|work| work["external_id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn planned_work_is_listed_by_when_it_begins() {
    let bed = Bed::start().await;
    bed.register().await;
    let works = [
        work("late", "scheduled", NOW + 3 * DAY),
        work("soon", "scheduled", NOW + 2 * HOUR),
        work("now", "in_progress", NOW - HOUR),
        work("old", "completed", NOW - 5 * DAY),
        work("older", "completed", NOW - 9 * DAY),
        work("same", "scheduled", NOW + 2 * HOUR),
    ];
    show(&bed, &works);
    bed.refresh().await;
    let upcoming = list(&bed, "?state=upcoming&provider=ACME").await;
    assert_eq!(ids(&upcoming)[2], "late");
    assert_eq!((&upcoming[0]["begins_in_s"], &upcoming[0]["state"]), (&json!(2 * HOUR), &json!("upcoming")));
    assert_eq!(ids(&list(&bed, "?state=running").await), ["now"]);
    assert_eq!(ids(&list(&bed, "?state=past").await), ["old", "older"]);
    assert_eq!(ids(&list(&bed, "").await)[0], "late");
    assert_eq!(list(&bed, "").await.len(), 6);
    assert_eq!(list(&bed, "?provider=other").await, Vec::<Value>::new());
    // What moves leaves its place.
    show(&bed, &[work("late", "scheduled", NOW + HOUR), work("soon", "in_progress", NOW), works[5].clone()]);
    bed.refresh().await;
    assert_eq!(ids(&list(&bed, "?state=upcoming").await), ["late", "same"]);
    assert_eq!(ids(&list(&bed, "?state=running&provider=acme").await)[0], "soon");
    assert_eq!(list(&bed, "").await.len(), 6);
    for query in ["?state=planned", "?limit=0", "?cursor=!", "?colour=red"] {
        let path = format!("/api/v1/csp/maintenances{query}");
        assert_eq!(bed.answer(bed.ask("GET", &path, Role::Viewer)).await.0, 400, "{query}");
    }
}

#[tokio::test]
async fn what_should_have_begun_is_not_ahead_and_what_should_be_over_is_past() {
    let bed = Bed::start().await;
    bed.register().await;
    let mut endless = work("endless", "scheduled", NOW - 23 * HOUR);
    endless["scheduled_until"] = Value::Null;
    let mut forgotten = work("forgotten", "scheduled", NOW - 25 * HOUR);
    forgotten["scheduled_until"] = Value::Null;
    let works = [
        work("ahead", "scheduled", NOW + 1),
        work("begun", "scheduled", NOW),
        work("long", "in_progress", NOW - 9 * DAY),
        work("ended", "scheduled", NOW - HOUR),
        work("ancient", "scheduled", NOW - 4571 * DAY),
        work("done", "completed", NOW - 2 * HOUR),
        endless,
        forgotten,
    ];
    show(&bed, &works);
    bed.refresh().await;
    let upcoming = list(&bed, "?state=upcoming").await;
    assert_eq!((ids(&upcoming), &upcoming[0]["begins_in_s"]), (vec!["ahead"], &json!(1)));
    let running = list(&bed, "?state=running").await;
    assert_eq!(ids(&running), ["begun", "endless", "long"]);
    assert!(running.iter().all(|work| work["state"] == "running" && work["begins_in_s"].is_null()));
    assert_eq!(ids(&list(&bed, "?state=past&provider=acme").await), ["ended", "done", "forgotten", "ancient"]);
    assert_eq!(list(&bed, "").await.len(), 8);
    // The pages of what lies in two lists follow each other.
    let (mut path, mut seen) = ("/api/v1/csp/maintenances?state=past&limit=1".to_owned(), Vec::new());
    loop {
        let response = bed.ask("GET", &path, Role::Viewer).send().await.unwrap();
        let link = response.headers().get("link").map(|link| link.to_str().unwrap().to_owned());
        seen.extend(ids(&response.json::<Vec<Value>>().await.unwrap()).into_iter().map(str::to_owned));
        let Some(link) = link else { break };
        path = link.split(['<', '>']).nth(1).unwrap().to_owned();
    }
    assert_eq!(seen, ["ended", "done", "forgotten", "ancient"]);
    // The clock moves it on, without a word.
    bed.app.clock.advance(HOUR);
    assert_eq!(ids(&list(&bed, "?state=upcoming").await), Vec::<&str>::new());
    assert_eq!(ids(&list(&bed, "?state=running").await), ["ahead", "long"]);
}

#[tokio::test]
async fn pages_of_planned_work_follow_each_other_in_either_direction() {
    let bed = Bed::start().await;
    bed.register().await;
    // Many begin at the same second.
    let works: Vec<Value> =
        (0..45).map(|n| work(&format!("w{n:02}"), "scheduled", NOW + DAY + i64::from(n / 20) * HOUR)).collect();
    show(&bed, &works);
    bed.refresh().await;
    for (query, soonest_first) in [("?state=upcoming&limit=7", true), ("?limit=7", false)] {
        let mut path = format!("/api/v1/csp/maintenances{query}");
        let (mut starts, mut seen) = (Vec::new(), Vec::new());
        loop {
            let response = bed.ask("GET", &path, Role::Viewer).send().await.unwrap();
            assert_eq!(response.headers()["x-total-count"], "45");
            let link = response.headers().get("link").map(|link| link.to_str().unwrap().to_owned());
            let page: Vec<Value> = response.json().await.unwrap();
            starts.extend(page.iter().map(|work| work["ts_start"].as_i64().unwrap()));
            seen.extend(ids(&page).into_iter().map(str::to_owned));
            match link {
                Some(link) => path = link.split(['<', '>']).nth(1).unwrap().to_owned(),
                None => break,
            }
        }
        assert!(starts.is_sorted_by(|a, b| if soonest_first { a <= b } else { a >= b }), "{starts:?}");
        seen.sort();
        assert_eq!(seen.len(), 45);
        seen.dedup();
        assert_eq!(seen.len(), 45);
    }
}

#[tokio::test]
async fn each_reminder_is_given_once_whoever_looks() {
    let bed = Bed::start().await;
    bed.register().await;
    show(&bed, &[work("w", "scheduled", NOW + 2 * DAY)]);
    bed.refresh().await;
    remind(&bed).await;
    assert_eq!(reminded(&bed).await, Vec::<Value>::new());
    bed.app.clock.advance(DAY);
    // Two replicas at the same moment, then one that was restarted.
    let (one, other) = tokio::join!(reminders::step(&bed.app), reminders::step(&bed.app));
    assert!(one.unwrap() + other.unwrap() > 0);
    remind(&bed).await;
    bed.app.clock.advance(23 * HOUR);
    remind(&bed).await;
    let told = reminded(&bed).await;
    let leads: Vec<_> = told.iter().map(|one| (one["lead_s"].as_i64().unwrap(), one["at"].as_i64().unwrap())).collect();
    assert_eq!(leads, [(HOUR, NOW + 2 * DAY - HOUR), (DAY, NOW + DAY)]);
    assert_eq!((&told[0]["title"], &told[0]["provider"]), (&json!("Work w"), &json!("acme")));
    let listed = &list(&bed, "?state=upcoming").await[0];
    assert_eq!(
        listed["reminders"],
        json!([{"at": NOW + DAY, "lead_s": DAY}, {"at": NOW + 2 * DAY - HOUR, "lead_s": HOUR}])
    );
    assert_eq!(listed["id"], told[0]["event_id"]);
    // Whoever listens is told as well, each time once.
    let store = bed.app.store.redis();
    let told: redis::streams::StreamRangeReply =
        redis::AsyncCommands::xrange_all(&mut store.connection(), store.key("changes")).await.unwrap();
    let of_reminders = told.ids.iter().filter(|entry| entry.get::<String>("kind").unwrap() == "reminder");
    assert_eq!(of_reminders.count(), 2);
    // The same words again, and nothing is due any more.
    bed.refresh().await;
    assert_eq!(reminders::step(&bed.app).await.unwrap(), 0);
}

#[tokio::test]
async fn a_moved_start_is_reminded_of_anew_and_one_given_up_is_not() {
    let bed = Bed::start().await;
    bed.register().await;
    show(&bed, &[work("moved", "scheduled", NOW + DAY), work("off", "scheduled", NOW + DAY)]);
    bed.refresh().await;
    remind(&bed).await;
    assert_eq!(reminded(&bed).await.len(), 2);
    show(&bed, &[work("moved", "scheduled", NOW + 4 * DAY), work("off", "completed", NOW + DAY)]);
    bed.refresh().await;
    remind(&bed).await;
    assert_eq!(reminded(&bed).await.len(), 2);
    bed.app.clock.advance(3 * DAY);
    remind(&bed).await;
    let told = reminded(&bed).await;
    assert_eq!((told.len(), &told[0]["ts_start"], &told[0]["lead_s"]), (3, &json!(NOW + 4 * DAY), &json!(DAY)));
}

#[tokio::test]
async fn what_is_announced_within_the_hour_is_reminded_of_at_once() {
    let bed = Bed::start().await;
    bed.register().await;
    show(&bed, &[work("soon", "scheduled", NOW + 600), work("begun", "scheduled", NOW - 600)]);
    bed.refresh().await;
    remind(&bed).await;
    let told = reminded(&bed).await;
    assert_eq!((told.len(), &told[0]["title"], &told[0]["lead_s"]), (1, &json!("Work soon"), &json!(HOUR)));
}

#[tokio::test]
async fn a_person_and_the_settings_decide_whether_anybody_is_reminded() {
    let bed = Bed::start().await;
    bed.register().await;
    let mut touched = work("theirs", "scheduled", NOW + DAY);
    touched["components"] = json!([{"id": "c1", "name": "Billing", "status": "operational"}]);
    show(&bed, &[touched, work("no", "scheduled", NOW + DAY), work("yes", "scheduled", NOW + DAY)]);
    let settings = json!({"services": ["API"]});
    let path = "/api/v1/csp/providers/acme";
    assert_eq!(bed.answer(bed.ask("PATCH", path, Role::Manager).json(&settings)).await.0, 200);
    bed.refresh().await;
    let listed = list(&bed, "?state=upcoming").await;
    let no = listed.iter().find(|work| work["external_id"] == "no").unwrap()["id"].as_str().unwrap();
    let path = format!("/api/v1/csp/events/{no}/relevance");
    let said = bed.ask("PUT", &path, Role::Sre).json(&json!({"affects_us": false}));
    assert_eq!(bed.answer(said).await.0, 200);
    remind(&bed).await;
    let told = reminded(&bed).await;
    assert_eq!((told.len(), &told[0]["title"]), (1, &json!("Work yes")));
    bed.app.clock.advance(23 * HOUR);
    let paused = json!({"paused": true});
    assert_eq!(bed.answer(bed.ask("PATCH", "/api/v1/csp/providers/acme", Role::Manager).json(&paused)).await.0, 200);
    remind(&bed).await;
    assert_eq!(reminded(&bed).await.len(), 1, "a provider that is paused is left alone");
}
