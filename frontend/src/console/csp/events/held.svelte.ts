import type { CspEventWhole } from '../../../api/wire';
import { every } from '../../again';
import { outcome } from '../../outcome';
import type { Problem } from '../../problem';
import { session } from '../../session.svelte';

const REFRESH_MS = 20_000;

/** One event as it was last read. */
export class HeldEvent {
  event: CspEventWhole | undefined = $state.raw();
  problem: Problem | undefined = $state.raw();
  readonly #id: string;

  constructor(id: string) {
    this.#id = id;
  }

  /** Reads it now, and again every so often; the answer ends that. */
  follow(): () => void {
    void this.read();
    return every(REFRESH_MS, () => void this.read());
  }

  /** Reads it. */
  async read(): Promise<void> {
    const answer = await outcome(session.csp.GET('/api/v1/csp/events/{id}', { params: { path: { id: this.#id } } }));
    this.problem = answer.ok ? undefined : answer.problem;
    if (answer.ok) this.event = answer.data;
  }
}
