//! The caller of a request, as a handler sees them.

use std::fmt;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use problem::Problem;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::Role;

/// Who sent the request. Put there by [`guard`](crate::guard); a handler takes it as an argument.
#[derive(Debug, Clone)]
pub enum Caller {
    /// Nobody said who they are.
    Anonymous,
    /// A person with an access token.
    Person(Person),
    /// One of our services, perhaps passing on what a person asked it.
    Service {
        /// The service's name, such as `csp-ingestor`.
        name: String,
        /// The person whose request this is, proven by their own token.
        on_behalf_of: Option<Person>,
    },
}

/// A signed-in person, as their token says.
#[derive(Debug, Clone)]
pub struct Person {
    /// The person's id in the users service.
    pub id: Uuid,
    /// Their name when they signed in.
    pub name: String,
    /// Their role when they signed in.
    pub role: Role,
    /// The token itself, to pass on to the next service.
    pub token: Bearer,
}

/// A token in transit; never shown by `Debug`.
#[derive(Clone)]
pub struct Bearer(pub Arc<str>);

impl fmt::Debug for Bearer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bearer(…)")
    }
}

/// What kind of being acted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ActorKind {
    /// A signed-in person.
    Person,
    /// One of our services.
    Service,
    /// Somebody who did not say who they are.
    Anonymous,
}

/// Who did something, as it was then: written into audits, timelines and events, and never looked up again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Actor {
    /// What kind of being.
    pub kind: ActorKind,
    /// A person's id or a service's name; empty for the anonymous.
    pub id: String,
    /// The name to show.
    pub name: String,
}

impl Actor {
    /// The service `name` acting of itself.
    pub fn service(name: &str) -> Self {
        Self { kind: ActorKind::Service, id: name.to_owned(), name: name.to_owned() }
    }
}

impl Caller {
    /// The person asking, directly or through a service.
    pub fn person(&self) -> Option<&Person> {
        match self {
            Self::Anonymous => None,
            Self::Person(person) => Some(person),
            Self::Service { on_behalf_of, .. } => on_behalf_of.as_ref(),
        }
    }

    /// The role of the person asking.
    pub fn role(&self) -> Option<Role> {
        self.person().map(|person| person.role)
    }

    /// The service that sent this, if one did.
    pub fn service(&self) -> Option<&str> {
        match self {
            Self::Service { name, .. } => Some(name),
            _ => None,
        }
    }

    /// Whom to write down as having done it: the person where there is one.
    pub fn actor(&self) -> Actor {
        match (self.person(), self) {
            (Some(person), _) => {
                Actor { kind: ActorKind::Person, id: person.id.to_string(), name: person.name.clone() }
            }
            (None, Self::Service { name, .. }) => Actor::service(name),
            (None, _) => Actor { kind: ActorKind::Anonymous, id: String::new(), name: "anonymous".to_owned() },
        }
    }

    /// A short stable text of who this is, for logs and idempotency scopes.
    pub fn scope(&self) -> String {
        match self {
            Self::Anonymous => "anonymous".to_owned(),
            Self::Person(person) => format!("person:{}", person.id),
            Self::Service { name, on_behalf_of: None } => format!("service:{name}"),
            Self::Service { name, on_behalf_of: Some(person) } => format!("service:{name}:person:{}", person.id),
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| Problem::internal(&"a handler asks for its caller on a route without a guard"))
    }
}
