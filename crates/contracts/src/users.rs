//! The client of the users service.

use identity::Role;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{CallError, Peer};

/// A person, as services see them: no address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Member {
    /// Their id.
    pub id: Uuid,
    /// Their name.
    pub name: String,
    /// Their role.
    pub role: Role,
}

/// Calls users.
#[derive(Clone)]
pub struct UsersClient(Peer);

impl UsersClient {
    /// A client of the users service that `peer` reaches.
    pub fn new(peer: Peer) -> Self {
        Self(peer)
    }

    /// The person `id`; [`CallError::is_not_found`] where there is none.
    pub async fn member(&self, id: Uuid) -> Result<Member, CallError> {
        self.0.get(&format!("/internal/v1/users/{id}")).await
    }
}
