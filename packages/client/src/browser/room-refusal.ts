import type { RoomEnd } from '../core/room-types.ts';
import { SgeError } from '../core/sge-error.ts';

/** What a refusal to let this user back in means for the session; undefined: it may be tried again. */
export function endOfRefusal(error: unknown): RoomEnd | undefined {
  if (!(error instanceof SgeError)) return undefined;
  switch (error.code) {
    case 'room_kicked':
      return 'kicked';
    case 'room_denied':
      return 'denied';
    case 'room_ended':
      return 'deleted';
    case 'room_not_found':
    case 'room_locked':
    case 'room_full':
    case 'room_password_required':
    case 'room_password_wrong':
      return 'failed';
    default:
      return undefined;
  }
}
