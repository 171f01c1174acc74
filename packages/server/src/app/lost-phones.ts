import { type Call, isTalking, type Leg, type PhoneCalls } from '../domain/calls/index.ts';
import { AppError, type Scope, systemScope } from '../kernel/index.ts';

type LegCalls = Pick<PhoneCalls, 'failLeg' | 'hangUpPhone'>;

/** SIP sessions do not outlive the process: what was theirs in calls of before is over. */
export async function endLostPhones(
  stored: { listAllActive(): Promise<readonly Call[]> },
  calls: LegCalls,
): Promise<void> {
  for (const call of await stored.listAllActive()) {
    for (const leg of call.legs) if (leg.kind === 'sip') await endLeg(calls, call, leg);
  }
}

async function endLeg(calls: LegCalls, call: Call, leg: Leg): Promise<void> {
  const scope: Scope = { ...systemScope(call.org), source: 'sip' };
  try {
    if (leg.status === 'ringing') await calls.failLeg(scope, call.id, leg.userId, 'failed');
    else if (isTalking(leg)) await calls.hangUpPhone(scope, call.id, leg.userId);
  } catch (error) {
    // The call has ended meanwhile: with another of its phones, or by a timer.
    if (!(error instanceof AppError && error.code === 'call_ended')) throw error;
  }
}
