import type { User } from '../api/wire';
import { nextCursor, outcome } from './outcome';
import { session } from './session.svelte';

/** More people than this are not offered in one list. */
const MOST = 1_000;
const PAGE = 200;

/** The people incidents can be assigned to, read once. */
class Members {
  all: User[] = $state.raw([]);
  #read: Promise<void> | undefined;

  /** Sees to it that they are read; a failure is tried again by the next call. */
  need(): Promise<void> {
    this.#read ??= this.#ask().catch(() => {
      this.#read = undefined;
    });
    return this.#read;
  }

  async #ask(): Promise<void> {
    const found: User[] = [];
    let cursor: string | undefined;
    do {
      const query = { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) };
      const answer = await outcome(session.users.GET('/api/v1/users', { params: { query } }));
      if (!answer.ok) throw new Error(answer.problem.kind);
      found.push(...answer.data);
      cursor = nextCursor(answer.response);
    } while (cursor !== undefined && found.length < MOST);
    this.all = found.filter((user) => user.role !== 'guest').sort((one, other) => one.name.localeCompare(other.name));
  }
}

export const members = new Members();
