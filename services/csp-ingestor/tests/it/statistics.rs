//! What providers' outages come to, as stored rows and what goes on say it.

use csp_ingestor::jobs::statistics;
use identity::Role;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use crate::bed::{Bed, NOW};

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

fn at(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds).unwrap().to_string()
}

/// An outage of a Statuspage: said for the first time five minutes after its start.
fn outage(id: &str, impact: &str, start: i64, end: Option<i64>) -> Value {
    let update =
        |id: &str, status: &str, ts: i64| json!({"id": id, "status": status, "body": "Words.", "display_at": at(ts)});
    let mut updates = vec![update("u1", "investigating", start + 300)];
    updates.extend(end.map(|end| update("u2", "resolved", end)));
    updates.reverse();
    json!({"id": id, "name": format!("Outage {id}"), "status": if end.is_some() { "resolved" } else { "investigating" },
        "impact": impact, "started_at": at(start), "resolved_at": end.map(at), "incident_updates": updates})
}

async fn count(bed: &Bed) {
    while statistics::step(&bed.app).await.unwrap() > 0 {}
}

async fn read(bed: &Bed, query: &str) -> Vec<Value> {
    let path = format!("/api/v1/csp/statistics{query}");
    let (status, found) = bed.answer(bed.ask("GET", &path, Role::Viewer)).await;
    assert_eq!(status, 200, "{found}");
    found.as_array().unwrap().clone()
}

#[tokio::test]
async fn minutes_and_first_words_by_month_and_quarter() {
    let bed = Bed::start().await;
    bed.register().await;
    let november = NOW - 10 * DAY;
    bed.page.show_incidents(&[
        outage("a", "major", november, Some(november + 2 * HOUR)),
        outage("b", "critical", november + HOUR, Some(november + 3 * HOUR)),
        outage("c", "minor", november + 2 * HOUR, Some(november + 5 * HOUR)),
        outage("d", "minor", NOW - 60 * DAY, Some(NOW - 60 * DAY + HOUR)),
        outage("e", "none", november, Some(november + DAY)),
    ]);
    bed.refresh().await;
    assert_eq!(read(&bed, "?provider=acme").await[0]["months"][0]["minutes_down"], 0, "not counted yet");
    count(&bed).await;
    let found = read(&bed, "?provider=ACME").await;
    let acme = &found[0];
    assert_eq!(
        (&acme["provider"], &acme["followed_since"], &acme["open_longest"]),
        (&json!("acme"), &json!(NOW), &Value::Null)
    );
    assert_eq!(
        acme["months"],
        json!([
            {"month": "2026-11", "minutes_down": 180, "minutes_degraded": 120, "incidents": 3, "first_word_s": 300,
                "longest_s": 3 * HOUR},
            {"month": "2026-10", "minutes_down": 0, "minutes_degraded": 0, "incidents": 0, "first_word_s": null,
                "longest_s": null},
            {"month": "2026-09", "minutes_down": 0, "minutes_degraded": 60, "incidents": 1, "first_word_s": 300,
                "longest_s": HOUR},
        ])
    );
    assert_eq!(
        (&acme["quarters"][0]["quarter"], &acme["quarters"][0]["minutes_down"]),
        (&json!("2026-Q4"), &json!(180))
    );
    assert_eq!(acme["quarters"][1]["minutes_degraded"], 60);
    let one = &read(&bed, "?months=1").await[0];
    assert_eq!((one["months"].as_array().unwrap().len(), one["quarters"].as_array().unwrap().len()), (1, 1));
    assert_eq!(read(&bed, "?provider=other").await, Vec::<Value>::new());
    assert_eq!(read(&bed, "?provider=%20").await, Vec::<Value>::new());
}

