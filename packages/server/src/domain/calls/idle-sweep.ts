import type { Clock } from '../../kernel/index.ts';
import type { ActiveCall, ActiveCalls } from './active-calls.ts';
import { isLive } from './members.ts';
import type { Connectivity } from './ports.ts';

/** How often a call is looked at within its idle time: it ends at most this fraction late. */
const LOOKS_PER_IDLE_TIME = 4;

interface IdleSweepOptions {
  readonly clock: Clock;
  readonly connectivity: Connectivity;
  readonly active: ActiveCalls;
  /** How long a call may be without a connected member and without a request of one. */
  readonly idleMs: number;
  readonly onIdle: (org: string, callId: string) => void;
}

/** Finds calls that everybody has gone from without hanging up: one pass over memory, no query. */
export class IdleSweep {
  readonly #options: IdleSweepOptions;
  #cancel: (() => void) | undefined;

  constructor(options: IdleSweepOptions) {
    this.#options = options;
  }

  start(): void {
    const everyMs = Math.max(250, this.#options.idleMs / LOOKS_PER_IDLE_TIME);
    this.#cancel = this.#options.clock.schedule(everyMs, () => {
      this.#sweep();
      this.start();
    });
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #sweep(): void {
    const { clock, idleMs, onIdle } = this.#options;
    const nowMs = clock.nowMs();
    for (const entry of this.#options.active.all()) {
      if (this.#isAttended(entry)) {
        entry.unattendedSinceMs = null;
        continue;
      }
      entry.unattendedSinceMs ??= nowMs;
      const sinceMs = Math.max(entry.unattendedSinceMs, entry.touchedAtMs);
      if (nowMs - sinceMs >= idleMs) onIdle(entry.call.org, entry.call.id);
    }
  }

  #isAttended({ call }: ActiveCall): boolean {
    const { connectivity } = this.#options;
    return call.legs.some(
      // A phone is there as long as its leg: the gateway ends that with the session, or its media.
      (leg) =>
        isLive(leg) && (leg.kind === 'sip' || connectivity.isConnected(call.org, leg.userId)),
    );
  }
}
