/** Where everything of the graph is drawn: events as boxes in columns, causes on the left, arrows to what they caused. */
import { islands, layersOf, soundArrows, type Arrow } from './layers';
import { order, type Standing } from './ordering';
import { placeInRow } from './placing';

/** How large things are drawn, px. */
export interface Sizes {
  /** A box. */
  width: number;
  height: number;
  /** Between the boxes of one column. */
  gap: number;
  /** Between two columns: arrows bend there, and bear their words. */
  between: number;
  /** What the words on an arrow take of that, before the box it leads to. */
  label: number;
}

/** A box, by its upper left corner. */
export interface Box {
  id: string;
  x: number;
  y: number;
  height: number;
}

/** An arrow as an SVG path, and the middle of the words on it. */
export interface Drawn extends Arrow {
  path: string;
  x: number;
  y: number;
}

export interface Layout {
  boxes: Box[];
  arrows: Drawn[];
  width: number;
  height: number;
}

/** Where an arrow passes a column in which it has no end: so much room, px. */
const PASSAGE = 12;
/** What an arrow takes at the box it leads to: its words are not to lie over those of the next. */
const PORT = 30;
const SETTLING = 8;
/** Between parts of the graph that no arrow joins. */
const APART = 32;

interface Spot extends Standing {
  layer: number;
  height: number;
  /** Its middle. */
  y: number;
}

/** Lays out the events of `ids`. The same events and arrows give the same picture, in whatever order they come. */
export function layOut(ids: readonly string[], all: readonly Arrow[], sizes: Sizes): Layout {
  const known = new Set(ids);
  const arrows = soundArrows(known, all);
  const layout: Layout = { boxes: [], arrows: [], width: 0, height: 0 };
  for (const island of islands([...known], arrows)) {
    const here = new Set(island);
    const part = drawIsland(
      island,
      arrows.filter(({ cause }) => here.has(cause)),
      sizes,
      layout.height === 0 ? 0 : layout.height + APART,
    );
    layout.boxes.push(...part.boxes);
    layout.arrows.push(...part.arrows);
    layout.width = Math.max(layout.width, part.width);
    layout.height = part.height;
  }
  return layout;
}

function drawIsland(ids: readonly string[], arrows: readonly Arrow[], sizes: Sizes, top: number): Layout {
  const layer = layersOf(ids, arrows);
  const spots = new Map(ids.map((id) => [id, spot(id, layer.get(id) ?? 0, boxHeight(id, arrows, sizes))]));
  const passages: Spot[] = [];
  // An arrow that leads back is drawn along the same way, from the other end.
  const ways = arrows.map((arrow) => ({ arrow, way: join(arrow, spots, passages) }));
  const columns: Spot[][] = [];
  for (const one of [...spots.values(), ...passages]) (columns[one.layer] ??= []).push(one);
  for (const column of columns) {
    column.forEach((one, place) => {
      one.place = place;
    });
  }
  order(columns);
  settle(columns, sizes.gap);

  const highest = Math.min(...columns.flat().map(({ y, height }) => y - height / 2));
  for (const one of columns.flat()) one.y += top - highest;
  const x = (column: number): number => column * (sizes.width + sizes.between);
  return {
    boxes: columns
      .flat()
      .filter(({ id }) => spots.has(id))
      .map(({ id, layer: column, y, height }) => ({ id, x: x(column), y: y - height / 2, height })),
    arrows: ways.map(({ arrow, way }) => draw(arrow, way, x, sizes)),
    width: x(columns.length - 1) + sizes.width,
    height: Math.max(...columns.flat().map(({ y, height }) => y + height / 2)),
  };
}

function spot(id: string, layer: number, height: number): Spot {
  return { id, layer, height, before: [], behind: [], place: 0, y: 0 };
}

/** High enough for the words of all the arrows that end at it. */
function boxHeight(id: string, arrows: readonly Arrow[], sizes: Sizes): number {
  return Math.max(sizes.height, PORT * arrows.filter((arrow) => arrow.effect === id || arrow.cause === id).length);
}

