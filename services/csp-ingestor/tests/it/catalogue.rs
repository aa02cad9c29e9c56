//! Following providers by their names alone.

use identity::Role;
use serde_json::{Value, json};

use crate::bed::Bed;

async fn listed(bed: &Bed, query: &str) -> Vec<Value> {
    let (status, list) = bed.answer(bed.ask("GET", &format!("/api/v1/csp/catalogue{query}"), Role::Viewer)).await;
    assert_eq!(status, 200, "{list}");
    list.as_array().unwrap().clone()
}

#[tokio::test]
async fn a_provider_of_the_catalogue_is_followed_by_its_name() {
    let bed = Bed::start().await;
    assert_eq!(listed(&bed, "?q=github").await[0]["followed"], false);
    let body = json!({"name": "github"});
    let (status, provider) = bed.answer(bed.ask("POST", "/api/v1/csp/providers", Role::Manager).json(&body)).await;
    assert_eq!(status, 201, "{provider}");
    assert_eq!((&provider["title"], &provider["catalogue"]), (&json!("GitHub"), &json!("github")));
    let entry = &listed(&bed, "?q=GITH").await[0];
    assert_eq!((&entry["name"], &entry["followed"], &entry["type"]), (&json!("github"), &json!(true), &json!("json")));
    assert_eq!(entry["feed_url"], provider["feed_url"]);
}

#[tokio::test]
async fn the_catalogue_comes_in_pages_and_is_searched_by_words() {
    let bed = Bed::start().await;
    let names =
        |list: &[Value]| list.iter().map(|entry| entry["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    let all = names(&listed(&bed, "?limit=200").await);
    assert!(all.is_sorted());
    let (mut paged, mut path) = (Vec::new(), "/api/v1/csp/catalogue?limit=3".to_owned());
    loop {
        let response = bed.ask("GET", &path, Role::Viewer).send().await.unwrap();
        assert_eq!(response.headers()["x-total-count"], all.len().to_string().as_str());
        let link = response.headers().get("link").map(|link| link.to_str().unwrap().to_owned());
        paged.extend(names(&response.json::<Vec<Value>>().await.unwrap()));
        match link {
            Some(link) => path = link[1..link.find('>').unwrap()].to_owned(),
            None => break,
        }
    }
    assert_eq!(paged, all);
    assert_eq!(names(&listed(&bed, "?q=amazon%20web").await), ["aws"]);
    assert!(listed(&bed, "?q=nobody-knows-this").await.is_empty());
    assert_eq!(names(&listed(&bed, "?q=%20-%20&limit=200").await), all, "no word filters nothing");
}
