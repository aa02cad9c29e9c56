//! `/openapi.json`, `/docs`, and the answers that every operation can give.

use axum::Router;
use axum::routing::get;
use problem::{IdempotencyKey, IfMatch, Json, ProblemBody};
use utoipa::openapi::path::{Operation, Parameter, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{Content, OpenApi, Ref, RefOr, ResponseBuilder, Server};
use utoipa::{PartialSchema, ToSchema};
use utoipa_swagger_ui::{Config, SwaggerUi};

/// Adds what is common to all: the answers any operation of its shape can give, what headers may hold, the schema of
/// problems, and a server address that holds both at the service's own port and behind the gateway.
pub fn describe(document: &mut OpenApi) {
    let components = document.components.get_or_insert_default();
    components.schemas.insert(ProblemBody::name().into_owned(), ProblemBody::schema());
    let mut parts = Vec::new();
    ProblemBody::schemas(&mut parts);
    components.schemas.extend(parts);
    document.servers = Some(vec![Server::new("/")]);
    for item in document.paths.paths.values_mut() {
        let operations = [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
        for operation in operations.into_iter().flatten() {
            add_common_answers(operation);
            let headers = operation.parameters.iter_mut().flatten().filter_map(|parameter| match parameter {
                RefOr::T(parameter) if parameter.parameter_in == ParameterIn::Header => Some(parameter),
                _ => None,
            });
            headers.for_each(describe_header);
        }
    }
}

/// A header is a text, never null, and what it may hold is said by who reads it.
fn describe_header(header: &mut Parameter) {
    let pattern = match header.name.as_str() {
        "Idempotency-Key" => Some(IdempotencyKey::PATTERN),
        "If-Match" => Some(IfMatch::PATTERN),
        _ => None,
    };
    header.schema = Some(ObjectBuilder::new().schema_type(Type::String).pattern(pattern).into());
}

fn add_common_answers(operation: &mut Operation) {
    let mut answers = vec![
        ("408", "The request took longer than 30 s."),
        ("500", "The service failed."),
        ("503", "The store or a service this leans on does not answer."),
    ];
    let parameters = operation.parameters.iter().flatten();
    let places: Vec<_> = parameters
        .filter_map(|parameter| match parameter {
            // Reading conditions are never refused: at worst the whole answer is given.
            RefOr::T(parameter) if ["If-None-Match", "Last-Event-ID"].contains(&parameter.name.as_str()) => None,
            RefOr::T(parameter) => Some(parameter.parameter_in.clone()),
            RefOr::Ref(_) => None,
        })
        .collect();
    if operation.request_body.is_some() {
        answers.push(("400", "Invalid input; `errors` names every fault."));
        answers.push(("413", "The body is too large."));
        answers.push(("415", "The body is not JSON."));
    }
    if places.contains(&ParameterIn::Query) || places.contains(&ParameterIn::Header) {
        answers.push(("400", "Invalid input; `errors` names every fault."));
    }
    if places.contains(&ParameterIn::Path) {
        answers.push(("404", "There is no such thing."));
    }
    for (status, words) in answers {
        let content = Content::new(Some(RefOr::Ref(Ref::from_schema_name(ProblemBody::name()))));
        let answer = ResponseBuilder::new().description(words).content(problem::PROBLEM_JSON, content).build();
        operation.responses.responses.entry(status.to_owned()).or_insert(RefOr::T(answer));
    }
}

/// The page to read and try the API, and the document it reads.
///
/// The page asks for `openapi.json` beside itself, so that it works under `/docs/` here and `/docs/<service>/` behind
/// the gateway.
pub(crate) fn routes(document: &OpenApi) -> Router {
    let serve = || {
        let document = document.clone();
        get(move || std::future::ready(Json(document)))
    };
    let page: Router = SwaggerUi::new("/docs").config(Config::new(["openapi.json"])).into();
    page.route("/openapi.json", serve()).route("/docs/openapi.json", serve())
}
