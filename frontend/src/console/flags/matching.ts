import type { Flag } from '../../api/wire';

/** The flags whose key or description has every word that is looked for. */
export function matching(flags: readonly Flag[], wanted: string): Flag[] {
  const words = wanted.toLowerCase().split(/\s+/);
  return flags.filter((flag) => {
    const text = `${flag.id}\n${flag.description ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
