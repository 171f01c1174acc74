import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Call } from './call.ts';
import { toNewEvents } from './call-event.ts';
import { parseCallFacts, withAddresses } from './call-json.ts';
import type { CallCommand, Invitee } from './command.ts';
import { createCall } from './create-call.ts';
import type { Changed } from './outcome.ts';
import { transition } from './transitions.ts';

const PSTN = 'tel:+33123456789';
const bob: Invitee = { legId: 'leg_b', userId: 'bob', kind: 'webrtc', busy: false };
const outside: Invitee = {
  ...{ legId: 'leg_x', userId: 'ext:leg_x', kind: 'sip', busy: false, address: PSTN },
};

function newCall(invitees: readonly Invitee[], callerKind: 'webrtc' | 'sip' = 'webrtc') {
  const names = { id: 'call_1', org: 'default', callerId: 'alice', createdBy: 'alice' };
  const more = { callerLegId: 'leg_a', callerKind, metadata: {}, timeoutS: 45, invitees };
  return createCall({ ...names, ...more, callType: 'audio' }, 1000);
}

function run(call: Call, command: CallCommand): Changed {
  const outcome = transition(call, command, 2000);
  assert.ok(outcome.ok, outcome.ok ? '' : outcome.code);
  return outcome;
}

const types = ({ events }: Changed) => events.map(({ type }) => type.slice(5));
const statuses = ({ call }: Changed) => call.legs.map(({ status }) => status);

describe('phones in a call', () => {
  it('bring the media to the router, as callers, callees outside, and by answering', () => {
    assert.equal(newCall([bob]).call.media, 'direct');
    assert.equal(newCall([bob], 'sip').call.media, 'router');
    assert.equal(newCall([outside]).call.media, 'router');
    const { call } = newCall([bob]);
    const answered = run(call, { type: 'accept', by: 'bob', device: 'dev_1', phone: true });
    assert.deepEqual(types(answered), ['accepted', 'media_moved']);
    assert.partialDeepStrictEqual(answered.call.legs[1], { kind: 'sip', device: 'dev_1' });
    const byBrowser = run(call, { type: 'accept', by: 'bob' });
    assert.equal(byBrowser.call.media, 'direct');
  });

  it('talk by one session, also where two of one device answer', () => {
    const command = { type: 'accept', by: 'bob', device: 'dev_1', phone: true } as const;
    const { call } = run(newCall([bob]).call, command);
    const again = transition(call, command, 3000);
    assert.deepEqual(again, { ok: false, code: 'answered_elsewhere', params: {} });
  });

  it('attach as the caller once', () => {
    const attached = run(newCall([bob]).call, { type: 'attach', by: 'alice' });
    assert.deepEqual(types(attached), ['attached', 'media_moved']);
    const again = transition(attached.call, { type: 'attach', by: 'alice' }, 3000);
    assert.equal(again.ok, false);
  });

  it('outside end the call as they could not be had, once nobody else rings', () => {
    for (const failure of ['busy', 'declined', 'no_answer', 'unreachable', 'failed'] as const) {
      const command = { type: 'fail', by: 'ext:leg_x', failure } as const;
      const { call } = run(newCall([outside]).call, command);
      assert.deepEqual(
        [call.status, call.endReason, call.legs[1]?.status],
        [...['ended', failure, failure]],
      );
      assert.equal(run(newCall([bob, outside]).call, command).call.status, 'ringing');
    }
  });

  it('are put through: who transfers leaves when the other answers', () => {
    const talking = run(newCall([bob]).call, { type: 'accept', by: 'bob' }).call;
    const transfer = {
      type: 'invite',
      by: 'bob',
      invitees: [outside],
      transferredBy: 'bob',
    } as const;
    const ringing = run(talking, transfer);
    assert.deepEqual(statuses(ringing), ['connected', 'connected', 'ringing']);
    const answered = run(ringing.call, { type: 'accept', by: 'ext:leg_x', phone: true });
    assert.deepEqual(statuses(answered), ['connected', 'left', 'connected']);
    assert.deepEqual(types(answered), ['accepted', 'transferred']);
    const failed = run(ringing.call, { type: 'fail', by: 'ext:leg_x', failure: 'busy' });
    assert.deepEqual(statuses(failed), ['connected', 'connected', 'busy']);
  });

  it('are put through while held: the hold goes with who leaves', () => {
    const talking = run(newCall([bob]).call, { type: 'accept', by: 'bob' }).call;
    const { call: held } = run(talking, { type: 'hold', by: 'alice' });
    const invitees = [outside];
    const transfer = { type: 'invite', by: 'alice', invitees, transferredBy: 'alice' } as const;
    const answer = { type: 'accept', by: 'ext:leg_x', phone: true } as const;
    const answered = run(run(held, transfer).call, answer);
    assert.deepEqual(statuses(answered), ['left', 'connected', 'connected']);
    assert.equal(answered.call.status, 'connected');
    const { call: heldByBob } = run(talking, { type: 'hold', by: 'bob' });
    assert.equal(run(run(heldByBob, transfer).call, answer).call.status, 'on_hold');
  });

  it('keep their numbers out of the facts of events', () => {
    const made = newCall([outside]);
    const [event] = toNewEvents(made.call, made.events, {});
    assert.ok(event);
    assert.ok(!JSON.stringify(event.data).includes('33123456789'));
    const known = withAddresses(parseCallFacts(event.data.call), event.personal?.addresses?.value);
    assert.equal(known.legs[1]?.address, PSTN);
  });

  it('keep dialled digits apart too: they may be a PIN', () => {
    const made = run(newCall([bob]).call, { type: 'dtmf', by: 'alice', digits: '4711' });
    const [event] = toNewEvents(made.call, made.events, {});
    assert.ok(!JSON.stringify(event?.data).includes('4711'));
    assert.equal(event?.personal?.digits?.value, '4711');
  });
});
