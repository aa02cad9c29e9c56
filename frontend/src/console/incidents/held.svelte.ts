import type { Incident, TimelineEntry } from '../../api/wire';
import { every } from '../again';
import { outcome, versionTag } from '../outcome';
import { Pages } from '../pages.svelte';
import type { Problem } from '../problem';
import { session } from '../session.svelte';

const REFRESH_MS = 20_000;
/** An announcement reaches the incident's timeline by an event: soon, not at once. */
const SOON_MS = 1_200;

/** One incident as it was last read, with its timeline. */
export class HeldIncident {
  incident: Incident | undefined = $state.raw();
  problem: Problem | undefined = $state.raw();
  /** What `If-Match` is to say: the version that the reader sees. */
  tag: string | undefined;
  readonly timeline: Pages<TimelineEntry>;
  readonly #id: string;

  constructor(id: string) {
    this.#id = id;
    this.timeline = new Pages<TimelineEntry>((cursor) =>
      outcome(
        session.incidents.GET('/api/v1/incidents/{id}/timeline', {
          params: { path: { id }, query: cursor === undefined ? {} : { cursor } },
        }),
      ),
    );
  }

  /** Reads it now, and again every so often; the answer ends that. */
  follow(): () => void {
    void this.reload();
    return every(REFRESH_MS, () => void this.#refresh());
  }

  /** Reads incident and timeline. */
  async reload(): Promise<void> {
    await Promise.all([this.#read(), this.timeline.restart()]);
  }

  /** Reads both again in a moment. */
  reloadSoon(): void {
    setTimeout(() => void this.reload(), SOON_MS);
  }

  /** Takes the answer to a change of one's own, and reads what that added to the timeline. */
  take(incident: Incident, response: Response): void {
    this.incident = incident;
    this.tag = versionTag(response) ?? `"${String(incident.version)}"`;
    void this.timeline.restart();
  }

  /** The header that makes a write hold for the version seen only. */
  ifMatch(): { 'If-Match': string } | Record<string, never> {
    return this.tag === undefined ? {} : { 'If-Match': this.tag };
  }

  /** Reads again; the timeline only where the incident changed, so that pages read on stay. */
  async #refresh(): Promise<void> {
    const before = this.tag;
    await this.#read();
    if (this.tag !== before) await this.timeline.restart();
  }

  async #read(): Promise<void> {
    const answer = await outcome(
      session.incidents.GET('/api/v1/incidents/{id}', { params: { path: { id: this.#id } } }),
    );
    this.problem = answer.ok ? undefined : answer.problem;
    if (!answer.ok) return;
    this.incident = answer.data;
    this.tag = versionTag(answer.response) ?? `"${String(answer.data.version)}"`;
  }
}
