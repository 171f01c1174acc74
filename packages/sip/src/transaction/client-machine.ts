import type { TimerEffect, TimerName } from './timings.ts';

/** What happens to a client transaction. */
export type ClientInput =
  | { readonly kind: 'begin' }
  | { readonly kind: 'response'; readonly status: number }
  | { readonly kind: 'timer'; readonly timer: TimerName }
  | { readonly kind: 'transport-error' };

/** What it then does. */
export type ClientEffect =
  | TimerEffect
  | { readonly kind: 'send-request' }
  /** The ACK of a final response other than 2xx (RFC 3261 §17.1.1.3). */
  | { readonly kind: 'send-ack' }
  /** The response goes to the transaction's user. */
  | { readonly kind: 'deliver' };

export type ClientState =
  | { readonly name: 'initial' }
  /** `pauseMs`: the pause before the next retransmission. */
  | { readonly name: 'calling' | 'trying' | 'proceeding'; readonly pauseMs: number }
  | { readonly name: 'completed' | 'accepted' | 'terminated' };

export interface ClientStep {
  readonly state: ClientState;
  readonly effects: readonly ClientEffect[];
}

export const sendRequest: ClientEffect = { kind: 'send-request' };
export const sendAck: ClientEffect = { kind: 'send-ack' };
export const deliver: ClientEffect = { kind: 'deliver' };

/** Nothing comes of it. */
export function stay(state: ClientState, ...effects: readonly ClientEffect[]): ClientStep {
  return { state, effects };
}

export function end(...effects: readonly ClientEffect[]): ClientStep {
  return { state: { name: 'terminated' }, effects };
}
