import { nextCursor, outcome } from '../outcome';
import { session } from '../session.svelte';

/** More providers than this are not offered in one list. */
const MOST = 1_000;
const PAGE = 200;

/** The names of the providers that are followed, to choose from; without them one writes a name by hand. */
class Followed {
  names: string[] = $state.raw([]);
  #reading: Promise<void> | undefined;

  /** Sees to it that they are read anew; who asks while that is under way waits for it. */
  need(): Promise<void> {
    this.#reading ??= this.#ask().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #ask(): Promise<void> {
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const query = { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) };
      const answer = await outcome(session.csp.GET('/api/v1/csp/providers', { params: { query } }));
      if (!answer.ok) return;
      found.push(...answer.data.map(({ name }) => name));
      cursor = nextCursor(answer.response);
    } while (cursor !== undefined && found.length < MOST);
    this.names = found.sort((one, other) => one.localeCompare(other));
  }
}

export const followed = new Followed();
