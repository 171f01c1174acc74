import type { Call } from './call.ts';

/** An active call as this process last saw it. */
export interface ActiveCall {
  readonly call: Call;
  /** When a member last asked for the call, Unix milliseconds. */
  touchedAtMs: number;
  /** Since when no member has been seen connected; null while one is. */
  unattendedSinceMs: number | null;
  /** Its mailbox may hold messages, whose payloads the end of the call erases. */
  hasSignals: boolean;
}

/** The active calls in memory: what timers run over, and what commands try first. The database decides. */
export class ActiveCalls {
  readonly #calls = new Map<string, ActiveCall>();
  readonly #perCaller = new Map<string, number>();

  get size(): number {
    return this.#calls.size;
  }

  all(): IterableIterator<ActiveCall> {
    return this.#calls.values();
  }

  find(org: string, id: string): ActiveCall | undefined {
    const found = this.#calls.get(id);
    return found?.call.org === org ? found : undefined;
  }

  /** Takes over a new state; an ended call is let go. */
  put(call: Call, nowMs: number, hasSignals: boolean): void {
    if (call.status === 'ended') {
      this.drop(call.id);
      return;
    }
    const known = this.#calls.get(call.id);
    if (known === undefined) this.enter(call.org, call.callerId);
    this.#calls.set(call.id, {
      call,
      touchedAtMs: known?.touchedAtMs ?? nowMs,
      unattendedSinceMs: known?.unattendedSinceMs ?? null,
      hasSignals: hasSignals || known?.hasSignals === true,
    });
  }

  /** Forgets a state that has proved to be behind. */
  drop(id: string): void {
    const known = this.#calls.get(id);
    if (known === undefined) return;
    this.#calls.delete(id);
    this.leave(known.call.org, known.call.callerId);
  }

  /** A member has asked for the call. */
  touch(id: string, nowMs: number): void {
    const known = this.#calls.get(id);
    if (known !== undefined) known.touchedAtMs = nowMs;
  }

  /** Calls that `callerId` has made and that are active, or about to be. */
  countOf(org: string, callerId: string): number {
    return this.#perCaller.get(`${org} ${callerId}`) ?? 0;
  }

  /** Counts a call in that is about to be made, so that many at once cannot pass the limit together. */
  enter(org: string, callerId: string): void {
    const key = `${org} ${callerId}`;
    this.#perCaller.set(key, (this.#perCaller.get(key) ?? 0) + 1);
  }

  leave(org: string, callerId: string): void {
    const key = `${org} ${callerId}`;
    const count = (this.#perCaller.get(key) ?? 0) - 1;
    if (count > 0) this.#perCaller.set(key, count);
    else this.#perCaller.delete(key);
  }
}
