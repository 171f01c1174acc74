import type { SendSignal, Signal } from '@sky-genesis/protocol';
import { hasCode, NetworkError } from './sge-error.ts';
import { wait } from './wait.ts';

export interface SignalRoutes {
  /** By the WebSocket; rejects with NetworkError when that is gone. */
  readonly push: (message: SendSignal) => Promise<unknown>;
  /** By REST, which gets through where WebSockets do not. */
  readonly post: (message: SendSignal) => Promise<Signal>;
  /** Resolves once the WebSocket stands (again), or after `maxMs`. */
  readonly online: (maxMs: number, signal: AbortSignal) => Promise<boolean>;
}

interface Entry {
  readonly message: SendSignal;
  state: 'waiting' | 'sent' | 'done';
  readonly settle: () => void;
}

/** How long to wait for the WebSocket before REST is tried, in milliseconds. */
const patienceMs = 1500;
/** The pause after a failure that may pass, in milliseconds. */
const retryMs = 500;

/**
 * A call's outgoing messages, in order and until they are acknowledged, over any loss of connection.
 * One whose acknowledgement was lost goes out again: receivers bear a repeated message.
 */
export class SignalOutbox {
  readonly #routes: SignalRoutes;
  readonly #stop = new AbortController();
  #entries: Entry[] = [];
  #mending = false;

  constructor(routes: SignalRoutes) {
    this.#routes = routes;
  }

  /** Resolves when the message is stored, refused for good, or the outbox is closed. */
  send(message: SendSignal): Promise<void> {
    return new Promise((resolve) => {
      if (this.#stop.signal.aborted) return resolve();
      const entry: Entry = { message, state: 'waiting', settle: resolve };
      this.#entries.push(entry);
      if (!this.#mending) this.#push(entry);
    });
  }

  close(): void {
    this.#stop.abort();
    for (const entry of this.#entries) entry.settle();
    this.#entries = [];
  }

  #push(entry: Entry): void {
    entry.state = 'sent';
    this.#routes.push(entry.message).then(
      () => this.#done(entry),
      (error: unknown) => {
        if (!mayPass(error)) return this.#done(entry);
        entry.state = 'waiting';
        const pauseMs = error instanceof NetworkError ? 0 : retryMs;
        void wait(pauseMs, this.#stop.signal).then(() => this.#mend());
      },
    );
  }

  #done(entry: Entry): void {
    entry.state = 'done';
    entry.settle();
    this.#entries = this.#entries.filter((other) => other !== entry);
  }

  /** Sends what is left, in order: by the WebSocket if it returns in time, else one by one by REST. */
  async #mend(): Promise<void> {
    if (this.#mending) return;
    this.#mending = true;
    const { signal } = this.#stop;
    while (!signal.aborted && this.#entries.some((entry) => entry.state === 'waiting')) {
      const online = await this.#routes.online(patienceMs, signal);
      if (signal.aborted) return;
      if (online) {
        this.#mending = false;
        for (const entry of this.#entries) if (entry.state === 'waiting') this.#push(entry);
        return;
      }
      await this.#postFirst(signal);
    }
    this.#mending = false;
  }

  async #postFirst(signal: AbortSignal): Promise<void> {
    const entry = this.#entries.find((other) => other.state === 'waiting');
    if (entry === undefined) return;
    try {
      await this.#routes.post(entry.message);
      this.#done(entry);
    } catch (error) {
      if (mayPass(error)) await wait(retryMs, signal);
      else this.#done(entry);
    }
  }
}

/** What is refused for good would be refused again; the network and an overload pass. */
function mayPass(error: unknown): boolean {
  return (
    error instanceof NetworkError || hasCode(error, 'rate_limited', 'unavailable', 'internal_error')
  );
}
