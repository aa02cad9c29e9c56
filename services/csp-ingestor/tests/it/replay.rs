//! Histories played through the service: a large outage, a coincidence, chains and circles, many at the same time.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use identity::Role;
use serde_json::{Value, json};

use crate::bed::{Bed, NOW, Page};
use crate::outage::{graph, last, says, settle, shows};

/// Who is hit by the outage of the cloud `acme`, after how many minutes, and in which words.
const HIT: [(&str, i64, &str); 10] = [
    ("northwind", 5, "We are seeing elevated errors due to an ongoing issue at our cloud provider, Acme."),
    ("globex", 12, "Logins fail. The root cause is an outage at Acme in their north region."),
    ("initech", 20, "Acme has confirmed a power failure; we are working with them to restore our service."),
    ("umbrella", 31, "Our API is impacted by the Acme incident."),
    ("hooli", 45, "Search is unavailable. This is caused by the ongoing Acme outage."),
    ("stark", 70, "Delays in processing, related to the Acme storage disruption."),
    ("wayne", 95, "We continue to wait for Acme to recover. Uploads fail until then."),
    ("wonka", 130, "Acme is experiencing an outage which affects our dashboards."),
    ("tyrell", 170, "Video does not start because of issues with Acme's object storage."),
    ("soylent", 240, "Webhooks are late. We have traced this to elevated latency in Acme's network."),
];

/// The same incident, over by now.
fn over(bed: &Bed, mut incident: Value) -> Value {
    let now = jiff::Timestamp::from_second(bed.app.clock.now()).unwrap().to_string();
    incident["status"] = json!("resolved");
    incident["resolved_at"] = json!(now);
    incident["incident_updates"][0]["display_at"] = json!(now);
    incident
}

async fn follow_all(bed: &Bed) -> Vec<Page> {
    let mut pages = Vec::new();
    for (name, ..) in HIT {
        pages.push(bed.follow(name).await);
    }
    pages
}

fn pairs(graph: &Value) -> BTreeSet<(String, String)> {
    let provider = |id: &Value| {
        let node = graph["nodes"].as_array().unwrap().iter().find(|node| node["id"] == *id).unwrap();
        node["provider"].as_str().unwrap().to_owned()
    };
    let edges = graph["edges"].as_array().unwrap().iter();
    edges.map(|edge| (provider(&edge["cause"]), provider(&edge["effect"]))).collect()
}

#[tokio::test]
async fn a_large_outage_is_one_incident_with_ten_links() {
    let bed = Bed::start().await;
    let acme = bed.follow("acme").await;
    let pages = follow_all(&bed).await;
    shows(&bed, &acme, "acme", says("a", "critical", "investigating", 0, &["The north region has lost power."])).await;
    settle(&bed).await;
    for ((name, minutes, words), page) in HIT.iter().zip(&pages) {
        bed.app.clock.advance(NOW + minutes * 60 - bed.app.clock.now());
        // At first nobody knows what it is; then they see that it is serious, and whose it is.
        shows(&bed, page, name, says(name, "minor", "investigating", -minutes, &["We are investigating."])).await;
        settle(&bed).await;
        bed.app.clock.advance(120);
        let known = says(name, "major", "identified", -minutes, &[words, "We are investigating."]);
        shows(&bed, page, name, known).await;
        settle(&bed).await;
    }
    let expected = HIT.iter().map(|(name, ..)| ("acme".to_owned(), (*name).to_owned())).collect();
    assert_eq!(pairs(&graph(&bed).await), expected);
    let opened = bed.incidents.opened();
    assert_eq!(opened.len(), 1, "{opened:?}");
    let told = last(&bed, &opened[0].id);
    assert_eq!((told.links.len(), told.ended_at), (10, None));
    assert!(told.links.iter().all(|link| link.active && link.relation == contracts::Relation::Effect));

    // The cloud recovers first; what hung on it keeps the incident open until the last of them is well.
    bed.app.clock.advance(NOW + 300 * 60 - bed.app.clock.now());
    let words = ["Power is back.", "The north region has lost power."];
    shows(&bed, &acme, "acme", over(&bed, says("a", "critical", "monitoring", 0, &words))).await;
    settle(&bed).await;
    let held = last(&bed, &opened[0].id);
    assert!(
        held.ended_at.is_none()
            && held.updates.iter().any(|update| update.text.contains("acme is well again; not yet"))
    );
    for ((name, minutes, words), page) in HIT.iter().zip(&pages) {
        bed.app.clock.advance(60);
        let known = says(name, "major", "monitoring", -minutes, &["All is well.", words, "We are investigating."]);
        shows(&bed, page, name, over(&bed, known)).await;
        settle(&bed).await;
    }
    let end = last(&bed, &opened[0].id);
    assert!(end.ended_at.is_some() && end.links.iter().all(|link| !link.active));
    assert_eq!(bed.incidents.opened().len(), 1);
}

