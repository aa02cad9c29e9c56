import { problemOf, UNREACHABLE, type Problem } from './problem';

/** What came of a call: an answer, or a problem. Nothing is thrown. */
export type Outcome<T> = { ok: true; data: T; response: Response } | { ok: false; problem: Problem };

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** Waits for a call of an openapi-fetch client. */
export async function outcome<T>(call: Promise<Answer<T>>): Promise<Outcome<T>> {
  try {
    const { data, error, response } = await call;
    if (response.ok) return { ok: true, data: data as T, response };
    return { ok: false, problem: problemOf(response, error) };
  } catch {
    return { ok: false, problem: UNREACHABLE };
  }
}

/** The version that an answer bears, for `If-Match`. The gateway weakens a tag when it compresses. */
export function versionTag(response: Response): string | undefined {
  return response.headers.get('ETag')?.replace(/^W\//, '') ?? undefined;
}

/** The cursor of the next page, from the `Link` header. */
export function nextCursor(response: Response): string | undefined {
  for (const link of response.headers.get('Link')?.split(/,\s*(?=<)/) ?? []) {
    const target = /^<([^>]*)>.*;\s*rel="?next"?/.exec(link)?.[1];
    if (target === undefined) continue;
    return new URL(target, 'http://here').searchParams.get('cursor') ?? undefined;
  }
  return undefined;
}
