//! Opening and reading incidents.

use futures_util::future::join_all;
use identity::{Actor, Role};
use incidents::domain::id::IncidentId;
use incidents::domain::opening::Opening;
use incidents::store::Opened;
use reqwest::Method;
use serde_json::{Value, json};

use crate::bench::{Answer, Bench};

const LIST: &str = "/api/v1/incidents";

#[tokio::test]
async fn an_incident_is_opened_and_read_again() {
    let bench = Bench::start().await;
    let body =
        json!({ "title": " Latence API EU ", "sev": 2, "services": ["API", "db", "api"], "summary": "p95 > 2s\r\n" });
    let opened = bench.post(Role::Sre, LIST, &body).await;
    assert_eq!(opened.status, 201, "{opened:?}");
    let id = opened.body["id"].as_str().unwrap();
    assert_eq!(opened.header("location"), format!("/api/v1/incidents/{id}"));
    assert_eq!(opened.header("etag"), "\"1\"");
    let expected = json!({
        "id": id, "title": "Latence API EU", "sev": 2, "services": ["api", "db"], "summary": "p95 > 2s\n",
        "status": "open", "started_at": opened.body["created_at"], "commander": null, "commander_name": null,
        "source": "manual", "origin": null, "public": false, "taken_over": false, "announce": false, "links": [], "cause_version": 0,
        "created_at": opened.body["created_at"], "updated_at": opened.body["created_at"],
        "mitigated_at": null, "resolved_at": null, "version": 1,
    });
    assert_eq!(opened.body, expected);
    let read = bench.get(Role::Viewer, &format!("{LIST}/{id}")).await;
    assert_eq!((read.status.as_u16(), &read.body, read.header("etag")), (200, &expected, "\"1\""));
    let events = bench.events(id).await;
    assert_eq!(events.len(), 1);
    assert_eq!((&events[0].head["type"], &events[0].data), (&json!("incident.opened"), &expected));
}

#[tokio::test]
async fn any_text_comes_back_as_it_was_sent() {
    let bench = Bench::start().await;
    let title = r#"}{ "quoted" \ \u0041 {"version":9} é 😀"#;
    let summary = "a\tb\nc \u{2028} ,\"updated_at\":1}";
    let id = bench.open(json!({ "title": title, "summary": summary, "services": ["a:b", "{x}"] })).await;
    let assigned = json!({ "status": "mitigated", "reason": title });
    bench.post(Role::Sre, &format!("{LIST}/{id}/status"), &assigned).await;
    let incident = bench.get(Role::Viewer, &format!("{LIST}/{id}")).await.body;
    assert_eq!(
        (&incident["title"], &incident["summary"], &incident["version"]),
        (&json!(title), &json!(summary), &json!(2))
    );
    let listed = bench.get(Role::Viewer, &format!("{LIST}?service=%7Bx%7D&q=quoted")).await;
    assert_eq!(listed.body, json!([incident]));
    let events = bench.events(&id).await;
    assert_eq!((&events[1].data, &events[1].head["change"]["reason"]), (&incident, &json!(title)));
}

#[tokio::test]
async fn a_reader_who_has_it_is_told_so() {
    let bench = Bench::start().await;
    let id = bench.open(json!({})).await;
    let request = bench.request(Method::GET, &format!("{LIST}/{id}")).bearer_auth(bench.bed.token(Role::Viewer));
    let answer = Answer::read(request.header("If-None-Match", "\"1\"").send().await.unwrap()).await;
    assert_eq!((answer.status.as_u16(), answer.header("etag"), &answer.body), (304, "\"1\"", &Value::Null));
}

#[tokio::test]
async fn what_is_not_there_is_a_404() {
    let bench = Bench::start().await;
    bench.open(json!({})).await;
    for id in ["INC-000000", "INC-0", "nonsense", "INC-000000:timeline", "%00"] {
        let answer = bench.get(Role::Viewer, &format!("{LIST}/{id}")).await;
        assert_eq!((answer.status.as_u16(), answer.problem()), (404, "not-found"), "{id}");
    }
}

#[tokio::test]
async fn every_fault_of_an_opening_is_named() {
    let bench = Bench::start().await;
    let body =
        json!({ "title": "", "sev": 5, "services": "api", "colour": "red", "origin": { "system": "No!", "ref": "" } });
    let answer = bench.post(Role::Sre, LIST, &body).await;
    assert_eq!((answer.status.as_u16(), answer.problem()), (400, "validation"));
    assert_eq!(answer.pointers(), ["/colour", "/origin/ref", "/origin/system", "/services", "/sev", "/title"]);
    let answer = bench.post(Role::Sre, LIST, &json!({ "title": " ", "sev": 1, "services": ["a\u{7}"] })).await;
    assert_eq!((answer.status.as_u16(), answer.pointers()), (400, vec!["/title", "/services/0"]));
    let answer = bench.post(Role::Sre, LIST, &json!([])).await;
    assert_eq!((answer.status.as_u16(), answer.problem()), (400, "validation"));
}

