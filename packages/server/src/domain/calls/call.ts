/** A call's media as it was asked for. `screen` is a video call whose first video is the screen. */
export const CALL_TYPES = ['audio', 'video', 'screen'] as const;
export type CallType = (typeof CALL_TYPES)[number];

export const CALL_STATUSES = ['initiating', 'ringing', 'connected', 'on_hold', 'ended'] as const;
export type CallStatus = (typeof CALL_STATUSES)[number];

export const END_REASONS = [
  'completed',
  'declined',
  'busy',
  'no_answer',
  'cancelled',
  'failed',
  'timeout',
  'unreachable',
] as const;
export type EndReason = (typeof END_REASONS)[number];

/**
 * How media travel: straight between two browsers, or over the media router, where a call moves with its
 * third member, or with the first phone in it, and then stays.
 */
export const CALL_MEDIA = ['direct', 'router'] as const;
export type CallMedia = (typeof CALL_MEDIA)[number];

export const LEG_STATUSES = [
  'ringing',
  'connected',
  'on_hold',
  'declined',
  'busy',
  'no_answer',
  'unreachable',
  'failed',
  'cancelled',
  'left',
  'ended',
] as const;
export type LegStatus = (typeof LEG_STATUSES)[number];

/** One member's part in a call. The caller has one too, connected from the start. */
export interface Leg {
  readonly id: string;
  readonly userId: string;
  readonly role: 'caller' | 'callee';
  readonly kind: 'webrtc' | 'sip';
  readonly status: LegStatus;
  /** When it began to ring; the ringing of each leg ends `timeoutS` later. */
  readonly ringingSinceMs: number;
  readonly answeredAtMs: number | null;
  /** Which of the user's devices answered, as the device called itself. */
  readonly device?: string;
  /**
   * The `sip:` or `tel:` URI of somebody outside, whose `userId` is `ext:<leg id>`. A personal value: storage keeps
   * it with the call, events keep it apart.
   */
  readonly address?: string;
  /** The member who puts this one through: he leaves when it is answered. */
  readonly transferredBy?: string;
}

export interface Call {
  readonly id: string;
  readonly org: string;
  /** 1 after creation, then one more with every commit. */
  readonly version: number;
  /** A user id, `key:<id>`, or `trunk:<id>` for who calls in over one. */
  readonly callerId: string;
  /** Who made it: the caller, or the key (`key:<id>`) that named the caller by `calls:on_behalf`. */
  readonly createdBy: string;
  readonly callType: CallType;
  readonly media: CallMedia;
  readonly status: CallStatus;
  readonly endReason: EndReason | null;
  readonly legs: readonly Leg[];
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Seconds a callee rings before it counts as no answer. */
  readonly timeoutS: number;
  readonly roomId: string | null;
  readonly createdAtMs: number;
  readonly answeredAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly updatedAtMs: number;
}
