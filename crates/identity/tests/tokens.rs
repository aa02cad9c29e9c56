//! Which tokens hold, and what the guard lets through.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use identity::{Access, AccessClaims, Caller, Guard, Right, Role, Verifier, guard};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::json;
use testbed::Testbed;
use tower::ServiceExt;
use uuid::Uuid;

const RIGHTS: &[Right] = &[
    Right::new("GET", "/public", Access::Public),
    Right::new("GET", "/sre", Access::Role(Role::Sre)),
    Right::new("GET", "/both", Access::RoleOrServices(Role::Sre, &["comms"])),
    Right::new("GET", "/services", Access::Services(&["comms"])),
];

async fn who(caller: Caller) -> String {
    caller.scope()
}

fn app(bed: &Testbed) -> Router {
    let paths = ["/public", "/sre", "/both", "/services", "/forgotten"];
    let routes = paths.into_iter().fold(Router::new(), |router, path| router.route(path, get(who)));
    routes.route_layer(from_fn_with_state(Guard::new(bed.verifier("incidents"), RIGHTS), guard))
}

async fn status(app: &Router, path: &str, headers: &[(&str, String)]) -> StatusCode {
    let request = headers.iter().fold(Request::get(path), |request, (name, value)| request.header(*name, value));
    app.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap().status()
}

fn bearer(token: impl std::fmt::Display) -> Vec<(&'static str, String)> {
    vec![("authorization", format!("Bearer {token}"))]
}

