/** The access token: in memory only, renewed by the refresh cookie that no script can read. */

export interface Granted {
  token: string;
}

/** Runs `work` while no other tab runs its own: refresh tokens rotate, two at once would look like a theft. */
export type Exclusively = <T>(work: () => Promise<T>) => Promise<T>;

const LOCK = 'polystatus-refresh';

/** By a Web Lock where there is one (secure origins and localhost), else just so. */
export const acrossTabs: Exclusively = (work) =>
  'locks' in navigator ? (navigator.locks.request(LOCK, work) as ReturnType<typeof work>) : work();

export class Tokens {
  current: string | undefined;
  #renewal: Promise<boolean> | undefined;
  readonly #exclusively: Exclusively;
  readonly #fetch: typeof fetch;

  constructor(exclusively: Exclusively = acrossTabs, fetching: typeof fetch = (...asked) => fetch(...asked)) {
    this.#exclusively = exclusively;
    this.#fetch = fetching;
  }

  /**
   * Gets a new token by the cookie. Many calls that met a 401 at once share one renewal.
   * False where the session is over; throws where nobody answers.
   */
  renew(): Promise<boolean> {
    this.#renewal ??= this.#exclusively(() => this.#ask()).finally(() => {
      this.#renewal = undefined;
    });
    return this.#renewal;
  }

  async #ask(): Promise<boolean> {
    const answer = await this.#fetch('/api/v1/auth/refresh', { method: 'POST' });
    if (answer.ok) {
      this.current = ((await answer.json()) as Granted).token;
      return true;
    }
    if (answer.status >= 500 || answer.status === 429) throw new Error(`refresh answered ${String(answer.status)}`);
    this.current = undefined;
    return false;
  }
}
