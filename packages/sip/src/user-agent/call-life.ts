import type { CallEnd } from './call-end.ts';
import { type CallEffect, type CallInput, type CallState, callStep } from './call-machine.ts';

/** What a call does on each effect; `end` is how it ends where it does. */
export type CallEffects = Readonly<Record<CallEffect, (end: CallEnd | undefined) => void>>;

/** Runs the machine of one call. */
export class CallLife {
  readonly #effects: CallEffects;
  #state: CallState;
  #end: CallEnd | undefined;

  constructor(initial: 'calling' | 'offered', effects: CallEffects) {
    this.#state = initial;
    this.#effects = effects;
  }

  get state(): CallState {
    return this.#state;
  }

  /** Whether the application has heard its end. */
  get isOver(): boolean {
    return this.#state === 'closing' || this.#state === 'ending' || this.#state === 'ended';
  }

  /** `false` where the input has no meaning now. */
  take(input: CallInput, end?: CallEnd): boolean {
    const step = callStep(this.#state, input);
    if (step === undefined) return false;
    this.#state = step.state;
    // The first reason counts: a 487 is but the echo of our CANCEL.
    this.#end ??= end;
    for (const effect of step.effects) this.#effects[effect](this.#end);
    return true;
  }
}
