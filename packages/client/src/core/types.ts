import type { Call, CallType, EndReason, PresenceState } from '@sky-genesis/protocol';

/**
 * The SDK's public surface. `core` runs anywhere with `fetch` and `WebSocket`; `browser` adds media.
 */
export type ConnectionState = 'idle' | 'connecting' | 'connected' | 'reconnecting' | 'closed';

export interface ClientOptions {
  /** Origin of the server, `https://voip.example.com`; the page's own origin when absent. */
  readonly baseUrl?: string;
  /**
   * Gives a fresh bearer token; asked again before the old one expires and after a 401. Absent in a
   * page that has the console's session cookie: the client then mints its own by that session.
   */
  readonly token?: () => string | Promise<string>;
  /** In which language the server words its refusals, a BCP 47 tag; the browser’s when absent. */
  readonly language?: () => string;
  /**
   * `relay`: media go through a TURN server even where a direct way exists, so that the other side never
   * learns this one's addresses. Then nothing connects on a server that has no TURN. `all` when absent.
   */
  readonly iceTransportPolicy?: 'all' | 'relay';
}

export interface Presence {
  readonly userId: string;
  readonly status: PresenceState;
  readonly statusMessage: string | null;
  readonly since: Date;
}

export interface ClientEvents {
  state: [state: ConnectionState];
  presence: [presence: Presence];
  incomingCall: [call: CallSession];
  /** Any active call of the user has changed, been added, or ended. */
  calls: [calls: readonly CallSession[]];
  notification: [notice: { title: string; message: string; level: string }];
  /** The session is over and could not be renewed: sign in again. */
  signedOut: [];
}

/**
 * What a call looks like from here. `connecting`: accepted, media on its way; `reconnecting`: the
 * network is gone and being re-established.
 */
export type CallPhase =
  | 'dialing'
  | 'ringing'
  | 'connecting'
  | 'connected'
  | 'reconnecting'
  | 'on_hold'
  | 'ended';

export interface RemoteParty {
  readonly userId: string;
  readonly stream: MediaStream;
  readonly microphoneMuted: boolean;
  readonly cameraOff: boolean;
  readonly sharingScreen: boolean;
}

export interface CallQuality {
  readonly roundTripMs: number | null;
  readonly jitterMs: number | null;
  /** 0 to 1 over the last interval. */
  readonly packetLoss: number | null;
  readonly level: 'good' | 'fair' | 'poor' | 'unknown';
}

export interface CallEvents {
  phase: [phase: CallPhase];
  /** `info`, local or remote media, mute or share has changed: read the session again. */
  change: [];
  quality: [quality: CallQuality];
  ended: [reason: EndReason];
  /** A device or the network failed; the call may go on. */
  problem: [problem: CallProblem];
}

export interface CallProblem {
  readonly code:
    | 'microphone_denied'
    | 'microphone_missing'
    | 'camera_denied'
    | 'camera_missing'
    | 'device_busy'
    | 'screen_denied'
    | 'network_lost'
    | 'media_failed';
  readonly cause?: unknown;
}

export interface CallSession {
  readonly id: string;
  readonly direction: 'outgoing' | 'incoming';
  readonly info: Call;
  readonly phase: CallPhase;
  readonly type: CallType;
  /** User ids of everybody else. */
  readonly others: readonly string[];
  readonly localStream: MediaStream | null;
  readonly remotes: readonly RemoteParty[];
  readonly microphoneMuted: boolean;
  readonly cameraOff: boolean;
  readonly sharingScreen: boolean;
  readonly heldByMe: boolean;
  readonly endReason: EndReason | null;
  /** Another device of this user has taken the call: it goes on there and is over here. */
  readonly answeredElsewhere: boolean;
  /** What has failed so far, oldest first; problems met before anybody could listen are here too. */
  readonly problems: readonly CallProblem[];
  on<K extends keyof CallEvents>(event: K, listener: (...args: CallEvents[K]) => void): () => void;
  accept(options?: { readonly video?: boolean }): Promise<void>;
  decline(): Promise<void>;
  hangUp(): Promise<void>;
  hold(): Promise<void>;
  resume(): Promise<void>;
  setMicrophoneMuted(muted: boolean): Promise<void>;
  setCameraOff(off: boolean): Promise<void>;
  setScreenShare(on: boolean): Promise<void>;
  useDevice(kind: 'audioinput' | 'videoinput', deviceId: string): Promise<void>;
  invite(participants: readonly string[]): Promise<void>;
  /**
   * Puts the others through: to whom `to` names, who rings while this side stays until he answers; or at once to those of another
   * call of this user's, whom it leaves to one another.
   */
  transfer(to: string | CallSession): Promise<void>;
  /** Dials within the call: `0` to `9`, `*`, `#` and `A` to `D` (RFC 4733 §3.2), at most 32 at once; phones hear them. */
  sendDigits(digits: string): Promise<void>;
}

export interface StartCallOptions {
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Seconds of ringing. */
  readonly timeoutS?: number;
}
