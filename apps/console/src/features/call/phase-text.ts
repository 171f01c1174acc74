import type { CallSession } from '@sky-genesis/client';
import type { Catalogue } from '../../i18n/catalogue.ts';

type Told = Pick<CallSession, 'phase' | 'heldByMe' | 'endReason' | 'direction'>;

/** The call's state in words. `name` is the other side's. */
export function phaseText(call: Told, name: string, text: Catalogue): string {
  if (call.phase === 'ended') return endText(call, name, text);
  if (call.phase !== 'on_hold') return text.call.phase[call.phase];
  return call.heldByMe ? text.call.heldByMe : text.call.heldByOther(name);
}

/** Why the call is over, in words. */
export function endText(call: Told, name: string, text: Catalogue): string {
  const words = text.call.ended;
  const reason = call.endReason ?? 'completed';
  switch (reason) {
    case 'completed':
    case 'cancelled':
    case 'failed':
    case 'timeout':
      return words[reason];
    case 'declined':
      return call.direction === 'incoming' ? words.declinedByMe : words.declined(name);
    case 'busy':
    case 'no_answer':
    case 'unreachable':
      return words[reason](name);
    default:
      return reason satisfies never;
  }
}
