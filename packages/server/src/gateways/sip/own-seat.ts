import type { Participant } from '../../domain/rooms/index.ts';
import type { PhoneSeat } from '../../domain/telephony/index.ts';
import type { Logger, Scope } from '../../kernel/index.ts';
import type { PhoneRooms } from './phone-rooms.ts';

type Seat = Pick<Participant, 'id' | 'roomId'>;

/** What a phone does with the seat that is its principal's. */
export function ownSeat(
  rooms: Pick<PhoneRooms, 'mute' | 'raiseHand' | 'leave'>,
  scope: Scope,
  logger: Logger,
) {
  return {
    mute: ({ roomId, id }: Seat, muted: boolean) => rooms.mute(scope, roomId, id, muted),
    raiseHand: ({ roomId, id }: Seat, raised: boolean) =>
      rooms.raiseHand(scope, roomId, id, raised),
    leave: ({ roomId, id }: Seat): void => {
      rooms.leave(scope, roomId, id).catch((cause: unknown) => {
        const error = cause instanceof Error ? cause : new Error(String(cause));
        logger.debug({ area: 'voip', room_id: roomId, error }, 'a phone had left already');
      });
    },
  };
}

/** The seat, as the place of its sound. */
export function placeOf({
  org,
  roomId,
  id,
  muted,
}: Pick<Participant, 'org' | 'roomId' | 'id' | 'muted'>): PhoneSeat {
  return { org, conferenceId: roomId, participantId: id, silenced: muted.audio };
}