#[tokio::test]
async fn a_body_that_is_no_json_is_refused() {
    let bench = Bench::start().await;
    let send = async |kind: &'static str, body: String| {
        let request = bench.request(Method::POST, LIST).bearer_auth(bench.bed.token(Role::Sre));
        Answer::read(request.header("content-type", kind).body(body).send().await.unwrap()).await
    };
    let answer = send("application/json", "{".to_owned()).await;
    assert_eq!((answer.status.as_u16(), answer.problem()), (400, "malformed"));
    let answer = send("text/plain", "{}".to_owned()).await;
    assert_eq!((answer.status.as_u16(), answer.problem()), (415, "unsupported-media-type"));
    let answer = send("application/json", format!("{{\"title\":\"{}\"}}", "x".repeat(1 << 20))).await;
    assert_eq!((answer.status.as_u16(), answer.problem()), (413, "too-large"));
}

#[tokio::test]
async fn only_services_and_managers_speak_for_machines() {
    let bench = Bench::start().await;
    let body = json!({ "title": "EU-West", "sev": 1, "source": "csp" });
    let refused = bench.post(Role::Sre, LIST, &body).await;
    assert_eq!((refused.status.as_u16(), refused.problem()), (403, "forbidden"));
    assert_eq!(bench.post(Role::Manager, LIST, &body).await.status, 201);
    let opened = bench.tell("csp-ingestor", LIST, &body).await;
    assert_eq!((opened.status.as_u16(), &opened.body["source"]), (201, &json!("csp")));
}

#[tokio::test]
async fn one_origin_opens_one_incident_for_ever() {
    let bench = Bench::start().await;
    let body =
        json!({ "title": "EU-West", "sev": 1, "source": "csp", "origin": { "system": "csp", "ref": "cloudflare:1" } });
    let answers = join_all((0..50).map(|_| bench.tell("csp-ingestor", LIST, &body))).await;
    let created = answers.iter().filter(|answer| answer.status == 201).count();
    assert_eq!(created, 1);
    for answer in &answers {
        assert!(answer.status.is_success());
        assert_eq!(answer.body["id"], answers[0].body["id"]);
    }
    let id = answers[0].body["id"].as_str().unwrap();
    bench.post(Role::Sre, &format!("{LIST}/{id}/status"), &json!({ "status": "resolved" })).await;
    let again = bench.tell("csp-ingestor", LIST, &body).await;
    assert_eq!(
        (again.status.as_u16(), again.header("etag"), &again.body["status"]),
        (200, "\"2\"", &json!("resolved"))
    );
    let listed = bench.get(Role::Viewer, LIST).await;
    assert_eq!(listed.body.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn the_same_request_again_gets_the_first_answer_again() {
    let bench = Bench::start().await;
    let body = json!({ "title": "EU-West", "sev": 1 });
    let key = [("Idempotency-Key", "\"k-1\"")];
    let first = bench.post_with(Role::Sre, LIST, &body, &key).await;
    bench.note(first.body["id"].as_str().unwrap(), "changed since").await;
    let again = bench.post_with(Role::Sre, LIST, &body, &key).await;
    assert_eq!((again.status.as_u16(), &again.body), (201, &first.body));
    assert_eq!((again.header("idempotency-replayed"), again.header("location")), ("true", first.header("location")));
    assert_eq!(first.header("idempotency-replayed"), "");
    let other = bench.post_with(Role::Sre, LIST, &json!({ "title": "EU-East", "sev": 1 }), &key).await;
    assert_eq!((other.status.as_u16(), other.problem()), (409, "idempotency-mismatch"));
    let somebody_else = bench.post_with(Role::Admin, LIST, &body, &key).await;
    assert_eq!(somebody_else.status, 201);
    assert_ne!(somebody_else.body["id"], first.body["id"]);
}

#[tokio::test]
async fn retries_at_the_same_moment_open_one_incident() {
    let bench = Bench::start().await;
    let body = json!({ "title": "EU-West", "sev": 1 });
    let key = [("Idempotency-Key", "k-1")];
    let answers = join_all((0..30).map(|_| bench.post_with(Role::Sre, LIST, &body, &key))).await;
    assert!(answers.iter().all(|answer| answer.status == 201 && answer.body == answers[0].body));
}

#[tokio::test]
async fn a_known_origin_is_the_answer_again_under_its_key() {
    let bench = Bench::start().await;
    let body = json!({ "title": "EU-West", "sev": 1, "origin": { "system": "csp", "ref": "1" } });
    bench.post(Role::Sre, LIST, &body).await;
    let key = [("Idempotency-Key", "k-1")];
    let first = bench.post_with(Role::Sre, LIST, &body, &key).await;
    let again = bench.post_with(Role::Sre, LIST, &body, &key).await;
    assert_eq!((first.status.as_u16(), again.status.as_u16(), &again.body), (200, 200, &first.body));
    assert_eq!(again.header("idempotency-replayed"), "true");
}

#[tokio::test]
async fn an_id_in_use_is_never_taken_again() {
    let bench = Bench::start().await;
    let id: IncidentId = bench.open(json!({})).await.parse().unwrap();
    let before = bench.app.store.get(&id).await.unwrap();
    let input = serde_json::from_value(json!({ "title": "Another", "sev": 1 })).unwrap();
    let opening = Opening::parse(input, bench.app.clock.now()).unwrap();
    let stamp = bench.app.stamp(Actor::service("test"));
    assert_eq!(bench.app.store.open(&id, opening, &stamp, None).await.unwrap(), Opened::IdTaken);
    assert_eq!(bench.app.store.get(&id).await.unwrap(), before);
    assert_eq!(bench.events(id.as_str()).await.len(), 1);
}
