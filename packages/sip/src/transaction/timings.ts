/** The base values of all transaction timers (RFC 3261 §17.1.1.1, table 4). */
export interface Timings {
  /** Estimate of the round trip. */
  readonly t1Ms: number;
  /** The longest pause between retransmissions of anything but an INVITE. */
  readonly t2Ms: number;
  /** How long a message may stay in the network. */
  readonly t4Ms: number;
}

export const defaultTimings: Timings = { t1Ms: 500, t2Ms: 4_000, t4Ms: 5_000 };

/** Timer D on transports that lose messages: at least 32 s (§17.1.1.2). */
export const timerDMs = 32_000;
/** An INVITE without any response gets a 100 after this long (§17.2.1). */
export const tryingMs = 200;

/** What a machine has to know beside its state. */
export interface MachineContext {
  /** Whether the transport loses nothing, so that nothing is sent twice (TCP, TLS, WS). */
  readonly reliable: boolean;
  readonly timings: Timings;
}

/** The timers of §17, L and M of RFC 6026, and `trying` for the automatic 100. */
export type TimerName =
  | 'A'
  | 'B'
  | 'D'
  | 'E'
  | 'F'
  | 'G'
  | 'H'
  | 'I'
  | 'J'
  | 'K'
  | 'L'
  | 'M'
  | 'trying';

/** Why a transaction ended without what it was for. */
export type TransactionFailure = 'timeout' | 'transport';

/** What every machine may want done. `start` of a running timer starts it anew. */
export type TimerEffect =
  | { readonly kind: 'start'; readonly timer: TimerName; readonly afterMs: number }
  | { readonly kind: 'stop'; readonly timer: TimerName }
  | { readonly kind: 'failed'; readonly reason: TransactionFailure };

export const start = (timer: TimerName, afterMs: number): TimerEffect => ({
  kind: 'start',
  timer,
  afterMs,
});
export const stop = (timer: TimerName): TimerEffect => ({ kind: 'stop', timer });
export const failed = (reason: TransactionFailure): TimerEffect => ({ kind: 'failed', reason });
