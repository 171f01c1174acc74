import type { Participant } from '../../domain/rooms/index.ts';
import type { Prompt } from '../../domain/telephony/index.ts';
import type { Logger, Scope } from '../../kernel/index.ts';
import type { PhoneRooms } from './phone-rooms.ts';

/** What conference services have taught people to press. */
const MUTE_KEYS = '*6';
/** Raises one's hand, or lowers it. */
const HAND_KEYS = '*5';

export interface RoomKeysParts {
  readonly rooms: Pick<PhoneRooms, 'mute' | 'raiseHand'>;
  readonly scope: Scope;
  /** Told to the phone alone. */
  readonly say: (prompt: Prompt) => void;
  readonly logger: Logger;
}

type Seat = Pick<Participant, 'id' | 'roomId' | 'muted' | 'handRaisedAtMs'>;

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

  #mute({ roomId, id, muted }: Seat): void {
    const { rooms, scope } = this.#parts;
    const wish = rooms.mute(scope, roomId, id, !muted.audio);
    void this.#tell(wish, roomId, muted.audio ? 'unmuted' : 'muted');
  }

  #raiseHand({ roomId, id, handRaisedAtMs }: Seat): void {
    const { rooms, scope } = this.#parts;
    const raised = handRaisedAtMs === null;
    const wish = rooms.raiseHand(scope, roomId, id, raised);
    void this.#tell(wish, roomId, raised ? 'hand_raised' : 'hand_lowered');
  }

  async #tell(wish: Promise<void>, roomId: string, done: Prompt): Promise<void> {
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
