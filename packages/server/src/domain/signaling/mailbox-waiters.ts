import type { Clock, EventFeed, RecordedEvent } from '../../kernel/index.ts';
import { isSignalFor, signalOf } from './signal-event.ts';

interface Waiter {
  readonly org: string;
  readonly reader: string;
  readonly wake: () => void;
}

/** Wakes long polls when something is recorded for them: one subscription, no query while they wait. */
export class MailboxWaiters {
  readonly #clock: Clock;
  readonly #byStream = new Map<string, Set<Waiter>>();
  readonly #unsubscribe: () => void;

  constructor(feed: EventFeed, clock: Clock) {
    this.#clock = clock;
    this.#unsubscribe = feed.subscribe((event) => this.#onEvent(event));
  }

  /** Streams that somebody waits for. */
  get size(): number {
    return this.#byStream.size;
  }

  /** Ends every wait. */
  stop(): void {
    this.#unsubscribe();
    for (const waiters of this.#byStream.values()) for (const waiter of waiters) waiter.wake();
  }

  /**
   * Begins to wait at once; `done` resolves with the first message for `reader`, with the call's end, after
   * `waitMs`, on `signal`, or by `cancel`.
   */
  wait(
    where: { readonly org: string; readonly stream: string; readonly reader: string },
    waitMs: number,
    signal: AbortSignal | undefined,
  ): { readonly done: Promise<void>; readonly cancel: () => void } {
    const { promise, resolve } = Promise.withResolvers<void>();
    const waiter: Waiter = { org: where.org, reader: where.reader, wake: () => finish() };
    const stopClock = this.#clock.schedule(waitMs, () => finish());
    const finish = () => {
      stopClock();
      signal?.removeEventListener('abort', finish);
      this.#remove(where.stream, waiter);
      resolve();
    };
    this.#add(where.stream, waiter);
    if (signal?.aborted === true) finish();
    else signal?.addEventListener('abort', finish);
    return { done: promise, cancel: finish };
  }

  #onEvent(event: RecordedEvent): void {
    const waiters = this.#byStream.get(event.stream);
    if (waiters === undefined) return;
    const signal = signalOf(event);
    for (const waiter of [...waiters]) {
      if (waiter.org !== event.org) continue;
      const concerns =
        signal === undefined ? event.type === 'call.ended' : isSignalFor(signal, waiter.reader);
      if (concerns) waiter.wake();
    }
  }

  #add(stream: string, waiter: Waiter): void {
    const waiters = this.#byStream.get(stream);
    if (waiters === undefined) this.#byStream.set(stream, new Set([waiter]));
    else waiters.add(waiter);
  }

  #remove(stream: string, waiter: Waiter): void {
    const waiters = this.#byStream.get(stream);
    waiters?.delete(waiter);
    if (waiters?.size === 0) this.#byStream.delete(stream);
  }
}
