/** Of a phone's signalling, as Via names them. */
export const SIP_TRANSPORTS = ['UDP', 'TCP', 'TLS', 'WS', 'WSS'] as const;

/** Where phones sign in. */
export interface SipServer {
  readonly host: string;
  /** Of UDP and TCP. */
  readonly port: number;
  /** Of TLS; null where there is none. */
  readonly tlsPort: number | null;
  /** Of SIP over WebSocket (RFC 7118). */
  readonly webSocketUrl: string;
}

/** One place where a phone is reached (RFC 3261 §10), which outlives the server that it signed in at. */
export interface Registration {
  readonly org: string;
  readonly deviceId: string;
  /** The Contact's URI, without brackets. */
  readonly uri: string;
  /** `+sip.instance` (RFC 5626 §4.1), with its angle brackets. */
  readonly instanceId: string | undefined;
  /** `reg-id` (RFC 5626 §4.2). */
  readonly regId: number | undefined;
  /** `q`, 0 to 1. */
  readonly priority: number;
  readonly callId: string;
  readonly sequence: number;
  /** Proxies between it and us (RFC 3327), nearest first, each with brackets. */
  readonly path: readonly string[];
  /** Where the REGISTER came from. */
  readonly source: {
    readonly transport: (typeof SIP_TRANSPORTS)[number];
    readonly address: string;
    readonly port: number;
  };
  /** The User-Agent field of the REGISTER. */
  readonly product: string | undefined;
  readonly registeredAtMs: number;
  readonly expiresAtMs: number;
}
