import { describe, expect, it } from 'vitest';
import { layersOf, type Arrow } from './layers';
import { layOut, type Box, type Layout } from './layout';
import { crossings, order, type Standing } from './ordering';
import { placeInRow } from './placing';

const sizes = { width: 200, height: 64, gap: 16, between: 120, label: 64 };
const arrows = (...pairs: string[]): Arrow[] =>
  pairs.map((pair) => {
    const [cause = '', effect = ''] = pair.split('>');
    return { cause, effect };
  });
const idsOf = (all: readonly Arrow[]): string[] => [...new Set(all.flatMap(({ cause, effect }) => [cause, effect]))];

function overlapping(boxes: readonly Box[]): [string, string][] {
  const apart = (one: Box, other: Box): boolean =>
    one.x + sizes.width <= other.x ||
    other.x + sizes.width <= one.x ||
    one.y + one.height <= other.y ||
    other.y + other.height <= one.y;
  return boxes.flatMap((one, index) =>
    boxes.slice(index + 1).flatMap((other) => (apart(one, other) ? [] : ([[one.id, other.id]] as [string, string][]))),
  );
}

/** Points along a path of M, L and C. */
function walk(path: string): [number, number][] {
  const points: [number, number][] = [];
  for (const [, command, said] of path.matchAll(/([MLC])([^MLC]*)/g)) {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = (said ?? '').trim().split(' ').map(Number);
    const [x, y] = points.at(-1) ?? [a, b];
    for (let step = 1; step <= 20; step += 1) {
      const t = step / 20;
      const u = 1 - t;
      if (command === 'C') {
        const along = (p: number, q: number, r: number, s: number): number =>
          u ** 3 * p + 3 * u ** 2 * t * q + 3 * u * t ** 2 * r + t ** 3 * s;
        points.push([along(x, a, c, e), along(y, b, d, f)]);
      } else points.push([x + (a - x) * t, y + (b - y) * t]);
    }
  }
  return points;
}

/** The arrows that pass through a box. */
function piercing({ arrows: drawn, boxes }: Layout): string[] {
  return drawn.flatMap(({ cause, effect, path }) =>
    boxes
      .filter((box) =>
        walk(path).some(
          ([x, y]) => x > box.x + 1 && x < box.x + sizes.width - 1 && y > box.y + 1 && y < box.y + box.height - 1,
        ),
      )
      .map(({ id }) => `${cause}>${effect} through ${id}`),
  );
}

