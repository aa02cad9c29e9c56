import type { CspEvent } from '../../../api/wire';
import { matches, type Filters } from './filters';

/**
 * The list with what the stream brought: changed in its place, gone where it is no longer asked for, and where it is new
 * and asked for, among those read so far. Ids grow with the order in which events were met, and the newest stand first.
 *
 * `whole` says that all pages were read: else what is older than the last of them stands on a page to come.
 */
export function withEvent(list: readonly CspEvent[], event: CspEvent, filters: Filters, whole: boolean): CspEvent[] {
  const known = list.find(({ id }) => id === event.id);
  if (known && known.version > event.version) return [...list];
  const others = list.filter(({ id }) => id !== event.id);
  if (!matches(event, filters)) return others;
  if (known) return list.map((one) => (one.id === event.id ? event : one));
  const place = others.findIndex(({ id }) => id < event.id);
  if (place >= 0) return others.toSpliced(place, 0, event);
  return whole ? [...others, event] : others;
}
