//! The table of rights, walked with every role, every service, and nobody.

use std::collections::BTreeSet;

use flags::routes::RIGHTS;
use identity::{Access, Right, Role};
use reqwest::Method;
use serde_json::json;
use testbed::SERVICES;

use crate::bench::{Answer, Bench};

#[test]
fn every_operation_has_its_right_and_every_right_its_operation() {
    let document = serde_json::to_value(flags::openapi()).unwrap();
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
    let mut request = bench.flags.request(right.method.parse().unwrap(), &right.path.replace("{key}", "nothing"));
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    Answer::to(request).await.status.as_u16()
}

#[tokio::test]
async fn every_route_is_open_to_exactly_those_the_table_names() {
    let bench = Bench::start().await;
    for right in RIGHTS {
        let least = match right.access {
            Access::Public => None,
            Access::Role(role) => Some(role),
            _ => panic!("nothing here is for services"),
        };
        let nobody = ask(&bench, right, None).await;
        assert_eq!(nobody == 401, least.is_some(), "{right:?} without a token: {nobody}");
        assert_eq!(ask(&bench, right, Some("nonsense")).await, 401, "{right:?} with nonsense");
        for role in Role::ALL {
            let status = ask(&bench, right, Some(&bench.bed.token(role))).await;
            assert_eq!(status == 403, least.is_some_and(|least| role < least), "{right:?} as {role}: {status}");
            assert_ne!(status, 401, "{right:?} as {role}");
        }
        for service in SERVICES {
            let status = ask(&bench, right, Some(&bench.bed.service_token(service, "flags"))).await;
            assert_eq!(status == 403, least.is_some(), "{right:?} as {service}: {status}");
            let stray = ask(&bench, right, Some(&bench.bed.service_token(service, "comms"))).await;
            assert_eq!(stray, 401, "{right:?} as {service} with a token for another");
        }
    }
}

#[tokio::test]
async fn every_change_leaves_its_line_in_the_audit() {
    let bench = Bench::start().await;
    bench.save("page", json!({})).await;
    bench.save("page", json!({ "on": false })).await;
    bench.save("page", json!({ "on": false })).await;
    bench.post("/admin/toggle/page", &json!({})).await;
    bench.post("/admin/toggle/page", &json!({ "on": true })).await;
    bench.post("/admin/toggle/page", &json!({ "on": false })).await;
    Answer::to(bench.ask(Role::Manager, Method::DELETE, "/admin/flags/page")).await;
    let audit = Answer::to(bench.ask(Role::Admin, Method::GET, "/api/v1/audit?limit=6")).await;
    let lines = audit.body.as_array().unwrap();
    let said: Vec<_> =
        lines.iter().map(|line| (line["action"].as_str().unwrap(), line["detail"].as_str().unwrap())).collect();
    assert_eq!(
        said,
        [
            ("flag.deleted", ""),
            ("flag.toggled", "off"),
            ("flag.toggled", "on"),
            ("flag.updated", "off"),
            ("flag.created", "on"),
            ("flag.created", "one of the cluster's own"),
        ],
        "what changes nothing leaves no line"
    );
    assert!(lines[..5].iter().all(|line| line["object"] == "page" && line["actor"]["name"] == "Some manager"));
    assert_eq!(lines[5]["actor"]["name"], "flags");
}
