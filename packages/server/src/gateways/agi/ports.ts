import type { Calls } from '../../domain/calls/index.ts';
import type { Authenticator } from '../../domain/identity/index.ts';
import type { Clock, Logger, Scope } from '../../kernel/index.ts';

/** Whom a connection may come from. */
export interface AgiSources {
  /** Whether an enabled trunk of some organisation has this address among its sources. */
  known(address: string): boolean;
  /** Whether one of `org` has. */
  belongsTo(address: string, org: string): boolean;
}

/** Rooms that the PBX then dials by their id. */
export interface AgiRooms {
  /** @throws AppError `scope_missing` | `room_not_found` | `room_ended` */
  requireOpen(scope: Scope, roomId: string): Promise<void>;
}

export interface AgiServices {
  readonly authenticator: Authenticator;
  readonly calls: Pick<Calls, 'create'>;
  readonly rooms: AgiRooms;
  readonly sources: AgiSources;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface AgiLimits {
  /** Connections at once; more are refused at once. */
  readonly connections: number;
  /** How long one may take, from its first byte to its last. */
  readonly sessionMs: number;
}
