import type { Participant } from '../../domain/rooms/index.ts';

/** One SIP session that holds a seat in a room. */
export interface RoomPhone {
  readonly roomId: string;
  readonly participantId: string;
  /** The seat has changed. */
  follow(seat: Pick<Participant, 'status' | 'muted' | 'handRaisedAtMs'>): void;
  /** The room is over, or the phone is out of it. */
  end(): void;
}
