//! What follows from what: a large outage is one incident with many links, a coincidence is none.

use identity::Role;
use serde_json::{Value, json};

use crate::bed::{Bed, NOW, Page};

/// One incident of a Statuspage that began so many minutes before the tests do, with what was said since, newest first.
pub(crate) fn says(id: &str, impact: &str, status: &str, began: i64, words: &[&str]) -> Value {
    let at = |minutes: i64| jiff::Timestamp::from_second(NOW - minutes * 60).unwrap().to_string();
    let count = words.len();
    let updates: Vec<Value> = words
        .iter()
        .enumerate()
        .map(|(n, body)| {
            let id = format!("{id}-{}", count - n);
            json!({"id": id, "status": status, "body": body, "display_at": at(began - 1)})
        })
        .collect();
    json!({"id": id, "name": format!("Trouble {id}"), "status": status, "impact": impact, "started_at": at(began),
        "incident_updates": updates, "components": [{"id": "c", "name": "API", "status": "operational"}]})
}

/// Shows this on a page, and looks at it.
pub(crate) async fn shows(bed: &Bed, page: &Page, name: &str, incident: Value) -> String {
    page.show_incidents(&[incident]);
    assert!(bed.look_at(name).await.ok);
    bed.events(&format!("?provider={name}")).await[0]["id"].as_str().unwrap().to_owned()
}

pub(crate) async fn graph(bed: &Bed) -> Value {
    let (status, graph) = bed.answer(bed.ask("GET", "/api/v1/csp/graph", Role::Viewer)).await;
    assert_eq!(status, 200, "{graph}");
    graph
}

pub(crate) async fn verdict(bed: &Bed, cause: &str, effect: &str, verdict: Value) {
    let path = format!("/api/v1/csp/graph/edges/{cause}/{effect}");
    let (status, answer) = bed.answer(bed.ask("PUT", &path, Role::Sre).json(&json!({"verdict": verdict}))).await;
    assert_eq!(status, 200, "{answer}");
}

/// What the last word on an incident was.
pub(crate) fn last(bed: &Bed, incident: &str) -> contracts::Cause {
    bed.incidents.causes().into_iter().rev().find(|(id, _)| id == incident).unwrap().1
}

pub(crate) async fn settle(bed: &Bed) {
    // What is told may wake others, and what was judged is to be told.
    for _ in 0..3 {
        bed.judge_all().await;
        bed.tell_incidents().await;
    }
}

const DOWN: &str = "We see an outage of storage in our north region.";
const BLAMES: &str = "This is due to an outage at our cloud provider Acme.";

