/** How high things in a row stand: each as near as can be to where it wants to be, in order, and none over another. */

/** One thing of a row. */
export interface Wish {
  /** Where its middle wants to be. */
  at: number;
  /** How much room it takes. */
  size: number;
}

/** The middles of the things of a row, `gap` apart at least: the nearest to all wishes together (by least squares). */
export function placeInRow(wishes: readonly Wish[], gap: number): number[] {
  // How far below the first middle each would be, were they all pushed together.
  const offsets: number[] = [];
  wishes.forEach(({ size }, index) => {
    const above = wishes[index - 1];
    offsets.push(above === undefined ? 0 : (offsets[index - 1] ?? 0) + above.size / 2 + gap + size / 2);
  });
  // Blocks of neighbours who would overlap share one shift: the mean of what each wants.
  const blocks: { sum: number; count: number }[] = [];
  wishes.forEach(({ at }, index) => {
    let block = { sum: at - (offsets[index] ?? 0), count: 1 };
    for (let above = blocks.at(-1); above && mean(above) > mean(block); above = blocks.at(-1)) {
      block = { sum: above.sum + block.sum, count: above.count + block.count };
      blocks.pop();
    }
    blocks.push(block);
  });
  const shifts = blocks.flatMap((block) => Array<number>(block.count).fill(mean(block)));
  return offsets.map((offset, index) => offset + (shifts[index] ?? 0));
}

const mean = ({ sum, count }: { sum: number; count: number }): number => sum / count;
