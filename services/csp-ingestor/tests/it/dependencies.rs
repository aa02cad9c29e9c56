//! What we run on whom: noted, listed, deleted.

use identity::Role;
use serde_json::{Value, json};

use crate::bed::Bed;

const PATH: &str = "/api/v1/csp/dependencies";

async fn add(bed: &Bed, body: &Value) -> (u16, Value) {
    bed.answer(bed.ask("POST", PATH, Role::Manager).json(body)).await
}

#[tokio::test]
async fn what_we_run_on_is_noted_listed_and_deleted() {
    let bed = Bed::start().await;
    bed.register().await;
    let (status, all) = add(&bed, &json!({"service": " checkout ", "provider": "ACME"})).await;
    assert_eq!((status, &all["service"], &all["provider"]), (201, &json!("checkout"), &json!("acme")));
    let body = json!({"service": "checkout", "provider": "acme", "their_service": "API", "region": "eu-west-1"});
    let (status, part) = add(&bed, &body).await;
    assert_eq!((status, &part["their_service"], &part["region"]), (201, &json!("API"), &json!("eu-west-1")));
    let again = json!({"service": "Checkout", "provider": "acme", "their_service": "api", "region": "EU-WEST-1"});
    assert_eq!(add(&bed, &again).await.0, 409, "the same in other letters");
    let list = async || bed.answer(bed.ask("GET", PATH, Role::Viewer)).await.1;
    assert_eq!(list().await, json!([part, all]));
    let one = format!("{PATH}/{}", part["id"].as_str().unwrap());
    assert_eq!(bed.answer(bed.ask("DELETE", &one, Role::Manager)).await.0, 204);
    assert_eq!(bed.answer(bed.ask("DELETE", &one, Role::Manager)).await.0, 404);
    assert_eq!(list().await, json!([all]));
    assert_eq!(add(&bed, &again).await.0, 201, "deleted, it may be noted again");
    let (_, audit) = bed.answer(bed.ask("GET", "/api/v1/audit", Role::Admin)).await;
    let actions: Vec<_> = audit.as_array().unwrap().iter().map(|line| line["action"].as_str().unwrap()).collect();
    let added = "dependency.added";
    assert_eq!(actions, [added, "dependency.deleted", added, added, "provider.registered"]);
}

#[tokio::test]
async fn faults_are_named_and_retries_note_nothing_twice() {
    let bed = Bed::start().await;
    bed.register().await;
    for (body, pointer) in [
        (json!({"service": " ", "provider": "acme"}), "/service"),
        (json!({"service": "a\nb", "provider": "acme"}), "/service"),
        (json!({"service": "a", "provider": "nobody"}), "/provider"),
        (json!({"service": "a", "provider": "a b"}), "/provider"),
        (json!({"service": "a", "provider": "acme", "region": "a\tb"}), "/region"),
        (json!({"service": "a", "provider": "acme", "colour": "red"}), "/colour"),
    ] {
        let (status, problem) = add(&bed, &body).await;
        assert_eq!((status, &problem["errors"][0]["pointer"]), (400, &json!(pointer)), "{body}");
    }
    let body = json!({"service": "a", "provider": "acme"});
    let send = || bed.answer(bed.ask("POST", PATH, Role::Manager).header("Idempotency-Key", "k").json(&body));
    let first = send().await;
    assert_eq!(first.0, 201);
    assert_eq!(send().await, first);
}
