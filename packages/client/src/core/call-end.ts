import type { Call, EndReason, LegStatus } from '@sky-genesis/protocol';
import { legStatusOf } from './call-members.ts';

/** Why the call is over for `userId`; undefined while it is not. It may go on for others. */
export function endOf(call: Call, userId: string): EndReason | undefined {
  if (call.status === 'ended') return call.end_reason ?? 'completed';
  const status = legStatusOf(call, userId);
  return status === undefined ? undefined : endOfLeg(status);
}

function endOfLeg(status: LegStatus): EndReason | undefined {
  switch (status) {
    case 'ringing':
    case 'connected':
    case 'on_hold':
      return undefined;
    case 'left':
    case 'ended':
      return 'completed';
    default:
      return status;
  }
}
