import type { Json } from '../../kernel/index.ts';

export const SIGNAL_TYPES = [
  'offer',
  'answer',
  'ice_candidate',
  'hangup',
  'mute',
  'unmute',
  'renegotiate',
  'screen_share_start',
  'screen_share_stop',
] as const;

export type SignalType = (typeof SIGNAL_TYPES)[number];

/** A message of a call's mailbox. */
export interface Signal {
  /** Number of its event within the call's stream; numbers may be missing between two signals. */
  readonly seq: number;
  /** `sig_…` */
  readonly id: string;
  readonly callId: string;
  readonly fromUser: string;
  /** Null: every other member. */
  readonly toUser: string | null;
  readonly messageType: SignalType;
  readonly payload: Json;
  readonly createdAtMs: number;
}
