//! `Json`, `Path` and `Query`: axum's extractors, with refusals that are problems naming each field.

use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, FailedToBufferBody};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use serde_path_to_error::Segment;
use utoipa::ToSchema;

use crate::schema::{NO_FIELD, OR_NULL, schema_of};
use crate::{FieldError, Problem, json, kinds};

/// What is said of a parameter that nobody knows.
const NO_PARAMETER: &str = "is not a parameter of this request";

/// A JSON body, checked against the published schema of `T`; or a JSON answer.
#[derive(Debug, Clone, Copy, Default)]
pub struct Json<T>(pub T);

impl<T, S> FromRequest<S> for Json<T>
where
    T: DeserializeOwned + ToSchema + 'static,
    S: Send + Sync,
{
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let (value, repeated) = read(request, state).await?;
        if repeated.is_empty() { Ok(Self(parse(&value)?)) } else { Err(Problem::invalid(repeated)) }
    }
}

/// The JSON of a body, and a fault for every name that an object in it repeats.
pub(crate) async fn read<S: Send + Sync>(request: Request, state: &S) -> Result<(Value, Vec<FieldError>), Problem> {
    if !is_json(request.headers()) {
        return Err(Problem::new(
            kinds::UNSUPPORTED_MEDIA_TYPE,
            "the body must be JSON, sent with Content-Type: application/json",
        ));
    }
    let bytes = Bytes::from_request(request, state).await.map_err(unread)?;
    json::read(&bytes).map_err(|fault| Problem::new(kinds::MALFORMED, format!("the body is not valid JSON: {fault}")))
}

fn parse<T: DeserializeOwned + ToSchema + 'static>(value: &Value) -> Result<T, Problem> {
    let faults = schema_of::<T>().faults(value);
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    serde_path_to_error::deserialize(value).map_err(|fault| Problem::invalid(vec![unfit(value, &fault)]))
}

/// What the schema lets through and the type does not hold: above all numbers, for to a schema 1.0 is an integer and
/// every integer is small enough.
pub(crate) fn unfit(value: &Value, fault: &serde_path_to_error::Error<serde_json::Error>) -> FieldError {
    let parts = fault.path().iter().filter_map(|segment| match segment {
        Segment::Map { key } => Some(format!("/{}", json::escaped(key))),
        Segment::Seq { index } => Some(format!("/{index}")),
        Segment::Enum { .. } | Segment::Unknown => None,
    });
    let pointer: String = parts.collect();
    let detail = match value.pointer(&pointer) {
        Some(Value::Number(number)) if number.is_f64() => "must be written as an integer, without . and e".to_owned(),
        Some(Value::Number(_)) => "is too small or too large".to_owned(),
        _ => fault.inner().to_string(),
    };
    FieldError::new(pointer, detail)
}

fn is_json(headers: &HeaderMap) -> bool {
    let Some(value) = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()) else { return false };
    let essence = value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json"))
}

fn unread(rejection: BytesRejection) -> Problem {
    match rejection {
        BytesRejection::FailedToBufferBody(FailedToBufferBody::LengthLimitError(_)) => {
            Problem::new(kinds::TOO_LARGE, "the body is larger than this route takes")
        }
        other => Problem::new(kinds::MALFORMED, format!("the body could not be read: {}", other.body_text())),
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(bytes) => {
                ([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], bytes).into_response()
            }
            Err(fault) => Problem::internal(&fault).into_response(),
        }
    }
}

/// Path parameters; one that does not parse is a 404, for no such thing can exist.
#[derive(Debug, Clone, Copy)]
pub struct Path<T>(pub T);

impl<T, S> FromRequestParts<S> for Path<T>
where
    T: DeserializeOwned + Send,
    S: Send + Sync,
{
    type Rejection = Problem;

    #[expect(clippy::disallowed_types, reason = "this is the wrapper that others are sent to")]
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        axum::extract::Path::<T>::from_request_parts(parts, state)
            .await
            .map(|axum::extract::Path(value)| Self(value))
            .map_err(|_| Problem::new(kinds::NOT_FOUND, "nothing has this address"))
    }
}

/// No query string: of a route that takes no parameters, where who writes one would take it for a filter.
#[derive(Debug, Clone, Copy)]
pub struct NoQuery;

impl<S: Send + Sync> FromRequestParts<S> for NoQuery {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let pairs = form_pairs(parts.uri.query().unwrap_or_default());
        let named = pairs.into_iter().map(|(name, _)| FieldError::new(format!("?{name}"), NO_PARAMETER));
        let faults: Vec<_> = named.take(json::MOST_FAULTS).collect();
        if faults.is_empty() { Ok(Self) } else { Err(Problem::invalid(faults)) }
    }
}

/// A query string, checked against the schema of `T` like a body: unknown, repeated and ill-typed parameters are named.
#[derive(Debug, Clone, Copy, Default)]
pub struct Query<T>(pub T);

impl<T, S> FromRequestParts<S> for Query<T>
where
    T: DeserializeOwned + ToSchema + 'static,
    S: Send + Sync,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        let fields = typed_fields::<T>(query).map_err(Problem::invalid)?;
        parse(&Value::Object(fields)).map(Self).map_err(|problem| {
            let named = problem.errors.iter().map(|fault| FieldError {
                pointer: fault.pointer.replacen('/', "?", 1),
                detail: match fault.detail.as_str() {
                    NO_FIELD => NO_PARAMETER.to_owned(),
                    // What is written in an address is never null.
                    detail => detail.trim_end_matches(OR_NULL).to_owned(),
                },
            });
            Problem::invalid(named.collect())
        })
    }
}

/// The parameters as JSON of the types that the schema of `T` asks for; what does not convert stays text and
/// is refused by the schema.
fn typed_fields<T: ToSchema + 'static>(query: &str) -> Result<Map<String, Value>, Vec<FieldError>> {
    let schema = schema_of::<T>();
    let mut fields = Map::new();
    let mut repeated = Vec::new();
    for (name, text) in form_pairs(query) {
        let value = if schema.property_is(&name, "integer") {
            text.parse::<i64>().map_or_else(|_| Value::String(text.clone()), Value::from)
        } else if schema.property_is(&name, "boolean") {
            text.parse::<bool>().map_or_else(|_| Value::String(text.clone()), Value::from)
        } else {
            Value::String(text)
        };
        if fields.insert(name.clone(), value).is_some() {
            repeated.push(FieldError::new(format!("?{name}"), "must be given once"));
        }
    }
    if repeated.is_empty() { Ok(fields) } else { Err(repeated) }
}

fn form_pairs(query: &str) -> Vec<(String, String)> {
    url::form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}
