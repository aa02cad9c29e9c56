//! Rights: one table per service, held before anything of a request is read.

use std::sync::Arc;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use problem::{CallerScope, Problem, ProblemBody, kinds};
use utoipa::ToSchema;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{Content, OpenApi, Ref, RefOr, ResponseBuilder};

use crate::{Caller, Role, TokenError, Verifier};

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody; a token that is sent must hold all the same.
    Public,
    /// People of at least this role.
    Role(Role),
    /// People of at least this role, and these services (acting of themselves or for such a person).
    RoleOrServices(Role, &'static [&'static str]),
    /// These services alone.
    Services(&'static [&'static str]),
}

/// One row of a service's rights: a route as the router writes it, and who may use it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Right {
    /// `GET`, `POST`, `PUT`…; `HEAD` follows `GET`.
    pub method: &'static str,
    /// The route's template, such as `/api/v1/incidents/{id}`.
    pub path: &'static str,
    /// Who may.
    pub access: Access,
}

impl Right {
    /// A row of the table.
    pub const fn new(method: &'static str, path: &'static str, access: Access) -> Self {
        Self { method, path, access }
    }
}

/// What [`guard`] needs.
#[derive(Clone)]
pub struct Guard {
    verifier: Arc<Verifier>,
    rights: &'static [Right],
}

impl Guard {
    /// A guard that holds every route to `rights`; a route without a row is closed to all.
    pub fn new(verifier: Arc<Verifier>, rights: &'static [Right]) -> Self {
        Self { verifier, rights }
    }
}

/// Middleware for `Router::route_layer`: 401, then 403, then the handler, which finds its [`Caller`].
pub async fn guard(State(guard): State<Guard>, mut request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>().cloned();
    let path = path.as_ref().map_or("", MatchedPath::as_str);
    match admit(&guard, request.method(), path, request.headers()).await {
        Ok(caller) => {
            let scope = caller.scope();
            request.extensions_mut().insert(caller);
            let mut response = next.run(request).await;
            response.extensions_mut().insert(CallerScope(scope));
            response
        }
        Err(problem) => problem.into_response(),
    }
}

async fn admit(guard: &Guard, method: &Method, path: &str, headers: &HeaderMap) -> Result<Caller, Problem> {
    let caller = match token(headers)? {
        Some(token) => {
            // One that is no text holds no token: it must not pass for none at all.
            let on_behalf_of = headers.get("x-on-behalf-of").map(|value| value.to_str().unwrap_or_default());
            guard.verifier.caller(token, on_behalf_of).await.map_err(not_holding)?
        }
        None => Caller::Anonymous,
    };
    let method = if method == Method::HEAD { "GET" } else { method.as_str() };
    let right = guard.rights.iter().find(|right| right.method == method && right.path == path);
    match right {
        Some(right) => allow(right.access, caller),
        None => Err(closed(guard.rights, path)),
    }
}

/// Why a method without a row is not let through: the path has other methods, or (a row was forgotten) none at all.
fn closed(rights: &[Right], path: &str) -> Problem {
    let rows = rights.iter().filter(|right| right.path == path);
    let methods: Vec<_> = rows.map(|row| if row.method == "GET" { "GET,HEAD" } else { row.method }).collect();
    match HeaderValue::from_str(&methods.join(",")) {
        Ok(allow) if !methods.is_empty() => {
            Problem::new(kinds::METHOD_NOT_ALLOWED, "this route takes other methods: see Allow")
                .with_header(header::ALLOW, allow)
        }
        _ => Problem::new(kinds::FORBIDDEN, "this route is open to nobody"),
    }
}

fn allow(access: Access, caller: Caller) -> Result<Caller, Problem> {
    let (role, services): (Option<Role>, &[&str]) = match access {
        Access::Public => return Ok(caller),
        Access::Role(role) => (Some(role), &[]),
        Access::RoleOrServices(role, services) => (Some(role), services),
        Access::Services(services) => (None, services),
    };
    let allowed = match &caller {
        Caller::Anonymous => return Err(unauthenticated("a bearer token is required", "Bearer")),
        Caller::Person(person) => role.is_some_and(|least| person.role >= least),
        Caller::Service { name, on_behalf_of } => {
            services.contains(&name.as_str())
                && on_behalf_of.as_ref().is_none_or(|person| role.is_none_or(|least| person.role >= least))
        }
    };
    match (allowed, role) {
        (true, _) => Ok(caller),
        (false, Some(least)) => Err(Problem::new(kinds::FORBIDDEN, format!("this needs the role {least}"))),
        (false, None) => Err(Problem::new(kinds::FORBIDDEN, "this is for services of the cluster")),
    }
}

fn token(headers: &HeaderMap) -> Result<Option<&str>, Problem> {
    let mut given = headers.get_all(header::AUTHORIZATION).iter();
    let Some(value) = given.next() else { return Ok(None) };
    let bearer = value.to_str().ok().and_then(|text| text.split_once(' '));
    match bearer {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") && given.next().is_none() => {
            Ok(Some(token.trim()))
        }
        _ => Err(not_holding(TokenError)),
    }
}

/// One answer to every token that does not hold, whatever is wrong with it (RFC 6750, section 3.1).
fn not_holding(error: TokenError) -> Problem {
    unauthenticated(&error.to_string(), "Bearer error=\"invalid_token\"")
}

fn unauthenticated(detail: &str, challenge: &'static str) -> Problem {
    Problem::new(kinds::UNAUTHENTICATED, detail)
        .with_header(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge))
}

/// Writes the rights into the OpenAPI document: the security scheme, and 401 and 403 where they can happen.
pub fn describe(document: &mut OpenApi, rights: &[Right]) {
    let components = document.components.get_or_insert_default();
    let bearer = Http::builder().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
    components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
    for right in rights {
        let Some(item) = document.paths.paths.get_mut(right.path) else { continue };
        let operation = match right.method {
            "GET" => item.get.as_mut(),
            "POST" => item.post.as_mut(),
            "PUT" => item.put.as_mut(),
            "PATCH" => item.patch.as_mut(),
            "DELETE" => item.delete.as_mut(),
            _ => None,
        };
        let Some(operation) = operation else { continue };
        let mut answers = vec![("401", "No token, or one that does not hold.")];
        let security = operation.security.get_or_insert_default();
        if right.access == Access::Public {
            security.push(SecurityRequirement::default());
        } else {
            answers.push(("403", "The caller may not."));
        }
        security.push(SecurityRequirement::new::<_, _, String>("bearer", []));
        for (status, words) in answers {
            let problem = Content::new(Some(RefOr::Ref(Ref::from_schema_name(ProblemBody::name()))));
            let answer = ResponseBuilder::new().description(words).content(problem::PROBLEM_JSON, problem);
            operation.responses.responses.entry(status.to_owned()).or_insert_with(|| RefOr::T(answer.build()));
        }
    }
}
