/** What one connection, and all together, may take. */
export interface WsLimits {
  /** Largest message; an SDP of a full room fits with its JSON escapes. Beyond: closed with 1009. */
  readonly messageBytes: number;
  /** Unsent bytes kept for a reader before it is cut with 4430. */
  readonly sendBufferBytes: number;
  /** Events kept back while a connection opens, subscribes or resumes, before it is cut with 4430. */
  readonly heldEvents: number;
  /** Frames read but not yet handled; then reading stops until they are. */
  readonly queuedFrames: number;
  /** Signals of a connection that wait for their commit at the same time. */
  readonly signalsInFlight: number;
  /** Token bucket of frames, pings among them. As much again over it: closed with 4431. */
  readonly frameBurst: number;
  readonly framesPerSecond: number;
  /** Of one user or key; the next one is closed with 4429. */
  readonly connectionsPerUser: number;
  /** Of all organisations; the next one is refused with 503. */
  readonly connections: number;
  /** Channels that a connection follows. */
  readonly subscriptions: number;
  /** Events of one channel that a `Resume` replays; a larger gap is not recovered. */
  readonly replayEvents: number;
  /** Seconds between the server's pings. */
  readonly heartbeatS: number;
  /** How long a connection opened with `?resume=1` waits for its `Resume`. */
  readonly resumeHoldMs: number;
  /** How long a reader may keep a replay waiting. */
  readonly stallMs: number;
  /** How long the peer has to answer our close frame before the socket is destroyed. */
  readonly closeTimeoutMs: number;
}

export const DEFAULT_WS_LIMITS: WsLimits = {
  messageBytes: 160 * 1024,
  sendBufferBytes: 1024 * 1024,
  heldEvents: 512,
  queuedFrames: 64,
  signalsInFlight: 32,
  frameBurst: 200,
  framesPerSecond: 50,
  connectionsPerUser: 20,
  connections: 50_000,
  subscriptions: 512,
  replayEvents: 1000,
  heartbeatS: 25,
  resumeHoldMs: 5_000,
  stallMs: 10_000,
  closeTimeoutMs: 5_000,
};
