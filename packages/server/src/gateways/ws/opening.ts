import type { ServerFrame } from '@sky-genesis/protocol';
import { AppError } from '../../kernel/index.ts';
import type { Connection } from './connection.ts';
import type { Hub } from './hub.ts';
import type { WsServices } from './ports.ts';
import { mayFollowCalls } from './publisher.ts';
import { mayFollowRooms, viewRoomOf } from './room-channel.ts';
import type { Subscription } from './subscription.ts';

const FEATURES = ['presence', 'calls', 'rooms', 'signaling', 'resume'];

/**
 * Makes a new, held connection follow its own channel, its active calls and its open rooms, and says hello with where
 * each of them stands. Followed first and read after: nothing falls between the two.
 */
export async function sayHello(
  hub: Hub,
  services: WsServices,
  connection: Connection,
): Promise<void> {
  const { org } = connection.scope;
  const followed: Subscription[] = [];
  if (connection.userId !== undefined) {
    followed.push(hub.follow(connection, `user:${connection.userId}`));
  }
  if (mayFollowCalls(connection)) {
    for (const call of await services.calls.activeOf(org, connection.memberId)) {
      const subscription = hub.follow(connection, `call:${call.id}`);
      subscription.see(call);
      followed.push(subscription);
    }
  }
  if (mayFollowRooms(connection)) followed.push(...(await followRooms(hub, services, connection)));
  const positions = await Promise.all(
    followed.map(async (subscription): Promise<[string, number]> => {
      const head = await services.eventLog.head(org, subscription.channel);
      subscription.startAt(head);
      return [subscription.channel, head];
    }),
  );
  connection.send(hello(services, connection, Object.fromEntries(positions)));
}

async function followRooms(
  hub: Hub,
  services: WsServices,
  connection: Connection,
): Promise<readonly Subscription[]> {
  const { scope, memberId } = connection;
  const rooms = await services.rooms.followedBy(scope.org, memberId);
  const followed = rooms.map(({ id }) => hub.follow(connection, `room:${id}`));
  await Promise.all(
    followed.map(async (subscription) => {
      try {
        subscription.seeRoom(await viewRoomOf(services, connection, subscription.channel));
      } catch (cause) {
        if (!(cause instanceof AppError) || cause.code !== 'channel_unknown') throw cause;
        // Lost from sight a moment ago.
        hub.unfollow(subscription);
      }
    }),
  );
  return followed.filter(({ channel }) => connection.subscriptions.has(channel));
}

function hello(
  services: WsServices,
  connection: Connection,
  positions: Record<string, number>,
): ServerFrame {
  return {
    type: 'Hello',
    epoch: services.eventLog.epoch,
    positions,
    features: FEATURES,
    user_id: connection.memberId,
    connection_id: connection.id,
    heartbeat_s: services.limits.heartbeatS,
  };
}
