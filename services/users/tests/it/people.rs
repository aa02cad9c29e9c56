//! Reading and changing people.

use identity::Role;
use serde_json::json;

use crate::bench::{Bench, header, read, send};

#[tokio::test]
async fn the_admin_signs_in_makes_somebody_and_lists_them() {
    let bench = Bench::start().await;
    let admin = bench.admin().await;
    let body = json!({ "name": " Alice Dupont ", "email": "Alice@Example.com", "role": "manager", "team": "SRE" });
    let answer = send(bench.post("/api/v1/users", &body).bearer_auth(&admin.token)).await;
    assert_eq!(answer.status(), 201);
    assert_eq!(header(&answer, "etag"), "\"1\"");
    let location = header(&answer, "location");
    let made: serde_json::Value = answer.json().await.unwrap();
    assert_eq!(location, format!("/api/v1/users/{}", made["id"].as_str().unwrap()));
    assert_eq!((&made["name"], &made["email"]), (&json!("Alice Dupont"), &json!("Alice@Example.com")));
    assert_eq!((&made["role"], &made["team"], &made["state"]), (&json!("manager"), &json!("SRE"), &json!("waiting")));
    let listed = read(bench.get("/api/v1/users", &admin.token)).await.body;
    assert_eq!(listed.as_array().unwrap().len(), 2);
    assert_eq!(listed[0], made);
    assert_eq!(listed[1]["role"], "admin");
    assert_eq!(read(bench.get(&location, &admin.token)).await.body, made);
    let _ = bench.somebody("Bob", Role::Guest).await;
}
