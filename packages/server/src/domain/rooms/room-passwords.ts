import { AppError, AttemptWindows, type Clock, Secret } from '../../kernel/index.ts';
import type { PasswordHashing } from './ports.ts';
import type { Room } from './room.ts';

const MINUTE_MS = 60_000;
/** Wrong guesses of one member at one room. */
const PER_ROOM = { limit: 5, windowMs: 15 * MINUTE_MS };
/** Wrong guesses of one member, whatever the room. */
const PER_MEMBER = { limit: 20, windowMs: 15 * MINUTE_MS };

/** Checks rooms' passwords, and slows down who guesses. */
export class RoomPasswords {
  readonly #hashing: PasswordHashing;
  readonly #attempts: AttemptWindows;

  constructor(hashing: PasswordHashing, clock: Clock) {
    this.#hashing = hashing;
    this.#attempts = new AttemptWindows(clock);
  }

  /** @throws AppError `rate_limited` */
  hash(password: string): Promise<string> {
    return this.#hashing.hash(new Secret(password));
  }

  /**
   * The hash that `password` is right for. An attempt is counted before it is checked and given back when it was
   * right, so that a hundred at once are not a hundred guesses.
   * @throws AppError `room_password_wrong` | `rate_limited`
   */
  async prove(memberId: string, room: Room, password: string): Promise<string | null> {
    const { passwordHash } = room;
    if (passwordHash === null) return null;
    const byMember = this.#attempts.of(`${room.org} ${memberId}`, PER_MEMBER);
    const byRoom = this.#attempts.of(`${room.org} ${memberId} ${room.id}`, PER_ROOM);
    byMember.count += 1;
    byRoom.count += 1;
    if (!(await this.#hashing.verify(passwordHash, new Secret(password)))) {
      throw new AppError('room_password_wrong');
    }
    byRoom.count = 0;
    byMember.count -= 1;
    return passwordHash;
  }
}
