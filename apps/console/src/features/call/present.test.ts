import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { presentIn } from './present.ts';

const leg = (user_id: string, status: 'ringing' | 'connected' | 'ended') =>
  ({ id: `leg_${user_id}`, user_id, kind: 'webrtc', status }) as const;

describe('who is in a call', () => {
  it('are those one is connected to and those who are being rung', () => {
    const call = {
      others: ['noor', 'lena', 'marcus'],
      remotes: [{ userId: 'lena' }],
      info: { legs: [leg('noor', 'ended'), leg('lena', 'connected'), leg('marcus', 'ringing')] },
    };
    assert.deepEqual(presentIn(call), ['lena', 'marcus']);
  });

  it('is everybody it was for, before and after', () => {
    const call = { others: ['noor'], remotes: [], info: { legs: [leg('noor', 'ended')] } };
    assert.deepEqual(presentIn(call), ['noor']);
  });
});
