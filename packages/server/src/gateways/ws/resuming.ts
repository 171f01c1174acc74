import { AppError } from '../../kernel/index.ts';
import type { Connection } from './connection.ts';
import type { Following } from './following.ts';
import type { WsServices } from './ports.ts';
import { Publication } from './publication.ts';
import type { Subscription } from './subscription.ts';

const PAGE = 100;

/** Follows a channel again from where the client had been, and says whether nothing is missing. */
export async function resumeChannel(
  services: WsServices,
  following: Following,
  connection: Connection,
  { channel, position }: { readonly channel: string; readonly position: number | undefined },
): Promise<void> {
  const subscription = await followIfAllowed(following, connection, channel);
  const snapshot = subscription !== undefined && !following.isNumbered(channel);
  const recovered =
    snapshot ||
    (subscription !== undefined &&
      position !== undefined &&
      (await replay(services, connection, subscription, position)));
  connection.send({ type: 'Resumed', channel, recovered, snapshot });
}

/** A channel that is gone, or no longer theirs, is not recovered; the others still are. */
async function followIfAllowed(
  following: Following,
  connection: Connection,
  channel: string,
): Promise<Subscription | undefined> {
  try {
    return await following.follow(connection, channel);
  } catch (cause) {
    if (cause instanceof AppError && cause.code !== 'unavailable') return undefined;
    throw cause;
  }
}

/** Pushes the events after `position` up to where live pushing began. False: that cannot be done. */
async function replay(
  services: WsServices,
  connection: Connection,
  subscription: Subscription,
  position: number,
): Promise<boolean> {
  const { base, last, channel } = subscription;
  if (position > last || base - position > services.limits.replayEvents) return false;
  let after = position;
  while (after < base && connection.open) {
    const query = { after, limit: Math.min(PAGE, base - after) };
    const events = await services.eventLog.readStream(connection.scope.org, channel, query);
    for (const event of events) {
      const publication = new Publication(event);
      if (event.seq <= base && subscription.admits(publication))
        connection.write(publication.frame);
    }
    const reached = events.at(-1)?.seq;
    if (reached === undefined) break;
    after = reached;
    await connection.caughtUp();
  }
  subscription.base = Math.min(base, position);
  return true;
}
