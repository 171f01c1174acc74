import type { Page, PageRequest, Secret, Write } from '../../kernel/index.ts';
import type { ResolvedParticipant } from '../calls/index.ts';
import type { Participant, Room, RoomState } from './room.ts';

/** What a command has made of a room, to be stored. */
export interface RoomWrite {
  readonly room: Room;
  /** Who is new or differs. */
  readonly touched: readonly Participant[];
  /** For each member whom the command was about: whether they know of the room after it. */
  readonly visible: ReadonlyMap<string, boolean>;
}

/** Rooms as they are kept. Storage adapters prove it by the shared contract suite. */
export interface RoomRepository {
  /** The room and its people as of one moment. */
  find(org: string, id: string): Promise<RoomState | undefined>;
  /** The id of the open room that the PIN is of. */
  findByPin(org: string, pin: string): Promise<string | undefined>;
  /** Newest first. `memberId` absent: of the whole organisation. */
  list(
    org: string,
    filter: { readonly memberId?: string; readonly status: Room['status'] },
    page: PageRequest,
  ): Promise<Page<Room>>;
  /** Every open room of every organisation, to set the timers again after a start. */
  listAllOpen(): Promise<readonly RoomState[]>;
  /** Version rule as in `CallRepository.put`; a PIN that another room has is a DuplicateKey. */
  put(write: RoomWrite): Write;
}

/** Who can be asked in, and rung. Implemented over the directory. */
export interface People {
  /** The addresses that mean somebody; one that is missing from the answer is unknown. */
  resolve(
    org: string,
    addresses: readonly string[],
  ): Promise<ReadonlyMap<string, ResolvedParticipant>>;
  /** The names of those of `userIds` who are active users. */
  displayNames(org: string, userIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Those of `userIds` who have blocked `byId`. */
  blockers(org: string, byId: string, userIds: readonly string[]): Promise<ReadonlySet<string>>;
}

/** argon2id, as users' passwords. */
export interface PasswordHashing {
  /** @throws AppError `rate_limited` when too many are waiting already. */
  hash(password: Secret): Promise<string>;
  /** @throws AppError `rate_limited` when too many are waiting already. */
  verify(phc: string | undefined, password: Secret): Promise<boolean>;
}

/** Whether a user has a live connection now. Implemented over presence. */
export interface Connectivity {
  isConnected(org: string, userId: string): boolean;
}

/** Signs and checks tokens of one type that nothing else takes. Implemented by identity. */
export interface TokenSealer {
  seal(
    subject: string,
    claims: Readonly<Record<string, string | number>>,
    ttlS: number,
  ): Promise<{ readonly token: Secret; readonly tokenId: string; readonly expiresAtMs: number }>;
  /** The claims, with `sub` and `jti`; undefined for whatever is no valid token of this type. */
  open(token: string): Promise<Readonly<Record<string, unknown>> | undefined>;
}
