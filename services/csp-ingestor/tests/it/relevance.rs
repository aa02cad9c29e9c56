//! A person's word on whether an event affects us: what becomes of its incident, and that the word stays.

use futures_util::future::join_all;
use identity::Role;
use serde_json::{Value, json};

use crate::bed::{Bed, outage};

const LOOKING: (&str, &str, &str) = ("u1", "investigating", "We look.");

/// The one event there is.
async fn event(bed: &Bed) -> Value {
    let id = bed.events("").await[0]["id"].as_str().unwrap().to_owned();
    let (status, event) = bed.answer(bed.ask("GET", &format!("/api/v1/csp/events/{id}"), Role::Viewer)).await;
    assert_eq!(status, 200);
    event
}

fn path(event: &Value) -> String {
    format!("/api/v1/csp/events/{}/relevance", event["id"].as_str().unwrap())
}

async fn say(bed: &Bed, affects_us: Value, reason: &str) -> Value {
    let path = path(&event(bed).await);
    let word = json!({"affects_us": affects_us, "reason": reason});
    let (status, event) = bed.answer(bed.ask("PUT", &path, Role::Sre).json(&word)).await;
    assert_eq!(status, 200, "{event}");
    event
}

async fn shows(bed: &Bed, impact: &str) {
    bed.page.show_incidents(&[outage("a", "investigating", impact, &[LOOKING])]);
    bed.refresh().await;
    bed.tell_incidents().await;
}

#[tokio::test]
async fn what_does_not_affect_us_ends_its_incident_and_never_opens_another() {
    let bed = Bed::start().await;
    bed.register().await;
    shows(&bed, "major").await;
    assert_eq!(bed.incidents.opened().len(), 1);
    let judged = say(&bed, json!(false), " We left that region. ").await;
    assert_eq!((&judged["affects_us"], &judged["judgement"]["by"]), (&json!(false), &json!("Some sre")));
    assert_eq!(judged["judgement"]["reason"], "We left that region.");
    assert_eq!(bed.tell_incidents().await, 1);
    let (_, told) = bed.incidents.causes().pop().unwrap();
    assert!(told.ended_at.is_some());
    assert_eq!(told.updates.last().unwrap().text, "This does not affect us, says Some sre: We left that region.");
    // The word stays, however bad it becomes.
    shows(&bed, "critical").await;
    assert_eq!((event(&bed).await["affects_us"].clone(), bed.incidents.opened().len()), (json!(false), 1));
    assert!(bed.incidents.causes().pop().unwrap().1.ended_at.is_some());
    // Left to the settings, it goes on.
    say(&bed, Value::Null, "").await;
    bed.tell_incidents().await;
    assert_eq!(bed.incidents.causes().pop().unwrap().1.ended_at, None);
    let (_, audit) = bed.answer(bed.ask("GET", "/api/v1/audit", Role::Admin)).await;
    let entries: Vec<_> =
        audit.as_array().unwrap().iter().filter(|entry| entry["action"] == "event.relevance").collect();
    assert_eq!(entries.len(), 2);
    assert_eq!(entries[1]["detail"], "This does not affect us, says Some sre: We left that region.");
    assert_eq!(entries[1]["actor"]["name"], "Some sre");
}

#[tokio::test]
async fn what_affects_us_opens_an_incident_whatever_its_severity() {
    let bed = Bed::start().await;
    bed.register().await;
    shows(&bed, "minor").await;
    assert_eq!(bed.incidents.opened().len(), 0);
    say(&bed, json!(true), "").await;
    say(&bed, json!(true), "").await;
    assert_eq!(bed.tell_incidents().await, 1, "said twice it is told once");
    assert_eq!(bed.incidents.opened()[0].sev, 3);
    assert_eq!(event(&bed).await["incident_id"], "INC-AB12C0");
}

#[tokio::test]
async fn a_word_said_while_the_opening_is_on_its_way_is_in_time() {
    let bed = Bed::start().await;
    bed.register().await;
    bed.page.show_incidents(&[outage("a", "investigating", "critical", &[LOOKING])]);
    bed.refresh().await;
    say(&bed, json!(false), "").await;
    assert_eq!(bed.tell_incidents().await, 2);
    assert_eq!(bed.incidents.opened().len(), 0);
    say(&bed, json!(true), "").await;
    bed.tell_incidents().await;
    assert_eq!((bed.incidents.opened().len(), bed.incidents.causes().pop().unwrap().1.ended_at), (1, None));
}

#[tokio::test]
async fn words_and_looks_at_the_same_moment_are_all_kept() {
    let bed = Bed::start().await;
    bed.register().await;
    shows(&bed, "minor").await;
    let word = say(&bed, json!(false), "");
    let looks = async {
        for n in 0..10 {
            let update = (format!("n{n}"), "identified", format!("News {n}."));
            bed.page.show_incidents(&[outage(
                "a",
                "identified",
                "minor",
                &[(&update.0, update.1, &update.2), LOOKING],
            )]);
            join_all([bed.look(), bed.look()]).await;
        }
    };
    tokio::join!(word, looks);
    let event = event(&bed).await;
    assert_eq!((&event["affects_us"], &event["updates"].as_array().unwrap().len()), (&json!(false), &11));
}

#[tokio::test]
async fn faults_and_stale_writers_are_refused() {
    let bed = Bed::start().await;
    bed.register().await;
    shows(&bed, "minor").await;
    let path = path(&event(&bed).await);
    for (body, pointer) in [
        (json!({}), "/affects_us"),
        (json!({"affects_us": "no"}), "/affects_us"),
        (json!({"affects_us": true, "reason": "x".repeat(501)}), "/reason"),
        (json!({"affects_us": true, "reason": "a\nb"}), "/reason"),
        (json!({"affects_us": true, "why": "x"}), "/why"),
    ] {
        let (status, problem) = bed.answer(bed.ask("PUT", &path, Role::Sre).json(&body)).await;
        assert_eq!((status, &problem["errors"][0]["pointer"]), (400, &json!(pointer)), "{body}");
    }
    let word = json!({"affects_us": false});
    let stale = bed.ask("PUT", &path, Role::Sre).header("If-Match", "\"99\"").json(&word);
    assert_eq!(bed.answer(stale).await.0, 412);
    let fresh = bed.ask("PUT", &path, Role::Sre).header("If-Match", "\"1\"").json(&word).send().await.unwrap();
    assert_eq!((fresh.status().as_u16(), fresh.headers()["etag"].to_str().unwrap()), (200, "\"2\""));
    let nobody = "/api/v1/csp/events/018f0000-0000-7000-8000-000000000000/relevance";
    assert_eq!(bed.answer(bed.ask("PUT", nobody, Role::Sre).json(&word)).await.0, 404);
}
