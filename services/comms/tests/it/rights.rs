//! The table of rights, walked with nobody, every role, and a foreign service.

use std::collections::BTreeSet;

use comms::routes::RIGHTS;
use identity::{Access, Right, Role};
use reqwest::{Method, StatusCode};
use serde_json::Value;

use crate::house::House;

/// Whether `status` says that the caller was let in: whatever else may be wrong with an empty request.
fn let_in(status: StatusCode) -> bool {
    status != StatusCode::UNAUTHORIZED && status != StatusCode::FORBIDDEN
}

async fn ask(house: &House, right: &Right, token: Option<String>) -> StatusCode {
    let path = right.path.replace("{id}", "INC-AAAAAA");
    let method = Method::from_bytes(right.method.as_bytes()).unwrap();
    let mut request = house.bed.http.request(method, format!("{}{path}", house.comms.base));
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    request.send().await.unwrap().status()
}

#[tokio::test]
async fn every_route_lets_in_whom_the_table_says() {
    let house = House::open().await;
    for right in RIGHTS {
        let (least, services): (Option<Role>, &[&str]) = match right.access {
            Access::Public => (Some(Role::Guest), &testbed::SERVICES),
            Access::Role(role) => (Some(role), &[]),
            Access::RoleOrServices(role, services) => (Some(role), services),
            Access::Services(services) => (None, services),
        };
        let nobody = ask(&house, right, None).await;
        let expected = right.access == Access::Public;
        assert_eq!(let_in(nobody), expected, "{} {} for nobody: {nobody}", right.method, right.path);
        assert!(expected || nobody == StatusCode::UNAUTHORIZED);
        for role in Role::ALL {
            let status = ask(&house, right, Some(house.bed.token(role))).await;
            let expected = least.is_some_and(|least| role >= least);
            assert_eq!(let_in(status), expected, "{} {} for {role}: {status}", right.method, right.path);
            assert!(expected || status == StatusCode::FORBIDDEN);
        }
        for service in testbed::SERVICES {
            let status = ask(&house, right, Some(house.bed.service_token(service, "comms"))).await;
            let expected = services.contains(&service);
            assert_eq!(let_in(status), expected, "{} {} for {service}: {status}", right.method, right.path);
        }
    }
}

#[tokio::test]
async fn a_token_that_does_not_hold_opens_nothing() {
    let house = House::open().await;
    let for_another = house.bed.service_token("incidents", "users");
    for right in RIGHTS {
        for token in ["nonsense".to_owned(), for_another.clone()] {
            let status = ask(&house, right, Some(token)).await;
            assert_eq!(status, StatusCode::UNAUTHORIZED, "{} {}", right.method, right.path);
        }
    }
}

#[test]
fn every_operation_has_its_row_and_every_row_its_operation() {
    let document: Value = serde_json::to_value(comms::openapi()).unwrap();
    let mut operations = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in ["get", "post", "put", "patch", "delete"] {
            if item.get(method).is_some() {
                operations.insert((method.to_uppercase(), path.clone()));
            }
        }
    }
    let rows: BTreeSet<_> = RIGHTS.iter().map(|right| (right.method.to_owned(), right.path.to_owned())).collect();
    assert_eq!(operations, rows);
}
