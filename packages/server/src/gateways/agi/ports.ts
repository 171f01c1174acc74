import type { CreateCallInput } from '../../domain/calls/index.ts';
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

/** @throws AppError as `Calls` */
export interface AgiCalls {
  create(scope: Scope, input: CreateCallInput): Promise<{ readonly id: string }>;
  end(scope: Scope, id: string): Promise<unknown>;
}

export interface AgiServices {
  readonly authenticator: Authenticator;
  readonly calls: AgiCalls;
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
