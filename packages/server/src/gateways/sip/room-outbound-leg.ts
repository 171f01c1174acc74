import type {
  CallEnd,
  NameAddr,
  OutgoingCall,
  OutgoingCallHandlers,
  OutgoingCallOptions,
  UserAgent,
} from '@sky-genesis/sip';
import type { PhoneSeat, Prompt } from '../../domain/telephony/index.ts';
import { ANSWERED_ELSEWHERE, failureOf, reasonsOf } from './causes.ts';
import type { OutboundFailure } from './outbound-leg.ts';
import { PhoneSession, soundHandlers } from './phone-session.ts';
import { Prompter } from './prompter.ts';
import type { RoomLegParts } from './room-leg.ts';

/** Where a phone is rung. */
export interface RungTarget {
  readonly options: Omit<OutgoingCallOptions, 'description'>;
  /** As in `OutboundTarget`. */
  readonly redirects?: (contacts: readonly NameAddr[]) => readonly string[];
}

/** Whom a phone that is rung into a room tells. */
export interface RungLegOwner {
  /** It has been answered. @returns whether the seat is this phone's */
  answered(leg: RoomOutboundLeg): Promise<boolean>;
  pressed(digit: string): void;
  /** It has talked, and does not any more. */
  hungUp(): void;
}

/** One phone that is rung into a room: it hears nothing of it before its seat is taken. */
export class RoomOutboundLeg {
  readonly #parts: RoomLegParts;
  readonly #agent: UserAgent;
  readonly #seat: PhoneSeat;
  readonly #owner: RungLegOwner;
  readonly #settled = Promise.withResolvers<OutboundFailure | undefined>();
  readonly #prompter: Prompter;
  #phone: PhoneSession | undefined;
  #call: OutgoingCall | undefined;
  #state: 'ringing' | 'answering' | 'talking' | 'over' = 'ringing';
  #hasRung = false;
  /** A reliable provisional response may have brought the only description (RFC 3262 §5). */
  #early: Uint8Array | undefined;

  constructor(parts: RoomLegParts, agent: UserAgent, seat: PhoneSeat, owner: RungLegOwner) {
    this.#parts = parts;
    this.#agent = agent;
    this.#seat = seat;
    this.#owner = owner;
    const { prompts, language, logger } = parts;
    this.#prompter = new Prompter({
      phone: () => this.#phone,
      fileOf: (prompt) => prompts(language, prompt),
      logger,
    });
  }

  say(prompt: Prompt): void {
    this.#prompter.say([prompt]);
  }

  /** Resolves with why the phone could not be had, or with nothing once it is answered or not wanted any more. */
  async ring({ options, redirects }: RungTarget): Promise<OutboundFailure | undefined> {
    try {
      this.#phone = await PhoneSession.open(this.#parts, this.#seat, {
        digit: (digit) => this.#owner.pressed(digit),
        played: () => this.#prompter.played(),
        held: () => undefined,
        // Media may be the first to hear of what ends the seat: then the phone is told that, in the same turn.
        lost: () => queueMicrotask(() => this.#lost()),
      });
      if (this.#isOver()) this.#phone.close();
      else {
        const description = this.#phone.audio.offer();
        this.#call = this.#agent.call(
          { ...options, description },
          { ...this.#handlers, onRedirect: (contacts) => redirects?.(contacts) ?? [] },
        );
      }
    } catch (cause) {
      const error = cause instanceof Error ? cause : new Error(String(cause));
      const about = { area: 'voip', room_id: this.#seat.conferenceId, error } as const;
      this.#parts.logger.warn(about, 'a phone could not be rung');
      this.#fail({ failure: 'failed', status: undefined, hasRung: false });
    }
    return this.#settled.promise;
  }

  end(reasons: ReturnType<typeof reasonsOf>): void {
    this.#settled.resolve(undefined);
    this.#release();
    this.#call?.end({ reasons });
  }

  readonly #handlers: OutgoingCallHandlers = {
    ...soundHandlers(() => this.#phone?.handlers),
    // What a trunk plays before somebody answers is not for the room.
    onProgress: ({ status, description }) => {
      if (status > 100) this.#hasRung = true;
      this.#early = description ?? this.#early;
    },
    onAccepted: (_, description) => {
      void this.#onAccepted(description ?? this.#early);
    },
    onEnded: (end) => this.#onEnded(end),
  };

  async #onAccepted(description: Uint8Array | undefined): Promise<void> {
    if (this.#state !== 'ringing') return;
    const phone = this.#phone;
    if (phone === undefined || description === undefined || !phone.audio.accept(description)) {
      this.#settled.resolve({ failure: 'failed', status: 488, hasRung: true });
      this.end(reasonsOf('failed'));
      return;
    }
    this.#state = 'answering';
    const isSeated = await this.#owner.answered(this);
    this.#settled.resolve(undefined);
    if (this.#isOver()) {
      if (isSeated) this.#owner.hungUp();
      return;
    }
    if (!isSeated) {
      this.end(ANSWERED_ELSEWHERE);
      return;
    }
    this.#state = 'talking';
    phone.connect();
    this.#parts.rooms.flowing(this.#seat.participantId, true);
  }

  #onEnded({ status, cause }: CallEnd): void {
    const before = this.#state;
    if (before === 'over') return;
    const failure = status === undefined && cause === 'timeout' ? 'no_answer' : failureOf(status);
    if (before === 'ringing') this.#fail({ failure, status, hasRung: this.#hasRung });
    else this.#release();
    if (before === 'talking') this.#owner.hungUp();
  }

  /** Its line is gone: with a media worker, or for silence. */
  #lost(): void {
    const before = this.#state;
    if (before === 'over') return;
    this.#settled.resolve({ failure: 'failed', status: undefined, hasRung: this.#hasRung });
    this.end(reasonsOf('failed'));
    if (before === 'talking') this.#owner.hungUp();
  }

  #fail(failure: OutboundFailure): void {
    this.#settled.resolve(failure);
    this.#release();
  }

  /** The phone may have hung up, or be wanted no more, while something was waited for. */
  #isOver(): boolean {
    return this.#state === 'over';
  }

  #release(): void {
    if (this.#state === 'over') return;
    if (this.#state === 'talking') this.#parts.rooms.flowing(this.#seat.participantId, false);
    this.#state = 'over';
    this.#phone?.close();
    this.#parts.released();
  }
}
