import { AppError, type Secret } from '../../kernel/index.ts';
import type { RoomTickets, Ticket, VerifiedTicket } from './api.ts';
import type { TokenSealer } from './ports.ts';
import type { Participant, RoomState } from './room.ts';

/** Seconds within which a room token opens a media session. */
const TTL_S = 300;

export interface SealedRoomTicketsOptions {
  readonly sealer: TokenSealer;
  readonly find: (org: string, roomId: string) => Promise<RoomState | undefined>;
}

/** Room tokens: each good for one taking of one seat, for as long as the seat is kept. */
export class SealedRoomTickets implements RoomTickets {
  readonly #options: SealedRoomTicketsOptions;

  constructor(options: SealedRoomTicketsOptions) {
    this.#options = options;
  }

  /** For a participant who has a seat. */
  async issue({ org, roomId, id, role, seating }: Participant): Promise<Ticket> {
    const claims = { org, room: roomId, participant: id, role, seating };
    const sealed = await this.#options.sealer.seal(id, claims, TTL_S);
    const token: Secret = sealed.token;
    return { token, expiresAtMs: sealed.expiresAtMs };
  }

  async verify(token: string): Promise<VerifiedTicket> {
    const claims = await this.#options.sealer.open(token);
    const { org, room, participant: id, seating, jti } = claims ?? {};
    if (typeof org !== 'string' || typeof room !== 'string' || typeof id !== 'string') {
      throw new AppError('room_token_invalid');
    }
    const state = await this.#options.find(org, room);
    const participant = state?.participants.get(id);
    if (state === undefined || participant === undefined || typeof jti !== 'string') {
      throw new AppError('room_token_invalid');
    }
    // Whoever was kicked, sent back or has left sits, if at all, on a seat that was taken later.
    if (participant.status !== 'joined' || participant.seating !== seating) {
      throw new AppError('room_token_invalid');
    }
    const { userId, role } = participant;
    return { org, roomId: room, participantId: id, userId, role, jti };
  }
}
