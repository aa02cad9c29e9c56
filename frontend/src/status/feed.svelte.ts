import type { PublicIncident, Summary } from '../api/wire';
import { readSummary } from './reading';
import { withIncident, worstFirst } from './summary';

/** How the page hears of changes. */
export type Live = 'connecting' | 'live' | 'reconnecting' | 'polling';

const STREAM = '/api/v1/public/stream';
const POLL_MS = 30_000;
/** A page that is live asks all the same, every so many polls: nothing lost on the way stays lost. */
const LIVE_POLLS = 10;
const RETRY_MS = [3_000, 5_000, 10_000, 20_000, 30_000];
/** After so many failures in a row the page says that it is not live, and asks by itself until it is again. */
const PATIENCE = 2;
/** The gateway's answers are up to a second old: one asked for after this is not older than now. */
const CACHE_MS = 1_100;

const now = (): number => Math.floor(Date.now() / 1000);

/** The public facts, kept up to date: by the stream, and by asking where the stream is silent. */
export class Feed {
  summary: Summary | undefined = $state.raw();
  live: Live = $state('connecting');
  /** When the facts were last confirmed, unix seconds. */
  updatedAt: number | undefined = $state();
  /** When the snapshot at hand was made, where the service behind it does not answer. */
  staleSince: number | null = $state(null);
  /** The last asking brought nothing. */
  failed: boolean = $state(false);
  /** The page is switched off: nothing is public, and nothing is to be shown. */
  switchedOff: boolean = $state(false);

  #stream: EventSource | undefined;
  #reopening: ReturnType<typeof setTimeout> | undefined;
  #etag: string | null = null;
  #failures = 0;
  #polls = 0;
  #loading: Promise<void> | undefined;
  /** When the stream said that the page is switched off, by the browser's clock. */
  #closedAt = 0;
  /** What the stream brought of late, and when: an answer may be older, by its way here and by the gateway's cache. */
  #heard: { at: number; incident: PublicIncident }[] = [];

  /** Asks once, opens the stream, and goes on until the page is left. */
  async start(): Promise<void> {
    this.#connect();
    document.addEventListener('visibilitychange', () => {
      this.#seen(document.visibilityState === 'visible');
    });
    setInterval(() => {
      this.#polls += 1;
      if (this.live !== 'live' || this.#polls % LIVE_POLLS === 0) void this.load();
    }, POLL_MS);
    await this.load();
  }

  /** Asks for the summary; who asks while an answer is under way waits for that one. */
  load(): Promise<void> {
    this.#loading ??= this.#ask().finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  async #ask(): Promise<void> {
    const oldest = Date.now() - CACHE_MS;
    const reading = await readSummary(this.#etag);
    if (reading.kind === 'switched-off') {
      this.#switchOff();
      return;
    }
    this.failed = reading.kind === 'failed' || reading.kind === 'absent';
    if (reading.kind === 'failed' || reading.kind === 'absent') return;
    // As with what the stream brings: an answer may be older than the end of the stream.
    if (this.#closedAt > oldest) return;
    if (this.switchedOff) this.#switchOn();
    this.staleSince = reading.staleSince;
    if (reading.staleSince === null) this.updatedAt = now();
    if (reading.kind === 'same') return;
    this.#etag = reading.etag;
    this.#heard = this.#heard.filter(({ at }) => at >= oldest);
    this.summary = this.#heard.reduce(
      (summary, { incident }) => withIncident(summary, incident, now()),
      worstFirst(reading.body),
    );
  }

  #take(incident: PublicIncident): void {
    this.#heard.push({ at: Date.now(), incident });
    this.updatedAt = now();
    if (this.summary) this.summary = withIncident(this.summary, incident, now());
  }

  /** Lets go of all that was public, and of the stream: asking now and then is enough to see it come back. */
  #switchOff(): void {
    this.#close();
    this.switchedOff = true;
    this.live = 'polling';
    this.failed = false;
    this.staleSince = null;
    this.summary = undefined;
    this.#etag = null;
    this.#heard = [];
  }

  #switchOn(): void {
    this.switchedOff = false;
    if (document.visibilityState !== 'visible') return;
    this.live = 'connecting';
    this.#connect();
  }

  /**
   * A browser has six connections to an origin over HTTP/1.1: as many forgotten tabs would starve the seventh. One that
   * nobody looks at lets its stream go, and asks by itself now and then, for its title.
   */
  #seen(visible: boolean): void {
    this.#close();
    const follow = visible && !this.switchedOff;
    this.live = follow ? 'connecting' : 'polling';
    if (follow) this.#connect();
    if (visible) void this.load();
  }

  #close(): void {
    clearTimeout(this.#reopening);
    this.#stream?.close();
    this.#stream = undefined;
  }

  #connect(): void {
    this.#close();
    const stream = new EventSource(STREAM);
    this.#stream = stream;
    stream.onopen = (): void => {
      this.#failures = 0;
      this.live = 'live';
      this.#loadSoon();
    };
    stream.addEventListener('incident', (event: MessageEvent<string>) => {
      this.#take(JSON.parse(event.data) as PublicIncident);
    });
    stream.addEventListener('resync', () => {
      this.#loadSoon();
    });
    stream.addEventListener('closed', () => {
      this.#closedAt = Date.now();
      this.#switchOff();
      this.#loadSoon();
    });
    stream.onerror = (): void => {
      this.#lost(stream);
    };
  }

  /** What changed before the stream was open is not in the stream, and perhaps not in the gateway's cache yet. */
  #loadSoon(): void {
    setTimeout(() => void this.load(), CACHE_MS);
  }

  #lost(stream: EventSource): void {
    this.#failures += 1;
    this.live = this.#failures < PATIENCE ? 'reconnecting' : 'polling';
    if (this.#failures === PATIENCE) void this.load();
    // The browser tries again after a broken connection, never after a refusal: then it is on us.
    if (stream.readyState !== EventSource.CLOSED) return;
    this.#reopening = setTimeout(
      () => {
        this.#connect();
      },
      RETRY_MS[Math.min(this.#failures, RETRY_MS.length) - 1],
    );
  }
}
