/** What the public page makes of the public facts: rules without a browser. */
import type { Announcement, OverallState, Phase, PublicIncident, Summary } from '../api/wire';
import type { Language } from '../words/language';
import { severityOf } from './severity';

/** How far back the page looks. */
export const PAST_DAYS = 14;
const PAST_SECONDS = PAST_DAYS * 86_400;

const STATE_OF_WORST: Record<1 | 2 | 3 | 4, OverallState> = {
  1: 'major_outage',
  2: 'partial_outage',
  3: 'degraded_performance',
  4: 'operational',
};

/** The state of the whole: that of the worst incident in progress. */
export function overallState(active: readonly PublicIncident[]): OverallState {
  return STATE_OF_WORST[severityOf(Math.min(4, ...active.map((one) => one.sev)))];
}

/** The summary with what is worst first, then what began last. */
export function worstFirst(summary: Summary): Summary {
  return { ...summary, active: [...summary.active].sort(byUrgency) };
}

/** The summary once `incident` is known, too. An older version of it than the one at hand changes nothing. */
export function withIncident(summary: Summary, incident: PublicIncident, now: number): Summary {
  const held = findIncident(summary, incident.id);
  if (held && held.version >= incident.version) return summary;

  const others = (list: readonly PublicIncident[]): PublicIncident[] => list.filter((one) => one.id !== incident.id);
  const over = incident.status === 'resolved';
  const active = [...others(summary.active), ...(over ? [] : [incident])].sort(byUrgency);
  const recent = [...others(summary.recent), ...(over ? [incident] : [])]
    .filter((one) => resolvedAt(one) > now - PAST_SECONDS)
    .sort((one, other) => resolvedAt(other) - resolvedAt(one));
  return { ...summary, state: overallState(active), active, recent };
}

/** The incident `id` where the summary has it. */
export function findIncident(summary: Summary, id: string): PublicIncident | undefined {
  return [...summary.active, ...summary.recent].find((one) => one.id === id);
}

/** The later of two versions of an incident, where either is known. */
export function latest(one: PublicIncident | undefined, other: PublicIncident | undefined): PublicIncident | undefined {
  if (!one || !other) return one ?? other;
  return one.version >= other.version ? one : other;
}

/** When it was resolved; the last change where that was not said. */
export function resolvedAt(incident: PublicIncident): number {
  return incident.resolved_at ?? incident.updated_at;
}

/** The phase an incident is in: its words give it, as far as its status agrees. */
export function phaseOf(incident: PublicIncident): Phase {
  if (incident.status === 'resolved') return 'resolved';
  const said = incident.announcements[0]?.state ?? 'investigating';
  return incident.status === 'mitigated' || said === 'resolved' ? 'monitoring' : said;
}

/** What an announcement says to a reader of `language`, in the other language where it was not translated. */
export function saidIn(language: Language, announcement: Announcement): { text: string; language: Language } {
  const own = announcement.messages[language];
  return own ? { text: own, language } : { text: announcement.message, language: announcement.lang };
}

function byUrgency(one: PublicIncident, other: PublicIncident): number {
  return one.sev - other.sev || other.started_at - one.started_at;
}
