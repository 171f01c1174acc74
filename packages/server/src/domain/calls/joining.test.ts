import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Call } from './call.ts';
import { toNewEvents } from './call-event.ts';
import type { CallCommand, Invitee } from './command.ts';
import { createCall } from './create-call.ts';
import { type Joined, join } from './joining.ts';
import { transition } from './transitions.ts';

const NOW = 5000;

interface Made {
  readonly caller: string;
  readonly callees: readonly string[];
  readonly metadata?: Readonly<Record<string, unknown>>;
}

function invitee(id: string, userId: string): Invitee {
  return { legId: `leg_${id}_${userId}`, userId, kind: 'webrtc', busy: false };
}

/** A call in which the first callee has answered. */
function talking(id: string, { caller, callees, metadata = {} }: Made): Call {
  const names = { id, org: 'default', callerId: caller, createdBy: caller };
  const legs = { callerLegId: `leg_${id}_caller`, callerKind: 'sip' } as const;
  const invitees = callees.map((userId) => invitee(id, userId));
  const made = createCall(
    { ...names, ...legs, callType: 'audio', metadata, timeoutS: 45, invitees },
    1000,
  );
  return run(made.call, { type: 'accept', by: callees[0] ?? '' });
}

function run(call: Call, command: CallCommand): Call {
  const outcome = transition(call, command, 2000);
  assert.ok(outcome.ok, outcome.ok ? '' : outcome.code);
  return outcome.call;
}

function joined(from: Call, into: Call, by = 'alice', byInto = by): Joined {
  const outcome = join({ from, into, by: { from: by, into: byInto } }, NOW);
  assert.ok(outcome.ok, outcome.ok ? '' : outcome.code);
  return outcome;
}

function refused(from: Call, into: Call, by = 'alice'): string {
  const outcome = join({ from, into, by: { from: by, into: by } }, NOW);
  return outcome.ok ? 'ok' : outcome.code;
}

const legsOf = ({ legs }: Call) => legs.map(({ userId, status }) => `${userId} ${status}`);
const first = talking('call_1', { caller: 'bob', callees: ['alice'] });
const second = talking('call_2', { caller: 'alice', callees: ['carol'] });

describe('two calls of one member are joined', () => {
  it('so that the others talk in the second, and the first has ended as completed', () => {
    const { from, into } = joined(first, second);
    assert.deepEqual(legsOf(into.call), ['alice left', 'carol connected', 'bob connected']);
    assert.deepEqual([into.call.status, into.call.media], ['connected', 'router']);
    assert.deepEqual(legsOf(from.call), ['bob ended', 'alice left']);
    assert.deepEqual([from.call.status, from.call.endReason], ['ended', 'completed']);
    assert.equal(into.call.version, second.version + 1);
    assert.equal(from.call.version, first.version + 1);
  });

  it('and the log of each names the other', () => {
    const { from, into } = joined(first, second);
    const told = [
      ...toNewEvents(into.call, into.events, {}),
      ...toNewEvents(from.call, from.events, {}),
    ];
    assert.deepEqual(
      told.map(({ stream, type, data }) => {
        const { call: _call, ...rest } = data;
        return { stream, type, ...rest };
      }),
      [
        {
          ...{ stream: 'call:call_2', type: 'call.joined', user_id: 'bob' },
          ...{ from_call_id: 'call_1', names: { bob: 'bob' } },
        },
        { stream: 'call:call_2', type: 'call.left', user_id: 'alice' },
        {
          ...{ stream: 'call:call_1', type: 'call.transferred', user_ids: ['alice', 'bob'] },
          to_call_id: 'call_2',
        },
        { stream: 'call:call_1', type: 'call.ended', user_id: 'alice' },
      ],
    );
  });

  it('with all who talk in the first, and without those who only ring there', () => {
    const group = run(talking('call_1', { caller: 'alice', callees: ['bob', 'dave', 'erin'] }), {
      type: 'accept',
      by: 'dave',
    });
    const { from, into } = joined(group, second);
    assert.deepEqual(legsOf(into.call).slice(2), ['bob connected', 'dave connected']);
    assert.deepEqual(legsOf(from.call).at(-1), 'erin cancelled');
  });

  it('while one whom he held hears again, and one who holds goes on holding', () => {
    const held = run(first, { type: 'hold', by: 'alice' });
    assert.equal(
      joined(held, run(second, { type: 'hold', by: 'alice' })).into.call.status,
      'connected',
    );
    const holding = joined(run(first, { type: 'hold', by: 'bob' }), second).into.call;
    assert.deepEqual([holding.status, legsOf(holding)[2]], ['on_hold', 'bob on_hold']);
  });

  it('though both came in over one trunk: who moves is himself there, by his number if he shows it', () => {
    const [number, callees] = [{ caller_number: '+33123' }, ['alice']];
    const over = (id: string) => talking(id, { caller: 'trunk:t', callees, metadata: number });
    const { into, from } = joined(over('call_1'), over('call_2'));
    assert.deepEqual(legsOf(into.call), [
      'trunk:t connected',
      'alice left',
      'ext:leg_call_1_caller connected',
    ]);
    assert.equal(into.call.legs[2]?.address, 'tel:+33123');
    assert.deepEqual(into.events[0]?.from?.names, { 'trunk:t': 'ext:leg_call_1_caller' });
    assert.equal(from.call.status, 'ended');
    const [event] = toNewEvents(into.call, into.events, {});
    assert.ok(!JSON.stringify(event?.data).includes('33123'));
  });

  it('and the caller who has put them through ends nothing for them, while the last but one who leaves does', () => {
    const { call } = joined(first, second).into;
    assert.equal(run(call, { type: 'end', by: 'alice' }).status, 'connected');
    const over = run(call, { type: 'end', by: 'bob' });
    assert.deepEqual([over.status, over.endReason], ['ended', 'completed']);
  });
});

describe('two calls are not joined', () => {
  it('by a stranger to either', () => {
    assert.equal(refused(first, second, 'bob'), 'call_not_found');
    assert.equal(refused(first, second, 'carol'), 'call_not_found');
  });

  it('where either is over, or only rings, or is the other', () => {
    const over = run(first, { type: 'end', by: 'bob' });
    assert.equal(refused(over, second), 'call_ended');
    assert.equal(refused(second, over), 'call_ended');
    const made = { ...second, status: 'ringing' } as const;
    assert.equal(refused(first, made), 'call_state_conflict');
    assert.equal(refused(made, first), 'call_state_conflict');
    assert.equal(refused(first, first), 'call_state_conflict');
  });

  it('where somebody is in both', () => {
    const group = run(talking('call_2', { caller: 'alice', callees: ['carol', 'bob'] }), {
      type: 'accept',
      by: 'bob',
    });
    assert.equal(refused(first, group), 'participant_exists');
  });

  it('where they would be too many', () => {
    const callees = Array.from({ length: 50 }, (_, at) => `user${at}`);
    assert.equal(
      refused(first, talking('call_2', { caller: 'alice', callees })),
      'too_many_participants',
    );
  });
});
