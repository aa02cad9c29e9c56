//! Where an incident may go from where it stands.

use contracts::{Incident, IncidentStatus};

/// A move that no incident makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an incident that is {} cannot become {}; it can become {}", from.as_str(), to.as_str(), listed(next(*from)))]
pub struct Refused {
    /// Where it stands.
    pub from: IncidentStatus,
    /// Where it was asked to go.
    pub to: IncidentStatus,
}

/// Every status that may follow `from`.
pub fn next(from: IncidentStatus) -> &'static [IncidentStatus] {
    match from {
        IncidentStatus::Open => &[IncidentStatus::Mitigated, IncidentStatus::Resolved],
        IncidentStatus::Mitigated => &[IncidentStatus::Open, IncidentStatus::Resolved],
        IncidentStatus::Resolved => &[IncidentStatus::Open],
    }
}

/// `incident` after it became `to` at `at`; itself where it already is.
pub fn moved(incident: &Incident, to: IncidentStatus, at: i64) -> Result<Incident, Refused> {
    let from = incident.status;
    if from == to {
        return Ok(incident.clone());
    }
    if !next(from).contains(&to) {
        return Err(Refused { from, to });
    }
    let mut incident = incident.clone();
    incident.status = to;
    match to {
        IncidentStatus::Open => (incident.mitigated_at, incident.resolved_at) = (None, None),
        IncidentStatus::Mitigated => incident.mitigated_at = Some(at),
        IncidentStatus::Resolved => incident.resolved_at = Some(at),
    }
    Ok(incident)
}

fn listed(statuses: &[IncidentStatus]) -> String {
    statuses.iter().map(|status| status.as_str()).collect::<Vec<_>>().join(" or ")
}

#[cfg(test)]
mod tests;
