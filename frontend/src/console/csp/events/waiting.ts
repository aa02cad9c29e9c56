/** How long to leave a broken stream alone, ms: longer each time, and never all readers at once. */
const PAUSES_MS = [1_000, 2_000, 5_000, 10_000, 30_000];

/**
 * The pause before the next try, after so many `failures` in a row (from 1). `retryAfter` is what the service asked for,
 * in seconds; `chance` is between 0 and 1.
 */
export function pauseMs(failures: number, retryAfter: number | undefined, chance: number): number {
  const usual = PAUSES_MS[Math.min(Math.max(failures, 1), PAUSES_MS.length) - 1] ?? 0;
  return Math.max(usual, (retryAfter ?? 0) * 1_000) * (1 + chance / 2);
}
