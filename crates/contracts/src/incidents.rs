//! The client of the incidents service.

use identity::Person;

use crate::{CallError, Cause, Event, Incident, IncidentIn, Peer};

/// Calls incidents.
#[derive(Clone)]
pub struct IncidentsClient(Peer);

/// The answer to an opening.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The incident.
    pub incident: Incident,
    /// Whether this call opened it (false: its origin had opened it before).
    pub created: bool,
}

impl IncidentsClient {
    /// A client of the incidents service that `peer` reaches.
    pub fn new(peer: Peer) -> Self {
        Self(peer)
    }

    /// Opens an incident, or finds the one its origin opened before; for `person`, where one asked for it.
    pub async fn open(&self, incident: &IncidentIn, person: Option<&Person>) -> Result<Opened, CallError> {
        let (status, incident) = self.0.post("/api/v1/incidents", incident, person).await?;
        Ok(Opened { incident, created: status == reqwest::StatusCode::CREATED })
    }

    /// The incident `id`.
    pub async fn get(&self, id: &str) -> Result<Incident, CallError> {
        self.0.get(&format!("/api/v1/incidents/{}", self.0.segment(id)?)).await
    }

    /// Lets the incident `id` follow its cause; telling the same again changes nothing.
    pub async fn follow(&self, id: &str, cause: &Cause) -> Result<(), CallError> {
        self.0.tell(&format!("/internal/v1/incidents/{}/cause", self.0.segment(id)?), cause).await
    }

    /// Tells incidents of an event; telling it again changes nothing.
    pub async fn deliver(&self, event: &Event) -> Result<(), CallError> {
        self.0.tell("/internal/v1/events", event).await
    }
}
