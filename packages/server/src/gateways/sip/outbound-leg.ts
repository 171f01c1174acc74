import type {
  CallEnd,
  CallSession,
  Dialog,
  NameAddr,
  OutgoingCall,
  OutgoingCallHandlers,
  OutgoingCallOptions,
  Progress,
  UserAgent,
} from '@sky-genesis/sip';
import { type CallFacts, isTalking, legOf } from '../../domain/calls/index.ts';
import type { SipCodec } from '../../domain/telephony/index.ts';
import { AppError, type Scope } from '../../kernel/index.ts';
import { catchUp, isHeldByOthers, openCallPhone } from './call-phone.ts';
import { ANSWERED_ELSEWHERE, failureOf, type LegFailure, reasonsOf } from './causes.ts';
import type { SipLeg } from './leg.ts';
import type { LegParts } from './leg-parts.ts';
import { type PhoneSession, soundHandlers } from './phone-session.ts';
import { referCall } from './referring.ts';

export interface OutboundTarget {
  readonly callId: string;
  readonly member: string;
  /** Who is at the other end, by `peerOf`. */
  readonly peer: string;
  /** As whom the phone acts in the call. */
  readonly scope: Scope;
  /** How the one who answers is named: `dev_…` or `trunk_…`. */
  readonly device: string;
  readonly options: Omit<OutgoingCallOptions, 'description'>;
  /** Whether early media of the peer are heard: a ring tone, an announcement. */
  readonly earlyMedia: boolean;
  /** Of the places that the peer names instead of itself those that are tried; none where missing. */
  readonly redirects?: (contacts: readonly NameAddr[]) => readonly string[];
}

/** How far ringing a peer came before it failed. */
export interface OutboundFailure {
  readonly failure: LegFailure;
  readonly status: number | undefined;
  readonly hasRung: boolean;
}

/** A phone that is rung, and then talks. */
export class OutboundLeg implements SipLeg {
  readonly #parts: LegParts;
  #target: OutboundTarget;
  readonly #agent: UserAgent;
  #settle: (failure?: OutboundFailure) => void;
  #phone: PhoneSession | undefined;
  #call: OutgoingCall | undefined;
  #session: CallSession | undefined;
  #state: 'ringing' | 'answering' | 'talking' | 'over' = 'ringing';
  #hasRung = false;
  /** How the call stood last, while it was being told of the answer. */
  #latest: CallFacts | undefined;

