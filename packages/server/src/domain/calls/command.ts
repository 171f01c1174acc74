import type { Leg } from './call.ts';

/** Somebody to ring. */
export interface Invitee {
  readonly legId: string;
  readonly userId: string;
  readonly kind: Leg['kind'];
  /** He is talking in another call. */
  readonly busy: boolean;
}

/** What may be done to a call. `by` is a member's id; null is an administrator, or the server itself. */
export type CallCommand =
  | { readonly type: 'accept'; readonly by: string; readonly device?: string | undefined }
  | { readonly type: 'decline'; readonly by: string }
  | { readonly type: 'end'; readonly by: string | null }
  | { readonly type: 'leave'; readonly by: string }
  | { readonly type: 'hold'; readonly by: string }
  | { readonly type: 'resume'; readonly by: string }
  | {
      readonly type: 'invite';
      readonly by: string | null;
      readonly invitees: readonly Invitee[];
    }
  /** Whoever has rung for `timeoutS` has not answered. */
  | { readonly type: 'ring_timeout' }
  /** Nobody has been connected for too long. */
  | { readonly type: 'idle_timeout' };
