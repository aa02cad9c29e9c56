import { nextCursor, type Outcome } from './outcome';
import type { Problem } from './problem';

/** A list that is read page by page, the newest first. */
export class Pages<T> {
  items: T[] = $state.raw([]);
  /** How many there are in all, where the service says. */
  total: number | undefined = $state();
  problem: Problem | undefined = $state.raw();
  busy: boolean = $state(true);
  next: string | undefined = $state();

  /** Counts the askings: an answer to an older one comes too late. */
  #asked = 0;
  readonly #read: (cursor: string | undefined) => Promise<Outcome<T[]>>;

  constructor(read: (cursor: string | undefined) => Promise<Outcome<T[]>>) {
    this.#read = read;
  }

  /** Reads from the beginning. */
  restart(): Promise<void> {
    return this.#ask(undefined);
  }

  /** Reads on. */
  more(): Promise<void> {
    return this.#ask(this.next);
  }

  /** Reads from the beginning without a word, for readers who did not ask for it. */
  refresh(): Promise<void> {
    return this.#ask(undefined, true);
  }

  async #ask(cursor: string | undefined, quietly = false): Promise<void> {
    const asking = ++this.#asked;
    if (!quietly) this.busy = true;
    const answer = await this.#read(cursor);
    if (asking !== this.#asked) return;
    this.busy = false;
    this.problem = answer.ok ? undefined : answer.problem;
    if (!answer.ok) return;
    this.items = cursor === undefined ? answer.data : [...this.items, ...answer.data];
    this.next = nextCursor(answer.response);
    const total = answer.response.headers.get('X-Total-Count');
    if (total !== null) this.total = Number(total);
    else if (cursor === undefined) this.total = undefined;
  }
}
