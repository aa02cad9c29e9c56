//! What a call between services may and may not become.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use contracts::{CallError, IncidentsClient, Peer};
use testbed::Testbed;

/// The paths a peer was asked for.
type Asked = Arc<Mutex<Vec<String>>>;

async fn peer(State(asked): State<Asked>, request: Request) -> Response {
    let path = request.uri().to_string();
    asked.lock().unwrap().push(path.clone());
    match path.rsplit('/').next().unwrap() {
        "INC-000301" => Redirect::permanent("/elsewhere").into_response(),
        "INC-000401" => StatusCode::UNAUTHORIZED.into_response(),
        "INC-000500" => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        "INC-000503" => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn start(bed: &Testbed) -> (IncidentsClient, Asked) {
    let asked = Asked::default();
    let base = bed.serve(Router::new().fallback(peer).with_state(Arc::clone(&asked))).await;
    (IncidentsClient::new(Peer::new("incidents", &base, bed.service_key("comms"))), asked)
}

#[tokio::test]
async fn an_id_never_leads_to_another_path() {
    let bed = Testbed::start().await;
    let (incidents, asked) = start(&bed).await;
    for id in ["", "..", "../audit", "x?y=1", "x#", "%2e%2e", "a b", "INC-1/cause"] {
        assert!(incidents.get(id).await.unwrap_err().is_not_found(), "{id}");
    }
    assert!(asked.lock().unwrap().is_empty());
    assert!(incidents.get("INC-00000A").await.unwrap_err().is_not_found());
    assert_eq!(*asked.lock().unwrap(), ["/api/v1/incidents/INC-00000A"]);
}

#[tokio::test]
async fn a_peer_sends_nobody_elsewhere() {
    let bed = Testbed::start().await;
    let (incidents, asked) = start(&bed).await;
    assert!(matches!(incidents.get("INC-000301").await, Err(CallError::Refused { .. })));
    assert_eq!(asked.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn what_passes_and_what_does_not_are_told_apart() {
    let bed = Testbed::start().await;
    let (incidents, _) = start(&bed).await;
    assert!(incidents.get("INC-000401").await.unwrap_err().is_about_the_caller());
    assert!(matches!(incidents.get("INC-000500").await, Err(CallError::Unavailable { answered: true, .. })));
    assert!(matches!(incidents.get("INC-000503").await, Err(CallError::Unavailable { answered: false, .. })));
}
