import type { Outcome } from './outcome';
import type { Problem } from './problem';

/** What a part of a page reads by itself: what it was at last, or what went wrong. */
export class Reading<T> {
  data: T | undefined = $state.raw();
  problem: Problem | undefined = $state.raw();
  readonly #ask: () => Promise<Outcome<T>>;

  constructor(ask: () => Promise<Outcome<T>>) {
    this.#ask = ask;
  }

  /** Reads it, for the first time or again. */
  async read(): Promise<void> {
    const answer = await this.#ask();
    this.problem = answer.ok ? undefined : answer.problem;
    if (answer.ok) this.data = answer.data;
  }
}
