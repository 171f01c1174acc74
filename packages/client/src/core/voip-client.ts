import type {
  Call,
  CallType,
  PresenceState,
  Signal,
  SignalType,
  User,
} from '@sky-genesis/protocol';
import type { Rooms } from './room-types.ts';
import type {
  CallSession,
  ClientEvents,
  ConnectionState,
  Presence,
  StartCallOptions,
} from './types.ts';

/** `new BrowserClient(options)` of `@sky-genesis/client/browser` implements this. */
export interface VoipClient {
  readonly state: ConnectionState;
  readonly userId: string | null;
  on<K extends keyof ClientEvents>(
    event: K,
    listener: (...args: ClientEvents[K]) => void,
  ): () => void;
  connect(): Promise<void>;
  close(): Promise<void>;
  readonly calls: {
    readonly active: readonly CallSession[];
    start(
      participants: readonly string[],
      type: CallType,
      options?: StartCallOptions,
    ): Promise<CallSession>;
    /** Ended calls, newest first. */
    history(page?: {
      readonly cursor?: string;
      readonly limit?: number;
    }): Promise<{ readonly data: readonly Call[]; readonly nextCursor: string | null }>;
  };
  readonly rooms: Rooms;
  readonly presence: {
    get(userId: string): Presence | undefined;
    /** Follows a user's presence until the returned function is called. */
    watch(userId: string): () => void;
    set(status: PresenceState, message?: string | null): Promise<void>;
  };
  readonly users: {
    list(query?: {
      readonly search?: string;
      readonly cursor?: string;
      readonly limit?: number;
    }): Promise<{ readonly data: readonly User[]; readonly nextCursor: string | null }>;
    get(id: string): Promise<User>;
  };
  /**
   * Says something to a peer of a call whose media the page handles itself. `payload` is what
   * `RTCPeerConnection` gives: a description, a candidate (flat or under `candidate`), or nothing.
   * Without `toUser` it is for everyone else in the call.
   */
  sendSignalingMessage(
    callId: string,
    messageType: SignalType,
    payload?: unknown,
    toUser?: string,
  ): Promise<Signal>;
  /** What peers have said in a call, each message once, until the call ends or `signal` aborts. */
  pollSignaling(
    callId: string,
    options?: { readonly after?: number; readonly signal?: AbortSignal },
  ): AsyncIterable<Signal>;
}
