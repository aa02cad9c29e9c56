/** What a service says when it refuses (RFC 9457), as the console makes use of it. */

const PREFIX = 'urn:polystatus:problem:';

/** A refusal, or the lack of any answer. */
export interface Problem {
  /** The last part of its `type`; the console's own are `unreachable` and `unknown`. */
  kind: string;
  status: number;
  /** English. */
  detail: string;
  /** What is wrong with each field, by JSON pointer ("/title"); English. */
  errors: { pointer: string; detail: string }[];
  /** So many seconds to wait before asking again, where that was said. */
  retryAfter: number | undefined;
}

/** No answer came: no network, or no gateway. */
export const UNREACHABLE: Problem = { kind: 'unreachable', status: 0, detail: '', errors: [], retryAfter: undefined };

/** Reads a refusal; what is no problem document is `unknown`. */
export function problemOf(response: Response, body: unknown): Problem {
  const said = isRecord(body) ? body : {};
  const type = text(said['type']);
  const wait = Number(response.headers.get('Retry-After') ?? Number.NaN);
  return {
    kind: type.startsWith(PREFIX) ? type.slice(PREFIX.length) : 'unknown',
    status: response.status,
    detail: text(said['detail']),
    errors: Array.isArray(said['errors']) ? said['errors'].filter(isFieldError) : [],
    retryAfter: Number.isFinite(wait) ? wait : undefined,
  };
}

/** Whether somebody else was faster: what is shown is no longer what is. */
export function isChangedMeanwhile(problem: Problem): boolean {
  return problem.kind === 'stale-version' || problem.kind === 'changed-meanwhile';
}

/** What is wrong with one field, or with something inside it. */
export function fieldError(problem: Problem | undefined, field: string): string | undefined {
  const own = problem?.errors.filter(
    ({ pointer }) => pointer === `/${field}` || pointer === field || pointer.startsWith(`/${field}/`),
  );
  return own?.length ? own.map(({ detail }) => detail).join('; ') : undefined;
}

/** What is wrong with one field, or with something inside it that has no place of its own among `inner`. */
export function restError(problem: Problem | undefined, field: string, inner: readonly string[]): string | undefined {
  const isUnder = (pointer: string, above: string): boolean => `${pointer}/`.startsWith(`/${above}/`);
  const own = problem?.errors.filter(
    ({ pointer }) => isUnder(pointer, field) && !inner.some((place) => isUnder(pointer, place)),
  );
  return own?.length ? own.map(({ detail }) => detail).join('; ') : undefined;
}

/** A name as one part of a JSON pointer (RFC 6901). */
export function pointerPart(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isFieldError(value: unknown): value is { pointer: string; detail: string } {
  return isRecord(value) && typeof value['pointer'] === 'string' && typeof value['detail'] === 'string';
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
