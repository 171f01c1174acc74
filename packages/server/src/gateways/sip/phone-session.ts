import type { CallHandlers, CallSession, PeerOffer } from '@sky-genesis/sip';
import type { PhoneLine, PhoneLineEvents, PhoneSeat } from '../../domain/telephony/index.ts';
import type { Logger } from '../../kernel/index.ts';
import { digitsIn } from './dtmf-info.ts';
import type { LegParts } from './leg-parts.ts';
import { PhoneAudio } from './phone-audio.ts';

type PhoneSessionParts = Pick<LegParts, 'lines' | 'codecs' | 'srtp' | 'latch' | 'logger'>;

export interface PhoneSessionEvents {
  /** The phone has dialled. */
  digit(digit: string): void;
  /** Its first sound has come, at the place where it is. */
  heard?(): void;
  /** What it was played has been played to its end. */
  played?(): void;
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
  readonly #lines: PhoneSessionParts['lines'];
  /** Its lines are for ICE and DTLS. */
  readonly #isSecure: boolean;
  readonly #events: PhoneSessionEvents;
  #line: PhoneLine;
  /** What the line tells, until the phone is moved to another. */
  #ear: Ear;
  readonly #logger: Logger;
  #heldByOthers = false;
  /** What the phone was told of it last. */
  #toldHeld = false;
  /** The line that it sends to, as it knows. */
  #toldLine: PhoneLine;
  #isMoving = false;
  #isTelling = false;
  #closed = false;

  private constructor(
    line: PhoneLine,
    ear: Ear,
    parts: PhoneSessionParts,
    events: PhoneSessionEvents,
  ) {
    const { codecs, srtp, latch, logger, lines } = parts;
    this.#lines = lines;
    this.#isSecure = srtp === 'dtls';
    this.#line = line;
    this.#toldLine = line;
    this.#ear = ear;
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
    const ear = new Ear(events);
    const line = await parts.lines.open(seat, ear, parts.srtp === 'dtls');
    return new PhoneSession(line, ear, parts, events);
  }

  /** Takes the phone to a seat elsewhere: it is told by an offer to send there. */
  async moveTo(seat: PhoneSeat, session: CallSession): Promise<void> {
    // What becomes of its former place is of no concern to the phone any more.
    this.#ear.close();
    const ear = new Ear(this.#events);
    this.#ear = ear;
    this.#isMoving = true;
    try {
      const line = await this.#lines.open(seat, ear, this.#isSecure);
      if (this.#closed || this.#ear !== ear) {
        line.close();
        return;
      }
      this.#line.close();
      this.#line = line;
      this.audio.moveTo(line);
    } catch (cause) {
      this.#fail(cause, 'the media of a phone could not be moved');
      return;
    }
    this.#isMoving = false;
    this.hold(session, this.#heldByOthers);
  }

  /** Lets sound flow as has been agreed; does nothing where nothing has been yet, or will be anew elsewhere. */
  connect(): void {
    const { agreed } = this.audio;
    if (agreed === undefined || this.#closed || this.#isMoving) return;
    const ear = this.#ear;
    this.#line.connect(agreed).catch((cause: unknown) => {
      if (ear === this.#ear) this.#fail(cause, 'the media of a phone could not be connected');
    });
  }

  #fail(cause: unknown, what: string): void {
    if (this.#closed) return;
    const error = cause instanceof Error ? cause : new Error(String(cause));
    this.#logger.warn({ area: 'voip', error }, what);
    this.#events.lost();
  }

  dial(digits: string): void {
    if (!this.#closed) this.#line.dial(digits);
  }

  /** Plays a recording to the phone alone; undefined ends the one before. @throws AppError as `PhoneLine.play` */
  async play(file: string | undefined): Promise<void> {
    if (!this.#closed) await this.#line.play(file);
  }

  close(): void {
    this.#closed = true;
    this.#line.close();
  }

  /** Tells the phone that the others hold, or hear it again. */
  hold(session: CallSession | undefined, held: boolean): void {
    this.#heldByOthers = held;
    if (session === undefined || this.#isTelling || this.#isMoving) return;
    void this.#tell(session);
  }

  /** What changes while the phone is being told is told next: a session takes one offer at a time. */
  async #tell(session: CallSession): Promise<void> {
    this.#isTelling = true;
    while (!this.#closed && !this.#isTold) {
      const isNewPlace = this.#toldLine !== this.#line;
      this.#toldHeld = this.#heldByOthers;
      this.#toldLine = this.#line;
      const offer = this.audio.offer(this.#toldHeld ? 'sendonly' : 'sendrecv');
      const outcome = await session.offer(offer);
      const answer = outcome.kind === 'answered' ? outcome.description : undefined;
      if (answer !== undefined && this.audio.accept(answer)) this.connect();
      // It goes on sending to where nobody is.
      else if (isNewPlace && outcome.kind !== 'ended') {
        this.#fail(new Error(outcome.kind), 'a phone did not follow its call');
      }
    }
    this.#isTelling = false;
  }

  get #isTold(): boolean {
    return this.#toldHeld === this.#heldByOthers && this.#toldLine === this.#line;
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

/** Hears a line until it is closed. */
class Ear implements PhoneLineEvents {
  readonly #events: PhoneSessionEvents;
  #isOpen = true;

  constructor(events: PhoneSessionEvents) {
    this.#events = events;
  }

  close(): void {
    this.#isOpen = false;
  }

  digit(digit: string): void {
    if (this.#isOpen) this.#events.digit(digit);
  }

  heard(): void {
    if (this.#isOpen) this.#events.heard?.();
  }

  played(): void {
    if (this.#isOpen) this.#events.played?.();
  }

  lost(): void {
    if (this.#isOpen) this.#events.lost();
  }
}
