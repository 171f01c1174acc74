import { RoomReplies } from '../gateways/http/routes/rooms-reply.ts';
import type { Services } from './services.ts';

/** Rooms in answers, with the numbers and PINs that telephones come in by. */
export function openRoomReplies({ rooms, dialPlan }: Services): RoomReplies {
  return new RoomReplies({
    pins: (scope, shown) => rooms.reading.pins(scope, shown),
    numbers: (org) => dialPlan.entrances(org),
  });
}
