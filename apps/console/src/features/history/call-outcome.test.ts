import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Call, EndReason, LegStatus } from '@sky-genesis/protocol';
import { byDay, daysAgo, pastCall } from './call-outcome.ts';

function call(change: {
  readonly caller?: string;
  readonly reason: EndReason;
  readonly leg: LegStatus;
  readonly answered?: boolean;
  readonly start?: string;
}): Call {
  const start = change.start ?? '2026-03-03T09:00:00.000Z';
  const end = '2026-03-03T09:02:05.000Z';
  return {
    id: 'call_00000000000000000000000000',
    caller_id: change.caller ?? 'noor',
    participants: ['amelie'],
    call_type: 'video',
    media: 'direct',
    status: 'ended',
    end_reason: change.reason,
    start_time: start,
    answer_time: change.answered ? '2026-03-03T09:00:05.000Z' : null,
    end_time: end,
    room_id: null,
    metadata: {},
    legs: [{ id: 'leg_1', user_id: 'amelie', kind: 'webrtc', status: change.leg }],
    created_at: start,
    updated_at: end,
  };
}

describe('a past call', () => {
  it('is outgoing to its caller and incoming to the others', () => {
    const talked = call({ reason: 'completed', leg: 'ended', answered: true });
    assert.equal(pastCall(talked, 'noor').direction, 'outgoing');
    assert.deepEqual(pastCall(talked, 'noor').others, ['amelie']);
    assert.equal(pastCall(talked, 'amelie').direction, 'incoming');
    assert.deepEqual(pastCall(talked, 'amelie').others, ['noor']);
  });

  it('lasts from the answer to the end', () => {
    const talked = call({ reason: 'completed', leg: 'ended', answered: true });
    assert.equal(pastCall(talked, 'amelie').durationS, 120);
    assert.equal(pastCall(talked, 'amelie').outcome, 'talked');
  });

  it('is missed by whom it rang for in vain', () => {
    for (const [reason, leg] of [
      ['no_answer', 'no_answer'],
      ['cancelled', 'cancelled'],
      ['busy', 'busy'],
    ] as const) {
      const past = pastCall(call({ reason, leg }), 'amelie');
      assert.equal(past.outcome, 'missed', reason);
      assert.equal(past.durationS, null);
    }
  });

  it('is no missed call for who declined it, and says so to the caller', () => {
    const refused = call({ reason: 'declined', leg: 'declined' });
    assert.equal(pastCall(refused, 'amelie').outcome, 'declinedByMe');
    assert.equal(pastCall(refused, 'noor').outcome, 'declined');
  });

  it('tells the caller why nobody came', () => {
    assert.equal(pastCall(call({ reason: 'busy', leg: 'busy' }), 'noor').outcome, 'busy');
    assert.equal(
      pastCall(call({ reason: 'no_answer', leg: 'no_answer' }), 'noor').outcome,
      'no_answer',
    );
  });

  it('of a group is missed by the member who did not come, though others talked', () => {
    const others = call({ reason: 'completed', leg: 'no_answer', answered: true });
    const past = pastCall(others, 'amelie');
    assert.equal(past.outcome, 'missed');
    assert.equal(past.durationS, null);
  });

  it('that broke off tells both sides', () => {
    const broken = call({ reason: 'timeout', leg: 'ended', answered: true });
    assert.equal(pastCall(broken, 'noor').outcome, 'timeout');
    assert.equal(pastCall(broken, 'amelie').outcome, 'timeout');
  });
});

describe('days of the history', () => {
  it('gather the calls of one day in their order', () => {
    const at = (start: string) =>
      pastCall(call({ reason: 'cancelled', leg: 'cancelled', start }), 'noor');
    const calls = [
      at('2026-03-03T12:30:00.000Z'),
      at('2026-03-03T12:00:00.000Z'),
      at('2026-03-01T12:00:00.000Z'),
    ];
    assert.deepEqual(
      byDay(calls).map((day) => day.length),
      [2, 1],
    );
  });

  it('are counted by the calendar, not by 24 hours', () => {
    const now = new Date(2026, 2, 3, 0, 5);
    assert.equal(daysAgo(new Date(2026, 2, 3, 0, 1), now), 0);
    assert.equal(daysAgo(new Date(2026, 2, 2, 23, 59), now), 1);
    assert.equal(daysAgo(new Date(2026, 2, 1, 1, 0), now), 2);
  });
});
