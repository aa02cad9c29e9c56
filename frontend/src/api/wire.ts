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

/** What came of asking a provider now. */
export type Look = CspPaths['/api/v1/csp/refresh']['post']['responses'][200]['content']['application/json'];

export type Flag = Got<FlagsPaths['/admin/flags']>[number];
/** A flag as it is written: what is left out gets its default. */
export type FlagDefinition = FlagsPaths['/admin/flags']['post']['requestBody']['content']['application/json'];
export type FlagKind = Flag['kind'];
/** What every flag gives one subject, by key. */
export type FlagAnswers = Got<FlagsPaths['/flags']>;

// INTERIM until the routes have landed
export interface ProviderHealth {
  state: 'new' | 'ok' | 'failing' | 'shrunk' | 'backwards' | 'dialect_changed' | 'paused';
  since?: number | null;
  detail?: string | null;
}
export type Provider = Got<CspPaths['/api/v1/csp/providers']>[number] & {
  more_feeds: string[];
  services: string[];
  regions: string[];
  severities: Record<string, number>;
  min_severity: number;
  announce: boolean;
  paused: boolean;
  title?: string | null;
  home?: string | null;
  catalogue?: string | null;
  version: number;
  oddities: string[];
  failures: number;
  health: ProviderHealth;
};
export type CspEvent = Got<CspPaths['/api/v1/csp/events/{id}']> & {
  regions: string[];
  concerns: string[];
  affects_us?: boolean | null;
  impact?: string | null;
  ts_seen: number;
  first_word_s?: number | null;
  causes?: NeighbourEdge[];
  effects?: NeighbourEdge[];
};
export interface CatalogueEntry {
  name: string;
  title: string;
  home: string;
  feed_url: string;
  more_feeds: string[];
  type: 'rss' | 'json' | 'http';
  dialect?: string | null;
  services: string[];
  regions: string[];
  depends_on: { provider: string; service?: string | null; region?: string | null; source?: string | null }[];
  followed: boolean;
}
export type EdgeKind = 'declared' | 'named' | 'monitor' | 'person';
export interface Evidence {
  kind: EdgeKind;
  text: string;
  by?: string | null;
  at: number;
}
export interface Edge {
  cause: string;
  effect: string;
  kinds: EdgeKind[];
  confidence: number;
  verdict?: 'confirmed' | 'rejected' | null;
  evidence: Evidence[];
  updated_at: number;
}
export type NeighbourEdge = Edge & { event: CspEvent };
export interface Graph {
  nodes: CspEvent[];
  edges: Edge[];
  cut: boolean;
}
export interface Dependency {
  id: string;
  service: string;
  provider: string;
  their_service?: string | null;
  region?: string | null;
  created_at: number;
}
export type Maintenance = CspEvent & { begins_in_s: number; reminders: { at: number; lead_s: number }[] };
export interface Reminder {
  id: string;
  event_id: string;
  provider: string;
  title: string;
  ts_start: number;
  lead_s: number;
  at: number;
}
export interface Period {
  minutes_down: number;
  minutes_degraded: number;
  incidents: number;
  first_word_s?: number | null;
  longest_s?: number | null;
}
export interface Statistics {
  provider: string;
  months: (Period & { month: string })[];
  quarters: (Period & { quarter: string })[];
  open_longest?: CspEvent | null;
}
export type FeedType = Provider['type'];
export type ProviderChange = Partial<{
  feed_url: string | null;
  type: FeedType | null;
  interval_s: number | null;
  more_feeds: string[] | null;
  services: string[] | null;
  regions: string[] | null;
  severities: Record<string, number> | null;
  min_severity: number | null;
  announce: boolean | null;
  paused: boolean | null;
}>;
