//! What the layers do around any route.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, StatusCode, header};
use axum::routing::{get, post};
use boot::redis::Store;
use boot::{ClientAddress, Health, Lifecycle, Service};
use problem::{Json, PROBLEM_JSON, current_request};
use serde_json::Value;
use tower::ServiceExt;

async fn echo(Json(value): Json<Vec<u8>>) -> Json<Vec<u8>> {
    Json(value)
}

async fn fails() -> &'static str {
    panic!("a fault of ours")
}

fn app() -> Router {
    let routes = Router::new()
        .route("/echo", post(echo))
        .route("/fails", get(fails))
        .route("/trace", get(|| async { current_request().unwrap().traceparent.unwrap_or_default().to_string() }))
        .route("/address", get(|ClientAddress(address): ClientAddress| async move { address.to_string() }));
    let store = Store::connect("redis://127.0.0.1:1/", "{x}:").unwrap();
    boot::assemble(
        routes,
        Service {
            openapi: utoipa::openapi::OpenApi::default(),
            health: Health::new(store, Lifecycle::new().draining()).once("page", Arc::default()),
            trusted_proxies: vec!["10.0.0.0/8".parse().unwrap()],
        },
    )
}

async fn send(request: Request<Body>) -> (StatusCode, HeaderMap, Vec<u8>) {
    let response = app().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    (parts.status, parts.headers, axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec())
}

fn got(path: &str) -> Request<Body> {
    Request::get(path).body(Body::empty()).unwrap()
}

#[tokio::test]
async fn every_failure_leaves_as_a_problem() {
    let large = Request::post("/echo").header("content-type", "application/json");
    let large = large.body(Body::from(format!("[{}1]", "1,".repeat(1024 * 1024)))).unwrap();
    let cases = [(got("/nowhere"), 404), (got("/echo"), 405), (got("/fails"), 500), (large, 413)];
    for (request, expected) in cases {
        let path = request.uri().to_string();
        let (status, headers, body) = send(request).await;
        assert_eq!(status.as_u16(), expected, "{path}");
        assert_eq!(headers[header::CONTENT_TYPE], PROBLEM_JSON, "{path}");
        let problem: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(problem["status"], expected, "{path}");
        let id = headers["x-request-id"].to_str().unwrap();
        assert_eq!(problem["instance"], format!("urn:request:{id}"), "{path}");
        assert!(!String::from_utf8_lossy(&body).contains("a fault of ours"));
    }
    assert_eq!(send(got("/echo")).await.1[header::ALLOW], "POST");
}

#[tokio::test]
async fn a_well_formed_request_id_is_kept_and_another_is_replaced() {
    let with = |id: &str| Request::get("/nowhere").header("x-request-id", id).body(Body::empty()).unwrap();
    assert_eq!(send(with("abc-123")).await.1["x-request-id"], "abc-123");
    for bad in ["", "a b", "a\"b", &"x".repeat(65)] {
        assert_ne!(send(with(bad)).await.1["x-request-id"], *bad);
    }
}

#[tokio::test]
async fn forwarded_addresses_are_believed_from_trusted_proxies_only() {
    let from = |socket: &str, forwarded: &str| {
        let mut request = Request::get("/address").header("x-forwarded-for", forwarded).body(Body::empty()).unwrap();
        let socket: std::net::SocketAddr = socket.parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(socket));
        request
    };
    let cases = [
        ("192.0.2.1:1", "203.0.113.9", "192.0.2.1"),
        ("10.0.0.1:1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.1:1", "198.51.100.7, 203.0.113.9", "203.0.113.9"),
        ("10.0.0.1:1", "203.0.113.9, 10.0.0.2", "203.0.113.9"),
        ("10.0.0.1:1", "nonsense", "10.0.0.1"),
    ];
    for (socket, forwarded, expected) in cases {
        let (_, _, body) = send(from(socket, forwarded)).await;
        assert_eq!(String::from_utf8(body).unwrap(), expected, "{socket} saying {forwarded}");
    }
}

#[tokio::test]
async fn a_service_without_its_redis_is_alive_and_not_ready() {
    assert_eq!(send(got("/healthz")).await.0, StatusCode::OK);
    let (status, _, body) = send(got("/readyz")).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    let body: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(body["checks"]["redis"], "does not answer");
    assert_eq!(body["checks"]["page"], "not yet", "what must have happened once has not");
}

#[tokio::test]
async fn metrics_and_documents_are_served() {
    send(got("/nowhere")).await;
    let (_, _, metrics) = send(got("/metrics")).await;
    assert!(String::from_utf8(metrics).unwrap().contains("http_requests_total"));
    assert_eq!(send(got("/openapi.json")).await.0, StatusCode::OK);
    assert_eq!(send(got("/docs/openapi.json")).await.0, StatusCode::OK);
    let (status, headers, page) = send(got("/docs/")).await;
    assert_eq!(status, StatusCode::OK);
    assert!(headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().contains("'self'"));
    assert!(String::from_utf8(page).unwrap().contains("swagger-ui"));
}

#[tokio::test]
async fn invented_methods_are_refused_and_counted_as_one() {
    for method in ["BREW", "WHEN"] {
        let request = Request::builder().method(method).uri("/echo").body(Body::empty()).unwrap();
        assert_eq!(send(request).await.0, StatusCode::METHOD_NOT_ALLOWED);
    }
    let (_, _, metrics) = send(got("/metrics")).await;
    let metrics = String::from_utf8(metrics).unwrap();
    assert!(metrics.contains(r#"method="other",route="/echo",status="405""#), "{metrics}");
    assert!(!metrics.contains("BREW"));
}

#[tokio::test]
async fn a_traceparent_is_passed_on_only_where_it_is_one() {
    let good = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    for (sent, passed_on) in
        [(good, good), ("", ""), ("00-xyz-1-01", ""), (&good.to_uppercase(), ""), (&good[..54], "")]
    {
        let request = Request::get("/trace").header("traceparent", sent).body(Body::empty()).unwrap();
        assert_eq!(String::from_utf8(send(request).await.2).unwrap(), passed_on, "{sent}");
    }
}

#[tokio::test]
async fn head_is_answered_like_get_without_a_body() {
    let request = Request::head("/healthz").body(Body::empty()).unwrap();
    let (status, headers, body) = send(request).await;
    assert_eq!((status, body.len()), (StatusCode::OK, 0));
    assert_eq!(headers[header::CONTENT_TYPE], "application/json");
    assert!(headers.contains_key("x-request-id"));
}