#[tokio::test]
async fn what_goes_on_is_counted_up_to_now_and_over_the_ends_of_months() {
    let bed = Bed::start().await;
    bed.register().await;
    bed.page.show_incidents(&[outage("a", "major", NOW - HOUR, None)]);
    bed.refresh().await;
    count(&bed).await;
    let months = |found: &[Value]| {
        found[0]["months"]
            .as_array()
            .unwrap()
            .iter()
            .map(|month| month["minutes_down"].as_i64().unwrap())
            .collect::<Vec<_>>()
    };
    let found = read(&bed, "?provider=acme").await;
    assert_eq!((months(&found), &found[0]["open_longest"]["external_id"]), (vec![60], &json!("a")));
    // Nobody counts anew, and December has begun.
    bed.app.clock.advance(10 * DAY);
    let found = read(&bed, "?provider=acme").await;
    assert_eq!(months(&found), [DAY / 60, 9 * DAY / 60 + 60]);
    assert_eq!(found[0]["months"][1]["longest_s"], 10 * DAY + HOUR);
    // It ends, and began earlier than was said at first.
    bed.page.show_incidents(&[outage("a", "major", NOW - 30 * DAY, Some(NOW + 9 * DAY + HOUR))]);
    bed.refresh().await;
    count(&bed).await;
    let found = read(&bed, "?provider=acme").await;
    assert_eq!(months(&found), [60, 30 * DAY / 60, 9 * DAY / 60]);
    assert_eq!(found[0]["open_longest"], Value::Null);
    assert_eq!(found[0]["months"][2]["incidents"], 1, "it counts where it began");
    assert_eq!(found[0]["months"][1]["incidents"], 0);
    // What turns out to be for information alone never was an outage.
    bed.page.show_incidents(&[]);
    let store = &bed.app.store;
    let event = store.event_of("acme", "a").await.unwrap().unwrap().event;
    assert_eq!(event.severity, csp_ingestor::domain::Severity::Major);
}

#[tokio::test]
async fn months_are_those_of_the_organisations_zone_and_are_counted_anew_with_another() {
    let mut bed = Bed::start().await;
    bed.register().await;
    let november = NOW - 21 * DAY; // 2026-11-01T00:00:00Z
    bed.page.show_incidents(&[outage("a", "major", november - HOUR, Some(november + HOUR))]);
    bed.refresh().await;
    statistics::begin(&bed.app).await.unwrap();
    count(&bed).await;
    let minutes = |rows: &csp_ingestor::store::Rows| {
        rows.months.iter().map(|(month, row)| (month.to_string(), row.down_s / 60)).collect::<Vec<_>>()
    };
    let acme = ["acme".to_owned()];
    let rows = bed.app.store.rows(&acme).await.unwrap();
    assert_eq!(minutes(&rows[0]), [("2026-10".into(), 60), ("2026-11".into(), 60)]);
    bed.app.zone = TimeZone::get("Europe/Paris").unwrap();
    statistics::begin(&bed.app).await.unwrap();
    count(&bed).await;
    let rows = bed.app.store.rows(&acme).await.unwrap();
    assert_eq!(minutes(&rows[0]), [("2026-11".into(), 120)]);
    statistics::begin(&bed.app).await.unwrap();
    assert_eq!(statistics::step(&bed.app).await.unwrap(), 0, "the same zone again is nothing new");
}

#[tokio::test]
async fn months_that_were_counted_outlive_their_events() {
    let bed = Bed::start().await;
    bed.register().await;
    bed.page.show_incidents(&[outage("a", "major", NOW - 2 * DAY, Some(NOW - DAY))]);
    bed.refresh().await;
    count(&bed).await;
    // The event is forgotten, as old ones are; another of the same month changes.
    let id = bed.app.store.event_of("acme", "a").await.unwrap().unwrap().event.id;
    let redis = bed.app.store.redis();
    let _: u64 = redis::AsyncCommands::del(&mut redis.connection(), redis.key(&format!("event:{id}"))).await.unwrap();
    let _: u64 = redis::AsyncCommands::hdel(&mut redis.connection(), redis.key("external:acme"), "a").await.unwrap();
    let _: u64 =
        redis::AsyncCommands::srem(&mut redis.connection(), redis.key("open:acme"), id.to_string()).await.unwrap();
    bed.page.show_incidents(&[outage("b", "major", NOW - HOUR, Some(NOW))]);
    bed.refresh().await;
    count(&bed).await;
    assert_eq!(read(&bed, "?provider=acme").await[0]["months"][0]["minutes_down"], (DAY + HOUR) / 60);
    // Shown once more it is another event, and still one outage.
    bed.page.show_incidents(&[outage("a", "major", NOW - 2 * DAY, Some(NOW - DAY))]);
    bed.refresh().await;
    count(&bed).await;
    let month = &read(&bed, "?provider=acme").await[0]["months"][0];
    assert_eq!((&month["minutes_down"], &month["incidents"]), (&json!((DAY + HOUR) / 60), &json!(2)));
}

