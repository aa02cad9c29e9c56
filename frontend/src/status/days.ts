import type { PublicIncident } from '../api/wire';
import { dayBefore, dayOf } from '../time/format';
import { PAST_DAYS, resolvedAt } from './summary';

/** One day with incidents, or a run of days without. Days are the reader's, as "2026-11-22". */
export type PastDays =
  { kind: 'incidents'; day: string; incidents: PublicIncident[] } | { kind: 'quiet'; from: string; to: string };

/** The last fourteen days, latest first; quiet days in a row are one entry. */
export function pastDays(recent: readonly PublicIncident[], now: number, zone?: string): PastDays[] {
  const byDay = new Map<string, PublicIncident[]>();
  for (const incident of recent) {
    const ended = dayOf(resolvedAt(incident), zone);
    byDay.set(ended, [...(byDay.get(ended) ?? []), incident]);
  }
  const past: PastDays[] = [];
  let day = dayOf(now, zone);
  for (let count = 0; count < PAST_DAYS; count += 1, day = dayBefore(day)) {
    const incidents = byDay.get(day);
    const before = past.at(-1);
    if (incidents) past.push({ kind: 'incidents', day, incidents });
    else if (before?.kind === 'quiet') before.from = day;
    else past.push({ kind: 'quiet', from: day, to: day });
  }
  return past;
}
