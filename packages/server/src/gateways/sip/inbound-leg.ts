import { readTelephony } from '@sky-genesis/sdp';
import type { CallEnd, CallHandlers, EndOptions, IncomingCall } from '@sky-genesis/sip';
import { type CallFacts, isTalking, legOf } from '../../domain/calls/index.ts';
import type { SipCodec } from '../../domain/telephony/index.ts';
import { AppError, ERROR_CODES, type Scope } from '../../kernel/index.ts';
import { reasonsOf, statusOf } from './causes.ts';
import type { SipLeg } from './leg.ts';
import type { LegParts } from './leg-parts.ts';
import { PhoneSession, soundHandlers } from './phone-session.ts';
import { referCall } from './referring.ts';

/** What an INVITE has come to: the call it made, or the one it joins. */
export interface InboundPlan {
  readonly scope: Scope;
  readonly call: CallFacts;
  readonly member: string;
}

/** Somebody who calls in: the caller's part in a call. */
export class InboundLeg implements SipLeg {
  readonly callId: string;
  readonly member: string;
  readonly #parts: LegParts;
  readonly #scope: Scope;
  readonly #call: IncomingCall;
  #phone: PhoneSession | undefined;
  #state: 'ringing' | 'talking' | 'over' = 'ringing';
  #held = false;

  constructor(parts: LegParts, call: IncomingCall, plan: InboundPlan) {
    this.#parts = parts;
    this.#call = call;
    this.#scope = plan.scope;
    this.callId = plan.call.id;
    this.member = plan.member;
  }

  readonly handlers: CallHandlers = {
    ...soundHandlers(() => this.#phone?.handlers),
    onReferral: (referral) => referCall(this.#parts, this.#scope, this, referral),
    onEnded: (end) => this.#onEnded(end),
  };

  /** Opens the line and lets the caller hear it ring. */
  async ring(call: CallFacts): Promise<void> {
    this.#parts.book.add(this);
    try {
      const seat = { org: call.org, conferenceId: call.id, participantId: this.member };
      const { codecs, secured, latch, lines, logger } = this.#parts;
      const events = {
        digit: (digit: string) => this.#parts.dialled(this, this.#scope, digit),
        held: (held: boolean) => this.#parts.held(this, this.#scope, held),
        lost: () => void this.#lost(),
      };
      this.#phone = await PhoneSession.open(lines, seat, {
        codecs,
        secured,
        latch,
        events,
        logger,
      });
    } catch (error) {
      this.#refuse(error);
      return;
    }
    if (this.#state === 'over') {
      this.#phone.close();
      return;
    }
    this.#call.progress(180);
    this.follow(await this.#parts.calls.get(this.#parts.systemScope(call.org), call.id));
  }

  follow(call: CallFacts): void {
    const leg = legOf(call, this.member);
    if (this.#state === 'over') return;
    if (call.status === 'ended' || leg === undefined || !isTalking(leg)) {
      this.#end(call);
      return;
    }
    const answered = call.status === 'connected' || call.status === 'on_hold';
    if (this.#state === 'ringing' && answered) this.#answer();
    if (this.#state === 'talking') this.#followHold(call);
  }

  get codec(): SipCodec | undefined {
    return this.#phone?.audio.agreed?.codec;
  }

  hear(digits: string): void {
    this.#phone?.dial(digits);
  }

  #answer(): void {
    const phone = this.#phone;
    if (phone === undefined) return;
    const { offer } = this.#call;
    // What the other end speaks is passed on as it is; browsers speak Opus.
    const preferred = this.#parts.book.codecBeside(this) ?? 'opus';
    const description =
      offer === undefined ? phone.audio.offer() : phone.audio.answer(offer, preferred);
    if (description === undefined) {
      this.#hangUp({ status: 488 });
      return;
    }
    this.#state = 'talking';
    this.#call.accept({ description });
    phone.connect();
  }

  #followHold(call: CallFacts): void {
    const heldByOthers = call.legs.some(
      ({ userId, status }) => userId !== this.member && status === 'on_hold',
    );
    if (heldByOthers === this.#held) return;
    this.#held = heldByOthers;
    this.#phone?.hold(this.#call.session, heldByOthers);
  }

  #end(call: CallFacts): void {
    this.#release();
    const reason = call.endReason ?? 'completed';
    this.#call.end({ status: statusOf(reason), reasons: reasonsOf(reason) });
  }

  #refuse(error: unknown): void {
    const status = error instanceof AppError ? ERROR_CODES[error.code].sip : 500;
    this.#hangUp({ status });
  }

  /** Media end with their call, and may be the first to know of it: then the phone hears the call's own reason. */
  async #lost(): Promise<void> {
    const { calls, systemScope } = this.#parts;
    const scope = systemScope(this.#scope.org);
    // Where the call cannot be read, it is the line that has failed.
    const call = await calls.get(scope, this.callId).catch(() => undefined);
    if (call !== undefined) this.follow(call);
    this.#hangUp({ status: 503, reasons: reasonsOf('failed') });
  }

  #hangUp(how: EndOptions = {}): void {
    if (this.#state === 'over') return;
    this.#release();
    this.#call.end(how);
    this.#parts.hungUp(this, this.#scope);
  }

  #onEnded(_end: CallEnd): void {
    if (this.#state === 'over') return;
    this.#release();
    this.#parts.hungUp(this, this.#scope);
  }

  #release(): void {
    this.#state = 'over';
    this.#parts.book.remove(this);
    this.#phone?.close();
    this.#parts.released();
  }
}

/** Whether there is sound in the offer that could be used; an INVITE without one asks for ours. */
export function hasUsableOffer({ offer }: IncomingCall): boolean {
  return offer === undefined || readTelephony(Buffer.from(offer).toString('utf8')).ok;
}