#[tokio::test]
async fn each_role_gets_what_the_table_says() {
    let bed = Testbed::start().await;
    let app = app(&bed);
    for role in Role::ALL {
        let token = bearer(bed.token(role));
        let allowed = if role >= Role::Sre { StatusCode::OK } else { StatusCode::FORBIDDEN };
        assert_eq!(status(&app, "/public", &token).await, StatusCode::OK);
        assert_eq!(status(&app, "/sre", &token).await, allowed, "{role}");
        assert_eq!(status(&app, "/both", &token).await, allowed, "{role}");
        assert_eq!(status(&app, "/services", &token).await, StatusCode::FORBIDDEN);
        assert_eq!(status(&app, "/forgotten", &token).await, StatusCode::FORBIDDEN);
    }
    assert_eq!(status(&app, "/public", &[]).await, StatusCode::OK);
    for path in ["/sre", "/both", "/services"] {
        assert_eq!(status(&app, path, &[]).await, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn services_are_known_by_their_key_and_bound_to_whom_they_call() {
    let bed = Testbed::start().await;
    let app = app(&bed);
    let comms = bed.service_token("comms", "incidents");
    assert_eq!(status(&app, "/services", &bearer(&comms)).await, StatusCode::OK);
    assert_eq!(status(&app, "/sre", &bearer(&comms)).await, StatusCode::FORBIDDEN);
    let elsewhere = bed.service_token("comms", "users");
    assert_eq!(status(&app, "/services", &bearer(elsewhere)).await, StatusCode::UNAUTHORIZED);
    let other = bed.service_token("users", "incidents");
    assert_eq!(status(&app, "/services", &bearer(other)).await, StatusCode::FORBIDDEN);
    for (role, expected) in [(Role::Viewer, StatusCode::FORBIDDEN), (Role::Sre, StatusCode::OK)] {
        let mut headers = bearer(&comms);
        headers.push(("x-on-behalf-of", bed.token(role)));
        assert_eq!(status(&app, "/both", &headers).await, expected, "on behalf of a {role}");
    }
    let mut forged = bearer(&comms);
    forged.push(("x-on-behalf-of", comms.clone()));
    assert_eq!(status(&app, "/both", &forged).await, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn tokens_that_do_not_hold_are_refused_even_on_public_routes() {
    let bed = Testbed::start().await;
    let app = app(&bed);
    let good = bed.token(Role::Admin);
    let [head, claims, signature] = good.split('.').collect::<Vec<_>>()[..] else { panic!("three parts") };
    let encode = |value: &serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let kid = bed.signing_key().jwks().keys[0].kid.clone();
    let unsigned = encode(&json!({ "alg": "none", "typ": "at+jwt", "kid": kid }));
    let mut symmetric = Header::new(Algorithm::HS256);
    symmetric.typ = Some("at+jwt".to_owned());
    symmetric.kid = Some(kid.clone());
    let x = URL_SAFE_NO_PAD.decode(&bed.signing_key().jwks().keys[0].x).unwrap();
    let person = AccessClaims::new(Uuid::nil(), "x", Role::Admin, Uuid::nil(), boot::Clock::System.now());
    let confused = jsonwebtoken::encode(&symmetric, &person, &EncodingKey::from_secret(&x)).unwrap();
    let old = AccessClaims::new(Uuid::nil(), "x", Role::Admin, Uuid::nil(), boot::Clock::System.now() - 3_600);
    let expired = bed.signing_key().access_token(&old).unwrap();
    let foreign = AccessClaims { aud: "elsewhere".to_owned(), ..person.clone() };
    let strange = AccessClaims { iss: "somebody".to_owned(), ..person.clone() };
    let tokens = [
        format!("{unsigned}.{claims}."),
        format!("{unsigned}.{claims}.{signature}"),
        confused,
        expired,
        bed.signing_key().access_token(&foreign).unwrap(),
        bed.signing_key().access_token(&strange).unwrap(),
        Testbed::start().await.token(Role::Admin),
        format!("{head}.{claims}"),
        format!("{good}x"),
        format!("{head}.{}.{signature}", encode(&json!({ "role": "admin" }))),
        "' OR 1=1".to_owned(),
        "x".repeat(10_000),
    ];
    for token in tokens {
        assert_eq!(status(&app, "/public", &bearer(&token)).await, StatusCode::UNAUTHORIZED, "{token}");
    }
    let twice = [("authorization", format!("Bearer {good}")), ("authorization", format!("Bearer {good}"))];
    assert_eq!(status(&app, "/public", &twice).await, StatusCode::UNAUTHORIZED);
    assert_eq!(status(&app, "/public", &[("authorization", "Basic YTpi".to_owned())]).await, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_token_seen_before_ends_with_the_key_that_signed_it() {
    let bed = Testbed::start().await;
    let verifier = bed.verifier("incidents");
    let (person, service) = (bed.token(Role::Sre), bed.service_token("comms", "incidents"));
    for _ in 0..2 {
        assert!(matches!(verifier.caller(&person, None).await, Ok(Caller::Person(_))));
        let both = verifier.caller(&service, Some(&person)).await.unwrap();
        assert_eq!((both.service(), both.role()), (Some("comms"), Some(Role::Sre)));
        assert!(verifier.caller(&service, Some(&service)).await.is_err());
    }
    verifier.trust(&Testbed::start().await.signing_key().jwks());
    assert!(verifier.caller(&person, None).await.is_err());
    assert!(verifier.caller(&service, Some(&person)).await.is_err());
    assert!(verifier.caller(&service, None).await.is_ok());
}

#[tokio::test]
async fn whatever_is_wrong_with_a_token_the_answer_is_one() {
    let bed = Testbed::start().await;
    let app = app(&bed);
    let good = format!("Bearer {}", bed.token(Role::Admin));
    let wrong: [&[&str]; 6] =
        [&["Bearer x"], &["Bearer"], &["Basic YTpi"], &[&good, &good], &["Bearer a.b.c"], &["Bearer \u{e9}"]];
    let mut bodies = std::collections::BTreeSet::new();
    for values in wrong {
        let request =
            values.iter().fold(Request::get("/sre"), |request, value| request.header("authorization", *value));
        let response = app.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED, "{values:?}");
        assert_eq!(response.headers()["www-authenticate"], "Bearer error=\"invalid_token\"");
        bodies.insert(axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap());
    }
    assert_eq!(bodies.len(), 1, "{bodies:?}");
}

#[tokio::test]
async fn a_person_that_cannot_be_read_is_not_taken_for_nobody() {
    let bed = Testbed::start().await;
    let app = app(&bed);
    for unreadable in ["", "x", "\u{e9}"] {
        let mut headers = bearer(bed.service_token("comms", "incidents"));
        headers.push(("x-on-behalf-of", unreadable.to_owned()));
        assert_eq!(status(&app, "/both", &headers).await, StatusCode::UNAUTHORIZED, "{unreadable:?}");
    }
}

#[tokio::test]
async fn a_method_that_a_route_does_not_take_is_said_to_anybody() {
    let bed = Testbed::start().await;
    let app = app(&bed);
    for method in ["POST", "OPTIONS", "TRACE", "BREW"] {
        let request = Request::builder().method(method).uri("/sre").body(Body::empty()).unwrap();
        let response = app.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED, "{method}");
        assert_eq!(response.headers()["allow"], "GET,HEAD");
    }
    let head = Request::head("/sre").body(Body::empty()).unwrap();
    assert_eq!(app.clone().oneshot(head).await.unwrap().status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn the_keys_of_users_outlive_users_and_a_restart() {
    let bed = Testbed::start().await;
    let jwks = bed.signing_key().jwks();
    let users = Router::new().route("/.well-known/jwks.json", get(|| async move { problem::Json(jwks) }));
    let url = bed.serve(users).await;
    let store = bed.store("incidents");
    let keep = |verifier, url: &str| identity::JwksKeeper::new(verifier, url, store.connection(), store.prefix());
    let first = Verifier::new("incidents", bed.service_keys());
    keep(first.clone(), &url).step().await.unwrap();
    assert!(first.caller(&bed.token(Role::Sre), None).await.is_ok());

    let second = Verifier::new("incidents", bed.service_keys());
    let stop = tokio_util::sync::CancellationToken::new();
    let keeper = keep(second.clone(), "http://127.0.0.1:9");
    let running = tokio::spawn(keeper.run(stop.clone()));
    let caller = second.caller(&bed.token(Role::Sre), None).await;
    assert_eq!(caller.unwrap().role(), Some(Role::Sre));
    stop.cancel();
    running.await.unwrap();
}

#[tokio::test]
async fn an_answer_without_keys_does_not_make_the_known_ones_forgotten() {
    let bed = Testbed::start().await;
    let store = bed.store("incidents");
    let empty = r#"{"keys":[{"kty":"RSA","crv":"","use":"sig","alg":"RS256","kid":"a","x":""}]}"#;
    let users = Router::new()
        .route("/.well-known/jwks.json", get(move || async move { ([("content-type", "application/json")], empty) }));
    let verifier = bed.verifier("incidents");
    let keeper =
        identity::JwksKeeper::new(verifier.clone(), &bed.serve(users).await, store.connection(), store.prefix());
    assert!(matches!(keeper.step().await, Err(identity::JwksError::Empty)));
    assert!(verifier.caller(&bed.token(Role::Sre), None).await.is_ok());
}

#[tokio::test]
async fn keys_are_recalled_as_soon_as_redis_is_there() {
    let mut bed = Testbed::start().await;
    let jwks = serde_json::to_string(&bed.signing_key().jwks()).unwrap();
    let store = bed.store("incidents");
    let key = store.key("jwks");
    let () = redis::cmd("SET").arg(key).arg(jwks).query_async(&mut store.connection()).await.unwrap();
    bed.redis.kill();
    let verifier = Verifier::new("incidents", bed.service_keys());
    let stop = tokio_util::sync::CancellationToken::new();
    let keeper = identity::JwksKeeper::new(verifier.clone(), "http://127.0.0.1:9", store.connection(), store.prefix());
    let running = tokio::spawn(keeper.run(stop.clone()));
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    assert!(!verifier.knows_keys());
    bed.redis.restart().await;
    tokio::time::sleep(std::time::Duration::from_millis(2_500)).await;
    assert!(verifier.knows_keys(), "users is away, but its keys were kept");
    stop.cancel();
    running.await.unwrap();
}
