import type { CallPhase } from '@sky-genesis/client';

interface Arrangeable {
  readonly id: string;
  readonly direction: 'outgoing' | 'incoming';
  readonly phase: CallPhase;
}

export interface Arrangement<C> {
  /** The call one is in. */
  readonly stage: C | null;
  /** Further calls one is in. */
  readonly aside: readonly C[];
  /** Calls that wait for an answer, the oldest first. */
  readonly incoming: readonly C[];
}

/**
 * Where each active call belongs on the screen. The one with `focusId` has the stage; when it is gone,
 * the latest other takes it.
 */
export function arrange<C extends Arrangeable>(
  active: readonly C[],
  focusId: string | null,
): Arrangement<C> {
  const isWaiting = (call: C): boolean => call.direction === 'incoming' && call.phase === 'ringing';
  const alive = active.filter((call) => call.phase !== 'ended');
  const ongoing = alive.filter((call) => !isWaiting(call));
  const stage = ongoing.find(({ id }) => id === focusId) ?? ongoing.at(-1) ?? null;
  return {
    stage,
    aside: ongoing.filter((call) => call !== stage),
    incoming: alive.filter(isWaiting),
  };
}
