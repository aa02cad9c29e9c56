/** A small chart of minutes: one bar for each stretch of time, what was down below, what was degraded on it. */

export interface Stretch {
  label: string;
  down: number;
  degraded: number;
}

/** How large it is drawn, px. */
export interface Frame {
  width: number;
  height: number;
}

export interface Bar {
  label: string;
  x: number;
  width: number;
  /** From the top of the frame. */
  downY: number;
  downHeight: number;
  degradedY: number;
  degradedHeight: number;
}

export interface Chart {
  bars: Bar[];
  /** Lines to read heights by, from the bottom. */
  lines: { minutes: number; y: number }[];
}

/** What is there at all is seen: no bar is lower than this. */
const LEAST_PX = 2;
const STEPS = [1, 2, 5];

/** The least round number of minutes that is not below `minutes`: 1, 2 or 5 and zeros; at least 5. */
export function ceiling(minutes: number): number {
  for (let power = 1; ; power *= 10) {
    for (const step of STEPS) {
      if (step * power >= Math.max(5, minutes)) return step * power;
    }
  }
}

/** Lays out the bars, the first on the left, over the whole frame. */
export function chartOf(stretches: readonly Stretch[], { width, height }: Frame): Chart {
  const top = ceiling(Math.max(0, ...stretches.map(({ down, degraded }) => down + degraded)));
  const room = width / Math.max(1, stretches.length);
  const tall = (minutes: number): number => (minutes <= 0 ? 0 : Math.max(LEAST_PX, (minutes / top) * height));
  return {
    bars: stretches.map(({ label, down, degraded }, index) => {
      const [downHeight, degradedHeight] = [tall(down), tall(degraded)];
      return {
        label,
        x: index * room + room * 0.15,
        width: room * 0.7,
        downY: height - downHeight,
        downHeight,
        degradedY: height - downHeight - degradedHeight,
        degradedHeight,
      };
    }),
    lines: [0, top / 2, top].map((minutes) => ({ minutes, y: height - (minutes / top) * height })),
  };
}
