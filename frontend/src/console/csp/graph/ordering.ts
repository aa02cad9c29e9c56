/** Who stands above whom within a layer, so that few arrows cross. */

/** Something in a layer, and where its arrows lead: places in the layer before and in the one behind. */
export interface Standing {
  id: string;
  before: Standing[];
  behind: Standing[];
  /** Where it stands in its layer, from 0. */
  place: number;
}

const ROUNDS = 12;

/** Orders the layers in place, towards few crossings; the best order that was met is kept. */
export function order(layers: Standing[][]): void {
  let best = { crossings: crossings(layers), ids: layers.map((layer) => layer.map(({ id }) => id)) };
  for (let round = 0; round < ROUNDS && best.crossings > 0; round += 1) {
    const downwards = round % 2 === 0;
    const side = downwards ? 'before' : 'behind';
    for (const layer of downwards ? layers : layers.toReversed()) sortByMiddle(layer, side);
    const now = crossings(layers);
    if (now < best.crossings) best = { crossings: now, ids: layers.map((layer) => layer.map(({ id }) => id)) };
  }
  layers.forEach((layer, index) => {
    const wanted = new Map(best.ids[index]?.map((id, place) => [id, place]));
    layer.sort((one, other) => (wanted.get(one.id) ?? 0) - (wanted.get(other.id) ?? 0));
    number(layer);
  });
}

function sortByMiddle(layer: Standing[], side: 'before' | 'behind'): void {
  const middle = new Map(
    layer.map((one) => {
      const places = one[side].map(({ place }) => place);
      // Without arrows to that side it stays about where it is.
      return [one, places.length === 0 ? one.place : places.reduce((sum, place) => sum + place, 0) / places.length];
    }),
  );
  layer.sort((one, other) => (middle.get(one) ?? 0) - (middle.get(other) ?? 0));
  number(layer);
}

function number(layer: Standing[]): void {
  layer.forEach((one, place) => {
    one.place = place;
  });
}

/** How many pairs of arrows cross between neighbouring layers. */
export function crossings(layers: readonly Standing[][]): number {
  return layers.reduce((sum, layer) => {
    // From the top: whatever ended further down before, the present arrow crosses.
    const ends = layer.flatMap(({ behind }) => behind.map(({ place }) => place).sort((one, other) => one - other));
    return sum + inversions(ends).count;
  }, 0);
}

/** How many pairs stand the wrong way round, counted while they are merged into order. */
function inversions(values: readonly number[]): { count: number; sorted: number[] } {
  if (values.length < 2) return { count: 0, sorted: [...values] };
  const half = Math.floor(values.length / 2);
  const [first, second] = [inversions(values.slice(0, half)), inversions(values.slice(half))];
  let count = first.count + second.count;
  const sorted: number[] = [];
  let passed = 0;
  for (const value of second.sorted) {
    for (let next = first.sorted[passed]; next !== undefined && next <= value; next = first.sorted[passed]) {
      sorted.push(next);
      passed += 1;
    }
    count += first.sorted.length - passed;
    sorted.push(value);
  }
  return { count, sorted: [...sorted, ...first.sorted.slice(passed)] };
}
