import { type AudioDemands, misfitOf, readTelephony } from '@sky-genesis/sdp';
import type { CallEnd, CallHandlers, Dialog, EndOptions, IncomingCall } from '@sky-genesis/sip';
import { type CallFacts, isTalking, legOf } from '../../domain/calls/index.ts';
import type { SipCodec } from '../../domain/telephony/index.ts';
import type { Scope } from '../../kernel/index.ts';
import { catchUp, isHeldByOthers, openCallPhone } from './call-phone.ts';
import { reasonsOf, statusOf, statusOfError } from './causes.ts';
import type { SipLeg } from './leg.ts';
import type { LegParts } from './leg-parts.ts';
import { type PhoneSession, soundHandlers } from './phone-session.ts';
import { referCall } from './referring.ts';

/** What an INVITE has come to: the call it made, or the one it joins. */
export interface InboundPlan {
  readonly scope: Scope;
  readonly call: CallFacts;
  readonly member: string;
  /** Who is at the other end, by `peerOf`. */
  readonly peer: string;
  /** The phone that goes on in the place of another of the member's (RFC 3891). */
  readonly takesOver?: string;
}

/** Somebody who calls in: the caller's part in a call. */
export class InboundLeg implements SipLeg {
  readonly peer: string;
  readonly #parts: LegParts;
  readonly #takesOver: string | undefined;
  #scope: Scope;
  #callId: string;
  #member: string;
  readonly #call: IncomingCall;
  #phone: PhoneSession | undefined;
  #state: 'ringing' | 'talking' | 'over' = 'ringing';

  constructor(parts: LegParts, call: IncomingCall, plan: InboundPlan) {
    this.#parts = parts;
    this.#call = call;
    this.#scope = plan.scope;
    this.#callId = plan.call.id;
    this.#member = plan.member;
    this.peer = plan.peer;
    this.#takesOver = plan.takesOver;
  }

  get callId(): string {
    return this.#callId;
  }

  get member(): string {
    return this.#member;
  }

  get dialog(): Dialog {
    return this.#call.session.dialog;
  }

  readonly handlers: CallHandlers = {
    ...soundHandlers(() => this.#phone?.handlers),
    onReferral: (referral) => referCall(this.#parts, this.#scope, this, referral),
    onEnded: (end) => this.#onEnded(end),
  };

  /** Opens the line and lets the caller hear it ring. */
  async ring(): Promise<void> {
    this.#parts.book.add(this);
    try {
      const lost = () => void this.#lost();
      this.#phone = await openCallPhone(this.#parts, this, () => this.#scope, lost);
    } catch (error) {
      this.#hangUp({ status: statusOfError(error) });
      return;
    }
    if (this.#state === 'over') {
      this.#phone.close();
      return;
    }
    this.#call.progress(180);
    await catchUp(this.#parts, this, this.#scope);
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
    if (this.#state === 'talking')
      this.#phone?.hold(this.#call.session, isHeldByOthers(call, this.member));
  }

  moveTo(callId: string, member: string): void {
    // Under a name of that call alone: what the phone's own principal is there, nobody knows.
    if (member !== this.#member) this.#scope = this.#parts.systemScope(this.#scope.org);
    this.#callId = callId;
    this.#member = member;
    const seat = { org: this.#scope.org, conferenceId: callId, participantId: member };
    void this.#phone?.moveTo(seat, this.#call.session);
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
    const device = this.#takesOver;
    if (device !== undefined) this.#parts.tookOver(this, this.#scope, device);
  }

  #end(call: CallFacts): void {
    this.#release();
    const reason = call.endReason ?? 'completed';
    this.#call.end({ status: statusOf(reason), reasons: reasonsOf(reason) });
  }

  /** Media end with their call, and may be the first to know of it: then the phone hears the call's own reason. */
  async #lost(): Promise<void> {
    // Where the call cannot be read, it is the line that has failed.
    const before = this.#callId;
    await catchUp(this.#parts, this, this.#scope).catch(() => undefined);
    if (before === this.#callId) this.#hangUp({ status: 503, reasons: reasonsOf('failed') });
  }

  #hangUp(how: EndOptions = {}): void {
    if (this.#state === 'over') return;
    this.#leave();
    this.#call.end(how);
  }

  #onEnded({ cause }: CallEnd): void {
    if (this.#state === 'over') return;
    // Another phone has taken its place.
    if (cause === 'replaced') this.#release();
    else this.#leave();
  }

  /** Who was to take a place and has not had it leaves nobody's call. */
  #leave(): void {
    const wasIn = this.#takesOver === undefined || this.#state === 'talking';
    this.#release();
    if (wasIn) this.#parts.hungUp(this, this.#scope);
  }

  #release(): void {
    this.#state = 'over';
    this.#parts.book.remove(this);
    this.#phone?.close();
    this.#parts.released();
  }
}

const WANTED = {
  off: 'SRTP is not taken here',
  sdes: 'SRTP with keys by SDES is required here',
  dtls: 'SRTP with keys by DTLS is required here',
} as const;

/**
 * What is wrong with the sound that is offered, where anything is: said before anybody is rung for it. An INVITE
 * without an offer asks for ours.
 */
export function problemOfOffer({ offer }: IncomingCall, demands: AudioDemands): string | undefined {
  if (offer === undefined) return undefined;
  const parsed = readTelephony(Buffer.from(offer).toString('utf8'));
  if (!parsed.ok) return parsed.problem.message;
  const misfit = misfitOf(parsed.value.audio, demands);
  if (misfit === undefined) return undefined;
  return misfit === 'srtp' ? WANTED[demands.srtp] : 'none of the codecs is taken here';
}
