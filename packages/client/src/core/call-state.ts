import type { Call, EndReason } from '@sky-genesis/protocol';
import { endOf } from './call-end.ts';
import { type CallEvent, laterCall } from './call-event.ts';
import { type CallFacts, phaseOf } from './call-phase.ts';
import type { CallPhase } from './types.ts';

type StateEvent = Extract<CallEvent, { kind: 'state' }>;

/** A call as one device of one user knows it, from the server's events and the user's own actions. */
export class CallState {
  readonly direction: 'outgoing' | 'incoming';
  readonly #userId: string;
  #call: Call;
  #joined: 'no' | 'joining' | 'yes' = 'no';
  #heldByMe = false;
  #end: EndReason | null = null;
  #elsewhere = false;

  constructor(call: Call, userId: string) {
    this.#call = call;
    this.#userId = userId;
    this.direction = call.caller_id === userId ? 'outgoing' : 'incoming';
    // Everybody busy: the answer that creates a call may end it as well.
    this.#end = endOf(call, userId) ?? null;
  }

  get call(): Call {
    return this.#call;
  }
  get heldByMe(): boolean {
    return this.#heldByMe;
  }
  /** Null while the call goes on. */
  get endReason(): EndReason | null {
    return this.#end;
  }
  get answeredElsewhere(): boolean {
    return this.#elsewhere;
  }
  get joined(): boolean {
    return this.#joined === 'yes';
  }

  phase(media: CallFacts['media']): CallPhase {
    return phaseOf({
      ended: this.#end !== null,
      direction: this.direction,
      status: this.#call.status,
      joined: this.#joined !== 'no',
      media,
    });
  }

  /** This device is about to be, is, or could not become part of the call. */
  join(joined: 'no' | 'joining' | 'yes'): void {
    this.#joined = joined;
  }

  /** Another device of this user has answered: here it is over. */
  leaveToOtherDevice(): void {
    this.#elsewhere = true;
    this.finish('completed');
  }

  /** An event of the call's channel. */
  apply({ type, call, userId }: StateEvent): void {
    const mine = userId === this.#userId;
    if (mine && type === 'call.accepted' && this.#joined === 'no') this.#elsewhere = true;
    if (mine && type === 'call.held') this.#heldByMe = true;
    if (mine && type === 'call.resumed') this.#heldByMe = false;
    // No leg of the wire tells that the caller has left; the event does.
    if (mine && type === 'call.left') this.finish('completed');
    this.read(call);
  }

  /** The call as the server has told it, by an event or in an answer. */
  read(told: Call): void {
    this.#call = laterCall(this.#call, told);
    if (this.#elsewhere) this.finish('completed');
    const end = endOf(this.#call, this.#userId);
    if (end !== undefined) this.finish(end);
  }

  /** It is over for this device. The first reason stays. */
  finish(reason: EndReason): void {
    this.#end ??= reason;
  }

  hold(held: boolean): void {
    this.#heldByMe = held;
  }
}
