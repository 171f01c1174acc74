import type { Connection } from '../core/connection.ts';
import type { RestApi } from '../core/rest-api.ts';
import type { IceServerCache } from './ice-servers.ts';

/** What the calls of a page stand on. */
export interface CallContext {
  readonly userId: string;
  /** This page, as the server is told when it answers. */
  readonly device: string;
  readonly rest: RestApi;
  readonly connection: Connection;
  readonly iceServers: IceServerCache;
  /** This page is part of the call from now on, or not any more. */
  readonly joined: (callId: string, joined: boolean) => void;
  /** The phase or the call has changed. */
  readonly changed: () => void;
}
