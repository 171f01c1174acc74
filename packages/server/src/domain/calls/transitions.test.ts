import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Call, CallStatus } from './call.ts';
import type { CallCommand, Invitee } from './command.ts';
import { createCall } from './create-call.ts';
import type { Outcome } from './outcome.ts';
import { transition } from './transitions.ts';

/*
 * Alice calls Bob, Carol and Dave; Carol has declined. In the connected states Bob has accepted and Dave still
 * rings; on hold, Bob holds. Eve is a stranger.
 */
const STARTED = 1000;
const SOON = 2000;
const OVERDUE = STARTED + 45_000;

function invitee(userId: string, busy = false): Invitee {
  return { legId: `leg_${userId}`, userId, kind: 'webrtc', busy };
}

function newCall(invitees: readonly Invitee[]) {
  return createCall(
    {
      id: 'call_1',
      org: 'default',
      callerId: 'alice',
      createdBy: 'alice',
      callerLegId: 'leg_alice',
      callerKind: 'webrtc',
      callType: 'video',
      metadata: {},
      timeoutS: 45,
      invitees,
    },
    STARTED,
  );
}

function after(call: Call, ...commands: readonly CallCommand[]): Call {
  return commands.reduce((current, command) => {
    const outcome = transition(current, command, STARTED);
    assert.ok(outcome.ok);
    return outcome.call;
  }, call);
}

const ringing = after(newCall(['bob', 'carol', 'dave'].map((id) => invitee(id))).call, {
  type: 'decline',
  by: 'carol',
});
const connected = after(ringing, { type: 'accept', by: 'bob' });
const STATES: Readonly<Record<CallStatus, Call>> = {
  initiating: { ...ringing, status: 'initiating' },
  ringing,
  connected,
  on_hold: after(connected, { type: 'hold', by: 'bob' }),
  ended: after(connected, { type: 'end', by: 'alice' }),
};
const STATUSES = ['initiating', 'ringing', 'connected', 'on_hold', 'ended'] as const;

/** Refusals as the table has them. */
const SHORT: ReadonlyMap<string, string> = new Map([
  ['call_not_found', 'stranger'],
  ['call_state_conflict', 'conflict'],
  ['call_ended', 'over'],
]);

function told(outcome: Outcome): string {
  if (!outcome.ok) return SHORT.get(outcome.code) ?? outcome.code;
  const { call, events } = outcome;
  if (events.length === 0) return 'unchanged';
  const names = events.map(({ type, userIds }) =>
    [type.slice(5), userIds?.join('+')].join(' ').trim(),
  );
  const status = call.endReason === null ? call.status : `${call.status} ${call.endReason}`;
  return `${status}: ${names.join(', ')}`;
}