/** The spots along an arrow from left to right; those between its ends are made, one per column that it passes. */
function join(arrow: Arrow, spots: ReadonlyMap<string, Spot>, passages: Spot[]): Spot[] {
  const cause = spots.get(arrow.cause);
  const effect = spots.get(arrow.effect);
  if (!cause || !effect) return [];
  const [left, right] = cause.layer < effect.layer ? [cause, effect] : [effect, cause];
  const way = [left];
  for (let layer = left.layer + 1; layer < right.layer; layer += 1) {
    way.push(spot(`${arrow.cause} ${arrow.effect} ${String(layer)}`, layer, PASSAGE));
  }
  passages.push(...way.slice(1));
  way.push(right);
  way.slice(1).forEach((one, index) => {
    const before = way[index];
    if (!before) return;
    one.before.push(before);
    before.behind.push(one);
  });
  return way;
}

/** Brings every spot to the height of what it is joined with, column by column, there and back. */
function settle(columns: Spot[][], gap: number): void {
  for (let round = 0; round <= SETTLING; round += 1) {
    const side = round % 2 === 0 ? 'before' : 'behind';
    for (const column of side === 'before' ? columns : columns.toReversed()) {
      const wishes = column.map((one) => {
        const beside = one[side] as Spot[];
        const at = beside.length === 0 ? one.y : beside.reduce((sum, { y }) => sum + y, 0) / beside.length;
        return { at, size: one.height };
      });
      placeInRow(wishes, gap).forEach((y, index) => {
        const one = column[index];
        if (one) one.y = y;
      });
    }
  }
}

/** Where along the side of a spot the arrow to or from `other` meets it: the arrows of a side share it evenly. */
function port(one: Spot, other: Spot, side: 'before' | 'behind'): number {
  const there = (one[side] as Spot[]).toSorted((a, b) => a.y - b.y);
  const room = Math.min(PORT, one.height / there.length);
  return one.y + (there.indexOf(other) - (there.length - 1) / 2) * room;
}

function draw(arrow: Arrow, way: readonly Spot[], x: (column: number) => number, sizes: Sizes): Drawn {
  const leadsBack = way[0]?.id !== arrow.cause;
  const points: [number, number][] = [];
  let label: [number, number] = [0, 0];
  way.slice(1).forEach((right, index) => {
    const left = way[index];
    if (!left) return;
    const [from, to] = [port(left, right, 'behind'), port(right, left, 'before')];
    points.push([x(left.layer) + sizes.width, from], [x(right.layer), to]);
    // The words stand before the box that the arrow leads to; backwards, that is the one on the left.
    if (!leadsBack) label = [x(right.layer) - sizes.label / 2, to];
    else if (index === 0) label = [x(left.layer) + sizes.width + sizes.label / 2, from];
  });
  const path = leadsBack ? curve(points.toReversed(), -sizes.label) : curve(points, sizes.label);
  return { ...arrow, path, x: label[0], y: label[1] };
}

/**
 * Points in pairs, one pair for each gap between columns: a bend within each gap, straight on through the columns. The
 * last `straight` px of the way (negative: to the left) do not bend.
 */
function curve(points: readonly [number, number][], straight: number): string {
  const steps = points.map(([px, py], index) => {
    if (index === 0) return `M${round(px)} ${round(py)}`;
    if (index % 2 === 0) return `L${round(px)} ${round(py)}`;
    const [fx, fy] = points[index - 1] ?? [px, py];
    const end = index === points.length - 1 ? px - straight : px;
    const half = round((fx + end) / 2);
    const bend = `C${half} ${round(fy)} ${half} ${round(py)} ${round(end)} ${round(py)}`;
    return end === px ? bend : `${bend}L${round(px)} ${round(py)}`;
  });
  return steps.join('');
}

const round = (value: number): string => String(Math.round(value * 10) / 10);
