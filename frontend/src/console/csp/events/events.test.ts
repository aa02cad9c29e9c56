import { describe, expect, it } from 'vitest';
import type { CspEvent } from '../../../api/wire';
import { asked, dayEnd, dayStart, exportPath, filtersOf, isNarrowed, matches, queryOf, withActive } from './filters';
import { withEvent } from './listing';
import { sizeOf } from './size';
import { pauseMs } from './waiting';

function event(id: string, more: Partial<CspEvent> = {}): CspEvent {
  const plain = {
    id,
    provider: 'acme',
    services: ['CDN'],
    regions: ['eu-west-3'],
    status: 'identified',
    severity: 2,
    kind: 'incident',
    active: true,
    ts_start: 1_000,
    version: 1,
  };
  return { ...plain, ...more } as CspEvent;
}

function form(fields: Record<string, string>): FormData {
  const given = new FormData();
  for (const [name, value] of Object.entries(fields)) given.set(name, value);
  return given;
}

describe('filters', () => {
  it('ask for what is the matter now, unless the address says otherwise', () => {
    expect(asked(filtersOf(new URLSearchParams()))).toEqual({ active: true });
    expect(asked(filtersOf(new URLSearchParams('active=false')))).toEqual({ active: false });
    expect(asked(filtersOf(new URLSearchParams('active=all')))).toEqual({});
  });

  it('stand in the address as they were filled in, and nothing else does', () => {
    const query = queryOf(form({ active: 'all', provider: ' acme ', service: '', severity: '2', other: 'x' }));
    expect(query.toString()).toBe('active=all&provider=acme&severity=2');
    expect(queryOf(form({ active: 'true' })).toString()).toBe('');
    expect(isNarrowed(filtersOf(query))).toBe(true);
    expect(isNarrowed(filtersOf(new URLSearchParams('active=all')))).toBe(false);
  });

  it('lead to the same list at another time, and to the file of it', () => {
    const query = new URLSearchParams('provider=acme&active=all&severity=2&from=2026-11-22');
    expect(withActive(query, 'false')).toBe('/console/events?provider=acme&severity=2&from=2026-11-22&active=false');
    expect(withActive(new URLSearchParams('active=all'), 'true')).toBe('/console/events');
    const from = String(dayStart('2026-11-22'));
    expect(exportPath(filtersOf(query), 'csv')).toBe(`/api/v1/csp/export?format=csv&provider=acme&from=${from}`);
  });

  it('take days of the reader, both ends included', () => {
    const from = dayStart('2026-11-22') ?? 0;
    expect(dayEnd('2026-11-22')).toBe(from + 86_399);
    expect(new Date(from * 1000).getHours()).toBe(0);
    expect([dayStart('yesterday'), dayStart('2026-13-40'), dayEnd(undefined)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it.each([
    ['', true],
    ['active=false', false],
    ['provider=ACME', true],
    ['provider=other', false],
    ['service=cdn', true],
    ['service=dns', false],
    ['region=EU-WEST-3', true],
    ['status=resolved', false],
    ['severity=2', true],
    ['severity=1', false],
    ['kind=maintenance', false],
    ['from=2026-11-22', false],
    ['to=2026-11-22', true],
  ])('“%s” fits: %s', (query, fits) => {
    expect(matches(event('a'), filtersOf(new URLSearchParams(query)))).toBe(fits);
  });
});

describe('a list that hears of events', () => {
  const active = filtersOf(new URLSearchParams());
  const list = [event('c'), event('b'), event('a')];
  const ids = (events: CspEvent[]): string => events.map(({ id, version }) => `${id}${String(version)}`).join(' ');

  it('has the newest first', () => {
    expect(ids(withEvent(list, event('d'), active, true))).toBe('d1 c1 b1 a1');
  });

  it('changes one in its place, and never back', () => {
    const after = withEvent(list, event('b', { version: 2 }), active, true);
    expect(ids(after)).toBe('c1 b2 a1');
    expect(ids(withEvent(after, event('b'), active, true))).toBe('c1 b2 a1');
  });

  it('loses what is no longer asked for', () => {
    expect(ids(withEvent(list, event('b', { version: 2, active: false }), active, true))).toBe('c1 a1');
    expect(ids(withEvent(list, event('z', { active: false }), active, true))).toBe('c1 b1 a1');
  });

  it('leaves what is older to the page that it stands on', () => {
    expect(ids(withEvent(list, event('0'), active, false))).toBe('c1 b1 a1');
    expect(ids(withEvent(list, event('0'), active, true))).toBe('c1 b1 a1 01');
  });
});

it('waits longer after each failure, as long as it is asked to, and never with all the others at once', () => {
  expect([1, 2, 3, 4, 5, 9].map((failures) => pauseMs(failures, undefined, 0))).toEqual([
    1_000, 2_000, 5_000, 10_000, 30_000, 30_000,
  ]);
  expect(pauseMs(1, 20, 0)).toBe(20_000);
  expect(pauseMs(1, undefined, 1)).toBe(1_500);
});

it('says how much has come', () => {
  const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');
  expect(plain(sizeOf(0, 'en-GB'))).toBe('0 kB');
  expect(plain(sizeOf(812_100, 'en-GB'))).toBe('813 kB');
  expect(plain(sizeOf(3_440_000, 'fr-FR'))).toBe('3,4 Mo');
});
