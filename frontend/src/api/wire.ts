/**
 * The wire types that the site speaks of, under the names of the domain. All of them are generated, and taken from what
 * the routes answer: routes are the contract, names of schemas are not.
 */
import type { paths as UsersPaths } from './schema/users';
import type { paths as CommsPaths } from './schema/comms';
import type { paths as CspPaths } from './schema/csp-ingestor';
import type { paths as FlagsPaths } from './schema/flags';
import type { paths as IncidentsPaths } from './schema/incidents';

/** What a GET answers with 200. */
type Got<Route> = Route extends { get: { responses: { 200: { content: { 'application/json': infer Body } } } } }
  ? Body
  : never;

export type Summary = Got<CommsPaths['/api/v1/public/summary']>;
export type OverallState = Summary['state'];
export type PublicIncident = Got<CommsPaths['/api/v1/public/incidents/{id}']>;
export type Announcement = PublicIncident['announcements'][number];
export type Phase = Announcement['state'];

export type Incident = Got<IncidentsPaths['/api/v1/incidents/{id}']>;
export type IncidentStatus = Incident['status'];
export type TimelineEntry = Got<IncidentsPaths['/api/v1/incidents/{id}/timeline']>[number];
export type Postmortem = Got<IncidentsPaths['/api/v1/incidents/{id}/postmortem']>;

export type User = Got<UsersPaths['/api/v1/users/me']>;
export type Role = User['role'];

export type Provider = Got<CspPaths['/api/v1/csp/providers/{name}']>;
export type FeedType = Provider['type'];
/** What may be changed of a provider: what is left out stays, null is what was there at the beginning. */
export type ProviderChange =
  CspPaths['/api/v1/csp/providers/{name}']['patch']['requestBody']['content']['application/json'];
export type CatalogueEntry = Got<CspPaths['/api/v1/csp/catalogue']>[number];
/** What came of asking a provider now. */
export type Look = CspPaths['/api/v1/csp/refresh']['post']['responses'][200]['content']['application/json'];
export type CspEvent = Got<CspPaths['/api/v1/csp/events']>[number];
/** An event with its history, its causes and its effects. */
export type CspEventWhole = Got<CspPaths['/api/v1/csp/events/{id}']>;
export type Graph = Got<CspPaths['/api/v1/csp/graph']>;
export type Edge = Graph['edges'][number];
export type EdgeKind = Edge['kinds'][number];
export type Dependency = Got<CspPaths['/api/v1/csp/dependencies']>[number];
export type Maintenance = Got<CspPaths['/api/v1/csp/maintenances']>[number];
export type Reminder = Got<CspPaths['/api/v1/csp/reminders']>[number];
export type Statistics = Got<CspPaths['/api/v1/csp/statistics']>[number];

export type Flag = Got<FlagsPaths['/admin/flags']>[number];
/** A flag as it is written: what is left out gets its default. */
export type FlagDefinition = FlagsPaths['/admin/flags']['post']['requestBody']['content']['application/json'];
export type FlagKind = Flag['kind'];
/** What every flag gives one subject, by key. */
export type FlagAnswers = Got<FlagsPaths['/flags']>;
