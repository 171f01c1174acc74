import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Call } from './call.ts';
import type { CallCommand, Invitee } from './command.ts';
import { createCall } from './create-call.ts';
import { MAX_CALLEES } from './inviting.ts';
import type { Changed } from './outcome.ts';
import { nextRingTimeoutMs } from './ringing.ts';
import { transition } from './transitions.ts';

const STARTED = 10_000;

function invitee(userId: string, busy = false): Invitee {
  return { legId: `leg_${userId}`, userId, kind: 'webrtc', busy };
}

function created(...invitees: readonly Invitee[]): Changed {
  return createCall(
    {
      id: 'call_1',
      org: 'default',
      callerId: 'alice',
      createdBy: 'alice',
      callerLegId: 'leg_alice',
      callerKind: 'webrtc',
      callType: 'audio',
      metadata: { ticket: 7 },
      timeoutS: 45,
      invitees,
    },
    STARTED,
  );
}

function apply(call: Call, command: CallCommand, nowMs = STARTED + 1): Changed {
  const outcome = transition(call, command, nowMs);
  assert.ok(outcome.ok, outcome.ok ? '' : outcome.code);
  return outcome;
}

const legStatuses = (call: Call) =>
  Object.fromEntries(call.legs.map((leg) => [leg.userId, leg.status]));
const types = (changed: Changed) => changed.events.map((event) => event.type);

/** Three who talk: reached through a media router, so put together here. */
function threeTalking(): Call {
  const call = created(invitee('bob'), invitee('carol')).call;
  return {
    ...call,
    status: 'connected',
    answeredAtMs: STARTED,
    legs: call.legs.map((leg) => ({ ...leg, status: 'connected', answeredAtMs: STARTED })),
  };
}

describe('a new call', () => {
  it('rings everyone who is free, with the caller connected already', () => {
    const made = created(invitee('bob'), invitee('carol', true));
    assert.equal(made.call.status, 'ringing');
    assert.deepEqual(legStatuses(made.call), { alice: 'connected', bob: 'ringing', carol: 'busy' });
    assert.deepEqual(made.events, [
      { type: 'call.created' },
      { type: 'call.busy', userIds: ['carol'] },
    ]);
  });

  it('has ended as busy when nobody is free', () => {
    const made = created(invitee('bob', true), invitee('carol', true));
    assert.deepEqual([made.call.status, made.call.endReason], ['ended', 'busy']);
    assert.equal(made.call.endedAtMs, STARTED);
    assert.deepEqual(types(made), ['call.created', 'call.busy', 'call.ended']);
    assert.equal(nextRingTimeoutMs(made.call), undefined);
  });
});

describe('a call between two', () => {
  const ringing = created(invitee('bob')).call;

  it('is answered once and keeps when', () => {
    const { call } = apply(ringing, { type: 'accept', by: 'bob' }, STARTED + 5);
    assert.equal(call.answeredAtMs, STARTED + 5);
    assert.deepEqual(legStatuses(call), { alice: 'connected', bob: 'connected' });
  });

  it('ends as declined when the callee declines or hangs up before answering', () => {
    for (const type of ['decline', 'end'] as const) {
      const changed = apply(ringing, { type, by: 'bob' });
      assert.equal(changed.call.endReason, 'declined');
      assert.deepEqual(legStatuses(changed.call), { alice: 'ended', bob: 'declined' });
      assert.deepEqual(types(changed), ['call.declined', 'call.ended']);
    }
  });

  it('ends as cancelled when the caller hangs up before the answer', () => {
    const { call } = apply(ringing, { type: 'end', by: 'alice' });
    assert.equal(call.endReason, 'cancelled');
    assert.deepEqual(legStatuses(call), { alice: 'ended', bob: 'cancelled' });
  });

  it('ends as no_answer exactly when the ringing time is over', () => {
    assert.equal(nextRingTimeoutMs(ringing), STARTED + 45_000);
    assert.deepEqual(apply(ringing, { type: 'ring_timeout' }, STARTED + 44_999).events, []);
    const { call } = apply(ringing, { type: 'ring_timeout' }, STARTED + 45_000);
    assert.equal(call.endReason, 'no_answer');
  });

  it('stays on hold until both have resumed', () => {
    const connected = apply(ringing, { type: 'accept', by: 'bob' }).call;
    const one = apply(connected, { type: 'hold', by: 'alice' }).call;
    const both = apply(one, { type: 'hold', by: 'bob' }).call;
    const aliceBack = apply(both, { type: 'resume', by: 'alice' }).call;
    assert.equal(aliceBack.status, 'on_hold');
    assert.equal(apply(aliceBack, { type: 'resume', by: 'bob' }).call.status, 'connected');
  });

  it('never goes back in time when the clock does', () => {
    const { call } = apply(ringing, { type: 'accept', by: 'bob' }, STARTED - 500);
    assert.equal(call.updatedAtMs, STARTED);
  });
});

