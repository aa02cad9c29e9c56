//! What flags give whom; answered from memory.

use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use contracts::Evaluation;
use identity::Caller;
use problem::{Problem, Query};
use serde::Deserialize;
use url::form_urlencoded;
use utoipa::{IntoParams, ToSchema};

use crate::domain::Subject;
use crate::domain::definition::LONGEST_USER;
use crate::{App, Error};

/// Whom the flags are asked for.
#[derive(Debug, PartialEq, Eq, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct SubjectQuery {
    /// A user, by whatever name targets and rules know them.
    #[schema(max_length = 256)]
    #[param(max_length = 256, example = "alice")]
    user: String,
    /// Their role.
    #[schema(max_length = 256)]
    #[param(max_length = 256, example = "manager")]
    role: String,
}

impl SubjectQuery {
    /// Reads a good question without a detour; none where there may be something wrong with it.
    fn read(query: &str) -> Option<Self> {
        let (mut user, mut role) = (None, None);
        for (name, text) in form_urlencoded::parse(query.as_bytes()) {
            let place = match &*name {
                "user" => &mut user,
                "role" => &mut role,
                _ => return None,
            };
            if text.len() > LONGEST_USER || place.replace(text.into_owned()).is_some() {
                return None;
            }
        }
        Some(Self { user: user?, role: role? })
    }
}

/// No route is asked as often as this one: good questions take the short way, all others the one that names their faults.
impl<S: Send + Sync> FromRequestParts<S> for SubjectQuery {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        if let Some(subject) = Self::read(parts.uri.query().unwrap_or_default()) {
            return Ok(subject);
        }
        let Query(subject) = Query::from_request_parts(parts, state).await?;
        Ok(subject)
    }
}

/// What every flag gives a user in a role; private flags with a token alone.
#[utoipa::path(get, path = "/flags", tag = "flags", params(SubjectQuery),
    responses((status = 200, description = "The flags and their variations, by key.", body = BTreeMap<String, Evaluation>)))]
pub(super) async fn evaluate_flags(
    State(app): State<App>,
    caller: Caller,
    subject: SubjectQuery,
) -> Result<Response, Problem> {
    let set = app.live.set().ok_or(Error::NotRead)?;
    let subject = Subject { user: &subject.user, role: &subject.role };
    let known = !matches!(caller, Caller::Anonymous);
    let json = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
    Ok((json, set.answer(subject, known)).into_response())
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    async fn the_long_way(query: &str) -> Option<SubjectQuery> {
        let request = Request::get(format!("/flags?{query}")).body(()).expect("a request");
        let read = Query::from_request_parts(&mut request.into_parts().0, &()).await;
        read.ok().map(|Query(subject)| subject)
    }

    #[tokio::test]
    async fn both_ways_lead_to_the_same() {
        let long = "x".repeat(256);
        let good = ["user=a&role=b", "role=b&user=a", "user=&role=", "user=a%20b+c&role=%C3%A9%FF&", "user=a=b&role"];
        for query in good.map(str::to_owned).into_iter().chain([format!("user={long}&role={long}")]) {
            let short = SubjectQuery::read(&query);
            assert!(short.is_some(), "{query}");
            assert_eq!(short, the_long_way(&query).await, "{query}");
        }
        let bad = ["", "user=a", "user=a&role=b&x=1", "user=a&user=a&role=b", "USER=a&role=b", "&&=&"];
        for query in bad.map(str::to_owned).into_iter().chain([format!("user={long}x&role=b")]) {
            assert_eq!((SubjectQuery::read(&query), the_long_way(&query).await), (None, None), "{query}");
        }
        // Many bytes, few letters: what the short way leaves alone, the long one takes.
        let letters = format!("user={}&role=b", "%C3%A9".repeat(200));
        assert_eq!(SubjectQuery::read(&letters), None);
        assert!(the_long_way(&letters).await.is_some());
    }
}
