import { describe, expect, it } from 'vitest';
import { filterQuery } from './incidents/filters';
import { may } from './rights';
import { routeOf } from './route';

it.each([
  ['/console', 'incidents'],
  ['/console/', 'incidents'],
  ['/console/incidents', 'incidents'],
  ['/console/incidents/new', 'new-incident'],
  ['/console/incidents/INC-AB12CD', 'incident'],
  ['/console/providers', 'providers'],
  ['/console/providers/aws', 'provider'],
  ['/console/providers/new', 'provider'],
  ['/console/new-provider', 'new-provider'],
  ['/console/dependencies', 'dependencies'],
  ['/console/graph', 'graph'],
  ['/console/graph/more', 'lost'],
  ['/console/maintenance', 'ahead'],
  ['/console/events/', 'events'],
  ['/console/events/0190', 'event'],
  ['/console/flags', 'flags'],
  ['/console/flags/sign_up_open', 'flag'],
  ['/console/flags/new', 'flag'],
  ['/console/new-flag', 'new-flag'],
  ['/console/incidents/INC-AB12CD/more', 'lost'],
  ['/console/elsewhere', 'lost'],
])('%s shows %s', (path, page) => {
  expect(routeOf(path, '').page).toBe(page);
});

it('takes ids and queries from the address', () => {
  expect(routeOf('/console/incidents/INC-AB12CD', '')).toEqual({ page: 'incident', id: 'INC-AB12CD' });
  const route = routeOf('/console', '?status=open');
  expect(route.page === 'incidents' && route.query.get('status')).toBe('open');
});

it('keeps only the filters that were filled in', () => {
  const given = new FormData();
  for (const [name, value] of [
    ['q', ' api '],
    ['status', ''],
    ['sev', '2'],
    ['other', 'x'],
  ] as const) {
    given.set(name, value);
  }
  expect(filterQuery(given).toString()).toBe('q=api&sev=2');
});

describe('a role', () => {
  it.each([
    ['guest', []],
    ['viewer', ['read']],
    ['sre', ['read', 'work']],
    ['manager', ['read', 'work', 'announce', 'providers', 'flags']],
    ['admin', ['read', 'work', 'announce', 'providers', 'flags']],
  ] as const)('of %s may %j', (role, deeds) => {
    const all = ['read', 'work', 'announce', 'providers', 'flags'] as const;
    expect(all.filter((deed) => may(role, deed))).toEqual(deeds);
  });
});
