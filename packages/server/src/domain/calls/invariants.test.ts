import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Call } from './call.ts';
import type { CallCommand } from './command.ts';
import { createCall } from './create-call.ts';
import { isLive, isTalking } from './members.ts';
import { nextRingTimeoutMs } from './ringing.ts';
import { transition } from './transitions.ts';

const PEOPLE = ['alice', 'bob', 'carol', 'dave', 'eve'] as const;
const STARTED = 1_000_000;
const person = fc.constantFrom(...PEOPLE);

const invitee = fc.record({
  legId: fc.constant('leg_x'),
  userId: fc.constantFrom('bob', 'carol', 'dave'),
  kind: fc.constant('webrtc' as const),
  busy: fc.boolean(),
});
const invitees = fc.uniqueArray(invitee, { minLength: 1, selector: (one) => one.userId });

const command: fc.Arbitrary<CallCommand> = fc.oneof(
  fc.record({
    type: fc.constantFrom('accept', 'decline', 'end', 'leave', 'hold', 'resume'),
    by: person,
  }),
  fc.record({ type: fc.constant('end'), by: fc.constant(null) }),
  fc.record({ type: fc.constant('invite'), by: fc.option(person), invitees }),
  fc.record({ type: fc.constantFrom('ring_timeout', 'idle_timeout') }),
);

const step = fc.record({ command, afterMs: fc.nat(30_000) });

function holdsTogether(call: Call): void {
  const talking = call.legs.filter(isTalking);
  const live = call.legs.filter(isLive);
  assert.equal(new Set(call.legs.map((leg) => leg.userId)).size, call.legs.length);
  switch (call.status) {
    case 'initiating':
      assert.fail('nothing is stored as initiating');
      break;
    case 'ringing':
      assert.ok(talking.length === 1 && live.length > 1, 'somebody rings, only the caller talks');
      assert.equal(call.answeredAtMs, null);
      break;
    case 'connected':
    case 'on_hold':
      assert.ok(talking.length >= 2);
      assert.ok(live.length <= 2 || call.media === 'router', 'three do not talk directly');
      assert.notEqual(call.answeredAtMs, null);
      assert.equal(
        call.status === 'on_hold',
        talking.some((leg) => leg.status === 'on_hold'),
      );
      break;
    case 'ended':
      assert.deepEqual(live, []);
      assert.notEqual(call.endReason, null);
      assert.equal(nextRingTimeoutMs(call), undefined);
      break;
    default:
      throw call.status satisfies never;
  }
  assert.equal(call.status === 'ended', call.endedAtMs !== null);
}

describe('whatever is done to a call', () => {
  it('it stays one that can be, and stays ended once it is', () => {
    fc.assert(
      fc.property(invitees, fc.array(step, { maxLength: 30 }), (first, steps) => {
        let { call } = createCall(
          {
            id: 'call_1',
            org: 'default',
            callerId: 'alice',
            createdBy: 'alice',
            callerLegId: 'leg_alice',
            callerKind: 'webrtc',
            callType: 'audio',
            metadata: {},
            timeoutS: 45,
            invitees: first,
          },
          STARTED,
        );
        let nowMs = STARTED;
        holdsTogether(call);
        for (const next of steps) {
          nowMs += next.afterMs;
          const outcome = transition(call, next.command, nowMs);
          if (!outcome.ok) continue;
          assert.ok(call.status !== 'ended' || outcome.call === call, 'an ended call has changed');
          call = outcome.call;
          holdsTogether(call);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
