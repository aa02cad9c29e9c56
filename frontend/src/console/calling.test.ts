import { describe, expect, it, vi } from 'vitest';
import { calling } from './calling';
import { Tokens } from './tokens';

const at = 'http://here/api/v1/incidents';
const noWait = (): Promise<void> => Promise.resolve();

/** Tokens that renew to `next`, or not at all. */
function tokens(current: string | undefined, next?: string): { tokens: Tokens; renewals: () => number } {
  const renewal = vi.fn(() =>
    Promise.resolve(next === undefined ? new Response(null, { status: 401 }) : Response.json({ token: next })),
  );
  const held = new Tokens((work) => work(), renewal);
  held.current = current;
  return { tokens: held, renewals: () => renewal.mock.calls.length };
}

/** A service that answers 200 to `valid`, and remembers what it was sent. */
function service(valid: string): { fetch: (request: Request) => Promise<Response>; seen: Request[] } {
  const seen: Request[] = [];
  return {
    seen,
    fetch: (request) => {
      seen.push(request);
      const ok = request.headers.get('Authorization') === `Bearer ${valid}`;
      return Promise.resolve(new Response(null, { status: ok ? 200 : 401 }));
    },
  };
}

describe('a call', () => {
  it('bears the token', async () => {
    const { fetch, seen } = service('t1');
    const answer = await calling(tokens('t1').tokens, vi.fn(), fetch)(new Request(at));
    expect(answer.status).toBe(200);
    expect(seen).toHaveLength(1);
  });

  it('is sent once more, body and all, after a renewal', async () => {
    const { fetch, seen } = service('t2');
    const ended = vi.fn();
    const call = calling(tokens('t1', 't2').tokens, ended, fetch);
    expect((await call(new Request(at, { method: 'POST', body: '{"title":"x"}' }))).status).toBe(200);
    expect(await Promise.all(seen.map((request) => request.text()))).toEqual(['{"title":"x"}', '{"title":"x"}']);
    expect(ended).not.toHaveBeenCalled();
  });

  it('is not sent a third time', async () => {
    const { fetch, seen } = service('none of them');
    expect((await calling(tokens('t1', 't2').tokens, vi.fn(), fetch)(new Request(at))).status).toBe(401);
    expect(seen).toHaveLength(2);
  });

  it('says that the session is over where there is no renewal', async () => {
    const ended = vi.fn();
    const held = tokens('t1');
    expect((await calling(held.tokens, ended, service('t2').fetch)(new Request(at))).status).toBe(401);
    expect(ended).toHaveBeenCalledOnce();
    expect(held.tokens.current).toBeUndefined();
  });

  it('shares one renewal with the others that met the same end', async () => {
    const held = tokens('t1', 't2');
    const call = calling(held.tokens, vi.fn(), service('t2').fetch);
    const answers = await Promise.all([1, 2, 3].map(() => call(new Request(at))));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(held.renewals()).toBe(1);
  });
});

describe('a broken line', () => {
  const broken = (times: number, status?: number): ((request: Request) => Promise<Response>) => {
    let left = times;
    return () => {
      left -= 1;
      if (left < 0) return Promise.resolve(new Response());
      return status === undefined
        ? Promise.reject(new TypeError('line'))
        : Promise.resolve(new Response('', { status }));
    };
  };
  const keyed = { method: 'POST', headers: { 'Idempotency-Key': 'k' } };

  it.each([
    ['a reading', {}, undefined],
    ['a creation with a key', keyed, undefined],
    ['a creation that the gateway could not deliver', keyed, 502],
  ])('is tried again for %s', async (_, init, status) => {
    const call = calling(tokens('t').tokens, vi.fn(), broken(2, status), noWait);
    expect((await call(new Request(at, init))).status).toBe(200);
  });

  it('is not tried again for a change that may have been made', async () => {
    const call = calling(tokens('t').tokens, vi.fn(), broken(1), noWait);
    await expect(call(new Request(at, { method: 'POST' }))).rejects.toThrow('line');
  });

  it('is given up in the end', async () => {
    const call = calling(tokens('t').tokens, vi.fn(), broken(9), noWait);
    await expect(call(new Request(at))).rejects.toThrow('line');
  });
});

describe('a renewal', () => {
  it('fails, and ends nothing, where nobody answers', async () => {
    const held = new Tokens(
      (work) => work(),
      () => Promise.resolve(new Response(null, { status: 503 })),
    );
    held.current = 't1';
    await expect(held.renew()).rejects.toThrow('503');
    expect(held.current).toBe('t1');
  });

  it('runs under the lock', async () => {
    const order: string[] = [];
    const held = new Tokens(
      async (work) => {
        order.push('locked');
        const result = await work();
        order.push('unlocked');
        return result;
      },
      () => {
        order.push('asked');
        return Promise.resolve(Response.json({ token: 't2' }));
      },
    );
    expect(await held.renew()).toBe(true);
    expect(order).toEqual(['locked', 'asked', 'unlocked']);
  });
});
