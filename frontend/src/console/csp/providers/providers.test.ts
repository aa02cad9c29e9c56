import { describe, expect, it } from 'vitest';
import type { Statistics } from '../../../api/wire';
import { linkPath } from '../../incidents/linking';
import { aheadPath, stateOf } from '../ahead/places';
import { isWeb } from '../../links';
import { ceiling, chartOf } from './chart';
import { changed, listOf, textOf, withLine } from './lines';
import { periodsOf } from './periods';

describe('a chart of minutes', () => {
  it('ends at a round number above all of them', () => {
    expect([0, 4, 6, 50, 51, 1_400, 43_200].map(ceiling)).toEqual([5, 5, 10, 50, 100, 2_000, 50_000]);
  });

  it('stands what was degraded on what was down', () => {
    const { bars, lines } = chartOf([{ label: 'Nov', down: 25, degraded: 50 }], { width: 100, height: 200 });
    expect(bars).toEqual([
      { label: 'Nov', x: 15, width: 70, downY: 150, downHeight: 50, degradedY: 50, degradedHeight: 100 },
    ]);
    expect(lines).toEqual([
      { minutes: 0, y: 200 },
      { minutes: 50, y: 100 },
      { minutes: 100, y: 0 },
    ]);
  });

  it('shows a minute of a bad month, and nothing where nothing was', () => {
    const { bars } = chartOf(
      [
        { label: 'a', down: 1, degraded: 0 },
        { label: 'b', down: 9_000, degraded: 0 },
      ],
      { width: 100, height: 100 },
    );
    expect(bars[0]?.downHeight).toBe(2);
    expect(bars[0]?.degradedHeight).toBe(0);
    expect(chartOf([], { width: 100, height: 100 }).bars).toEqual([]);
  });
});

it('names months and quarters for readers, the oldest first', () => {
  const none = { minutes_down: 0, minutes_degraded: 0, incidents: 0 };
  const figures = {
    provider: 'acme',
    months: ['2026-02', '2026-01', '2025-12'].map((month) => ({ month, ...none })),
    quarters: ['2026-Q1', '2025-Q4'].map((quarter) => ({ quarter, ...none })),
  } as Statistics;
  const said = (by: 'months' | 'quarters'): string[] =>
    periodsOf(figures, by, 'en-GB', (quarter, year) => `Q${quarter} ${year}`).map(({ label }) => label);
  expect(said('months')).toEqual(['Dec 2025', 'Jan 2026', 'Feb 2026']);
  expect(said('quarters')).toEqual(['Q4 2025', 'Q1 2026']);
});

describe('lists of lines', () => {
  it('have each thing once, and nothing empty', () => {
    expect(listOf(' a, b \n\nc\n a, b\n')).toEqual(['a, b', 'c']);
    expect(textOf(['a', 'c'])).toBe('a\nc');
    expect(textOf(undefined)).toBe('');
  });

  it('take one more thing, unless it is there in whatever case', () => {
    expect(withLine('', 'EC2')).toBe('EC2');
    expect(withLine('ec2\n', 'EC2')).toBe('ec2');
    expect(withLine('S3', 'EC2')).toBe('S3\nEC2');
  });

  it('are sent only where they differ', () => {
    const before = { services: ['a'], paused: false, severities: { major: 2 } };
    expect(changed(before, { ...before, severities: { major: 2 } })).toEqual({});
    expect(changed(before, { services: [], paused: false, severities: { major: 1 } })).toEqual({
      services: [],
      severities: { major: 1 },
    });
  });
});

it('makes a link only of what is surely a web address', () => {
  expect(['https://a.example/x', 'HTTP://a.example'].map(isWeb)).toEqual([true, true]);
  expect(['javascript:alert(1)', 'ftp://a.example', 'https://', '', null, undefined].some(isWeb)).toBe(false);
});

it('keeps the maintenance that is shown in the address', () => {
  expect(aheadPath('upcoming', '')).toBe('/console/maintenance');
  expect(aheadPath('past', 'a b')).toBe('/console/maintenance?state=past&provider=a+b');
  expect(stateOf(new URLSearchParams('state=running'))).toBe('running');
  expect(stateOf(new URLSearchParams('state=never'))).toBe('upcoming');
});

it('leads from an incident to the events of ours, and nowhere else', () => {
  const ref = '01939f7e-7d4a-7c3e-9c1b-2f6f4b0a1c11';
  expect(linkPath({ system: 'csp', ref })).toBe(`/console/events/${ref}`);
  expect(linkPath({ system: 'csp', ref: '../flags' })).toBeUndefined();
  expect(linkPath({ system: 'ticket', ref })).toBeUndefined();
});
