import type { UserAgent } from '@sky-genesis/sip';
import type { Participant, ParticipantFacts, RungPhones } from '../../domain/rooms/index.ts';
import type { Logger } from '../../kernel/index.ts';
import { ANSWERED_ELSEWHERE, reasonsOf } from './causes.ts';
import type { OutboundFailure } from './outbound-leg.ts';
import { placeOf } from './own-seat.ts';
import { RoomKeys } from './room-keys.ts';
import type { RoomLegParts } from './room-leg.ts';
import { RoomOutboundLeg, type RungTarget } from './room-outbound-leg.ts';
import type { RoomPhone } from './room-phone.ts';

export interface RoomAttemptParts {
  readonly agent: UserAgent;
  readonly phones: Omit<RungPhones, 'endLost'>;
  readonly logger: Logger;
  /** The phones are over with. */
  readonly over: (attempt: RoomAttempt) => void;
}

/** Somebody who is rung into a room, by all of their phones: who answers first has the seat. */
export class RoomAttempt implements RoomPhone {
  readonly roomId: string;
  readonly participantId: string;
  readonly #org: string;
  readonly #parts: RoomAttemptParts;
  readonly #legs = new Set<RoomOutboundLeg>();
  #isOver = false;
  #isAnswered = false;
  readonly #keys: RoomKeys;
  #seat: ParticipantFacts;
  #answerer: RoomOutboundLeg | undefined;

  constructor(parts: RoomAttemptParts, seat: ParticipantFacts) {
    this.#parts = parts;
    this.#org = seat.org;
    this.roomId = seat.roomId;
    this.participantId = seat.id;
    this.#seat = seat;
    const { phones, logger } = parts;
    const { org, roomId, id } = seat;
    this.#keys = new RoomKeys({
      mute: (_, muted) => phones.muted(org, roomId, id, muted),
      raiseHand: (_, raised) => phones.handRaised(org, roomId, id, raised),
      say: (prompt) => this.#answerer?.say(prompt),
      logger,
    });
  }

  /** Whether there is anybody still to be reached. */
  get isWanted(): boolean {
    return !this.#isOver && !this.#isAnswered;
  }

  /** Rings one phone. Resolves as `RoomOutboundLeg.ring`. */
  async ring(legParts: RoomLegParts, target: RungTarget): Promise<OutboundFailure | undefined> {
    if (!this.isWanted) return undefined;
    const { agent } = this.#parts;
    const leg = new RoomOutboundLeg(legParts, agent, placeOf(this.#seat), {
      answered: (answerer) => this.#answered(answerer),
      pressed: (digit) => this.#keys.press(digit, this.#seat),
      hungUp: () => this.#hungUp(),
    });
    this.#legs.add(leg);
    return await leg.ring(target);
  }

  /** Nobody could be had. */
  failed(failure: OutboundFailure['failure']): void {
    if (!this.isWanted) return;
    const { phones } = this.#parts;
    this.#release();
    this.#try(phones.failed(this.#org, this.roomId, this.participantId, failure));
  }

  follow(seat: Pick<Participant, 'status' | 'muted' | 'handRaisedAtMs'>): void {
    const { status } = seat;
    this.#seat = { ...this.#seat, ...seat };
    if (status !== 'ringing' && status !== 'joined') this.end();
  }

  end(): void {
    if (this.#isOver) return;
    this.#release();
    for (const leg of this.#legs) leg.end(reasonsOf(this.#isAnswered ? 'completed' : 'cancelled'));
  }

  async #answered(answerer: RoomOutboundLeg): Promise<boolean> {
    const { phones, logger } = this.#parts;
    const { roomId, participantId } = this;
    try {
      const seat = await phones.answered(this.#org, roomId, participantId);
      if (seat === undefined) return false;
    } catch (cause) {
      const error = cause instanceof Error ? cause : new Error(String(cause));
      logger.error({ area: 'voip', room_id: roomId, error }, 'a phone could not be seated');
      return false;
    }
    this.#isAnswered = true;
    this.#answerer = answerer;
    for (const leg of this.#legs) if (leg !== answerer) leg.end(ANSWERED_ELSEWHERE);
    return true;
  }

  #hungUp(): void {
    this.#release();
    this.#try(this.#parts.phones.hungUp(this.#org, this.roomId, this.participantId));
  }

  #release(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#parts.over(this);
  }

  /** What the room no longer takes is of no consequence: the phone follows how its seat stands. */
  #try(work: Promise<unknown>): void {
    work.catch((cause: unknown) => {
      const error = cause instanceof Error ? cause : new Error(String(cause));
      this.#parts.logger.debug(
        { area: 'voip', room_id: this.roomId, error },
        'a phone’s wish was refused',
      );
    });
  }
}
