import { AppError, type Secret } from '../../kernel/index.ts';
import type { Seat as RoomPlace, RoomSeats, RoomTickets } from '../rooms/index.ts';
import type { RoomDoor, RoomSeat } from './admission.ts';

/** Rooms, as media sessions see them. */
export class RoomSeating implements RoomDoor {
  readonly #tickets: RoomTickets;
  readonly #seats: RoomSeats;

  constructor(tickets: RoomTickets, seats: RoomSeats) {
    this.#tickets = tickets;
    this.#seats = seats;
  }

  async admit(token: Secret): Promise<RoomSeat> {
    const { org, roomId, participantId } = await this.#tickets.verify(token.reveal());
    const seat = await this.seat(org, roomId, participantId);
    if (seat === undefined) throw new AppError('room_token_invalid');
    return seat;
  }

  async seat(org: string, roomId: string, participantId: string): Promise<RoomSeat | undefined> {
    const place = await this.#seats.seat(org, roomId, participantId);
    return place === undefined ? undefined : seatOf(place);
  }

  mediaConnected(participantId: string): void {
    this.#seats.mediaConnected(participantId);
  }

  mediaLost(participantId: string): void {
    this.#seats.mediaLost(participantId);
  }
}

function seatOf({ room, participant }: RoomPlace): RoomSeat {
  return {
    org: room.org,
    conferenceId: room.id,
    participantId: participant.id,
    memberId: participant.userId,
    silenced: participant.muted,
    mayShareScreen: room.settings.allowScreenShare || participant.role === 'moderator',
  };
}
