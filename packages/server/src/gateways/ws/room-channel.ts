import { requireGrant } from '../../domain/access/index.ts';
import type { RoomView } from '../../domain/rooms/index.ts';
import { AppError, holds } from '../../kernel/index.ts';
import type { Connection } from './connection.ts';
import { refusal } from './error-frame.ts';
import type { WsServices } from './ports.ts';

const ROOM = 'room:';

export function isRoomChannel(channel: string): boolean {
  return channel.startsWith(ROOM);
}

export function mayFollowRooms(connection: Connection): boolean {
  return holds(connection.scope.principal, 'rooms:read');
}

/**
 * What of the room behind a channel is for who wants to follow it.
 * @throws AppError `scope_missing`; `channel_unknown` whether there is no such room or it is not theirs.
 */
export async function viewRoomOf(
  services: Pick<WsServices, 'rooms'>,
  connection: Connection,
  channel: string,
): Promise<RoomView> {
  requireGrant(connection.scope, 'rooms:read');
  try {
    return await services.rooms.reading.view(connection.scope, channel.slice(ROOM.length));
  } catch (cause) {
    if (cause instanceof AppError && cause.code === 'room_not_found') {
      throw refusal('channel_unknown');
    }
    throw cause;
  }
}
