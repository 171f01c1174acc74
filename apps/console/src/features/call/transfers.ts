import type { CallSession } from '@sky-genesis/client';
import type { Leg } from '@sky-genesis/protocol';
import { presentIn } from './present.ts';
import { type TransferOutcome, transferOutcome, type Unreached } from './transfer-outcome.ts';

export interface TransferNotices {
  /** Whoever was rung in one's place has the call now. */
  transferred(to: string): void;
  notTransferred(to: string, why: Unreached): void;
  /** The people of two calls talk to one another now. */
  joined(people: readonly string[]): void;
}

/** The calls that one puts through, and what comes of it. */
export class Transfers {
  readonly #notices: TransferNotices;
  readonly #changed: () => void;
  readonly #handedOver = new Set<string>();
  #ringing: ReadonlyMap<string, string> = new Map();

  constructor(notices: TransferNotices, changed: () => void) {
    this.#notices = notices;
    this.#changed = changed;
  }

  /** Whom a call rings in one's place, by the call's id. */
  get ringing(): ReadonlyMap<string, string> {
    return this.#ringing;
  }

  /** Whether the call has gone on without this side: its end here is no news. */
  hasHandedOver({ id }: CallSession): boolean {
    return this.#handedOver.has(id);
  }

  /** Rings `to` in one's own place. @throws SgeError · NetworkError where nobody rings */
  async begin(call: CallSession, to: string): Promise<void> {
    const known = new Set(call.info.legs.map(({ id }) => id));
    await call.transfer(to);
    const { legs, caller_id } = call.info;
    // A caller who has left has a leg, too.
    const target = legs.find(({ id, user_id }) => !known.has(id) && user_id !== caller_id);
    if (target) this.#follow(call, target);
  }

  /** Leaves the people of two calls to one another. @throws SgeError · NetworkError */
  async join(held: CallSession, active: CallSession): Promise<void> {
    const people = [held, active].flatMap(presentIn);
    // The calls may end here before the answer comes.
    for (const { id } of [held, active]) this.#handedOver.add(id);
    try {
      await held.transfer(active);
    } catch (error) {
      for (const { id } of [held, active]) this.#handedOver.delete(id);
      throw error;
    }
    this.#notices.joined(people);
  }

  #follow(call: CallSession, { id, user_id: to }: Leg): void {
    const look = (): void => {
      const outcome = transferOutcome(call, id);
      if (outcome === 'ringing') return;
      stop();
      this.#note(call, null);
      this.#tell(call, to, outcome);
    };
    const stop = call.on('change', look);
    this.#note(call, to);
    look();
  }

  #tell(call: CallSession, to: string, outcome: Exclude<TransferOutcome, 'ringing'>): void {
    if (outcome === 'over') return;
    if (outcome !== 'done') {
      this.#notices.notTransferred(to, outcome);
      return;
    }
    this.#handedOver.add(call.id);
    this.#notices.transferred(to);
    this.#changed();
  }

  #note({ id }: CallSession, to: string | null): void {
    const ringing = new Map(this.#ringing);
    if (to === null) ringing.delete(id);
    else ringing.set(id, to);
    this.#ringing = ringing;
    this.#changed();
  }
}
