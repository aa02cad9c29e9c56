import { createParser } from 'eventsource-parser';
import type { CspEvent } from '../../../api/wire';
import { session } from '../../session.svelte';
import { pauseMs } from './waiting';

const STREAM = '/api/v1/csp/events/stream';
/** The service speaks every 15 s: after so long a silence nobody is there any more. */
const SILENCE_MS = 40_000;

interface Heard {
  /** A new event, or a change of one. */
  event: (event: CspEvent) => void;
  /** What came before is not known: what is shown may be old. */
  unsure: () => void;
}

/**
 * The stream of events. The browser's own reader of streams cannot bear a token, so this is one of ours. While nobody
 * looks at the page it lets go of its seat: there are only so many.
 */
export class LiveEvents {
  state: 'connecting' | 'live' | 'waiting' = $state('connecting');
  #lastId: string | undefined;
  #stop: AbortController | undefined;
  readonly #heard: Heard;

  constructor(heard: Heard) {
    this.#heard = heard;
  }

  /** Listens from now on; the answer ends that. */
  follow(): () => void {
    const look = (): void => {
      this.#stop?.abort();
      this.#stop = undefined;
      if (document.visibilityState !== 'visible') return;
      this.#stop = new AbortController();
      void this.#listenOn(this.#stop.signal);
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      this.#stop?.abort();
    };
  }

  async #listenOn(signal: AbortSignal): Promise<void> {
    this.state = 'connecting';
    for (let failures = 1; !signal.aborted; failures += 1) {
      const { opened, retryAfter } = await this.#listen(signal);
      if (signal.aborted) return;
      if (opened) failures = 1;
      this.state = 'waiting';
      await pause(pauseMs(failures, retryAfter, Math.random()), signal);
    }
  }

  /** Listens until the stream ends, whyever. */
  async #listen(signal: AbortSignal): Promise<{ opened: boolean; retryAfter: number | undefined }> {
    const silence = new AbortController();
    let silent: ReturnType<typeof setTimeout> | undefined;
    const alive = (): void => {
      clearTimeout(silent);
      silent = setTimeout(() => {
        silence.abort();
      }, SILENCE_MS);
    };
    let opened = false;
    try {
      alive();
      const answer = await session.open(STREAM, {
        headers: { Accept: 'text/event-stream', ...(this.#lastId ? { 'Last-Event-ID': this.#lastId } : {}) },
        signal: AbortSignal.any([signal, silence.signal]),
      });
      if (!answer.ok || !answer.body) return { opened, retryAfter: Number(answer.headers.get('Retry-After') ?? 0) };
      opened = true;
      this.state = 'live';
      // Without an id to go on from, what changed before the stream was open is not in it.
      if (this.#lastId === undefined) this.#heard.unsure();
      await this.#read(answer.body, alive);
    } catch {
      // A broken line, a silence, or the end of our own interest: the loop knows which.
    } finally {
      clearTimeout(silent);
    }
    return { opened, retryAfter: undefined };
  }

  async #read(body: ReadableStream<Uint8Array>, alive: () => void): Promise<void> {
    const parser = createParser({
      onEvent: ({ id, event, data }) => {
        if (id !== undefined) this.#lastId = id;
        if (event === 'event') this.#heard.event(JSON.parse(data) as CspEvent);
        else if (event === 'resync') this.#heard.unsure();
      },
    });
    const reader = body.getReader();
    const text = new TextDecoder();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      alive();
      parser.feed(text.decode(part.value, { stream: true }));
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
