/** How the console calls the services: with its token, once more after a renewal, and again after a broken line. */
import type { Tokens } from './tokens';

const RETRY_MS = [400, 1_500];
/** The gateway did not reach the service, or not in time: as good as a broken line. */
const BROKEN = [502, 504];

/** What may be asked twice: reading, and what bears the key by which the service knows it again. */
function isRepeatable(request: Request): boolean {
  return request.method === 'GET' || request.headers.has('Idempotency-Key');
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A `fetch` that signs with `tokens`; `ended` hears that the session is over. */
export function calling(
  tokens: Tokens,
  ended: () => void,
  fetching: (request: Request) => Promise<Response> = (request) => fetch(request),
  wait: (ms: number) => Promise<void> = pause,
): (request: Request) => Promise<Response> {
  const send = (request: Request): Promise<Response> => {
    const signed = request.clone();
    if (tokens.current !== undefined) signed.headers.set('Authorization', `Bearer ${tokens.current}`);
    return fetching(signed);
  };

  const persist = async (request: Request): Promise<Response> => {
    for (const ms of isRepeatable(request) ? RETRY_MS : []) {
      try {
        const answer = await send(request);
        if (!BROKEN.includes(answer.status)) return answer;
      } catch (failure) {
        if (!(failure instanceof TypeError)) throw failure;
      }
      await wait(ms);
    }
    return send(request);
  };

  return async (request) => {
    const used = tokens.current;
    const answer = await persist(request);
    if (answer.status !== 401) return answer;
    // Another call may have renewed it while this one was under way.
    const renewed = tokens.current !== used || (await tokens.renew());
    if (!renewed) {
      ended();
      return answer;
    }
    return persist(request);
  };
}
