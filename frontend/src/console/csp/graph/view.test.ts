import { describe, expect, it } from 'vitest';
import type { CspEvent, Edge } from '../../../api/wire';
import { anchorOf, shareOf, strokeOf } from './marks';
import { graphFiltersOf, graphQueryOf, joinedOf } from './view';

const event = (id: string): CspEvent => ({ id, title: id, provider: 'acme' }) as CspEvent;
const edge = (cause: string, effect: string, more: Partial<Edge> = {}): Edge => ({
  cause,
  effect,
  kinds: ['named'],
  confidence: 0.5,
  evidence: [],
  updated_at: 0,
  ...more,
});

describe('the joined events of a graph', () => {
  const nodes = ['a', 'b', 'c', 'd'].map(event);

  it('come with the surest arrow first', () => {
    const edges = [edge('b', 'c', { confidence: 0.2 }), edge('c', 'd', { confidence: 0.8 })];
    expect(joinedOf({ nodes, edges, cut: false }).map(({ cause }) => cause.id)).toEqual(['c', 'b']);
  });

  it('are none where an arrow leads nowhere', () => {
    expect(joinedOf({ nodes, edges: [edge('a', 'gone'), edge('b', 'b')], cut: true })).toEqual([]);
  });
});

it('draws an arrow by its strongest ground, and a verdict before all', () => {
  expect(strokeOf(edge('a', 'b', { kinds: ['declared', 'named'] }))).toBe('named');
  expect(strokeOf(edge('a', 'b', { kinds: ['declared', 'monitor', 'named'] }))).toBe('monitor');
  expect(strokeOf(edge('a', 'b', { verdict: 'confirmed' }))).toBe('person');
  expect(anchorOf(edge('a', 'b'))).toBe('edge-a-b');
  expect(shareOf(0.847, 'en-GB')).toBe('85%');
});

it('keeps its filters in the address, without what is usual', () => {
  const given = new FormData();
  for (const [name, value] of [['hours', '24'], ['provider', ' acme ']] as const) given.set(name, value); // prettier-ignore
  expect(graphQueryOf(given).toString()).toBe('provider=acme');
  given.set('active', 'on');
  given.set('hours', '168');
  expect(graphQueryOf(given).toString()).toBe('active=true&hours=168&provider=acme');
  expect(graphFiltersOf(graphQueryOf(given))).toEqual({ active: true, hours: 168, provider: 'acme' });
  expect(graphFiltersOf(new URLSearchParams('hours=-3'))).toEqual({ active: false, hours: 24, provider: '' });
});
