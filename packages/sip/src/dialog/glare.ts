import type { Dialog } from './dialog.ts';

/** Which INVITE transactions of a dialog are still without a final response. */
export interface PendingInvites {
  readonly sent: boolean;
  readonly received: boolean;
}

/**
 * The refusal of an INVITE within a dialog that comes at a bad moment (RFC 3261 §14.2): 491 while ours is out,
 * 500 with Retry-After while theirs is unanswered. `undefined` where it is welcome.
 */
export function refusalOfReinvite({ sent, received }: PendingInvites): 491 | 500 | undefined {
  if (received) return 500;
  return sent ? 491 : undefined;
}

/**
 * How long to wait after a 491 before asking again (§14.1): 2.1 to 4 s for the end that chose the Call-ID, 0 to 2 s
 * for the other, in steps of 10 ms, so that both do not meet again. `fraction` is random, from 0 up to 1.
 */
export function retryAfterGlareMs(
  { isCaller }: Pick<Dialog, 'isCaller'>,
  fraction: number,
): number {
  const steps = isCaller ? 210 + Math.floor(fraction * 191) : Math.floor(fraction * 201);
  return steps * 10;
}
