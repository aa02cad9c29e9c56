/** What the list of events is narrowed by: the names are those of the service, and of the address. */
import type { CspEvent } from '../../../api/wire';

export const FILTERS = ['active', 'provider', 'service', 'region', 'status', 'severity', 'kind', 'from', 'to'] as const;

export type Filter = (typeof FILTERS)[number];

/** What the list is narrowed by; days are days of the reader (`2026-11-22`), the last one included. */
export type Filters = Partial<Record<Filter, string>>;

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The filters that an address holds. One that says nothing about `active` asks for what is the matter now. */
export function filtersOf(query: URLSearchParams): Filters {
  const filters: Filters = {};
  for (const name of FILTERS) {
    const value = query.get(name)?.trim() ?? '';
    if (value !== '') filters[name] = value;
  }
  if (!query.has('active')) filters.active = 'true';
  return filters;
}

/** The query of the address for what a reader filled in; `active` is always said, since nothing would be a choice too. */
export function queryOf(given: FormData): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of FILTERS) {
    const value = given.get(name);
    if (typeof value !== 'string') continue;
    if (name === 'active' ? value !== 'true' : value.trim() !== '') query.set(name, value.trim());
  }
  return query;
}

/** Whether more than the choice of the present is made. */
export function isNarrowed(filters: Filters): boolean {
  return FILTERS.some((name) => name !== 'active' && filters[name] !== undefined);
}

/** The address of the list with the same filters and another choice of the present. */
export function withActive(query: URLSearchParams, active: string): string {
  const other = new URLSearchParams(query);
  other.delete('active');
  if (active !== 'true') other.set('active', active);
  return other.size === 0 ? '/console/events' : `/console/events?${other.toString()}`;
}

/** Where the history lies as a file: that of the provider and the time, for a file knows no other filters. */
export function exportPath(filters: Filters, format: 'csv' | 'ndjson'): string {
  const { provider, from, to } = asked(filters);
  const query = new URLSearchParams({ format });
  if (provider !== undefined) query.set('provider', provider);
  if (from !== undefined) query.set('from', String(from));
  if (to !== undefined) query.set('to', String(to));
  return `/api/v1/csp/export?${query.toString()}`;
}

/** The filters as the service takes them. */
export function asked(filters: Filters): {
  active?: boolean;
  provider?: string;
  service?: string;
  region?: string;
  status?: CspEvent['status'];
  severity?: number;
  kind?: CspEvent['kind'];
  from?: number;
  to?: number;
} {
  const { active, provider, service, region, status, severity, kind } = filters;
  const from = dayStart(filters.from);
  const to = dayEnd(filters.to);
  return {
    ...(active === 'true' || active === 'false' ? { active: active === 'true' } : {}),
    ...(provider === undefined ? {} : { provider }),
    ...(service === undefined ? {} : { service }),
    ...(region === undefined ? {} : { region }),
    ...(status === undefined ? {} : { status: status as CspEvent['status'] }),
    ...(severity === undefined ? {} : { severity: Number(severity) }),
    ...(kind === undefined ? {} : { kind: kind as CspEvent['kind'] }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}

/** The first second of a day of the reader, unix seconds. */
export function dayStart(day: string | undefined): number | undefined {
  if (day === undefined || !DAY.test(day)) return undefined;
  const seconds = new Date(`${day}T00:00:00`).getTime() / 1000;
  return Number.isNaN(seconds) ? undefined : seconds;
}

/** The last second of a day of the reader, unix seconds; days of 23 and 25 hours have theirs too. */
export function dayEnd(day: string | undefined): number | undefined {
  if (dayStart(day) === undefined) return undefined;
  const next = new Date(`${day ?? ''}T00:00:00`);
  next.setDate(next.getDate() + 1);
  return next.getTime() / 1000 - 1;
}

/** Whether an event is one of those asked for. The service says what is; this is for what the stream brings. */
export function matches(event: CspEvent, filters: Filters): boolean {
  const { active, provider, service, region, status, severity, kind, from, to } = asked(filters);
  const bears = (labels: readonly string[], wanted: string | undefined): boolean =>
    wanted === undefined || labels.some((label) => label.toLowerCase() === wanted.toLowerCase());
  return (
    (active === undefined || event.active === active) &&
    (provider === undefined || event.provider.toLowerCase() === provider.toLowerCase()) &&
    bears(event.services, service) &&
    bears(event.regions, region) &&
    (status === undefined || event.status === status) &&
    (severity === undefined || event.severity === severity) &&
    (kind === undefined || event.kind === kind) &&
    (from === undefined || event.ts_start >= from) &&
    (to === undefined || event.ts_start <= to)
  );
}
