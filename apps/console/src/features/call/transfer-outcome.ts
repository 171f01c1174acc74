import type { CallSession } from '@sky-genesis/client';
import type { LegStatus } from '@sky-genesis/protocol';

/** Why a call stays with who wanted to put it through. */
export type Unreached = Extract<
  LegStatus,
  'declined' | 'busy' | 'no_answer' | 'unreachable' | 'failed'
>;

/** `over`: the call has ended before it was put through. */
export type TransferOutcome = 'ringing' | 'done' | 'over' | Unreached;

type Transferred = Pick<CallSession, 'phase'> & {
  readonly info: Pick<CallSession['info'], 'legs'>;
};

/** What has come of ringing somebody, by the leg, in one's own place. */
export function transferOutcome({ phase, info }: Transferred, legId: string): TransferOutcome {
  const status = info.legs.find(({ id }) => id === legId)?.status ?? 'ended';
  switch (status) {
    case 'ringing':
      return phase === 'ended' ? 'over' : 'ringing';
    case 'connected':
    case 'on_hold':
      return phase === 'ended' ? 'done' : 'over';
    case 'cancelled':
    case 'left':
    case 'ended':
      return 'over';
    default:
      return status;
  }
}