#[tokio::test]
async fn a_coincidence_has_no_edges_and_each_its_own_incident() {
    let bed = Bed::start().await;
    let acme = bed.follow("acme").await;
    let pages = follow_all(&bed).await;
    shows(&bed, &acme, "acme", says("a", "critical", "investigating", 0, &["The north region has lost power."])).await;
    for ((name, minutes, _), page) in HIT.iter().zip(&pages) {
        bed.app.clock.advance(NOW + minutes * 60 - bed.app.clock.now());
        let words =
            ["This is unrelated to the Acme outage.", "We are investigating failed requests in our north region."];
        let words = if minutes % 2 == 0 { &words[..] } else { &words[1..] };
        shows(&bed, page, name, says(name, "major", "investigating", -minutes, words)).await;
        settle(&bed).await;
    }
    let graph = graph(&bed).await;
    assert_eq!((&graph["nodes"], &graph["edges"]), (&json!([]), &json!([])));
    assert_eq!(bed.incidents.opened().len(), 11);
    assert!(bed.incidents.causes().iter().all(|(_, cause)| cause.links.is_empty() && cause.ended_at.is_none()));
}

#[tokio::test]
async fn chains_go_to_the_root_and_circles_end() {
    let bed = Bed::start().await;
    let (acme, northwind, globex) =
        (bed.follow("acme").await, bed.follow("northwind").await, bed.follow("globex").await);
    // The last link of the chain is heard of first.
    let by_northwind = says("g", "major", "investigating", 10, &["Caused by the Northwind incident."]);
    shows(&bed, &globex, "globex", by_northwind).await;
    settle(&bed).await;
    shows(&bed, &northwind, "northwind", says("n", "major", "investigating", 30, &["Due to the outage at Acme."]))
        .await;
    settle(&bed).await;
    shows(&bed, &acme, "acme", says("a", "major", "investigating", 60, &["Power is lost."])).await;
    settle(&bed).await;
    let opened = bed.incidents.opened();
    let root = opened.iter().find(|one| one.origin.as_ref().unwrap().r#ref == "acme:a").unwrap();
    let open: Vec<_> = opened.iter().filter(|one| last(&bed, &one.id).ended_at.is_none()).collect();
    assert_eq!((open.len(), &open[0].id, last(&bed, &root.id).links.len()), (1, &root.id, 2));

    // Each of two says that it is the other: they began at almost the same time.
    let (hooli, stark) = (bed.follow("hooli").await, bed.follow("stark").await);
    shows(&bed, &hooli, "hooli", says("h", "major", "investigating", 20, &["Caused by the Stark outage."])).await;
    shows(&bed, &stark, "stark", says("s", "major", "investigating", 15, &["Caused by the Hooli outage."])).await;
    settle(&bed).await;
    settle(&bed).await;
    let two: Vec<_> = bed.incidents.opened().into_iter().skip(opened.len()).collect();
    let open: Vec<_> = two.iter().filter(|one| last(&bed, &one.id).ended_at.is_none()).collect();
    assert_eq!((open.len(), open[0].origin.as_ref().unwrap().r#ref.as_str()), (1, "hooli:h"));
    assert_eq!(last(&bed, &open[0].id).links.len(), 1);
}

#[tokio::test]
async fn replicas_that_judge_at_the_same_time_do_no_harm() {
    let bed = Bed::start().await;
    let acme = bed.follow("acme").await;
    let pages = follow_all(&bed).await;
    for ((name, minutes, words), page) in HIT.iter().zip(&pages) {
        shows(&bed, page, name, says(name, "major", "identified", 300 - minutes, &[words])).await;
    }
    shows(&bed, &acme, "acme", says("a", "critical", "investigating", 300, &["Power is lost."])).await;
    for _ in 0..4 {
        join_all((0..4).map(|_| bed.judge_all())).await;
        bed.tell_incidents().await;
    }
    let opened = bed.incidents.opened();
    let open: Vec<_> = opened.iter().filter(|one| last(&bed, &one.id).ended_at.is_none()).collect();
    assert_eq!((open.len(), last(&bed, &open[0].id).links.len()), (1, 10));
    assert_eq!(graph(&bed).await["edges"].as_array().unwrap().len(), 10);
}

#[tokio::test]
async fn an_incident_says_which_of_our_services_it_concerns_and_why() {
    let bed = Bed::start().await;
    let northwind = bed.follow("northwind").await;
    let page = bed.follow("acme").await;
    let add = async |body: Value| {
        let (status, _) = bed.answer(bed.ask("POST", "/api/v1/csp/dependencies", Role::Manager).json(&body)).await;
        assert_eq!(status, 201);
    };
    add(json!({"service": "checkout", "provider": "acme", "their_service": "api"})).await;
    add(json!({"service": "mail", "provider": "acme", "their_service": "SMTP"})).await;
    add(json!({"service": "search", "provider": "northwind"})).await;
    let (status, _) = bed
        .answer(bed.ask("PATCH", "/api/v1/csp/providers/acme", Role::Manager).json(&json!({"announce": true})))
        .await;
    assert_eq!(status, 200);
    shows(&bed, &page, "acme", says("a", "critical", "investigating", 60, &["Power is lost."])).await;
    settle(&bed).await;
    let (asked, _) = bed.incidents.asked_for().remove(0);
    assert_eq!((asked.services, asked.announce), (vec!["checkout".to_owned()], true));
    assert_eq!(asked.summary, "Concerns us: checkout runs on api.\n\nPower is lost.");
    let cause = "This is due to the Acme outage.";
    shows(&bed, &northwind, "northwind", says("n", "major", "investigating", 30, &[cause])).await;
    settle(&bed).await;
    assert_eq!(last(&bed, "INC-AB12C0").services, ["checkout", "search"]);
    assert_eq!(bed.events("?provider=northwind").await.len(), 1);
    // What is noted while it lasts is told, too.
    add(json!({"service": "files", "provider": "acme", "their_service": "API"})).await;
    settle(&bed).await;
    assert_eq!(last(&bed, "INC-AB12C0").services, ["checkout", "files", "search"]);
    assert_eq!(bed.incidents.opened().len(), 1);
}

#[tokio::test]
async fn what_one_change_costs_and_leaves_behind_is_bounded() {
    let bed = Bed::start().await;
    let (acme, northwind) = (bed.follow("acme").await, bed.follow("northwind").await);
    let slight: Vec<Value> = (0..240)
        .map(|n| says(&format!("n{n}"), "minor", "identified", 30, &["This is due to the Acme outage."]))
        .collect();
    northwind.show_incidents(&slight);
    assert_eq!(bed.look_at("northwind").await.created, 240);
    bed.judge_all().await;
    let cause = shows(&bed, &acme, "acme", says("a", "critical", "investigating", 60, &["Power is lost."])).await;
    settle(&bed).await;
    let path = format!("/api/v1/csp/events/{cause}");
    let (_, event) = bed.answer(bed.ask("GET", &path, Role::Viewer)).await;
    assert_eq!(event["effects"].as_array().unwrap().len(), 200, "as many edges as are kept");
    let linked = bed.app.store.linked_to(cause.parse().unwrap()).await.unwrap();
    assert_eq!((linked.len(), last(&bed, "INC-AB12C0").links.len()), (150, 100));
    assert_eq!(bed.incidents.opened().len(), 1);
    let graph = graph(&bed).await;
    assert_eq!((graph["nodes"].as_array().unwrap().len(), &graph["cut"]), (200, &json!(true)));
}
