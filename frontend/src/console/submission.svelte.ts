import { goOnAt } from './focus';
import type { Outcome } from './outcome';
import type { Problem } from './problem';

/** One form's sending: under way, refused, or done. */
export class Submission {
  busy: boolean = $state(false);
  problem: Problem | undefined = $state.raw();
  /** What to say when it went well. */
  done: string | undefined = $state();

  /** Sends by `send`, unless it is being sent already; `accepted` gets the answer and may return what to say. */
  async send<T>(
    send: () => Promise<Outcome<T>>,
    accepted: (data: T, response: Response) => string | undefined,
  ): Promise<void> {
    if (this.busy) return;
    const pressed = document.activeElement;
    this.busy = true;
    this.problem = undefined;
    this.done = undefined;
    const answer = await send();
    this.busy = false;
    if (answer.ok) this.done = accepted(answer.data, answer.response);
    else this.problem = answer.problem;
    await goOnAt(() => pressed);
  }
}
