//! Every route has its guard: the table, the document and the service agree.

use std::collections::BTreeSet;

use identity::{Access, Right, Role};
use reqwest::Method;
use serde_json::Value;
use users::routes::RIGHTS;
use uuid::Uuid;

use crate::bench::{Bench, send};

#[test]
fn the_table_and_the_document_name_the_same_routes() {
    let document = serde_json::to_value(users::openapi()).unwrap();
    let mut documented = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys() {
            documented.insert((method.to_uppercase(), path.clone()));
        }
    }
    let listed: BTreeSet<_> = RIGHTS.iter().map(|right| (right.method.to_owned(), right.path.to_owned())).collect();
    assert_eq!(documented, listed);
    assert_eq!(listed.len(), RIGHTS.len(), "no route has two rows");
}

#[test]
fn each_operation_says_what_it_can_answer() {
    let document = serde_json::to_value(users::openapi()).unwrap();
    for right in RIGHTS {
        let answers = &document["paths"][right.path][right.method.to_lowercase()]["responses"];
        let has = |status: &str| answers.get(status).is_some();
        assert!(has("401") && has("500") && has("503"), "{right:?}");
        assert!(right.access == Access::Public || has("403"), "{right:?}");
    }
}

#[tokio::test]
async fn every_route_keeps_out_whom_it_must() {
    let bench = Bench::start().await;
    for right in RIGHTS {
        let nobody = ask(&bench, right, None, Uuid::nil()).await;
        assert_eq!(nobody == "unauthenticated", right.access != Access::Public, "{right:?} for nobody: {nobody}");
        for role in Role::ALL {
            // Everybody asks about themselves: whom of the others they may see is the handler's to judge.
            let id = Uuid::from_u128(u128::from(role as u8) + 100);
            let met = ask(&bench, right, Some(&bench.bed.token_of(id, "Somebody", role)), id).await;
            assert_eq!(admits(right.access, role), met != "forbidden", "{right:?} for {role}: {met}");
        }
        for service in testbed::SERVICES {
            let met = ask(&bench, right, Some(&bench.bed.service_token(service, "users")), Uuid::nil()).await;
            assert_eq!(admits_service(right.access, service), met != "forbidden", "{right:?} for {service}: {met}");
            let astray = ask(&bench, right, Some(&bench.bed.service_token(service, "comms")), Uuid::nil()).await;
            assert_eq!(astray, "unauthenticated", "{right:?} for {service} with a token for another");
        }
    }
}

/// The kind of problem that meets an empty request, which tells who may enter and changes nothing.
async fn ask(bench: &Bench, right: &Right, token: Option<&str>, id: Uuid) -> String {
    let path = right.path.replace("{id}", &id.to_string());
    let mut request = bench.ask(Method::from_bytes(right.method.as_bytes()).unwrap(), &path);
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    let problem: Value = send(request).await.json().await.unwrap_or_default();
    problem["type"].as_str().unwrap_or_default().trim_start_matches("urn:polystatus:problem:").to_owned()
}

fn admits(access: Access, role: Role) -> bool {
    match access {
        Access::Public => true,
        Access::Role(least) | Access::RoleOrServices(least, _) => role >= least,
        Access::Services(_) => false,
    }
}

fn admits_service(access: Access, service: &str) -> bool {
    match access {
        Access::Public => true,
        Access::Role(_) => false,
        Access::RoleOrServices(_, services) | Access::Services(services) => services.contains(&service),
    }
}
