import type { CallHandlers, CallSession, PeerOffer } from '@sky-genesis/sip';
import type { PhoneLine, PhoneLines, PhoneSeat } from '../../domain/telephony/index.ts';
import type { Logger } from '../../kernel/index.ts';
import { digitsIn } from './dtmf-info.ts';
import { PhoneAudio, type PhoneAudioOptions } from './phone-audio.ts';

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

/** A SIP session with its sound: what the two kinds of leg have in common once there is a line. */
export class PhoneSession {
  readonly audio: PhoneAudio;
  readonly #line: PhoneLine;
  readonly #events: PhoneSessionEvents;
  readonly #logger: Logger;
  #closed = false;

  private constructor(
    line: PhoneLine,
    options: PhoneAudioOptions,
    events: PhoneSessionEvents,
    logger: Logger,
  ) {
    this.#line = line;
    this.audio = new PhoneAudio(line, options);
    this.#events = events;
    this.#logger = logger;
  }

  /** @throws AppError `media_full` | `media_unavailable` */
  static async open(
    lines: PhoneLines,
    seat: PhoneSeat,
    parts: PhoneAudioOptions & { readonly events: PhoneSessionEvents; readonly logger: Logger },
  ): Promise<PhoneSession> {
    const { events, logger, ...options } = parts;
    const line = await lines.open(seat, {
      digit: (digit) => events.digit(digit),
      lost: () => events.lost(),
    });
    return new PhoneSession(line, options, events, logger);
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
    if (session === undefined || this.#closed) return;
    const offer = this.audio.offer(held ? 'sendonly' : 'sendrecv');
    void session.offer(offer).then((outcome) => {
      if (outcome.kind !== 'answered' || outcome.description === undefined) return;
      if (this.audio.accept(outcome.description)) this.connect();
    });
  }

  /** What both kinds of leg answer alike. */
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