  /** @param settled told once: why the peer could not be had, or nothing where it has answered or is no longer wanted */
  constructor(
    parts: LegParts,
    agent: UserAgent,
    target: OutboundTarget,
    settled: (failure?: OutboundFailure) => void,
  ) {
    this.#parts = parts;
    this.#agent = agent;
    this.#target = target;
    this.#settle = (failure) => {
      this.#settle = () => undefined;
      settled(failure);
    };
  }

  get callId(): string {
    return this.#target.callId;
  }

  get member(): string {
    return this.#target.member;
  }

  get peer(): string {
    return this.#target.peer;
  }

  get dialog(): Dialog | undefined {
    return this.#session?.dialog;
  }

  moveTo(callId: string, member: string): void {
    const session = this.#session;
    const { org } = this.#target.scope;
    this.#target = { ...this.#target, callId, member };
    const seat = { org, conferenceId: callId, participantId: member };
    if (session !== undefined) void this.#phone?.moveTo(seat, session);
  }

  /** Sends the INVITE. What keeps it from doing so is told as a failure. */
  async ring(): Promise<void> {
    this.#parts.book.add(this);
    try {
      const { scope } = this.#target;
      const lost = () => void this.#lost();
      this.#phone = await openCallPhone(this.#parts, this, () => scope, lost);
      // What happened before the leg was in the book it has not heard of.
      await catchUp(this.#parts, this, scope);
      if (this.#isOver()) this.#phone.close();
      else {
        const description = this.#phone.audio.offer();
        const options = { ...this.#target.options, description };
        this.#call = this.#agent.call(options, this.#handlers);
      }
    } catch (cause) {
      const error = cause instanceof Error ? cause : new Error(String(cause));
      this.#parts.logger.warn(
        { area: 'voip', call_id: this.callId, error },
        'a phone could not be rung',
      );
      this.#fail({ failure: 'failed', status: undefined, hasRung: false });
    }
  }

  follow(call: CallFacts): void {
    const leg = legOf(call, this.member);
    if (this.#state === 'over') return;
    if (this.#state === 'answering') {
      this.#latest = call;
      return;
    }
    if (this.#state === 'talking') {
      if (leg === undefined || !isTalking(leg)) this.#end(reasonsOf(call.endReason ?? 'completed'));
      else this.#phone?.hold(this.#session, isHeldByOthers(call, this.member));
      return;
    }
    if (leg?.status === 'ringing') return;
    const elsewhere = leg !== undefined && isTalking(leg);
    this.#end(elsewhere ? ANSWERED_ELSEWHERE : reasonsOf(call.endReason ?? 'cancelled'));
  }

  get codec(): SipCodec | undefined {
    return this.#phone?.audio.agreed?.codec;
  }

  hear(digits: string): void {
    this.#phone?.dial(digits);
  }

  readonly #handlers: OutgoingCallHandlers = {
    ...soundHandlers(() => this.#phone?.handlers),
    onReferral: (referral) => referCall(this.#parts, this.#target.scope, this, referral),
    onProgress: (progress) => this.#onProgress(progress),
    onRedirect: (contacts) => this.#target.redirects?.(contacts) ?? [],
    onAccepted: (session, description) => {
      void this.#onAccepted(session, description);
    },
    onEnded: (end) => this.#onEnded(end),
  };

  #onProgress({ status, description }: Progress): void {
    if (status > 100) this.#hasRung = true;
    if (description === undefined || !this.#target.earlyMedia || this.#state !== 'ringing') return;
    if (this.#phone?.audio.accept(description) === true) this.#phone.connect();
  }

  async #onAccepted(session: CallSession, description: Uint8Array | undefined): Promise<void> {
    if (this.#state !== 'ringing') return;
    this.#state = 'answering';
    this.#session = session;
    const usable =
      description === undefined
        ? this.#phone?.audio.agreed !== undefined
        : this.#phone?.audio.accept(description) === true;
    if (!usable) {
      this.#settle({ failure: 'failed', status: 488, hasRung: true });
      this.#end(reasonsOf('failed'));
      return;
    }
    try {
      const { scope, device } = this.#target;
      const call = await this.#parts.calls.answerByPhone(scope, this.callId, this.member, device);
      this.#settle();
      if (this.#isOver()) {
        this.#parts.hungUp(this, scope);
        return;
      }
      this.#state = 'talking';
      this.#phone?.connect();
      this.follow(
        this.#latest === undefined || this.#latest.version < call.version ? call : this.#latest,
      );
    } catch (error) {
      const elsewhere = error instanceof AppError && error.code === 'answered_elsewhere';
      this.#end(elsewhere ? ANSWERED_ELSEWHERE : reasonsOf('completed'));
    }
  }

  /** The phone may have hung up while the call was being told of its answer. */
  #isOver(): boolean {
    return this.#state === 'over';
  }

  #onEnded({ status, cause }: CallEnd): void {
    const before = this.#state;
    if (before === 'over') return;
    this.#release();
    // Another phone has taken its place.
    if (cause === 'replaced') return;
    if (before === 'talking') this.#parts.hungUp(this, this.#target.scope);
    else if (before === 'ringing') {
      const failure = status === undefined && cause === 'timeout' ? 'no_answer' : failureOf(status);
      this.#settle({ failure, status, hasRung: this.#hasRung });
    }
  }

  /** Media end with their call, and may be the first to know of it: then the phone hears the call's own reason. */
  async #lost(): Promise<void> {
    // Where the call cannot be read, it is the line that has failed.
    const before = this.callId;
    await catchUp(this.#parts, this, this.#target.scope).catch(() => undefined);
    if (before === this.callId) this.#giveUp();
  }

  #giveUp(): void {
    if (this.#isOver()) return;
    const wasTalking = this.#state === 'talking';
    this.#settle({ failure: 'failed', status: undefined, hasRung: this.#hasRung });
    this.#end(reasonsOf('failed'));
    if (wasTalking) this.#parts.hungUp(this, this.#target.scope);
  }

  #fail(failure: OutboundFailure): void {
    this.#settle(failure);
    this.#release();
  }

  #end(reasons: ReturnType<typeof reasonsOf>): void {
    this.#settle();
    this.#release();
    this.#call?.end({ reasons });
  }

  #release(): void {
    if (this.#state === 'over') return;
    this.#state = 'over';
    this.#parts.book.remove(this);
    this.#phone?.close();
    this.#parts.released();
  }
}