#[tokio::test]
async fn an_effect_that_names_its_cause_belongs_to_its_incident() {
    let bed = Bed::start().await;
    let (acme, northwind) = (bed.follow("acme").await, bed.follow("northwind").await);
    let cause = shows(&bed, &acme, "acme", says("a", "critical", "investigating", 60, &[DOWN])).await;
    let effect = shows(&bed, &northwind, "northwind", says("n", "major", "investigating", 30, &[BLAMES])).await;
    settle(&bed).await;
    let opened = bed.incidents.opened();
    assert_eq!(opened.len(), 1, "{opened:?}");
    assert_eq!(opened[0].origin.as_ref().unwrap().r#ref, "acme:a");
    let told = last(&bed, &opened[0].id);
    assert_eq!(told.links.len(), 1);
    assert_eq!((told.links[0].r#ref.as_str(), told.links[0].title.as_str()), (&*effect, "northwind: Trouble n"));
    assert!(
        told.updates
            .iter()
            .any(|update| update.text.contains("northwind is affected too") && update.text.contains(BLAMES))
    );
    let edge = &graph(&bed).await["edges"][0];
    assert_eq!((&edge["cause"], &edge["effect"], &edge["kinds"]), (&json!(cause), &json!(effect), &json!(["named"])));
    assert_eq!((&edge["evidence"][0]["text"], &edge["evidence"][0]["by"]), (&json!(BLAMES), &json!("northwind")));
    // The link follows the effect to its end.
    shows(&bed, &northwind, "northwind", says("n", "major", "resolved", 30, &["It is over.", BLAMES])).await;
    settle(&bed).await;
    let told = last(&bed, &opened[0].id);
    assert!(!told.links[0].active && told.updates.iter().any(|update| update.text.contains("northwind is well again")));
    assert_eq!(bed.incidents.opened().len(), 1);
}

#[tokio::test]
async fn an_effect_that_is_told_right_after_its_cause_opens_nothing() {
    let bed = Bed::start().await;
    let (acme, northwind) = (bed.follow("acme").await, bed.follow("northwind").await);
    shows(&bed, &acme, "acme", says("a", "critical", "investigating", 60, &[DOWN])).await;
    shows(&bed, &northwind, "northwind", says("n", "major", "investigating", 30, &[BLAMES])).await;
    // The graph's own round comes later.
    bed.tell_incidents().await;
    assert_eq!(bed.incidents.opened().len(), 1);
}

#[tokio::test]
async fn a_cause_that_is_heard_of_later_takes_over_what_its_effect_had_opened() {
    let bed = Bed::start().await;
    let (acme, northwind) = (bed.follow("acme").await, bed.follow("northwind").await);
    let effect = shows(&bed, &northwind, "northwind", says("n", "major", "investigating", 30, &[BLAMES])).await;
    settle(&bed).await;
    let own = bed.incidents.opened().remove(0).id;
    assert_eq!(last(&bed, &own).ended_at, None);
    let cause = shows(&bed, &acme, "acme", says("a", "critical", "investigating", 60, &[DOWN])).await;
    settle(&bed).await;
    let opened = bed.incidents.opened();
    assert_eq!(opened.len(), 2);
    let (told, ended) = (last(&bed, &opened[1].id), last(&bed, &own));
    assert_eq!((told.links.len(), told.ended_at, ended.ended_at), (1, None, Some(NOW)));
    assert_eq!(ended.links[0].r#ref, cause);
    let note = &ended.updates.last().unwrap().text;
    assert!(note.contains(&opened[1].id) && note.contains("acme"), "{note}");
    // A person's word undoes it, and is the last.
    verdict(&bed, &cause, &effect, json!("rejected")).await;
    settle(&bed).await;
    assert_eq!((last(&bed, &own).ended_at, last(&bed, &opened[1].id).links.len()), (None, 0));
    shows(
        &bed,
        &northwind,
        "northwind",
        says("n", "major", "identified", 30, &["It is Acme indeed: the Acme outage.", BLAMES]),
    )
    .await;
    settle(&bed).await;
    assert_eq!((last(&bed, &own).ended_at, last(&bed, &opened[1].id).links.len()), (None, 0));
    verdict(&bed, &cause, &effect, json!(null)).await;
    settle(&bed).await;
    assert_eq!((last(&bed, &own).ended_at, last(&bed, &opened[1].id).links.len()), (Some(NOW), 1));
    assert_eq!(bed.incidents.opened().len(), 2);
}

#[tokio::test]
async fn a_cause_without_an_incident_that_a_person_adds_takes_nothing_away() {
    let bed = Bed::start().await;
    let (acme, northwind, globex) =
        (bed.follow("acme").await, bed.follow("northwind").await, bed.follow("globex").await);
    shows(&bed, &acme, "acme", says("a", "critical", "investigating", 60, &[DOWN])).await;
    let effect = shows(&bed, &northwind, "northwind", says("n", "major", "investigating", 30, &[BLAMES])).await;
    let slight = shows(&bed, &globex, "globex", says("g", "minor", "investigating", 50, &["Slow."])).await;
    settle(&bed).await;
    verdict(&bed, &slight, &effect, json!("confirmed")).await;
    settle(&bed).await;
    assert_eq!((bed.incidents.opened().len(), last(&bed, "INC-AB12C0").links.len()), (1, 1));
}

#[tokio::test]
async fn what_a_person_rejects_opens_its_own_incident_if_it_calls_for_one() {
    let bed = Bed::start().await;
    let (acme, northwind, globex) =
        (bed.follow("acme").await, bed.follow("northwind").await, bed.follow("globex").await);
    let cause = shows(&bed, &acme, "acme", says("a", "critical", "investigating", 60, &[DOWN])).await;
    let severe = shows(&bed, &northwind, "northwind", says("n", "major", "investigating", 30, &[BLAMES])).await;
    let slight = shows(&bed, &globex, "globex", says("g", "minor", "investigating", 20, &[BLAMES])).await;
    settle(&bed).await;
    assert_eq!((bed.incidents.opened().len(), last(&bed, "INC-AB12C0").links.len()), (1, 2));
    verdict(&bed, &cause, &severe, json!("rejected")).await;
    verdict(&bed, &cause, &slight, json!("rejected")).await;
    settle(&bed).await;
    let opened = bed.incidents.opened();
    assert_eq!((opened.len(), opened[1].origin.as_ref().unwrap().r#ref.as_str()), (2, "northwind:n"));
    let told = last(&bed, "INC-AB12C0");
    assert!(told.links.is_empty() && told.updates.iter().any(|update| update.text.contains("nothing to do with this")));
}

#[tokio::test]
async fn an_effect_that_does_not_affect_us_holds_nothing_open() {
    let bed = Bed::start().await;
    let (acme, northwind) = (bed.follow("acme").await, bed.follow("northwind").await);
    shows(&bed, &acme, "acme", says("a", "critical", "investigating", 60, &[DOWN])).await;
    let effect = shows(&bed, &northwind, "northwind", says("n", "major", "investigating", 30, &[BLAMES])).await;
    settle(&bed).await;
    shows(&bed, &acme, "acme", says("a", "critical", "resolved", 60, &["It is over.", DOWN])).await;
    settle(&bed).await;
    assert_eq!(last(&bed, "INC-AB12C0").ended_at, None, "northwind is not well yet");
    let path = format!("/api/v1/csp/events/{effect}/relevance");
    let said = bed.ask("PUT", &path, Role::Sre).json(&json!({"affects_us": false}));
    assert_eq!(bed.answer(said).await.0, 200);
    settle(&bed).await;
    assert!(last(&bed, "INC-AB12C0").ended_at.is_some());
}

#[tokio::test]
async fn a_removed_provider_s_incident_is_left_to_people() {
    let bed = Bed::start().await;
    let (acme, northwind, globex) =
        (bed.follow("acme").await, bed.follow("northwind").await, bed.follow("globex").await);
    shows(&bed, &acme, "acme", says("a", "critical", "investigating", 60, &[DOWN])).await;
    shows(&bed, &northwind, "northwind", says("n", "major", "investigating", 30, &[BLAMES])).await;
    settle(&bed).await;
    let gone = bed.ask("DELETE", "/api/v1/csp/providers/acme", Role::Manager);
    assert_eq!(bed.answer(gone).await.0, 204);
    settle(&bed).await;
    // Nothing more is told there, so that what it stood for stands for itself, as does what names it now.
    shows(&bed, &globex, "globex", says("g", "major", "investigating", 10, &[BLAMES])).await;
    settle(&bed).await;
    let opened: Vec<String> =
        bed.incidents.opened().into_iter().map(|incident| incident.origin.unwrap().r#ref).collect();
    assert_eq!(opened, ["acme:a", "northwind:n", "globex:g"]);
    shows(&bed, &northwind, "northwind", says("n", "major", "resolved", 30, &["It is over.", BLAMES])).await;
    settle(&bed).await;
    assert_eq!(last(&bed, "INC-AB12C0").ended_at, None, "what became of it is not known");
    assert!(last(&bed, "INC-AB12C1").ended_at.is_some());
}

#[tokio::test]
async fn of_an_effect_that_is_followed_no_longer_nobody_says_that_it_is_well() {
    let bed = Bed::start().await;
    let (acme, northwind) = (bed.follow("acme").await, bed.follow("northwind").await);
    shows(&bed, &acme, "acme", says("a", "critical", "investigating", 60, &[DOWN])).await;
    shows(&bed, &northwind, "northwind", says("n", "major", "investigating", 30, &[BLAMES])).await;
    settle(&bed).await;
    let gone = bed.ask("DELETE", "/api/v1/csp/providers/northwind", Role::Manager);
    assert_eq!(bed.answer(gone).await.0, 204);
    settle(&bed).await;
    let told = |words: &str| last(&bed, "INC-AB12C0").updates.iter().any(|update| update.text.contains(words));
    assert!(told("northwind is followed no longer") && !told("well again"));
    // Followed again, it is heard to its end, and that is another line.
    let line =
        last(&bed, "INC-AB12C0").updates.into_iter().find(|update| update.text.contains("no longer")).unwrap().id;
    bed.app.clock.advance(60);
    let northwind = bed.follow("northwind").await;
    for status in ["identified", "resolved"] {
        shows(&bed, &northwind, "northwind", says("n", "major", status, 30, &["Acme works on it.", BLAMES])).await;
        settle(&bed).await;
    }
    assert!(told("well again") && last(&bed, "INC-AB12C0").updates.iter().all(|update| update.id != line));
}

#[tokio::test]
async fn what_joins_an_incident_that_people_closed_has_its_own() {
    let bed = Bed::start().await;
    let (acme, northwind, globex) =
        (bed.follow("acme").await, bed.follow("northwind").await, bed.follow("globex").await);
    let initech = bed.follow("initech").await;
    let cause = shows(&bed, &acme, "acme", says("a", "critical", "investigating", 60, &[DOWN])).await;
    shows(&bed, &globex, "globex", says("g", "major", "investigating", 40, &[BLAMES])).await;
    shows(&bed, &initech, "initech", says("i", "minor", "investigating", 35, &[BLAMES])).await;
    settle(&bed).await;
    // Acme's outage goes on, but whoever is on it says that it is over for us.
    bed.incidents.resolve("INC-AB12C0", Some(NOW + 10));
    bed.app.clock.advance(60);
    shows(&bed, &northwind, "northwind", says("n", "major", "investigating", 30, &[BLAMES])).await;
    settle(&bed).await;
    let opened = bed.incidents.opened();
    assert_eq!((opened.len(), opened[1].origin.as_ref().unwrap().r#ref.as_str()), (2, "northwind:n"));
    let told = last(&bed, &opened[1].id);
    assert_eq!((told.ended_at, told.links.len(), told.links[0].r#ref.as_str()), (None, 1, cause.as_str()));
    assert!(told.updates.iter().any(|update| update.text.contains("see INC-AB12C0")), "{told:?}");
    assert_eq!(last(&bed, "INC-AB12C0").links.len(), 3, "it is named there all the same");
    // What was known when it was closed is closed with it.
    shows(&bed, &globex, "globex", says("g", "critical", "identified", 40, &["It is worse.", BLAMES])).await;
    settle(&bed).await;
    assert_eq!(bed.incidents.opened().len(), 2);
    // What was slight then and is not now was not.
    shows(&bed, &initech, "initech", says("i", "critical", "identified", 35, &["It is worse.", BLAMES])).await;
    settle(&bed).await;
    assert_eq!(bed.incidents.opened()[2].origin.as_ref().unwrap().r#ref, "initech:i");
    // Opened again, that one stands for both.
    bed.incidents.resolve("INC-AB12C0", None);
    shows(&bed, &northwind, "northwind", says("n", "major", "identified", 30, &["Acme works on it.", BLAMES])).await;
    settle(&bed).await;
    assert!(last(&bed, &opened[1].id).ended_at.is_some());
}
