/** The wire types that the site speaks of, under the names of the domain. All of them are generated. */
import type { components as Comms } from './schema/comms';
import type { components as Csp } from './schema/csp-ingestor';
import type { components as Incidents } from './schema/incidents';
import type { components as Users } from './schema/users';

export type Summary = Comms['schemas']['Summary'];
export type PublicIncident = Comms['schemas']['PublicIncident'];
export type Announcement = Comms['schemas']['Announcement'];
export type Phase = Comms['schemas']['AnnouncementState'];
export type OverallState = Summary['state'];

export type Incident = Incidents['schemas']['Incident'];
export type IncidentStatus = Incident['status'];
export type TimelineEvent = Incidents['schemas']['TimelineEvent'];
export type Postmortem = Incidents['schemas']['Postmortem'];

export type User = Users['schemas']['User'];
export type Role = User['role'];

export type Provider = Csp['schemas']['Provider'];
export type CspEvent = Csp['schemas']['CspEvent'];
