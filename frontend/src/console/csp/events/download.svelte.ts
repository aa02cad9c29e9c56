import { problemOf, UNREACHABLE, type Problem } from '../../problem';
import { session } from '../../session.svelte';

/** What was read is handed to the browser in pieces of so many bytes, which it may keep on disk. */
const PIECE = 4 * 1024 * 1024;

/** A file that only a caller with a token gets: read here, and then saved by the browser. */
export class Download {
  busy: boolean = $state(false);
  done: boolean = $state(false);
  /** It broke off: what came was not whole. */
  cut: boolean = $state(false);
  problem: Problem | undefined = $state.raw();
  /** How much has come. */
  bytes: number = $state(0);
  #stop: AbortController | undefined;

  /** Gets it, and saves it as `name`. */
  async take(path: string, name: string): Promise<void> {
    if (this.busy) return;
    const stop = new AbortController();
    this.#stop = stop;
    this.busy = true;
    this.done = false;
    this.cut = false;
    this.problem = undefined;
    this.bytes = 0;
    try {
      const answer = await session.open(path, { signal: stop.signal });
      if (answer.ok) {
        save(await this.#read(answer), name);
        this.done = true;
      } else this.problem = problemOf(answer, await answer.json().catch(() => undefined));
    } catch {
      if (!stop.signal.aborted) {
        if (this.bytes > 0) this.cut = true;
        else this.problem = UNREACHABLE;
      }
    }
    this.busy = false;
  }

  /** Lets go of it; nothing is saved. */
  stop(): void {
    this.#stop?.abort();
  }

  async #read(answer: Response): Promise<Blob> {
    const type = answer.headers.get('Content-Type') ?? 'application/octet-stream';
    const whole: Blob[] = [];
    let piece: Uint8Array<ArrayBuffer>[] = [];
    let size = 0;
    const reader = answer.body?.getReader();
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      piece.push(part.value);
      size += part.value.byteLength;
      this.bytes += part.value.byteLength;
      if (size < PIECE) continue;
      whole.push(new Blob(piece));
      [piece, size] = [[], 0];
    }
    return new Blob([...whole, ...piece], { type });
  }
}

function save(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken it up by then; an address that is never given back would hold the whole file.
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 10_000);
}
