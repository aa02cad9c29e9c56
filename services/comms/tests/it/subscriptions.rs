//! Who wants to be told.

use identity::Role;
use serde_json::{Value, json};

use crate::house::House;

const EMAIL: &str = "/api/v1/subscriptions/email";
const WEBHOOKS: &str = "/api/v1/webhooks";

async fn subscribe(house: &House, email: &str) -> reqwest::Response {
    house.request(EMAIL, &json!({ "email": email })).send().await.unwrap()
}

#[tokio::test]
async fn an_address_is_kept_once_and_nobody_learns_whose() {
    let house = House::open().await;
    let first = subscribe(&house, "ada@example.com").await;
    assert_eq!(first.status(), 201);
    let first: Value = first.json().await.unwrap();
    assert_eq!((&first["email"], &first["status"]), (&json!("ada@example.com"), &json!("kept")));
    assert!(first["detail"].as_str().unwrap().contains("nothing is sent yet"));
    let again = subscribe(&house, "ada@example.com").await;
    assert_eq!(again.status(), 201);
    assert_eq!(again.json::<Value>().await.unwrap(), first);
    let id = first["id"].as_str().unwrap().parse::<uuid::Uuid>().unwrap();
    assert_eq!(id.get_timestamp(), None, "an id that tells its time tells who was here before");

    let url = format!("{}/api/v1/audit", house.comms.base);
    let audit = house.bed.http.get(url).bearer_auth(house.bed.token(Role::Admin)).send().await.unwrap();
    let audit = audit.text().await.unwrap();
    assert!(audit.contains("subscription.create") && !audit.contains("ada@"), "{audit}");
}

#[tokio::test]
async fn what_is_no_address_is_refused() {
    let house = House::open().await;
    for email in ["", "ada", "ada@", "@example.com", "a b@example.com", "ada@example.com\r\nBcc: x@y.z"] {
        let answer = subscribe(&house, email).await;
        assert_eq!(answer.status(), 400, "{email:?}");
        assert_eq!(answer.json::<Value>().await.unwrap()["errors"][0]["pointer"], "/email");
    }
    let long = format!("{}@example.com", "a".repeat(300));
    assert_eq!(subscribe(&house, &long).await.status(), 400);
}

#[tokio::test]
async fn strangers_subscribe_so_often_and_no_more() {
    let house = House::open().await;
    for index in 0..20 {
        assert_eq!(subscribe(&house, &format!("reader{index}@example.com")).await.status(), 201);
    }
    let answer = subscribe(&house, "reader20@example.com").await;
    assert_eq!(answer.status(), 429);
    let wait: u64 = answer.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((3_500..=3_600).contains(&wait));
    let member = house.post(EMAIL, Role::Guest, &json!({ "email": "reader20@example.com" })).await;
    assert_eq!(member.status(), 201, "who signed in is not counted");
}

#[tokio::test]
async fn the_same_request_again_is_one_subscription() {
    let house = House::open().await;
    let ask = |email: &str| house.request(EMAIL, &json!({ "email": email })).header("Idempotency-Key", "k").send();
    let first = ask("ada@example.com").await.unwrap();
    let again = ask("ada@example.com").await.unwrap();
    assert_eq!(again.headers()["idempotency-replayed"], "true");
    assert_eq!(first.json::<Value>().await.unwrap(), again.json::<Value>().await.unwrap());
    assert_eq!(ask("bob@example.com").await.unwrap().status(), 409);
}

#[tokio::test]
async fn a_webhook_is_kept() {
    let house = House::open().await;
    let url = "https://hooks.example.com/polystatus?key=s3cret";
    let answer = house.post(WEBHOOKS, Role::Guest, &json!({ "url": url })).await;
    assert_eq!(answer.status(), 201);
    let kept: Value = answer.json().await.unwrap();
    assert_eq!((&kept["url"], &kept["status"]), (&json!(url), &json!("kept")));
    assert!(kept["id"].is_string());
    let audit = format!("{}/api/v1/audit", house.comms.base);
    let audit = house.bed.http.get(audit).bearer_auth(house.bed.token(Role::Admin)).send().await.unwrap();
    let audit = audit.text().await.unwrap();
    assert!(audit.contains("hooks.example.com") && !audit.contains("s3cret"), "{audit}");
}

#[tokio::test]
async fn a_webhook_leads_outside() {
    let house = House::open().await;
    for url in [
        "http://127.0.0.1/",
        "https://localhost/x",
        "ftp://example.com/",
        "http://169.254.169.254/",
        "x",
        "https://u:p@example.com/",
    ] {
        let answer = house.post(WEBHOOKS, Role::Guest, &json!({ "url": url })).await;
        assert_eq!(answer.status(), 400, "{url}");
        assert_eq!(answer.json::<Value>().await.unwrap()["errors"][0]["pointer"], "/url");
    }
}

#[tokio::test]
async fn one_person_has_so_many_webhooks() {
    let house = House::open().await;
    for index in 0..100 {
        let body = json!({ "url": format!("https://hooks.example.com/{index}") });
        assert_eq!(house.post(WEBHOOKS, Role::Guest, &body).await.status(), 201);
    }
    let body = json!({ "url": "https://hooks.example.com/one-more" });
    assert_eq!(house.post(WEBHOOKS, Role::Guest, &body).await.status(), 409);
    assert_eq!(house.post(WEBHOOKS, Role::Viewer, &body).await.status(), 201, "others are not concerned");
}
