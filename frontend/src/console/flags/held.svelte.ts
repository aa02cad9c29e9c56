import type { Flag } from '../../api/wire';
import { outcome, versionTag } from '../outcome';
import type { Problem } from '../problem';
import { session } from '../session.svelte';

/** One flag as it was last read. */
export class HeldFlag {
  flag: Flag | undefined = $state.raw();
  problem: Problem | undefined = $state.raw();
  /** What `If-Match` is to say: the version that the reader sees. */
  tag: string | undefined = $state();
  readonly #key: string;

  constructor(key: string) {
    this.#key = key;
  }

  /** Reads it. */
  async read(): Promise<void> {
    const answer = await outcome(session.flags.GET('/admin/flags/{key}', { params: { path: { key: this.#key } } }));
    this.problem = answer.ok ? undefined : answer.problem;
    if (answer.ok) this.take(answer.data, answer.response);
    else if (answer.problem.status === 404) this.flag = undefined;
  }

  /** Takes the answer to a change of one's own. */
  take(flag: Flag, response: Response): void {
    this.flag = flag;
    this.tag = versionTag(response) ?? `"${String(flag.version)}"`;
  }

  /** The header that makes a write hold for the version seen only. */
  ifMatch(): { 'If-Match': string } | Record<string, never> {
    return this.tag === undefined ? {} : { 'If-Match': this.tag };
  }
}
