import type { Signal } from '@sky-genesis/protocol';

/**
 * A call's incoming messages, each once and in order, from the WebSocket and the mailbox together.
 * While the mailbox is being read, live messages wait: they are later than what it will tell.
 */
export class SignalInbox {
  readonly #deliver: (signal: Signal) => void;
  #waiting: Signal[] = [];
  #open = true;
  #seen = 0;

  constructor(deliver: (signal: Signal) => void) {
    this.#deliver = deliver;
  }

  /** The number of the last message that was delivered. */
  get position(): number {
    return this.#seen;
  }

  hear(signal: Signal): void {
    if (!this.#open) {
      this.#waiting.push(signal);
    } else if (signal.seq > this.#seen) {
      this.#seen = signal.seq;
      this.#deliver(signal);
    }
  }

  /** Messages wait until `release`. */
  hold(): void {
    this.#open = false;
  }

  release(missed: readonly Signal[] = []): void {
    const all = [...this.#waiting, ...missed].toSorted((a, b) => a.seq - b.seq);
    this.#waiting = [];
    this.#open = true;
    for (const signal of all) this.hear(signal);
  }

  /** Messages up to `seq` concern a page that is gone. */
  skipTo(seq: number): void {
    this.#seen = Math.max(this.#seen, seq);
  }
}
