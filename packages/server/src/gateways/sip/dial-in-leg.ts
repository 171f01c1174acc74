import type { CallHandlers, EndOptions, IncomingCall } from '@sky-genesis/sip';
import type { Participant } from '../../domain/rooms/index.ts';
import {
  type DialInInput,
  type DialInState,
  type DialInStep,
  type DoorRefusal,
  dialInStep,
  patienceMs,
  type SpokenLanguage,
  welcome,
} from '../../domain/telephony/index.ts';
import { AppError, newId, type Scope } from '../../kernel/index.ts';
import { reasonsOf, statusOfError } from './causes.ts';
import { ownSeat, placeOf } from './own-seat.ts';
import { PhoneSession, soundHandlers } from './phone-session.ts';
import { Prompter } from './prompter.ts';
import { RoomKeys } from './room-keys.ts';
import type { RoomLegParts } from './room-leg.ts';
import type { RoomPhone } from './room-phone.ts';

/** A phone that sends nothing is spoken to all the same. */
const HEARD_MS = 1000;

/** What is known of who came to an entrance. */
export interface Visitor {
  readonly scope: Scope;
  /** The number that was called. */
  readonly entrance: string;
  readonly language: SpokenLanguage;
  /** Whose wrong PINs are counted together. */
  readonly caller: string;
  /** The user's own name when undefined. */
  readonly displayName: string | undefined;
}

/** A phone that is answered at an entrance, asked for a PIN, and led into the room that it is of. */
export class DialInLeg implements RoomPhone {
  readonly #parts: RoomLegParts;
  readonly #call: IncomingCall;
  readonly #visitor: Visitor;
  readonly #prompter: Prompter;
  readonly #own: ReturnType<typeof ownSeat>;
  readonly #keys: RoomKeys;
  #phone: PhoneSession | undefined;
  #seat: Participant | undefined;
  #state: DialInState = welcome().state;
  #isOver = false;
  #onHeard: (() => void) | undefined;
  #cancelPatience: (() => void) | undefined;
  #cancelHearing: (() => void) | undefined;

