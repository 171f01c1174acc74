import type { Leg } from './call.ts';

/** Somebody to ring. */
export interface Invitee {
  readonly legId: string;
  readonly userId: string;
  readonly kind: Leg['kind'];
  /** He is talking in another call. */
  readonly busy: boolean;
  /** Of somebody outside. */
  readonly address?: string;
}

/** How ringing somebody outside ended. */
export type LegFailure = 'busy' | 'declined' | 'no_answer' | 'unreachable' | 'failed';

/** What may be done to a call. `by` is a member's id; null is an administrator, or the server itself. */
export type CallCommand =
  | {
      readonly type: 'accept';
      readonly by: string;
      readonly device?: string | undefined;
      /** It is a phone, or somebody outside, who answers. */
      readonly phone?: boolean | undefined;
    }
  /** The caller's own sound comes by a phone from now on. */
  | { readonly type: 'attach'; readonly by: string }
  /** Another phone speaks for the member now. */
  | { readonly type: 'replace_phone'; readonly by: string; readonly device: string }
  /** Somebody outside could not be had. */
  | { readonly type: 'fail'; readonly by: string; readonly failure: LegFailure }
  | { readonly type: 'dtmf'; readonly by: string; readonly digits: string }
  | { readonly type: 'decline'; readonly by: string }
  | { readonly type: 'end'; readonly by: string | null }
  | { readonly type: 'leave'; readonly by: string }
  | { readonly type: 'hold'; readonly by: string }
  | { readonly type: 'resume'; readonly by: string }
  | {
      readonly type: 'invite';
      readonly by: string | null;
      readonly invitees: readonly Invitee[];
      /** The member who leaves when one of them answers. */
      readonly transferredBy?: string | undefined;
    }
  /** Whoever has rung for `timeoutS` has not answered. */
  | { readonly type: 'ring_timeout' }
  /** Nobody has been connected for too long. */
  | { readonly type: 'idle_timeout' };
