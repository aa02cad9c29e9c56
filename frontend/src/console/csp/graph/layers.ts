/** From causes to effects in layers: what nothing caused stands first, and every effect behind all its causes. */

/** An arrow, from a cause to an effect, by the ids of what it joins. */
export interface Arrow {
  cause: string;
  effect: string;
}

/** Ids in the one order that everything here keeps, so that the same graph is always drawn the same. */
const inOrder = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** The arrows in a fixed order, each pair once, without those to itself and those that lead out of `ids`. */
export function soundArrows(ids: ReadonlySet<string>, arrows: readonly Arrow[]): Arrow[] {
  const seen = new Map<string, Arrow>();
  for (const { cause, effect } of arrows) {
    if (cause !== effect && ids.has(cause) && ids.has(effect)) seen.set(`${cause} ${effect}`, { cause, effect });
  }
  return [...seen.values()].sort((one, other) => inOrder(one.cause, other.cause) || inOrder(one.effect, other.effect));
}

/** The parts of the graph that no arrow joins, each with its ids in order; the largest first. */
export function islands(ids: readonly string[], arrows: readonly Arrow[]): string[][] {
  const beside = neighbours(arrows);
  const met = new Set<string>();
  const found: string[][] = [];
  for (const start of [...ids].sort(inOrder)) {
    if (met.has(start)) continue;
    met.add(start);
    const island = [start];
    for (const id of island) {
      for (const other of beside.get(id) ?? []) {
        if (met.has(other)) continue;
        met.add(other);
        island.push(other);
      }
    }
    found.push(island.sort(inOrder));
  }
  return found.sort((one, other) => other.length - one.length);
}

function neighbours(arrows: readonly Arrow[]): Map<string, string[]> {
  const beside = new Map<string, string[]>();
  for (const { cause, effect } of arrows) {
    beside.set(cause, [...(beside.get(cause) ?? []), effect]);
    beside.set(effect, [...(beside.get(effect) ?? []), cause]);
  }
  return beside;
}

/**
 * The layer of each id, from 0. Where arrows lead round in a circle, the one that closes it does not count here: it is
 * drawn all the same, backwards.
 */
export function layersOf(ids: readonly string[], arrows: readonly Arrow[]): Map<string, number> {
  const effects = new Map<string, string[]>();
  for (const { cause, effect } of arrows) effects.set(cause, [...(effects.get(cause) ?? []), effect]);
  const caused = new Set(arrows.map(({ effect }) => effect));
  // From what nothing caused, so that a circle is broken where it leads back to its beginning.
  const starts = [...ids].sort(
    (one, other) => Number(caused.has(one)) - Number(caused.has(other)) || inOrder(one, other),
  );
  const after = finishedFirst(starts, effects);
  const place = new Map(after.map((id, index) => [id, index]));
  const layer = new Map(ids.map((id) => [id, 0]));
  // Every id is finished after its effects, save along an arrow that closes a circle.
  for (const id of after.toReversed()) {
    for (const effect of effects.get(id) ?? []) {
      if ((place.get(effect) ?? 0) >= (place.get(id) ?? 0)) continue;
      layer.set(effect, Math.max(layer.get(effect) ?? 0, (layer.get(id) ?? 0) + 1));
    }
  }
  return layer;
}

/** A walk in depth, without recursion: the ids in the order in which all behind them had been seen. */
function finishedFirst(starts: readonly string[], effects: ReadonlyMap<string, string[]>): string[] {
  const finished: string[] = [];
  const met = new Set<string>();
  for (const start of starts) {
    if (met.has(start)) continue;
    met.add(start);
    const way = [{ id: start, next: 0 }];
    for (let here = way.at(-1); here; here = way.at(-1)) {
      const effect = effects.get(here.id)?.[here.next++];
      if (effect === undefined) {
        finished.push(here.id);
        way.pop();
      } else if (!met.has(effect)) {
        met.add(effect);
        way.push({ id: effect, next: 0 });
      }
    }
  }
  return finished;
}
