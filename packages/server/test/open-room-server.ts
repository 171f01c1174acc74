import { PresenceService } from '../src/domain/presence/index.ts';
import type { RoomService } from '../src/domain/rooms/index.ts';
import { roomRoutes } from '../src/gateways/http/routes/rooms.ts';
import { roomDiallingRoutes } from '../src/gateways/http/routes/rooms-dialling.ts';
import { roomInsideRoutes } from '../src/gateways/http/routes/rooms-inside.ts';
import { roomModerationRoutes } from '../src/gateways/http/routes/rooms-moderation.ts';
import { RoomReplies } from '../src/gateways/http/routes/rooms-reply.ts';
import { type IdentityServer, openIdentityServer } from './open-identity-server.ts';
import type { TestIdentity } from './open-test-identity.ts';
import { recordingLogger } from './recording-logger.ts';
import { roomService } from './room-house.ts';

export interface RoomServer extends IdentityServer {
  readonly rooms: RoomService;
}

/** Rooms behind the real HTTP gateway, with the identity routes. */
export async function openRoomServer(): Promise<RoomServer> {
  const made: RoomService[] = [];
  const server = await openIdentityServer((parts) => {
    const rooms = newRooms(parts);
    made.push(rooms);
    const iceServers = (user: string) => [
      { urls: ['turn:turn.example.com'], username: user, credential: 'secret' },
    ];
    const webSocketUrl = () => 'ws://voip.example.test/ws/auth';
    const replies = new RoomReplies({
      pins: (scope, shown) => rooms.reading.pins(scope, shown),
      numbers: () => Promise.resolve([{ number: '8000', language: 'fr' }]),
    });
    return [
      ...roomRoutes({ rooms, replies, iceServers, webSocketUrl }),
      ...roomModerationRoutes({ moderation: rooms.moderation, replies }),
      ...roomInsideRoutes(rooms),
      ...roomDiallingRoutes(rooms.dialling),
    ];
  });
  const [rooms] = made;
  if (rooms === undefined) throw new Error('the routes were not asked for');
  await rooms.start();
  return {
    ...server,
    rooms,
    close: async () => {
      rooms.stop();
      await server.close();
    },
  };
}

function newRooms({ storage, identity, clock }: TestIdentity): RoomService {
  const presence = new PresenceService({ clock, logger: recordingLogger() });
  return roomService({ storage, identity, presence, clock });
}
