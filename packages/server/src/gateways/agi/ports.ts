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

/** Seats of phones in rooms. */
export interface AgiRooms {
  /** @returns the id that the PBX then dials. @throws AppError as a join does */
  seat(scope: Scope, roomId: string, caller: { readonly displayName: string }): Promise<string>;
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