#[tokio::test]
async fn what_ends_after_its_month_is_counted_for_good_does_not_go_on_there() {
    let bed = Bed::start().await;
    bed.register().await;
    let october = NOW - 52 * DAY; // 2026-10-01T00:00:00Z
    bed.page.show_incidents(&[
        outage("a", "major", october, Some(october + HOUR)),
        outage("b", "critical", october + 30 * DAY, None),
    ]);
    bed.refresh().await;
    count(&bed).await;
    // As if there had been so many that the first of them is forgotten.
    let redis = bed.app.store.redis();
    let mut connection = redis.connection();
    let key = |name: &str| redis.key(name);
    let _: u64 = redis::AsyncCommands::hdel(&mut connection, key("outages:acme"), "acme:a").await.unwrap();
    let _: u64 = redis::AsyncCommands::zrem(&mut connection, key("outages:acme:ends"), "acme:a").await.unwrap();
    let _: u64 =
        redis::AsyncCommands::hset(&mut connection, key("months:acme"), "frozen", october + HOUR).await.unwrap();
    bed.page.show_incidents(&[outage("b", "critical", october + 30 * DAY, Some(NOW - DAY))]);
    bed.refresh().await;
    count(&bed).await;
    let acme = &read(&bed, "?provider=acme").await[0];
    let of_month = |at: usize, field: &str| acme["months"][at][field].as_i64().unwrap();
    assert_eq!((of_month(0, "minutes_down"), of_month(1, "minutes_down")), (20 * DAY / 60, (DAY + HOUR) / 60));
    assert_eq!((of_month(1, "incidents"), of_month(1, "longest_s")), (2, 21 * DAY));
    assert_eq!(acme["open_longest"], Value::Null);
}

#[tokio::test]
async fn replicas_that_count_at_once_come_to_the_same() {
    let bed = Bed::start().await;
    bed.register().await;
    let all: Vec<Value> = (0..40)
        .map(|n| outage(&format!("e{n}"), "major", NOW - DAY + n * 1200, Some(NOW - DAY + n * 1200 + 600)))
        .collect();
    bed.page.show_incidents(&all);
    bed.refresh().await;
    let (one, other) = tokio::join!(count(&bed), count(&bed));
    assert_eq!((one, other), ((), ()));
    let month = &read(&bed, "?provider=acme").await[0]["months"][0];
    assert_eq!((&month["minutes_down"], &month["incidents"]), (&json!(400), &json!(40)));
}

#[tokio::test]
async fn providers_come_in_pages() {
    let bed = Bed::start().await;
    for name in ["one", "two", "three"] {
        let body = json!({"name": name, "feed_url": bed.page.url(), "type": "json"});
        assert_eq!(bed.answer(bed.ask("POST", "/api/v1/csp/providers", Role::Manager).json(&body)).await.0, 201);
    }
    let response = bed.ask("GET", "/api/v1/csp/statistics?limit=2", Role::Viewer).send().await.unwrap();
    let link = response.headers()["link"].to_str().unwrap().split(['<', '>']).nth(1).unwrap().to_owned();
    let first: Vec<Value> = response.json().await.unwrap();
    let (_, second) = bed.answer(bed.ask("GET", &link, Role::Viewer)).await;
    let names: Vec<_> =
        first.iter().chain(second.as_array().unwrap()).map(|one| one["provider"].as_str().unwrap()).collect();
    assert_eq!(names, ["three", "two", "one"]);
    for query in ["?months=0", "?months=61", "?limit=0", "?colour=red"] {
        let path = format!("/api/v1/csp/statistics{query}");
        assert_eq!(bed.answer(bed.ask("GET", &path, Role::Viewer)).await.0, 400, "{query}");
    }
}
