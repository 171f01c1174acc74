import type { CallStatus } from '@sky-genesis/protocol';
import type { CallPhase } from './types.ts';

export interface CallFacts {
  /** The call is over, or over for this device. */
  readonly ended: boolean;
  readonly direction: 'outgoing' | 'incoming';
  readonly status: CallStatus;
  /** Incoming: accepted on this device. */
  readonly joined: boolean;
  /** `none` yet; `up`: media flow with at least one other; `lost`: they did. */
  readonly media: 'none' | 'up' | 'lost';
}

/** What a call looks like from here. */
export function phaseOf({ ended, direction, status, joined, media }: CallFacts): CallPhase {
  if (ended || status === 'ended') return 'ended';
  if (direction === 'incoming' && !joined) return 'ringing';
  if (status === 'initiating') return direction === 'outgoing' ? 'dialing' : 'connecting';
  if (status === 'ringing') return direction === 'outgoing' ? 'ringing' : 'connecting';
  if (media === 'lost') return 'reconnecting';
  if (status === 'on_hold') return 'on_hold';
  return media === 'up' ? 'connected' : 'connecting';
}
