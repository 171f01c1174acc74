import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CallPhase } from '@sky-genesis/client';
import type { LegStatus } from '@sky-genesis/protocol';
import { transferOutcome } from './transfer-outcome.ts';

const leg = (id: string, status: LegStatus) =>
  ({ id, user_id: id, kind: 'webrtc', status }) as const;

const outcome = (status: LegStatus, phase: CallPhase) =>
  transferOutcome(
    { phase, info: { legs: [leg('noor', 'connected'), leg('lena', status)] } },
    'lena',
  );

describe('what comes of a transfer', () => {
  it('is open while the other rings and the call goes on', () => {
    assert.equal(outcome('ringing', 'connected'), 'ringing');
    assert.equal(outcome('ringing', 'on_hold'), 'ringing');
    assert.equal(outcome('ringing', 'ended'), 'over');
  });

  it('is success once the other talks and this side is out of it', () => {
    assert.equal(outcome('connected', 'ended'), 'done');
    assert.equal(outcome('connected', 'connected'), 'over');
  });

  it('is the reason where the other could not be had', () => {
    for (const why of ['declined', 'busy', 'no_answer', 'unreachable', 'failed'] as const) {
      assert.equal(outcome(why, 'connected'), why);
    }
  });

  it('is nothing where the call has ended first', () => {
    assert.equal(outcome('cancelled', 'ended'), 'over');
  });
});
