import { describe, expect, it } from 'vitest';
import { Attempt } from './attempt';
import { nextCursor, outcome, versionTag } from './outcome';
import { fieldError, isChangedMeanwhile, pointerPart, problemOf, restError, UNREACHABLE } from './problem';

const refusal = {
  type: 'urn:polystatus:problem:validation',
  title: 'Invalid input',
  status: 400,
  detail: '2 fields are invalid',
  errors: [
    { pointer: '/title', detail: 'must not be empty' },
    { pointer: '/services/3', detail: 'too long' },
    'nonsense',
  ],
};

describe('a problem', () => {
  const problem = problemOf(new Response(null, { status: 400 }), refusal);

  it('is known by its type', () => {
    expect(problem).toMatchObject({ kind: 'validation', status: 400, detail: '2 fields are invalid' });
    expect(problem.errors).toHaveLength(2);
  });

  it('has its errors beside the fields', () => {
    expect(fieldError(problem, 'title')).toBe('must not be empty');
    expect(fieldError(problem, 'services')).toBe('too long');
    expect(fieldError(problem, 'sev')).toBeUndefined();
    expect(fieldError(undefined, 'sev')).toBeUndefined();
  });

  it('has what fits no field beside the row or the group it is in', () => {
    const errors = ['/rules', '/rules/0/if', '/rules/0/if/op', '/rules/10', '/rulesets'].map((pointer) => ({
      pointer,
      detail: `about ${pointer}`,
    }));
    const nested = { ...problem, errors };
    expect(restError(nested, 'rules', ['rules/0', 'rules/1'])).toBe('about /rules; about /rules/10');
    expect(restError(nested, 'rules/0', ['rules/0/if/op'])).toBe('about /rules/0/if');
    expect(restError(nested, 'rules/1', [])).toBeUndefined();
    expect(pointerPart('a/b~c')).toBe('a~1b~0c');
  });

  it.each([undefined, 'text', null, { type: 'about:blank' }, { type: 7, errors: {} }])('is unknown in %j', (body) => {
    expect(problemOf(new Response(null, { status: 500 }), body)).toMatchObject({ kind: 'unknown', errors: [] });
  });

  it('says how long to wait', () => {
    const answer = new Response(null, { status: 429, headers: { 'Retry-After': '30' } });
    expect(problemOf(answer, {}).retryAfter).toBe(30);
    expect(problem.retryAfter).toBeUndefined();
  });

  it('is a lost race by its type, not by its status', () => {
    const conflict = (slug: string): boolean =>
      isChangedMeanwhile(problemOf(new Response(null, { status: 409 }), { type: `urn:polystatus:problem:${slug}` }));
    expect(['changed-meanwhile', 'stale-version', 'transition-refused'].map(conflict)).toEqual([true, true, false]);
  });
});

describe('an outcome', () => {
  it('is the data', async () => {
    const response = new Response();
    expect(await outcome(Promise.resolve({ data: [1], response }))).toEqual({ ok: true, data: [1], response });
  });

  it('is the problem', async () => {
    const call = Promise.resolve({ error: refusal, response: new Response(null, { status: 400 }) });
    expect(await outcome(call)).toMatchObject({ ok: false, problem: { kind: 'validation' } });
  });

  it('is never thrown', async () => {
    expect(await outcome(Promise.reject(new TypeError('line')))).toEqual({ ok: false, problem: UNREACHABLE });
  });
});

it.each([
  ['</api/v1/incidents?limit=4&cursor=abc%3D>; rel="next"', 'abc='],
  ['<http://x/y?cursor=a>; rel="prev", <http://x/y?cursor=b,c>; rel=next', 'b,c'],
  ['<http://x/y?cursor=a>; rel="prev"', undefined],
  ['', undefined],
])('the next page of %s is %s', (link, cursor) => {
  expect(nextCursor(new Response(null, { headers: { Link: link } }))).toBe(cursor);
});

it('names the version as the service did, whatever the gateway made of it', () => {
  const tagged = (tag: string): string | undefined => versionTag(new Response(null, { headers: { ETag: tag } }));
  expect([tagged('"3"'), tagged('W/"3"')]).toEqual(['"3"', '"3"']);
  expect(versionTag(new Response())).toBeUndefined();
});

it('sends the same content under the same key until it is settled', () => {
  let count = 0;
  const attempt = new Attempt(() => `key-${String(++count)}`);
  const keys = [{ title: 'a' }, { title: 'a' }, { title: 'b' }].map((body) => attempt.headers(body)['Idempotency-Key']);
  expect(keys).toEqual(['key-1', 'key-1', 'key-2']);
  attempt.settled();
  expect(attempt.headers({ title: 'b' })).toEqual({ 'Idempotency-Key': 'key-3' });
});
