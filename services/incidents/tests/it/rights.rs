//! The table of rights, walked with every role, every service, and nobody.

use std::collections::BTreeSet;

use identity::{Access, Right, Role};
use incidents::routes::RIGHTS;
use reqwest::Method;
use serde_json::json;
use testbed::SERVICES;

use crate::bench::{Answer, Bench};

#[test]
fn every_operation_has_its_right_and_every_right_its_operation() {
    let document = serde_json::to_value(incidents::openapi()).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let operations: BTreeSet<_> = paths
        .iter()
        .flat_map(|(path, item)| {
            item.as_object().unwrap().keys().map(move |method| (method.to_uppercase(), path.clone()))
        })
        .collect();
    let rights = RIGHTS.iter().map(|right| (right.method.to_owned(), right.path.to_owned())).collect();
    assert_eq!(operations, rights);
}

async fn ask(bench: &Bench, right: &Right, token: Option<&str>) -> u16 {
    let method = Method::from_bytes(right.method.as_bytes()).unwrap();
    let mut request = bench.request(method, &right.path.replace("{id}", "INC-000000"));
    if right.method == "POST" {
        request = request.json(&json!({}));
    }
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    Answer::read(request.send().await.unwrap()).await.status.as_u16()
}

#[tokio::test]
async fn every_route_is_open_to_exactly_those_the_table_names() {
    let bench = Bench::start().await;
    for right in RIGHTS {
        let (least, services): (Option<Role>, &[&str]) = match right.access {
            Access::Public => panic!("nothing here is public"),
            Access::Role(role) => (Some(role), &[]),
            Access::RoleOrServices(role, services) => (Some(role), services),
            Access::Services(services) => (None, services),
        };
        assert_eq!(ask(&bench, right, None).await, 401, "{right:?} without a token");
        assert_eq!(ask(&bench, right, Some("nonsense")).await, 401, "{right:?} with nonsense");
        for role in Role::ALL {
            let allowed = least.is_some_and(|least| role >= least);
            let status = ask(&bench, right, Some(&bench.bed.token(role))).await;
            assert_eq!(status != 403, allowed, "{right:?} as {role}: {status}");
            assert_ne!(status, 401, "{right:?} as {role}");
        }
        for service in SERVICES {
            let status = ask(&bench, right, Some(&bench.bed.service_token(service, "incidents"))).await;
            assert_eq!(status != 403, services.contains(&service), "{right:?} as {service}: {status}");
            let stray = ask(&bench, right, Some(&bench.bed.service_token(service, "comms"))).await;
            assert_eq!(stray, 401, "{right:?} as {service} with a token for another");
        }
    }
}

#[tokio::test]
async fn every_change_leaves_its_line_in_the_audit() {
    let bench = Bench::start().await;
    let id = bench.open(json!({})).await;
    bench.note(&id, "a note").await;
    bench.post(Role::Sre, &format!("/api/v1/incidents/{id}/status"), &json!({ "status": "resolved" })).await;
    let audit = bench.get(Role::Admin, "/api/v1/audit").await;
    let lines: Vec<_> =
        audit.body.as_array().unwrap().iter().map(|line| (line["action"].as_str().unwrap(), &line["object"])).collect();
    let id = json!(id);
    assert_eq!(lines, [("incident.status", &id), ("incident.timeline", &id), ("incident.opened", &id)]);
    assert_eq!(audit.body[0]["actor"]["name"], "Some sre");
}
