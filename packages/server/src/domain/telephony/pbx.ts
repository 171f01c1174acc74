/** Why nothing is known of a PBX. `unexpected_answer`: not ARI, or not one that we can read. */
export type PbxFailure =
  | 'unreachable'
  | 'timeout'
  | 'credentials_refused'
  | 'too_large'
  | 'unexpected_answer';

export interface PbxHealth {
  readonly reachable: boolean;
  /** Null while it is reachable. */
  readonly failure: PbxFailure | null;
  /** When it was first found so. */
  readonly sinceMs: number;
  /** Null while it is not reachable, like `startedAtMs`. */
  readonly version: string | null;
  readonly startedAtMs: number | null;
}

interface PbxParty {
  readonly name: string;
  readonly number: string;
}

/** One leg of a call inside of the PBX. */
export interface PbxChannel {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly caller: PbxParty;
  readonly connected: PbxParty;
  /** Where in the dialplan it is. Never with the application's arguments: they may hold a key. */
  readonly context: string;
  readonly extension: string;
  readonly application: string;
  readonly createdAtMs: number;
}

/** Channels that hear one another. */
export interface PbxBridge {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly technology: string;
  readonly channelIds: readonly string[];
  readonly createdAtMs: number;
}

/** A phone or trunk that the PBX knows: `PJSIP/2001`. */
export interface PbxEndpoint {
  readonly technology: string;
  readonly resource: string;
  readonly state: string;
  readonly channelIds: readonly string[];
}

/** Looks into a PBX, and changes nothing there. The lists throw AppError `pbx_unavailable`. */
export interface Pbx {
  health(): Promise<PbxHealth>;
  channels(): Promise<readonly PbxChannel[]>;
  bridges(): Promise<readonly PbxBridge[]>;
  endpoints(): Promise<readonly PbxEndpoint[]>;
}