/** Numbers that look like chance and are the same each time. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

function anyGraph(seed: number, nodes: number, edges: number): { ids: string[]; all: Arrow[] } {
  const next = chance(seed);
  const ids = Array.from({ length: nodes }, (_, index) => `n${String(index).padStart(3, '0')}`);
  const any = (): string => ids[Math.floor(next() * nodes)] ?? '';
  return { ids, all: Array.from({ length: edges }, () => ({ cause: any(), effect: any() })) };
}

describe('layers', () => {
  it('put every effect behind all its causes', () => {
    const all = arrows('a>b', 'b>c', 'a>c', 'd>c');
    expect(Object.fromEntries(layersOf(idsOf(all), all))).toEqual({ a: 0, b: 1, c: 2, d: 0 });
  });

  it('break a circle where it leads back to its beginning', () => {
    const all = arrows('a>b', 'b>c', 'c>b', 'c>d');
    expect(Object.fromEntries(layersOf(idsOf(all), all))).toEqual({ a: 0, b: 1, c: 2, d: 3 });
  });

  it('stand a chain of ten thousand', () => {
    const ids = Array.from({ length: 10_000 }, (_, index) => `n${String(index).padStart(5, '0')}`);
    const all = ids.slice(1).map((effect, index) => ({ cause: ids[index] ?? '', effect }));
    expect(layersOf(ids, all).get('n09999')).toBe(9_999);
  });
});

it('untangles what need not cross', () => {
  const standing = (id: string, place: number): Standing => ({ id, place, before: [], behind: [] });
  const left = ['a', 'b', 'c'].map(standing);
  const right = ['x', 'y', 'z'].map(standing);
  left.forEach((one, index) => {
    const other = right[2 - index];
    if (!other) return;
    one.behind.push(other);
    other.before.push(one);
  });
  expect(crossings([left, right])).toBe(3);
  order([left, right]);
  expect(crossings([left, right])).toBe(0);
});

it('places a row as near to its wishes as may be, and none over another', () => {
  expect(placeInRow([], 10)).toEqual([]);
  const size = 20;
  expect(placeInRow([{ at: 0, size }, { at: 100, size }], 10)).toEqual([0, 100]); // prettier-ignore
  expect(placeInRow([{ at: 50, size }, { at: 50, size }, { at: 50, size }], 10)).toEqual([20, 50, 80]); // prettier-ignore
});

describe('a layout', () => {
  it('of nothing is nothing', () => {
    expect(layOut([], [], sizes)).toEqual({ boxes: [], arrows: [], width: 0, height: 0 });
  });

  it('of one cause and its effects has two columns, the cause level with their middle', () => {
    const all = arrows('a>b', 'a>c', 'a>d');
    const { boxes, width } = layOut(idsOf(all), all, sizes);
    const at = new Map(boxes.map((box) => [box.id, box]));
    expect(width).toBe(2 * sizes.width + sizes.between);
    expect([at.get('a')?.x, at.get('b')?.x, at.get('c')?.x]).toEqual([0, 320, 320]);
    const middle = ({ y, height }: Box = { id: '', x: 0, y: 0, height: 0 }): number => y + height / 2;
    expect(middle(at.get('a'))).toBeCloseTo(middle(at.get('c')));
    expect(Math.min(...boxes.map(({ y }) => y))).toBe(0);
  });

  it('passes over arrows to itself, to the unknown, and said twice', () => {
    const { arrows: drawn } = layOut(['a', 'b'], arrows('a>b', 'a>b', 'a>a', 'a>gone', 'gone>b'), sizes);
    expect(drawn.map(({ cause, effect }) => `${cause}>${effect}`)).toEqual(['a>b']);
  });

  it('leads an arrow past what lies between', () => {
    const all = arrows('a>b', 'b>c', 'a>c');
    const layout = layOut(idsOf(all), all, sizes);
    expect(piercing(layout)).toEqual([]);
    expect(overlapping(layout.boxes)).toEqual([]);
  });

  it('is the same in whatever order things come', () => {
    const { ids, all } = anyGraph(7, 30, 40);
    expect(layOut(ids.toReversed(), all.toReversed(), sizes)).toEqual(layOut(ids, all, sizes));
  });

  it('does not hang on circles, and draws both arrows of two that blame each other', () => {
    const all = arrows('a>b', 'b>a', 'b>c', 'c>d', 'd>a');
    const layout = layOut(idsOf(all), all, sizes);
    expect(layout.arrows).toHaveLength(5);
    expect(new Set(layout.arrows.map(({ path }) => path)).size).toBe(5);
    expect(piercing(layout)).toEqual([]);
    // An arrow ends at its effect: there, and back to where the other one began.
    const back = layout.arrows.find(({ cause }) => cause === 'b');
    expect(back?.path.startsWith(`M${String(sizes.width + sizes.between)} `)).toBe(true);
  });

  it.each([
    [1, 12, 10],
    [2, 40, 45],
    [3, 200, 150],
    [4, 200, 220],
    [5, 40, 160],
  ])('of any graph (%i: %i events, %i arrows) lays nothing over a box', (seed, nodes, edges) => {
    const { ids, all } = anyGraph(seed, nodes, edges);
    const layout = layOut(ids, all, sizes);
    expect(layout.boxes).toHaveLength(nodes);
    expect(overlapping(layout.boxes)).toEqual([]);
    expect(piercing(layout)).toEqual([]);
    expect(layout.boxes.every((box) => box.y >= 0 && box.y + box.height <= layout.height + 0.01)).toBe(true);
  });

  it('keeps the words of arrows apart at the box they lead to', () => {
    const all = arrows('a>z', 'b>z', 'c>z', 'd>z', 'e>z');
    const heights = layOut(idsOf(all), all, sizes)
      .arrows.map(({ y }) => y)
      .sort((one, other) => one - other);
    const least = Math.min(...heights.slice(1).map((y, index) => y - (heights[index] ?? 0)));
    expect(least).toBeGreaterThanOrEqual(30 - 0.01);
  });
});
