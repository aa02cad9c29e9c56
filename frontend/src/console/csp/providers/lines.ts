/** Lists as people write them: one thing a line. */

/** What stands on the lines, without empty ones and each once. */
export function listOf(text: string): string[] {
  return [...new Set(text.split('\n').map((line) => line.trim()))].filter((line) => line !== '');
}

/** A list, to be edited. */
export function textOf(list: readonly string[] | undefined): string {
  return (list ?? []).join('\n');
}

/** The text with one more thing, unless it stands there already. */
export function withLine(text: string, line: string): string {
  const list = listOf(text);
  const isThere = list.some((one) => one.toLowerCase() === line.toLowerCase());
  return textOf(isThere ? list : [...list, line]);
}

/** Only what differs from before, by its JSON: what a change is sent as. */
export function changed<T extends object>(before: T, after: T): Partial<T> {
  const keys = Object.keys(after) as (keyof T)[];
  return Object.fromEntries(
    keys.filter((key) => JSON.stringify(after[key]) !== JSON.stringify(before[key])).map((key) => [key, after[key]]),
  ) as Partial<T>;
}
