import type { Call, EndReason } from '@sky-genesis/protocol';
import { type CallerFacts, dialable } from '../../directory/outsider.ts';

export type Outcome = 'talked' | 'missed' | 'declinedByMe' | Exclude<EndReason, 'completed'>;

/** An ended call from one member's side. */
export interface PastCall {
  readonly id: string;
  readonly direction: 'incoming' | 'outgoing';
  readonly type: Call['call_type'];
  readonly outcome: Outcome;
  /** Everybody else's ids. */
  readonly others: readonly string[];
  /** What to dial to call them back; empty where nothing leads to them. */
  readonly back: readonly string[];
  readonly caller: CallerFacts;
  readonly startedAt: Date;
  /** Null when they never talked. */
  readonly durationS: number | null;
}

export function pastCall(call: Call, me: string): PastCall {
  const direction = call.caller_id === me ? 'outgoing' : 'incoming';
  const talked = direction === 'outgoing' || wasIn(call, me);
  const others = [call.caller_id, ...call.participants].filter((id) => id !== me);
  return {
    id: call.id,
    direction,
    type: call.call_type,
    outcome: direction === 'outgoing' ? outcomeForCaller(call) : outcomeForCallee(call, me),
    others,
    back: others.flatMap((id) => dialable(id, call) ?? []),
    caller: { caller_id: call.caller_id, metadata: call.metadata },
    startedAt: new Date(call.start_time),
    durationS: talked ? durationOf(call) : null,
  };
}

function outcomeForCaller(call: Call): Outcome {
  if (call.answer_time !== null && call.end_reason !== 'failed' && call.end_reason !== 'timeout') {
    return 'talked';
  }
  const reason = call.end_reason ?? 'failed';
  return reason === 'completed' ? 'talked' : reason;
}

function outcomeForCallee(call: Call, me: string): Outcome {
  if (wasIn(call, me)) return call.end_reason === 'timeout' ? 'timeout' : 'talked';
  const mine = call.legs.find(({ user_id }) => user_id === me)?.status;
  if (mine === 'declined' || (mine === undefined && call.end_reason === 'declined')) {
    return 'declinedByMe';
  }
  return 'missed';
}

/** A leg that was in the call ends as `left` or `ended`; one that never was keeps how its ringing ended. */
function wasIn(call: Call, me: string): boolean {
  const mine = call.legs.find(({ user_id }) => user_id === me)?.status;
  const never = ['ringing', 'declined', 'busy', 'no_answer', 'cancelled'];
  return call.answer_time !== null && mine !== undefined && !never.includes(mine);
}

function durationOf(call: Call): number | null {
  if (call.answer_time === null || call.end_time === null) return null;
  return Math.max(0, (Date.parse(call.end_time) - Date.parse(call.answer_time)) / 1000);
}

/** Calls by the day they began, in the order they come. */
export function byDay(calls: readonly PastCall[]): readonly (readonly PastCall[])[] {
  const days: PastCall[][] = [];
  for (const call of calls) {
    const day = days.at(-1);
    const sameDay = day?.[0]?.startedAt.toDateString() === call.startedAt.toDateString();
    if (day && sameDay) day.push(call);
    else days.push([call]);
  }
  return days;
}

/** How far back a day is in whole calendar days: 0 today, 1 yesterday. */
export function daysAgo(date: Date, now: Date): number {
  const midnight = (of: Date): number =>
    new Date(of.getFullYear(), of.getMonth(), of.getDate()).getTime();
  return Math.round((midnight(now) - midnight(date)) / 86_400_000);
}
