/**
 * The key of one creation, however often it is sent: the same content again, by itself or by a second press after a
 * failure, goes under the same key, so that the service answers as it did the first time.
 */
export class Attempt {
  #content: string | undefined;
  #key = '';
  readonly #newKey: () => string;

  constructor(newKey: () => string = () => crypto.randomUUID()) {
    this.#newKey = newKey;
  }

  /** The header to send `content` under. */
  headers(content: unknown): { 'Idempotency-Key': string } {
    const now = JSON.stringify(content);
    if (now !== this.#content) {
      this.#content = now;
      this.#key = this.#newKey();
    }
    return { 'Idempotency-Key': this.#key };
  }

  /** It is done: the same content again would be another creation. */
  settled(): void {
    this.#content = undefined;
  }
}
