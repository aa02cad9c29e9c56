//! The table of rights, walked with every role and with none.

use csp_ingestor::routes::RIGHTS;
use identity::{Access, Role};

use crate::bed::Bed;

#[tokio::test]
async fn every_route_is_open_to_its_roles_and_closed_to_others() {
    let bed = Bed::start().await;
    for right in RIGHTS {
        // The one service that may do anything here is none of those that are tried below.
        let (Access::Role(least) | Access::RoleOrServices(least, &["monitors"])) = right.access else {
            panic!("{} is open to others", right.path)
        };
        let nothing = "018f0000-0000-7000-8000-000000000000";
        let path = ["{id}", "{cause}", "{effect}", "{name}"]
            .iter()
            .fold(right.path.to_owned(), |path, part| path.replace(part, nothing));
        let nobody = bed.testbed.http.request(right.method.parse().unwrap(), format!("{}{path}", bed.base));
        assert_eq!(bed.answer(nobody).await.0, 401, "{} {path} without a token", right.method);
        for role in Role::ALL {
            // By the head alone: one of the answers has no end.
            let status = bed.ask(right.method, &path, role).send().await.unwrap().status().as_u16();
            assert_eq!(status == 403, role < least, "{} {path} as {role}: {status}", right.method);
            assert_ne!(status, 401, "{} {path} as {role}", right.method);
        }
        let service = bed.testbed.service_token("comms", "csp-ingestor");
        let service =
            bed.testbed.http.request(right.method.parse().unwrap(), format!("{}{path}", bed.base)).bearer_auth(service);
        assert_eq!(bed.answer(service).await.0, 403, "{} {path} as a service", right.method);
    }
}

#[test]
fn every_documented_route_has_its_right() {
    let document = serde_json::to_value(csp_ingestor::openapi()).unwrap();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in item
            .as_object()
            .unwrap()
            .keys()
            .filter(|key| ["get", "post", "put", "patch", "delete"].contains(&key.as_str()))
        {
            let listed = RIGHTS.iter().any(|right| right.path == path && right.method.eq_ignore_ascii_case(method));
            assert!(listed, "{method} {path}");
        }
    }
}
