//! What a caller reads when their input is refused, over the real extractors.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Request, StatusCode, header};
use axum::routing::{get, post};
use http_body_util::BodyExt;
use problem::{Draft, FieldError, IfMatch, IfNoneMatch, Json, NoQuery, PROBLEM_JSON, Path, ProblemBody, Query, tagged};
use serde::{Deserialize, Serialize};
use tower::ServiceExt;
use utoipa::{IntoParams, ToSchema};

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Input {
    #[schema(min_length = 1, max_length = 10)]
    title: String,
    #[schema(minimum = 1, maximum = 4)]
    sev: u8,
    #[serde(default)]
    #[schema(max_items = 2)]
    tags: Vec<String>,
    #[serde(default)]
    kind: Option<Kind>,
    #[serde(default)]
    #[schema(format = "email")]
    email: Option<String>,
    #[serde(default)]
    #[schema(min_length = 1, pattern = "^[a-z]+$")]
    slug: Option<String>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Kind {
    One,
    Two,
}

#[derive(Debug, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
struct Filter {
    #[schema(minimum = 1, maximum = 4)]
    sev: Option<u8>,
    kind: Option<Kind>,
    active: Option<bool>,
}

#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
struct Plan {
    #[schema(required, min_length = 1)]
    name: String,
    #[schema(required)]
    steps: Vec<String>,
    #[schema(minimum = 1)]
    first: u8,
}

/// A rule that no schema can hold: the first step is one of those there are.
fn judged(plan: Plan) -> Result<Plan, Vec<FieldError>> {
    let mut faults = Vec::new();
    if plan.name.is_empty() {
        faults.push(fault("/name", "must be said"));
    }
    if usize::from(plan.first) > plan.steps.len() {
        faults.push(fault("/first", "must be a step"));
    }
    if faults.is_empty() { Ok(plan) } else { Err(faults) }
}

fn app() -> Router {
    Router::new()
        .route("/plan", post(|plan: Draft<Plan>| async move { plan.judged(judged).map(Json) }))
        .route("/in", post(|Json(input): Json<Input>| async move { Json(input) }))
        .route("/versioned", get(versioned).put(|IfMatch(version): IfMatch| async move { Json(version) }))
        .route("/list", get(|Query(filter): Query<Filter>| async move { Json(filter) }))
        .route("/bare", get(|_: NoQuery| async move { Json(true) }))
        .route("/things/{id}", get(|Path(id): Path<u32>| async move { Json(id) }))
}

async fn versioned(reader: IfNoneMatch) -> axum::response::Response {
    tagged(3, &reader, ([(header::CACHE_CONTROL, "public, max-age=1")], Json("three")))
}

async fn send(request: Request<Body>) -> (StatusCode, String, Vec<u8>) {
    let response = app().oneshot(request).await.unwrap();
    let kind = response.headers().get(header::CONTENT_TYPE).map(|kind| kind.to_str().unwrap().to_owned());
    let status = response.status();
    let body = response.into_body().collect().await.unwrap().to_bytes().to_vec();
    (status, kind.unwrap_or_default(), body)
}

async fn refused(request: Request<Body>) -> ProblemBody {
    let (status, kind, body) = send(request).await;
    assert_eq!(kind, PROBLEM_JSON);
    let problem: ProblemBody = serde_json::from_slice(&body).unwrap();
    assert_eq!(problem.status, status.as_u16());
    problem
}

fn posted(body: impl Into<Body>) -> Request<Body> {
    Request::post("/in").header("content-type", "application/json").body(body.into()).unwrap()
}

fn got(path: &str) -> Request<Body> {
    Request::get(path).body(Body::empty()).unwrap()
}

fn fault(pointer: &str, detail: &str) -> FieldError {
    FieldError::new(pointer, detail)
}

#[tokio::test]
async fn every_invalid_field_is_named_at_once() {
    let body = r#"{"title":"","sev":9,"tags":["a","b","c"],"kind":"three","email":"nobody","colour":1}"#;
    let problem = refused(posted(body)).await;
    assert_eq!(problem.status, 400);
    assert_eq!(problem.r#type, "urn:polystatus:problem:validation");
    assert_eq!(
        problem.errors,
        [
            fault("/colour", "is not a field of this request"),
            fault("/email", "must be a valid email"),
            fault("/kind", "must be one of one, two"),
            fault("/sev", "must be at most 4"),
            fault("/tags", "must have at most 2 items"),
            fault("/title", "must not be empty"),
        ]
    );
}

#[tokio::test]
async fn what_a_schema_cannot_say_is_named_beside_what_it_says() {
    let plan =
        |body: &str| Request::post("/plan").header("content-type", "application/json").body(body.to_owned().into());
    let (status, _, _) = send(plan(r#"{"name":"x","steps":["a"],"first":1}"#).unwrap()).await;
    assert_eq!(status, StatusCode::OK);
    let cases = [
        (r#"{"name":"x","steps":["a"],"first":2}"#, vec![("/first", "must be a step")]),
        (
            r#"{"name":"x","steps":["a"],"first":2,"a/b":1}"#,
            vec![("/a~1b", "is not a field of this request"), ("/first", "must be a step")],
        ),
        (
            r#"{"steps":5,"first":1}"#,
            vec![("/first", "must be a step"), ("/name", "is required"), ("/steps", "must be an array")],
        ),
        (
            r#"{"name":"","name":"","steps":["a",5]}"#,
            vec![("/name", "must be given once"), ("/name", "must not be empty"), ("/steps/1", "must be a string")],
        ),
        ("[]", vec![("", "must be an object")]),
    ];
    for (body, expected) in cases {
        let expected: Vec<_> = expected.into_iter().map(|(pointer, detail)| fault(pointer, detail)).collect();
        let mut errors = refused(plan(body).unwrap()).await.errors;
        errors.sort_by(|a, b| (&a.pointer, &a.detail).cmp(&(&b.pointer, &b.detail)));
        assert_eq!(errors, expected, "{body}");
    }
    assert_eq!(refused(plan("{").unwrap()).await.r#type, "urn:polystatus:problem:malformed");
}

#[tokio::test]
async fn each_field_is_blamed_once_and_null_is_named_where_it_is_allowed() {
    let faults = refused(posted(r#"{"title":"a","sev":1,"slug":"","kind":true}"#)).await.errors;
    assert_eq!(faults, [fault("/kind", "must be one of one, two"), fault("/slug", "must not be empty")]);
    let problem = refused(posted(r#"{"title":"a","sev":1,"slug":true}"#)).await;
    assert_eq!(problem.detail, "/slug must be a string or null");
    assert_eq!(refused(posted("[]")).await.detail, "the body must be an object");
}

#[tokio::test]
async fn missing_and_ill_typed_fields_are_named() {
    let problem = refused(posted(r#"{"sev":"two","tags":[1]}"#)).await;
    assert_eq!(
        problem.errors,
        [fault("/sev", "must be an integer"), fault("/tags/0", "must be a string"), fault("/title", "is required")]
    );
}

#[tokio::test]
async fn a_body_that_is_not_json_is_refused_without_a_panic() {
    assert_eq!(refused(posted("{")).await.r#type, "urn:polystatus:problem:malformed");
    assert_eq!(refused(posted("[".repeat(100_000))).await.r#type, "urn:polystatus:problem:malformed");
    assert_eq!(refused(posted("[]")).await.errors, [fault("", "must be an object")]);
    assert_eq!(refused(posted(r#"{"title":"\ud800","sev":1}"#)).await.status, 400);
}

#[tokio::test]
async fn a_body_of_another_type_or_size_is_refused() {
    let plain = Request::post("/in").header("content-type", "text/plain").body(Body::from("{}")).unwrap();
    assert_eq!(refused(plain).await.status, 415);
    assert_eq!(refused(posted("x".repeat(3 * 1024 * 1024))).await.status, 413);
}

#[tokio::test]
async fn numbers_at_the_edges_are_refused_and_not_wrapped() {
    for sev in ["0", "256", "-1", "1.5", "1e300", "18446744073709551616"] {
        let problem = refused(posted(format!(r#"{{"title":"a","sev":{sev}}}"#))).await;
        assert_eq!(problem.errors.len(), 1, "sev {sev}");
        assert_eq!(problem.errors[0].pointer, "/sev");
    }
}

#[tokio::test]
async fn a_query_is_checked_like_a_body() {
    let (status, _, body) = send(got("/list?sev=2&kind=two&active=true")).await;
    assert_eq!((status, body.as_slice()), (StatusCode::OK, br#"{"sev":2,"kind":"two","active":true}"#.as_slice()));
    let problem = refused(got("/list?sev=x&kind=three&active=yes&stat=open")).await;
    assert_eq!(
        problem.errors,
        [
            fault("?active", "must be a boolean"),
            fault("?kind", "must be one of one, two"),
            fault("?sev", "must be an integer"),
            fault("?stat", "is not a parameter of this request"),
        ]
    );
    assert_eq!(refused(got("/list?sev=1&sev=2")).await.errors, [fault("?sev", "must be given once")]);
}

#[tokio::test]
async fn a_route_without_parameters_takes_none() {
    assert_eq!(send(got("/bare?")).await.0, StatusCode::OK);
    let unknown = ["?a", "?b"].map(|name| fault(name, "is not a parameter of this request"));
    assert_eq!(refused(got("/bare?a=1&b")).await.errors, unknown);
}

#[tokio::test]
async fn a_path_that_names_nothing_is_not_found() {
    assert_eq!(refused(got("/things/abc")).await.status, 404);
}

#[tokio::test]
async fn a_name_that_is_repeated_is_refused_and_named() {
    let problem = refused(posted(r#"{"title":"a","sev":1,"title":"b","tags":[],"sev":2}"#)).await;
    assert_eq!((problem.status, problem.r#type.as_str()), (400, "urn:polystatus:problem:validation"));
    assert_eq!(problem.errors, [fault("/title", "must be given once"), fault("/sev", "must be given once")]);
    let problem = refused(posted(r#"{"title":"a","sev":1,"tags":["x",{"a/b":1,"a/b":{"~":1,"~":2}}]}"#)).await;
    assert_eq!(
        problem.errors,
        [fault("/tags/1/a~1b/~0", "must be given once"), fault("/tags/1/a~1b", "must be given once")]
    );
    let escaped = r#"{"title":"a","sev":1,"\u0074itle":"b"}"#;
    assert_eq!(refused(posted(escaped)).await.errors, [fault("/title", "must be given once")]);
}

#[tokio::test]
async fn an_integer_written_as_a_fraction_is_refused_by_name() {
    for sev in ["1.0", "2e0", "0.1e1"] {
        let problem = refused(posted(format!(r#"{{"title":"a","sev":{sev}}}"#))).await;
        assert_eq!(problem.errors, [fault("/sev", "must be written as an integer, without . and e")], "{sev}");
    }
    let (status, _, _) = send(posted(r#"{"title":"a","sev":1}"#)).await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn a_hostile_body_does_not_make_a_larger_answer() {
    let tags = vec!["1"; 100_000].join(",");
    let problem = refused(posted(format!(r#"{{"title":"a","sev":1,"tags":[{tags}]}}"#))).await;
    assert_eq!(problem.errors.len(), 100);
    let repeated = vec![r#""x":1"#; 100_000].join(",");
    assert_eq!(refused(posted(format!("{{{repeated}}}"))).await.errors.len(), 100);
}

#[tokio::test]
async fn parameters_are_decoded_before_they_are_judged() {
    let (status, _, body) = send(got("/list?s%65v=%32&kind=t%77o")).await;
    assert_eq!((status, body.as_slice()), (StatusCode::OK, br#"{"sev":2,"kind":"two","active":null}"#.as_slice()));
    let cases = [
        ("/list?sev=", fault("?sev", "must be an integer")),
        ("/list?sev", fault("?sev", "must be an integer")),
        ("/list?kind=", fault("?kind", "must be one of one, two")),
        ("/list?active=TRUE", fault("?active", "must be a boolean")),
        ("/list?sev=1.0", fault("?sev", "must be an integer")),
        ("/list?sev=1&s%65v=1", fault("?sev", "must be given once")),
        ("/list?sev=99999999999999999999", fault("?sev", "must be an integer")),
        ("/list?%FF=1", fault("?\u{fffd}", "is not a parameter of this request")),
    ];
    for (path, expected) in cases {
        assert_eq!(refused(got(path)).await.errors, [expected], "{path}");
    }
    assert_eq!(send(got("/list?&&")).await.0, StatusCode::OK);
}

#[tokio::test]
async fn an_if_match_that_cannot_be_read_is_refused_and_not_ignored() {
    let put = |values: &[&[u8]]| {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(header::IF_MATCH, HeaderValue::from_bytes(value).unwrap());
        }
        let mut request = Request::put("/versioned").body(Body::empty()).unwrap();
        *request.headers_mut() = headers;
        request
    };
    let bad: [&[&[u8]]; 5] = [&[b"\"\xff\""], &[b"3"], &[b""], &[b"\"3\", \"4\""], &[b"\"3\"", b"\"4\""]];
    for values in bad {
        assert_eq!(refused(put(values)).await.errors[0].pointer, "If-Match", "{values:?}");
    }
    let good: [(&[&[u8]], &str); 4] = [(&[], "null"), (&[b"*"], "null"), (&[b"\"3\""], "3"), (&[b"W/\"3\""], "3")];
    for (values, version) in good {
        let (status, _, body) = send(put(values)).await;
        assert_eq!((status, String::from_utf8(body).unwrap().as_str()), (StatusCode::OK, version), "{values:?}");
    }
}

#[tokio::test]
async fn what_the_reader_has_is_not_sent_again_and_caches_are_told_the_same() {
    for (has, status) in
        [("\"3\"", 304), ("W/\"3\"", 304), ("\"2\", \"3\"", 304), ("*", 304), ("\"2\"", 200), ("3", 200)]
    {
        let request = Request::get("/versioned").header("if-none-match", has).body(Body::empty()).unwrap();
        let response = app().oneshot(request).await.unwrap();
        assert_eq!(response.status().as_u16(), status, "{has}");
        assert_eq!(response.headers()[header::ETAG], "\"3\"");
        assert_eq!(response.headers()[header::CACHE_CONTROL], "public, max-age=1");
        assert_eq!(response.headers().contains_key(header::CONTENT_TYPE), status == 200);
        let body = response.into_body().collect().await.unwrap().to_bytes();
        assert_eq!(body.is_empty(), status == 304);
    }
}
