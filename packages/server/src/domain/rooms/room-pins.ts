import { randomInt } from 'node:crypto';
import { AppError, AttemptWindows, type Clock, DuplicateKey } from '../../kernel/index.ts';
import type { RoomRepository } from './ports.ts';

export const PIN_DIGITS = 8;
/** Hundreds of millions of rooms would have to be open for this not to be enough. */
const DRAWS = 20;
const MINUTE_MS = 60_000;
/** Wrong PINs of one caller. */
const PER_CALLER = { limit: 9, windowMs: 15 * MINUTE_MS };
/** Wrong PINs at one number, whoever calls: who calls can be made up. */
const PER_ENTRANCE = { limit: 100, windowMs: 15 * MINUTE_MS };

/** Who types a PIN, and at which number. */
export interface PinSource {
  readonly entrance: string;
  readonly caller: string;
}

/** Draws rooms' PINs, finds rooms by them, and slows down who guesses. */
export class RoomPins {
  readonly #rooms: Pick<RoomRepository, 'findByPin'>;
  readonly #attempts: AttemptWindows;

  constructor(rooms: Pick<RoomRepository, 'findByPin'>, clock: Clock) {
    this.#rooms = rooms;
    this.#attempts = new AttemptWindows(clock);
  }

  /** Does `work` with a PIN that nobody could have guessed, and again with another where a room has it already. */
  async draw<T>(org: string, work: (pin: string) => Promise<T>): Promise<T> {
    for (let left = DRAWS; ; left -= 1) {
      const pin = String(randomInt(10 ** PIN_DIGITS)).padStart(PIN_DIGITS, '0');
      try {
        return await work(pin);
      } catch (error) {
        // A duplicate may be a receipt that was committed with it, too.
        const isTaken =
          error instanceof DuplicateKey && (await this.#rooms.findByPin(org, pin)) !== undefined;
        if (!isTaken || left === 1) throw error;
      }
    }
  }

  /**
   * The room that the PIN is of. An attempt is counted before it is looked at and given back when it was right, so
   * that a hundred at once are not a hundred guesses.
   * @throws AppError `room_not_found` | `rate_limited`
   */
  async find(org: string, { entrance, caller }: PinSource, pin: string): Promise<string> {
    const byCaller = this.#attempts.of(`${org} ${caller}`, PER_CALLER);
    const byEntrance = this.#attempts.of(`${org} #${entrance}`, PER_ENTRANCE);
    byCaller.count += 1;
    byEntrance.count += 1;
    const id = await this.#rooms.findByPin(org, pin);
    if (id === undefined) throw new AppError('room_not_found');
    byCaller.count = 0;
    byEntrance.count -= 1;
    return id;
  }
}