describe('a group call', () => {
  it('ends with the last decline when nobody has answered', () => {
    const ringing = created(invitee('bob'), invitee('carol')).call;
    const one = apply(ringing, { type: 'decline', by: 'bob' }).call;
    assert.equal(one.status, 'ringing');
    assert.equal(apply(one, { type: 'decline', by: 'carol' }).call.endReason, 'declined');
  });

  it('keeps the others ringing when the first accepts, and stops them when it ends', () => {
    const ringing = created(invitee('bob'), invitee('carol')).call;
    const connected = apply(ringing, { type: 'accept', by: 'bob' }).call;
    assert.equal(legStatuses(connected).carol, 'ringing');
    assert.equal(nextRingTimeoutMs(connected), STARTED + 45_000);
    const { call } = apply(connected, { type: 'end', by: 'bob' });
    assert.deepEqual(legStatuses(call), { alice: 'ended', bob: 'ended', carol: 'cancelled' });
    assert.equal(call.endReason, 'completed');
  });

  it('goes on without a callee who hangs up while two others talk', () => {
    for (const type of ['end', 'leave'] as const) {
      const changed = apply(threeTalking(), { type, by: 'bob' });
      assert.equal(changed.call.status, 'connected');
      assert.deepEqual(types(changed), ['call.left']);
      assert.equal(legStatuses(changed.call).bob, 'left');
      assert.deepEqual(apply(changed.call, { type, by: 'bob' }).events, []);
    }
  });

  it('goes on without its caller who leaves, and ends for all when he hangs up', () => {
    assert.equal(apply(threeTalking(), { type: 'leave', by: 'alice' }).call.status, 'connected');
    assert.equal(apply(threeTalking(), { type: 'end', by: 'alice' }).call.status, 'ended');
  });

  it('is connected again when the one who held it has left', () => {
    const held = apply(threeTalking(), { type: 'hold', by: 'bob' }).call;
    assert.equal(held.status, 'on_hold');
    assert.equal(apply(held, { type: 'leave', by: 'bob' }).call.status, 'connected');
  });

  it('rings an invited callee from the invitation on', () => {
    const ringing = created(invitee('bob')).call;
    const connected = apply(ringing, { type: 'accept', by: 'bob' }).call;
    const later = STARTED + 60_000;
    const invited = apply(
      connected,
      { type: 'invite', by: 'bob', invitees: [invitee('carol'), invitee('dave', true)] },
      later,
    );
    assert.equal(nextRingTimeoutMs(invited.call), later + 45_000);
    assert.deepEqual(invited.events, [
      { type: 'call.invited', userIds: ['carol', 'dave'] },
      { type: 'call.busy', userIds: ['dave'] },
      { type: 'call.media_moved' },
    ]);
    assert.equal(invited.call.media, 'router');
  });

  it('rings again who had declined, at the place of the first invitation', () => {
    const ringing = created(invitee('bob'), invitee('carol')).call;
    const declined = apply(ringing, { type: 'decline', by: 'bob' }).call;
    const again: Invitee = { ...invitee('bob'), legId: 'leg_again' };
    const { call } = apply(declined, { type: 'invite', by: 'alice', invitees: [again] });
    assert.deepEqual(
      call.legs.map((leg) => [leg.id, leg.status]),
      [
        ['leg_alice', 'connected'],
        ['leg_again', 'ringing'],
        ['leg_carol', 'ringing'],
      ],
    );
  });

  it('takes no more callees than its limit', () => {
    const many = Array.from({ length: MAX_CALLEES }, (_, i) => invitee(`u${i}`));
    const full = created(...many).call;
    const outcome = transition(
      full,
      { type: 'invite', by: 'alice', invitees: [invitee('one-more')] },
      STARTED,
    );
    assert.equal(outcome.ok ? 'invited' : outcome.code, 'too_many_participants');
  });
});
