import type { ServerFrame } from '@sky-genesis/protocol';
import type { Connection } from './connection.ts';
import type { Hub } from './hub.ts';
import type { WsServices } from './ports.ts';
import { mayFollowCalls } from './publisher.ts';
import type { Subscription } from './subscription.ts';

const FEATURES = ['presence', 'calls', 'signaling', 'resume'];

/**
 * Makes a new, held connection follow its own channel and its active calls, and says hello with where
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
  const positions = await Promise.all(
    followed.map(async (subscription): Promise<[string, number]> => {
      const head = await services.eventLog.head(org, subscription.channel);
      subscription.startAt(head);
      return [subscription.channel, head];
    }),
  );
  connection.send(hello(services, connection, Object.fromEntries(positions)));
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
