import assert from 'node:assert/strict';
import test from 'node:test';
import type { Call, LegStatus } from '@sky-genesis/protocol';
import { CallState } from './call-state.ts';

function call(legs: Readonly<Record<string, LegStatus>>, rest: Partial<Call> = {}): Call {
  return {
    id: `call_${'0'.repeat(26)}`,
    caller_id: 'anna',
    participants: Object.keys(legs),
    call_type: 'audio',
    media: 'direct',
    status: 'ringing',
    end_reason: null,
    start_time: at(0),
    answer_time: null,
    end_time: null,
    room_id: null,
    metadata: {},
    legs: Object.entries(legs).map(([user_id, status]) => ({
      id: `leg_${user_id}`,
      user_id,
      kind: 'webrtc' as const,
      status,
    })),
    created_at: at(0),
    updated_at: at(0),
    ...rest,
  };
}

function at(seconds: number): string {
  return new Date(Date.UTC(2026, 0, 31) + seconds * 1000).toISOString();
}

const accepted = (userId: string) => ({
  kind: 'state' as const,
  type: 'call.accepted',
  call: call({ ben: 'connected' }, { status: 'connected', updated_at: at(1) }),
  userId,
});

test('a call another device of the user has accepted is over here and says so', () => {
  const state = new CallState(call({ ben: 'ringing' }), 'ben');
  state.apply(accepted('ben'));
  assert.equal(state.answeredElsewhere, true);
  assert.equal(state.endReason, 'completed');
  assert.equal(state.phase('none'), 'ended');
});

test('the acceptance of this device is no other device’s', () => {
  const state = new CallState(call({ ben: 'ringing' }), 'ben');
  state.join('joining');
  state.apply(accepted('ben'));
  assert.equal(state.answeredElsewhere, false);
  assert.equal(state.phase('none'), 'connecting');
});

test('a call one has declined is over though others go on ringing', () => {
  const state = new CallState(call({ ben: 'ringing', cleo: 'ringing' }), 'ben');
  state.read(call({ ben: 'declined', cleo: 'ringing' }, { updated_at: at(1) }));
  assert.equal(state.endReason, 'declined');
});

test('the caller who leaves a group call has ended it for himself', () => {
  const state = new CallState(call({ ben: 'connected', cleo: 'connected' }), 'anna');
  const left = call({ ben: 'connected', cleo: 'connected' }, { status: 'connected' });
  state.apply({ kind: 'state', type: 'call.left', call: left, userId: 'anna' });
  assert.equal(state.endReason, 'completed');
});

test('the first reason of the end stays', () => {
  const state = new CallState(call({ ben: 'ringing' }), 'anna');
  state.finish('cancelled');
  state.read(call({ ben: 'ended' }, { status: 'ended', end_reason: 'failed', updated_at: at(1) }));
  assert.equal(state.endReason, 'cancelled');
});

test('an answer that was overtaken by an event changes nothing', () => {
  const state = new CallState(call({ ben: 'ringing' }), 'anna');
  state.apply(accepted('ben'));
  state.read(call({ ben: 'ringing' }));
  assert.equal(state.call.status, 'connected');
});

test('metadata come with the creation and are kept', () => {
  const state = new CallState(call({ ben: 'ringing' }, { metadata: { ticket: 7 } }), 'anna');
  state.apply(accepted('ben'));
  assert.deepEqual(state.call.metadata, { ticket: 7 });
});

test('who holds is told by the events', () => {
  const state = new CallState(call({ ben: 'connected' }, { status: 'connected' }), 'anna');
  const held = call({ ben: 'connected' }, { status: 'on_hold', updated_at: at(2) });
  state.apply({ kind: 'state', type: 'call.held', call: held, userId: 'ben' });
  assert.equal(state.heldByMe, false);
  state.apply({ kind: 'state', type: 'call.held', call: held, userId: 'anna' });
  assert.equal(state.heldByMe, true);
  state.apply({ kind: 'state', type: 'call.resumed', call: held, userId: 'anna' });
  assert.equal(state.heldByMe, false);
});

test('a call whose callees are all busy is over from the start, for that reason', () => {
  const ended = { status: 'ended', end_reason: 'busy' } as const;
  const state = new CallState(call({ ben: 'busy' }, ended), 'anna');
  assert.equal(state.endReason, 'busy');
  assert.equal(state.phase('none'), 'ended');
});
