import type { Participant } from '../../domain/rooms/index.ts';
import type { Prompt } from '../../domain/telephony/index.ts';
import type { Logger } from '../../kernel/index.ts';

/** What conference services have taught people to press. */
const MUTE_KEYS = '*6';
/** Raises one's hand, or lowers it. */
const HAND_KEYS = '*5';

type Seat = Pick<Participant, 'id' | 'roomId' | 'muted' | 'handRaisedAtMs'>;

export interface RoomKeysParts {
  /** The phone's own mute, and its own hand. */
  readonly mute: (seat: Seat, muted: boolean) => Promise<void>;
  readonly raiseHand: (seat: Seat, raised: boolean) => Promise<void>;
  /** Told to the phone alone. */
  readonly say: (prompt: Prompt) => void;
  readonly logger: Logger;
}

/** What a phone in a room does by its keys. */
export class RoomKeys {
  readonly #parts: RoomKeysParts;
  #keys = '';

  constructor(parts: RoomKeysParts) {
    this.#parts = parts;
  }

  /** @param seat as it is now */
  press(digit: string, seat: Seat): void {
    this.#keys = (this.#keys + digit).slice(-MUTE_KEYS.length);
    if (this.#keys === MUTE_KEYS) this.#mute(seat);
    else if (this.#keys === HAND_KEYS) this.#raiseHand(seat);
  }

  #mute(seat: Seat): void {
    const { audio } = seat.muted;
    void this.#tell(this.#parts.mute(seat, !audio), seat, audio ? 'unmuted' : 'muted');
  }

  #raiseHand(seat: Seat): void {
    const raised = seat.handRaisedAtMs === null;
    const done = raised ? 'hand_raised' : 'hand_lowered';
    void this.#tell(this.#parts.raiseHand(seat, raised), seat, done);
  }

  async #tell(wish: Promise<void>, { roomId }: Seat, done: Prompt): Promise<void> {
    const { say, logger } = this.#parts;
    this.#keys = '';
    try {
      await wish;
      say(done);
    } catch (cause) {
      const error = cause instanceof Error ? cause : new Error(String(cause));
      const about = { area: 'voip', room_id: roomId, error } as const;
      logger.debug(about, 'a phone’s wish was refused');
      say('not_allowed');
    }
  }
}
