import type { TimerEffect, TimerName } from './timings.ts';

/** What happens to a server transaction. */
export type ServerInput =
  | { readonly kind: 'begin' }
  /** The request came again. */
  | { readonly kind: 'request' }
  | { readonly kind: 'ack' }
  /** The user gives a response. */
  | { readonly kind: 'respond'; readonly status: number }
  | { readonly kind: 'timer'; readonly timer: TimerName }
  | { readonly kind: 'transport-error' };

/** What it then does. */
export type ServerEffect =
  | TimerEffect
  /** Sends the response that was just given. */
  | { readonly kind: 'send' }
  /** Sends the latest response once more. */
  | { readonly kind: 'resend' }
  /** Sends a 100 of its own. */
  | { readonly kind: 'send-trying' }
  /** The ACK goes to the user. */
  | { readonly kind: 'deliver-ack' };

export type ServerState =
  | { readonly name: 'initial' }
  | { readonly name: 'trying' }
  /** `answered`: a provisional response went out. */
  | { readonly name: 'proceeding'; readonly answered: boolean }
  /** `pauseMs`: the pause before the next retransmission. */
  | { readonly name: 'completed'; readonly pauseMs: number }
  | { readonly name: 'accepted' | 'confirmed' | 'terminated' };

export interface ServerStep {
  readonly state: ServerState;
  readonly effects: readonly ServerEffect[];
}

export const send: ServerEffect = { kind: 'send' };
export const resend: ServerEffect = { kind: 'resend' };

export function stay(state: ServerState, ...effects: readonly ServerEffect[]): ServerStep {
  return { state, effects };
}

export function end(...effects: readonly ServerEffect[]): ServerStep {
  return { state: { name: 'terminated' }, effects };
}