  constructor(parts: RoomLegParts, call: IncomingCall, visitor: Visitor) {
    this.#parts = parts;
    this.#call = call;
    this.#visitor = visitor;
    const { rooms, logger, prompts } = parts;
    this.#prompter = new Prompter({
      phone: () => this.#phone,
      fileOf: (prompt) => prompts(visitor.language, prompt),
      onSaid: () => this.#said(),
      logger,
    });
    this.#own = ownSeat(rooms, visitor.scope, logger);
    this.#keys = new RoomKeys({
      ...this.#own,
      logger,
      say: (prompt) => this.#prompter.say([prompt]),
    });
  }

  get participantId(): string {
    return this.#seat?.id ?? '';
  }

  get roomId(): string {
    return this.#seat?.roomId ?? '';
  }

  readonly handlers: CallHandlers = {
    ...soundHandlers(() => this.#phone?.handlers),
    onEnded: () => {
      if (!this.#isOver) this.#release();
    },
  };

  /** Answers, in a place that the phone has for itself. */
  async answer(): Promise<void> {
    const { org } = this.#visitor.scope;
    const conferenceId = newId('dial', this.#parts.clock.nowMs());
    try {
      const seat = { org, conferenceId, participantId: 'caller' };
      this.#phone = await PhoneSession.open(this.#parts, seat, {
        digit: (digit) => this.#press(digit),
        heard: () => this.#heard(),
        played: () => this.#prompter.played(),
        held: () => undefined,
        lost: () => this.#hangUp(),
      });
    } catch (error) {
      this.#hangUp({ status: statusOfError(error) });
      return;
    }
    if (this.#isOver) this.#phone.close();
    else this.#accept(this.#phone);
  }

  follow(seat: Pick<Participant, 'status' | 'muted' | 'handRaisedAtMs'>): void {
    if (this.#isOver || this.#seat === undefined) return;
    this.#seat = { ...this.#seat, ...seat };
    const { status } = seat;
    const isSentBack = status === 'waiting' && this.#state.phase === 'inside';
    if ((status === 'waiting' || status === 'joined') && !isSentBack) {
      this.#take({ type: 'seat', status });
    } else this.#turnAway(status === 'denied' || status === 'kicked' ? 'denied' : 'ended');
  }

  end(): void {
    if (!this.#isOver) this.#turnAway('ended');
  }

  #accept(phone: PhoneSession): void {
    const { offer } = this.#call;
    const description = offer === undefined ? phone.audio.offer() : phone.audio.answer(offer);
    if (description === undefined) {
      this.#hangUp({ status: 488 });
      return;
    }
    this.#call.accept({ description });
    phone.connect();
    this.#whenHeard(() => this.#go(welcome()));
  }

  /** What is said before a phone behind a router has been heard goes nowhere. */
  #whenHeard(then: () => void): void {
    this.#cancelHearing?.();
    this.#onHeard = then;
    this.#cancelHearing = this.#parts.clock.schedule(HEARD_MS, () => this.#heard());
  }

  #heard(): void {
    this.#cancelHearing?.();
    const then = this.#onHeard;
    this.#onHeard = undefined;
    if (!this.#isOver) then?.();
  }

  #press(digit: string): void {
    if (this.#state.phase === 'inside' && this.#seat !== undefined) {
      this.#keys.press(digit, this.#seat);
    } else this.#take({ type: 'digit', digit });
  }

  #take(input: DialInInput): void {
    if (!this.#isOver) this.#go(dialInStep(this.#state, input));
  }

  #go({ state, say, act }: DialInStep): void {
    this.#state = state;
    if (say !== undefined) {
      this.#cancelPatience?.();
      this.#prompter.say(say);
    }
    if (act === 'hang_up') this.#hangUp();
    else if (act === 'enter') void this.#enter();
    else if (act !== undefined) void this.#check(act.check);
  }

  #said(): void {
    const quietMs = patienceMs(this.#state);
    if (quietMs === undefined || this.#isOver) return;
    this.#cancelPatience = this.#parts.clock.schedule(quietMs, () =>
      this.#take({ type: 'silence' }),
    );
  }

  async #check(pin: string): Promise<void> {
    const { rooms, roomBook } = this.#parts;
    const { scope, entrance, caller, displayName } = this.#visitor;
    try {
      const from = { entrance, caller };
      const seat = await rooms.joinByPin(scope, { pin, from, displayName });
      this.#seat = seat;
      rooms.flowing(seat.id, true);
      if (this.#isOver) this.#leave();
      else {
        roomBook.add(this);
        this.follow(seat);
      }
    } catch (error) {
      this.#refuse(error);
    }
  }

  #refuse(error: unknown): void {
    const why = refusalOf(error);
    const { entrance } = this.#visitor;
    const about = { area: 'voip', entrance, why } as const;
    if (why === 'too_many_tries') this.#parts.logger.warn(about, 'PINs are guessed at an entrance');
    else if (why === 'failed') {
      const cause = error instanceof Error ? error : new Error(String(error));
      this.#parts.logger.error({ ...about, error: cause }, 'a PIN could not be checked');
    }
    this.#take({ type: 'refused', why });
  }

  async #enter(): Promise<void> {
    const { session } = this.#call;
    if (this.#seat === undefined) return;
    await this.#phone?.moveTo(placeOf(this.#seat), session);
    if (!this.#isOver) this.#whenHeard(() => this.#take({ type: 'entered' }));
  }

  #turnAway(why: DoorRefusal): void {
    const wasInside = this.#state.phase === 'inside';
    this.#standUp();
    if (wasInside) this.#hangUp();
    else this.#take({ type: 'refused', why });
  }

  #hangUp(how: EndOptions = { reasons: reasonsOf('completed') }): void {
    if (this.#isOver) return;
    this.#release();
    this.#call.end(how);
  }

  #release(): void {
    this.#isOver = true;
    this.#cancelPatience?.();
    this.#cancelHearing?.();
    this.#phone?.close();
    this.#leave();
    this.#parts.released();
  }

  /** The seat is its own no more: by its will, or somebody else's. */
  #standUp(): void {
    const { rooms, roomBook } = this.#parts;
    if (this.#seat === undefined) return;
    rooms.flowing(this.#seat.id, false);
    roomBook.remove(this);
    this.#seat = undefined;
  }

  #leave(): void {
    const seat = this.#seat;
    if (seat === undefined) return;
    this.#standUp();
    this.#own.leave(seat);
  }
}

function refusalOf(error: unknown): DoorRefusal {
  if (!(error instanceof AppError)) return 'failed';
  switch (error.code) {
    case 'room_not_found':
      return 'wrong_pin';
    case 'rate_limited':
      return 'too_many_tries';
    case 'room_locked':
      return 'locked';
    case 'room_full':
      return 'full';
    case 'room_ended':
      return 'ended';
    case 'room_denied':
    case 'room_kicked':
      return 'denied';
    default:
      return 'failed';
  }
}
