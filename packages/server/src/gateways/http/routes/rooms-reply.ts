import { RoomId } from '@sky-genesis/protocol';
import { Type } from 'typebox';
import type { Room } from '../../../domain/rooms/index.ts';
import { roomToWire } from '../../wire/room-wire.ts';
import type { Reply } from '../route.ts';

export const ROOM_PATH = '/api/v1/voip/rooms';
export const RoomParams = Type.Object({ id: RoomId }, { additionalProperties: false });
/** Commands that need no more than what their path names: the body may be absent or empty. */
export const NoFields = Type.Object({}, { additionalProperties: false });

export function roomReply(room: Room): Reply {
  return { status: 200, body: roomToWire(room) };
}
