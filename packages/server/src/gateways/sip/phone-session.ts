import type { CallHandlers, CallSession, PeerOffer } from '@sky-genesis/sip';
import type { PhoneLine, PhoneSeat } from '../../domain/telephony/index.ts';
import type { Logger } from '../../kernel/index.ts';
import { digitsIn } from './dtmf-info.ts';
import type { LegParts } from './leg-parts.ts';
import { PhoneAudio } from './phone-audio.ts';

type PhoneSessionParts = Pick<LegParts, 'lines' | 'codecs' | 'srtp' | 'latch' | 'logger'>;

export interface PhoneSessionEvents {
  /** The phone has dialled. */
  digit(digit: string): void;
  /** The phone holds us, or does not any more. */
  held(held: boolean): void;
  /** Its media are gone. */
  lost(): void;
}

type SoundHandlers = Pick<CallHandlers, 'onOffer' | 'onOfferWanted' | 'onAnswer' | 'onRequest'>;

/** Refuses, as long as there is no line, what needs one. */
export function soundHandlers(now: () => SoundHandlers | undefined): SoundHandlers {
  return {
    onOffer: (offer) => {
      const handlers = now();
      if (handlers === undefined) offer.refuse();
      else handlers.onOffer(offer);
    },
    onOfferWanted: (wanted) => {
      const handlers = now();
      if (handlers === undefined) wanted.refuse();
      else handlers.onOfferWanted(wanted);
    },
    onAnswer: (answer) => now()?.onAnswer?.(answer),
    onRequest: (request) => {
      const handlers = now();
      if (handlers?.onRequest === undefined) request.respond(480);
      else handlers.onRequest(request);
    },
  };
}

/** A SIP session with its sound: what all kinds of leg have in common once there is a line. */
export class PhoneSession {
  readonly audio: PhoneAudio;
  readonly #line: PhoneLine;
  readonly #events: PhoneSessionEvents;
  readonly #logger: Logger;
  #heldByOthers = false;
  /** What the phone was told of it last. */
  #toldHeld = false;
  #isTelling = false;
  #closed = false;

  private constructor(line: PhoneLine, parts: PhoneSessionParts, events: PhoneSessionEvents) {
    const { codecs, srtp, latch, logger } = parts;
    this.#line = line;
    this.audio = new PhoneAudio(line, { codecs, srtp, latch });
    this.#events = events;
    this.#logger = logger;
  }

  /** @throws AppError `media_full` | `media_unavailable` */
  static async open(
    parts: PhoneSessionParts,
    seat: PhoneSeat,
    events: PhoneSessionEvents,
  ): Promise<PhoneSession> {
    const told = { digit: (digit: string) => events.digit(digit), lost: () => events.lost() };
    const line = await parts.lines.open(seat, told, parts.srtp === 'dtls');
    return new PhoneSession(line, parts, events);
  }

  /** Lets sound flow as has been agreed; does nothing where nothing has been yet. */
  connect(): void {
    const { agreed } = this.audio;
    if (agreed === undefined || this.#closed) return;
    this.#line.connect(agreed).catch((cause: unknown) => {
      if (this.#closed) return;
      const error = cause instanceof Error ? cause : new Error(String(cause));
      this.#logger.warn({ area: 'voip', error }, 'the media of a phone could not be connected');
      this.#events.lost();
    });
  }

  dial(digits: string): void {
    if (!this.#closed) this.#line.dial(digits);
  }

  close(): void {
    this.#closed = true;
    this.#line.close();
  }

  /** Tells the phone that the others hold, or hear it again. */
  hold(session: CallSession | undefined, held: boolean): void {
    this.#heldByOthers = held;
    if (session !== undefined && !this.#isTelling) void this.#tellHeld(session);
  }

  /** What changes while the phone is being told is told next: a session takes one offer at a time. */
  async #tellHeld(session: CallSession): Promise<void> {
    this.#isTelling = true;
    while (!this.#closed && this.#toldHeld !== this.#heldByOthers) {
      this.#toldHeld = this.#heldByOthers;
      const offer = this.audio.offer(this.#toldHeld ? 'sendonly' : 'sendrecv');
      const outcome = await session.offer(offer);
      if (outcome.kind !== 'answered' || outcome.description === undefined) continue;
      if (this.audio.accept(outcome.description)) this.connect();
    }
    this.#isTelling = false;
  }

  /** What all kinds of leg answer alike. */
  get handlers(): SoundHandlers {
    return {
      onOffer: (offer) => this.#onOffer(offer),
      onOfferWanted: (wanted) => wanted.offer(this.audio.offer()),
      onAnswer: (answer) => {
        if (this.audio.accept(answer)) this.connect();
        else this.#events.lost();
      },
      onRequest: (request) => {
        const digits = digitsIn(request.request);
        if (digits === undefined) {
          request.respond(request.request.method === 'INFO' ? 415 : 501);
          return;
        }
        request.respond(200);
        for (const digit of digits) this.#events.digit(digit);
      },
    };
  }

  #onOffer(offer: PeerOffer): void {
    const before = this.audio.heldByPhone;
    const answer = this.audio.answer(offer.session);
    if (answer === undefined) {
      offer.refuse(488);
      return;
    }
    offer.answer(answer);
    this.connect();
    if (this.audio.heldByPhone !== before) this.#events.held(this.audio.heldByPhone);
  }
}
