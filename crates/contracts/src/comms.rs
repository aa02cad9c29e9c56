//! The client of the comms service.

use crate::{CallError, Event, Peer};

/// Calls comms.
#[derive(Clone)]
pub struct CommsClient(Peer);

impl CommsClient {
    /// A client of the comms service that `peer` reaches.
    pub fn new(peer: Peer) -> Self {
        Self(peer)
    }

    /// Tells comms of an event; telling it again changes nothing.
    pub async fn deliver(&self, event: &Event) -> Result<(), CallError> {
        self.0.tell("/internal/v1/events", event).await
    }
}
