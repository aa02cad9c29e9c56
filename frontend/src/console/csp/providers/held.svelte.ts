import type { Provider } from '../../../api/wire';
import { outcome, versionTag } from '../../outcome';
import type { Problem } from '../../problem';
import { session } from '../../session.svelte';

/** One provider as it was last read. */
export class HeldProvider {
  provider: Provider | undefined = $state.raw();
  problem: Problem | undefined = $state.raw();
  /** What `If-Match` is to say: the version that the reader sees. */
  tag: string | undefined;
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  /** Reads it. */
  async read(): Promise<void> {
    const answer = await outcome(
      session.csp.GET('/api/v1/csp/providers/{name}', { params: { path: { name: this.#name } } }),
    );
    this.problem = answer.ok ? undefined : answer.problem;
    if (answer.ok) this.take(answer.data, answer.response);
    else if (answer.problem.status === 404) this.provider = undefined;
  }

  /** Takes the answer to a change of one's own. */
  take(provider: Provider, response: Response): void {
    this.provider = provider;
    this.tag = versionTag(response) ?? `"${String(provider.version)}"`;
  }

  /** The header that makes a write hold for the version seen only. */
  ifMatch(): { 'If-Match': string } | Record<string, never> {
    return this.tag === undefined ? {} : { 'If-Match': this.tag };
  }
}
