import type { CallHandlers, EndOptions, IncomingCall } from '@sky-genesis/sip';
import type { Participant } from '../../domain/rooms/index.ts';
import type { Prompt, SpokenLanguage } from '../../domain/telephony/index.ts';
import type { Clock, Scope } from '../../kernel/index.ts';
import { reasonsOf, statusOfError } from './causes.ts';
import type { LegParts } from './leg-parts.ts';
import { ownSeat, placeOf } from './own-seat.ts';
import type { PhoneRooms } from './phone-rooms.ts';
import { PhoneSession, soundHandlers } from './phone-session.ts';
import { Prompter } from './prompter.ts';
import type { RoomBook } from './room-book.ts';
import { RoomKeys } from './room-keys.ts';
import type { RoomPhone } from './room-phone.ts';

export interface RoomLegParts extends LegParts {
  readonly rooms: PhoneRooms;
  readonly roomBook: RoomBook;
  /** The recording of a prompt. */
  readonly prompts: (language: SpokenLanguage, prompt: Prompt) => string;
  /** Spoken where no extension says which. */
  readonly language: SpokenLanguage;
  readonly clock: Clock;
}

/** A phone in a room: rings before the door, hears the room without itself, and leaves by hanging up. */
export class RoomLeg implements RoomPhone {
  readonly #parts: RoomLegParts;
  readonly #call: IncomingCall;
  readonly #own: ReturnType<typeof ownSeat>;
  readonly #prompter: Prompter;
  readonly #keys: RoomKeys;
  #seat: Participant;
  #phone: PhoneSession | undefined;
  #state: 'ringing' | 'opening' | 'talking' | 'over' = 'ringing';

  constructor(
    parts: RoomLegParts,
    call: IncomingCall,
    scope: Scope,
    seat: Participant,
    language: SpokenLanguage,
  ) {
    this.#parts = parts;
    this.#call = call;
    this.#seat = seat;
    const { rooms, logger, prompts } = parts;
    this.#prompter = new Prompter({
      phone: () => this.#phone,
      fileOf: (prompt) => prompts(language, prompt),
      logger,
    });
    const say = (prompt: Prompt) => this.#prompter.say([prompt]);
    this.#own = ownSeat(rooms, scope, logger);
    this.#keys = new RoomKeys({ ...this.#own, logger, say });
  }

  get participantId(): string {
    return this.#seat.id;
  }

  get roomId(): string {
    return this.#seat.roomId;
  }

  readonly handlers: CallHandlers = {
    ...soundHandlers(() => this.#phone?.handlers),
    onEnded: () => {
      if (this.#state === 'over') return;
      this.#release();
      this.#own.leave(this.#seat);
    },
  };

  /** Rings until the seat is one to talk from: who waits before the door has no place in its sound. */
  enter(): void {
    this.#parts.roomBook.add(this);
    this.#call.progress(180);
    this.follow(this.#seat);
  }

  async #join(): Promise<void> {
    try {
      const seat = placeOf(this.#seat);
      this.#phone = await PhoneSession.open(this.#parts, seat, {
        digit: (digit) => this.#keys.press(digit, this.#seat),
        played: () => this.#prompter.played(),
        held: () => undefined,
        lost: () => this.#hangUp(),
      });
    } catch (error) {
      this.#hangUp({ status: statusOfError(error) });
      return;
    }
    if (this.#isOver()) {
      this.#phone.close();
      return;
    }
    this.#answer(this.#phone);
  }

  follow(seat: Pick<Participant, 'status' | 'muted' | 'handRaisedAtMs'>): void {
    if (this.#state === 'over') return;
    this.#seat = { ...this.#seat, ...seat };
    if (seat.status !== 'joined') {
      if (seat.status !== 'waiting' || this.#state !== 'ringing') this.end();
    } else if (this.#state === 'ringing') {
      this.#state = 'opening';
      void this.#join();
    }
  }

  end(): void {
    if (this.#state === 'over') return;
    this.#release();
    this.#call.end({ status: 603, reasons: reasonsOf('completed') });
  }

  #answer(phone: PhoneSession): void {
    const { offer } = this.#call;
    const description = offer === undefined ? phone.audio.offer() : phone.audio.answer(offer);
    if (description === undefined) {
      this.#hangUp({ status: 488 });
      return;
    }
    this.#state = 'talking';
    this.#call.accept({ description });
    phone.connect();
    this.#parts.rooms.flowing(this.#seat.id, true);
  }

  #hangUp(how: EndOptions = {}): void {
    if (this.#state === 'over') return;
    this.#release();
    this.#call.end(how);
    this.#own.leave(this.#seat);
  }

  #isOver(): boolean {
    return this.#state === 'over';
  }

  #release(): void {
    if (this.#state === 'talking') this.#parts.rooms.flowing(this.#seat.id, false);
    this.#state = 'over';
    this.#parts.roomBook.remove(this);
    this.#phone?.close();
    this.#parts.released();
  }
}
