import type { ServerFrame } from '@sky-genesis/protocol';
import type { Hub } from './hub.ts';
import type { Receiver } from './subscription.ts';
import { encodeFrame } from './text-frame.ts';

/** What a person is shown as it comes, and nobody keeps. */
export type Notice = Omit<Extract<ServerFrame, { readonly type: 'Notification' }>, 'type'>;

/** Counts of one organisation. */
export interface RealtimeStatus {
  readonly connections: number;
  /** Users and keys with at least one connection. */
  readonly members: number;
}

/** @returns how many connections were open for it. */
export function notify(connections: Iterable<Receiver>, notice: Notice): number {
  const frame = encodeFrame({ type: 'Notification', ...notice });
  let delivered = 0;
  for (const connection of connections) {
    if (!connection.open) continue;
    connection.write(frame);
    delivered += 1;
  }
  return delivered;
}

export function statusOf(hub: Hub, org: string): RealtimeStatus {
  return { connections: hub.connectionCount(org), members: hub.memberCount(org) };
}
