import type { IncidentStatus } from '../../api/wire';

/** Where an incident may go from where it is; anything else the service refuses. */
export const TRANSITIONS: Record<IncidentStatus, readonly IncidentStatus[]> = {
  open: ['mitigated', 'resolved'],
  mitigated: ['resolved', 'open'],
  resolved: ['open'],
};
