import type { ServerFrame } from '@sky-genesis/protocol';
import type { Presence } from '../../domain/presence/index.ts';

/** Times of presence frames are Unix seconds. */
export function presenceFrame(presence: Presence): ServerFrame {
  return {
    type: 'PresenceStatus',
    user_id: presence.userId,
    status: presence.status,
    status_message: presence.statusMessage,
    timestamp: Math.floor(presence.sinceMs / 1000),
  };
}
