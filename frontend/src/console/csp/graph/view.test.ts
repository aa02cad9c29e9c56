import { describe, expect, it } from 'vitest';
import type { CspEvent, Edge } from '../../../api/wire';
import { anchorOf, shareOf, strokeOf } from './marks';
import { graphFiltersOf, graphQueryOf, viewOf } from './view';

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

describe('a view of the graph', () => {
  const nodes = ['a', 'b', 'c', 'd'].map(event);

  it('tells what is joined from what stands alone', () => {
    const view = viewOf({ nodes, edges: [edge('a', 'b')], cut: false });
    expect(view.drawn.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(view.alone.map(({ id }) => id)).toEqual(['c', 'd']);
  });

  it('has the surest first, and what was rejected last', () => {
    const edges = [
      edge('a', 'b', { confidence: 0.9, verdict: 'rejected' }),
      edge('b', 'c', { confidence: 0.2 }),
      edge('c', 'd', { confidence: 0.8 }),
    ];
    expect(viewOf({ nodes, edges, cut: false }).joined.map(({ cause }) => cause.id)).toEqual(['c', 'b', 'a']);
  });

  it('leaves out what leads nowhere', () => {
    const view = viewOf({ nodes, edges: [edge('a', 'gone'), edge('b', 'b')], cut: true });
    expect(view.joined).toEqual([]);
    expect(view.alone).toHaveLength(4);
  });
});

it('draws an arrow by its strongest ground, and a verdict before all', () => {
  expect(strokeOf(edge('a', 'b', { kinds: ['declared', 'named'] }))).toBe('named');
  expect(strokeOf(edge('a', 'b', { kinds: ['declared', 'monitor', 'named'] }))).toBe('monitor');
  expect(strokeOf(edge('a', 'b', { verdict: 'confirmed' }))).toBe('person');
  expect(strokeOf(edge('a', 'b', { kinds: ['person'], verdict: 'rejected' }))).toBe('rejected');
  expect(anchorOf(edge('a', 'b'))).toBe('edge-a-b');
  expect(shareOf(0.847, 'en-GB')).toBe('85%');
});

it('keeps its filters in the address, without what is usual', () => {
  const given = new FormData();
  for (const [name, value] of [['hours', '72'], ['provider', ' acme ']] as const) given.set(name, value); // prettier-ignore
  expect(graphQueryOf(given).toString()).toBe('provider=acme');
  given.set('active', 'on');
  given.set('hours', '24');
  expect(graphQueryOf(given).toString()).toBe('active=true&hours=24&provider=acme');
  expect(graphFiltersOf(graphQueryOf(given))).toEqual({ active: true, hours: 24, provider: 'acme' });
  expect(graphFiltersOf(new URLSearchParams('hours=-3'))).toEqual({ active: false, hours: 72, provider: '' });
});
