import type { Calls } from '../../domain/calls/index.ts';
import type { Authenticator } from '../../domain/identity/ports.ts';
import type { PresenceService } from '../../domain/presence/index.ts';
import type { RoomReading, Rooms } from '../../domain/rooms/index.ts';
import type { Signaling } from '../../domain/signaling/index.ts';
import type { Clock, EventFeed, EventLog, Logger } from '../../kernel/index.ts';
import type { WsLimits } from './limits.ts';
import type { MediaSessions } from './media-frames.ts';

export interface WsGatewayOptions {
  readonly authenticator: Authenticator;
  readonly presence: PresenceService;
  readonly calls: Pick<Calls, 'get' | 'activeOf'>;
  readonly rooms: {
    followedBy: Rooms['followedBy'];
    readonly reading: Pick<RoomReading, 'view'>;
  };
  readonly signaling: Pick<Signaling, 'send'>;
  readonly media: MediaSessions;
  readonly eventFeed: EventFeed;
  readonly eventLog: Pick<EventLog, 'epoch' | 'readStream' | 'head'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits?: Partial<WsLimits>;
  /** Origins besides the request's own host that may connect by the console's session cookie. */
  readonly allowedOrigins?: readonly string[];
}

/** The same with every limit set, as the parts of the gateway get it. */
export interface WsServices extends WsGatewayOptions {
  readonly limits: WsLimits;
}