/** Command, who gives it, whom it invites; then what it comes to in each state of `STATUSES`. */
const TABLE = `
accept alice            | conflict                | conflict                | conflict                | conflict                | over
accept bob              | connected: accepted bob | connected: accepted bob | unchanged               | unchanged               | over
accept carol            | conflict                | conflict                | conflict                | conflict                | over
accept dave             | connected: accepted dave| connected: accepted dave| connected: accepted dave| on_hold: accepted dave  | over
accept eve              | stranger                | stranger                | stranger                | stranger                | stranger
decline alice           | conflict                | conflict                | conflict                | conflict                | over
decline bob             | initiating: declined bob| ringing: declined bob   | conflict                | conflict                | over
decline carol           | unchanged               | unchanged               | unchanged               | unchanged               | over
decline dave            | initiating: declined dave| ringing: declined dave  | connected: declined dave| on_hold: declined dave  | over
decline eve             | stranger                | stranger                | stranger                | stranger                | stranger
end alice               | ended cancelled: ended alice| ended cancelled: ended alice| ended completed: ended alice| ended completed: ended alice| unchanged
end bob                 | initiating: declined bob| ringing: declined bob   | ended completed: ended bob| ended completed: ended bob| unchanged
end carol               | unchanged               | unchanged               | unchanged               | unchanged               | unchanged
end dave                | initiating: declined dave| ringing: declined dave  | connected: declined dave| on_hold: declined dave  | unchanged
end eve                 | stranger                | stranger                | stranger                | stranger                | stranger
end admin               | ended cancelled: ended  | ended cancelled: ended  | ended completed: ended  | ended completed: ended  | unchanged
leave alice             | ended cancelled: ended alice| ended cancelled: ended alice| ended completed: ended alice| ended completed: ended alice| over
leave bob               | conflict                | conflict                | ended completed: ended bob| ended completed: ended bob| over
leave carol             | conflict                | conflict                | conflict                | conflict                | over
leave dave              | conflict                | conflict                | conflict                | conflict                | over
leave eve               | stranger                | stranger                | stranger                | stranger                | stranger
hold alice              | conflict                | conflict                | on_hold: held alice     | on_hold: held alice     | over
hold bob                | conflict                | conflict                | on_hold: held bob       | conflict                | over
hold carol              | conflict                | conflict                | conflict                | conflict                | over
hold dave               | conflict                | conflict                | conflict                | conflict                | over
hold eve                | stranger                | stranger                | stranger                | stranger                | stranger
resume alice            | conflict                | conflict                | conflict                | conflict                | over
resume bob              | conflict                | conflict                | conflict                | connected: resumed bob  | over
resume carol            | conflict                | conflict                | conflict                | conflict                | over
resume dave             | conflict                | conflict                | conflict                | conflict                | over
resume eve              | stranger                | stranger                | stranger                | stranger                | stranger
invite alice frank      | initiating: invited frank| ringing: invited frank  | connected: invited frank| on_hold: invited frank  | over
invite bob frank        | conflict                | conflict                | connected: invited frank| on_hold: invited frank  | over
invite carol frank      | conflict                | conflict                | conflict                | conflict                | over
invite dave frank       | conflict                | conflict                | conflict                | conflict                | over
invite eve frank        | stranger                | stranger                | stranger                | stranger                | stranger
invite admin frank      | initiating: invited frank| ringing: invited frank  | connected: invited frank| on_hold: invited frank  | over
invite alice alice      | participant_is_caller   | participant_is_caller   | participant_is_caller   | participant_is_caller   | over
invite alice dave       | participant_exists      | participant_exists      | participant_exists      | participant_exists      | over
invite alice carol      | initiating: invited carol| ringing: invited carol  | connected: invited carol| on_hold: invited carol  | over
attach alice            | initiating: attached alice| ringing: attached alice| connected: attached alice| on_hold: attached alice| over
attach bob              | conflict                | conflict                | conflict                | conflict                | over
attach eve              | stranger                | stranger                | stranger                | stranger                | stranger
replace_phone bob       | conflict                | conflict                | connected: phone_replaced bob| on_hold: phone_replaced bob| over
replace_phone carol     | conflict                | conflict                | conflict                | conflict                | over
replace_phone eve       | stranger                | stranger                | stranger                | stranger                | stranger
fail dave               | initiating: busy dave   | ringing: busy dave      | connected: busy dave    | on_hold: busy dave      | over
fail carol              | unchanged               | unchanged               | unchanged               | unchanged               | over
fail eve                | stranger                | stranger                | stranger                | stranger                | stranger
dtmf alice              | initiating: dtmf alice  | ringing: dtmf alice     | connected: dtmf alice   | on_hold: dtmf alice     | over
dtmf dave               | conflict                | conflict                | conflict                | conflict                | over
dtmf eve                | stranger                | stranger                | stranger                | stranger                | stranger
ring_timeout due        | ended no_answer: no_answer bob+dave, ended| ended no_answer: no_answer bob+dave, ended| connected: no_answer dave| on_hold: no_answer dave | unchanged
ring_timeout early      | unchanged               | unchanged               | unchanged               | unchanged               | unchanged
idle_timeout            | ended timeout: ended    | ended timeout: ended    | ended timeout: ended    | ended timeout: ended    | unchanged
`;

function commandOf(text: string): { readonly command: CallCommand; readonly nowMs: number } {
  const [type, who = '', whom = ''] = text.split(' ');
  const by = who === 'admin' ? null : who;
  const nowMs = who === 'due' ? OVERDUE : SOON;
  if (type === 'ring_timeout' || type === 'idle_timeout') return { command: { type }, nowMs };
  if (type === 'end') return { command: { type, by }, nowMs };
  if (type === 'invite') return { command: { type, by, invitees: [invitee(whom)] }, nowMs };
  if (type === 'fail') return { command: { type, by: who, failure: 'busy' }, nowMs };
  if (type === 'replace_phone') return { command: { type, by: who, device: 'dev_2' }, nowMs };
  if (type === 'dtmf') return { command: { type, by: who, digits: '1' }, nowMs };
  const known = (['accept', 'attach', 'decline', 'leave', 'hold', 'resume'] as const).find(
    (t) => t === type,
  );
  assert.ok(known, text);
  return { command: { type: known, by: who }, nowMs };
}

const ROWS = TABLE.trim()
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()));

describe('transition', () => {
  for (const [what = '', ...expected] of ROWS) {
    const { command, nowMs } = commandOf(what);
    for (const [index, status] of STATUSES.entries()) {
      it(`${what} while ${status}: ${expected[index]}`, () => {
        const before = STATES[status];
        const outcome = transition(before, command, nowMs);
        assert.equal(told(outcome), expected[index]);
        if (!outcome.ok) return;
        const made = outcome.events.length > 0;
        assert.equal(outcome.call.version, made ? before.version + 1 : before.version);
        assert.equal(outcome.call === before, !made);
      });
    }
  }

  it('is told for every command by every kind of member', () => {
    const commands = {
      accept: 5,
      decline: 5,
      end: 6,
      leave: 5,
      hold: 5,
      resume: 5,
      invite: 9,
      attach: 3,
      replace_phone: 3,
      fail: 3,
      dtmf: 3,
      ring_timeout: 2,
      idle_timeout: 1,
    } satisfies Record<CallCommand['type'], number>;
    const rows = Object.groupBy(ROWS, ([what = '']) => commandOf(what).command.type);
    const counts = Object.entries(rows).map(([type, list]) => [type, list.length]);
    assert.deepEqual(Object.fromEntries(counts), commands);
  });
});
