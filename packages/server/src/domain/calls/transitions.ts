import { accept, decline } from './answering.ts';
import type { Call, Leg } from './call.ts';
import { ended } from './change.ts';
import type { CallCommand } from './command.ts';
import { hold, resume } from './holding.ts';
import { invite } from './inviting.ts';
import { end, endForAll, leave } from './leaving.ts';
import { isTalking, legOf } from './members.ts';
import { type Outcome, refuse, unchanged } from './outcome.ts';
import { ringTimeout } from './ringing.ts';
import { attach, dial, fail, replacePhone } from './telephone.ts';

/**
 * What a command makes of a call. Pure. A stranger's command is `call_not_found` whatever the state; on an
 * ended call `end` and the timeouts change nothing, and everything else is `call_ended`.
 */
export function transition(call: Call, command: CallCommand, nowMs: number): Outcome {
  switch (command.type) {
    case 'ring_timeout':
      return call.status === 'ended' ? unchanged(call) : ringTimeout(call, nowMs);
    case 'idle_timeout':
      if (call.status === 'ended') return unchanged(call);
      return ended(call, call.legs, 'timeout', nowMs, [{ type: 'call.ended' }]);
    case 'end':
      return onEnd(call, command.by, nowMs);
    case 'invite':
      return onInvite(call, command, nowMs);
    default:
      return onMemberCommand(call, command, nowMs);
  }
}

function onEnd(call: Call, by: string | null, nowMs: number): Outcome {
  const leg = by === null ? undefined : legOf(call, by);
  if (by !== null && leg === undefined) return refuse('call_not_found');
  if (call.status === 'ended') return unchanged(call);
  return leg === undefined ? endForAll(call, null, nowMs) : end(call, leg, nowMs);
}

function onInvite(
  call: Call,
  command: Extract<CallCommand, { type: 'invite' }>,
  nowMs: number,
): Outcome {
  const leg = command.by === null ? undefined : legOf(call, command.by);
  if (command.by !== null && leg === undefined) return refuse('call_not_found');
  if (call.status === 'ended') return over(call);
  // Only who is in the call brings others in.
  if (leg !== undefined && !isTalking(leg)) {
    return refuse('call_state_conflict', { status: leg.status });
  }
  return invite(call, command.invitees, nowMs, command.transferredBy);
}

function over(call: Call): Outcome {
  return refuse('call_ended', { reason: call.endReason ?? 'completed' });
}

type MemberCommand = Extract<
  CallCommand,
  {
    type:
      | 'accept'
      | 'decline'
      | 'leave'
      | 'hold'
      | 'resume'
      | 'attach'
      | 'replace_phone'
      | 'fail'
      | 'dtmf';
  }
>;

function onMemberCommand(call: Call, command: MemberCommand, nowMs: number): Outcome {
  const leg = legOf(call, command.by);
  if (leg === undefined) return refuse('call_not_found');
  if (call.status === 'ended') return over(call);
  switch (command.type) {
    case 'accept':
      return accept(call, leg, nowMs, command);
    case 'fail':
      return fail(call, leg, command.failure, nowMs);
    case 'attach':
      return attach(call, leg, nowMs);
    case 'replace_phone':
      return replacePhone(call, leg, command.device, nowMs);
    case 'dtmf':
      return dial(call, leg, command.digits, nowMs);
    default:
      return RULES[command.type](call, leg, nowMs);
  }
}

const RULES: Readonly<
  Record<
    Extract<MemberCommand['type'], 'decline' | 'leave' | 'hold' | 'resume'>,
    (call: Call, leg: Leg, nowMs: number) => Outcome
  >
> = { decline, leave, hold, resume };
