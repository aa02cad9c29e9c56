/** Reading the public side over HTTP. */
import type { PublicIncident, Summary } from '../api/wire';

/** What came of asking. */
export type Reading<T> =
  | { kind: 'fresh'; body: T; etag: string | null; staleSince: number | null }
  | { kind: 'same'; staleSince: number | null }
  | { kind: 'absent' }
  /** The whole public side is switched off. */
  | { kind: 'switched-off' }
  | { kind: 'failed' };

const SWITCHED_OFF = 'urn:polystatus:problem:public-status-disabled';

/** Asks for the summary; `etag` is that of the one at hand. */
export function readSummary(etag: string | null, signal?: AbortSignal): Promise<Reading<Summary>> {
  return read<Summary>('/api/v1/public/summary', etag, signal);
}

/** Asks for one incident with its whole history. */
export function readIncident(id: string, signal?: AbortSignal): Promise<Reading<PublicIncident>> {
  return read<PublicIncident>(`/api/v1/public/incidents/${encodeURIComponent(id)}`, null, signal);
}

async function read<T>(path: string, etag: string | null, signal?: AbortSignal): Promise<Reading<T>> {
  try {
    const answer = await fetch(path, {
      headers: { Accept: 'application/json', ...(etag === null ? {} : { 'If-None-Match': etag }) },
      cache: 'no-store',
      ...(signal ? { signal } : {}),
    });
    const staleSince = staleTime(answer.headers.get('X-Status-Stale'));
    if (answer.status === 304) return { kind: 'same', staleSince };
    if (answer.status === 404) return { kind: (await isSwitchedOff(answer)) ? 'switched-off' : 'absent' };
    if (!answer.ok) return { kind: 'failed' };
    return { kind: 'fresh', body: (await answer.json()) as T, etag: answer.headers.get('ETag'), staleSince };
  } catch {
    return { kind: 'failed' };
  }
}

async function isSwitchedOff(answer: Response): Promise<boolean> {
  const problem: unknown = await answer.json().catch(() => null);
  return typeof problem === 'object' && problem !== null && 'type' in problem && problem.type === SWITCHED_OFF;
}

/** The moment a snapshot was made, where the answer is one. */
export function staleTime(header: string | null): number | null {
  return header !== null && /^\d+$/.test(header) ? Number(header) : null;
}
