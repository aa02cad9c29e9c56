import type { Flag } from '../../api/wire';
import { nextCursor, outcome } from '../outcome';
import type { Problem } from '../problem';
import { session } from '../session.svelte';
import { matching } from './matching';

const PAGE = 200;
const SHOWN = 100;

/** All flags, the newest first. There are a thousand at most, so they are read whole and searched here. */
export class FlagList {
  all: Flag[] = $state.raw([]);
  problem: Problem | undefined = $state.raw();
  busy: boolean = $state(true);
  /** What is looked for. */
  wanted: string = $state('');
  /** How many rows a page has at first, and more of by asking. */
  most: number = $state(SHOWN);
  readonly found: Flag[] = $derived(matching(this.all, this.wanted));

  /** Reads them anew. */
  async read(): Promise<void> {
    this.busy = true;
    const read: Flag[] = [];
    let cursor: string | undefined;
    do {
      const query = { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) };
      const answer = await outcome(session.flags.GET('/admin/flags', { params: { query } }));
      this.problem = answer.ok ? undefined : answer.problem;
      if (!answer.ok) break;
      read.push(...answer.data);
      cursor = nextCursor(answer.response);
    } while (cursor !== undefined);
    if (!this.problem) this.all = read;
    this.busy = false;
  }

  /** Puts the changed flag in the place of what it was. */
  replace(changed: Flag): void {
    this.all = this.all.map((flag) => (flag.id === changed.id ? changed : flag));
  }

  /** Shows more rows. */
  showMore(): void {
    this.most += SHOWN;
  }
}
