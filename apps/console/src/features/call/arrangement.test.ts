import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { arrange } from './arrangement.ts';

const outgoing = { id: 'out', direction: 'outgoing', phase: 'ringing' } as const;
const waiting = { id: 'in', direction: 'incoming', phase: 'ringing' } as const;
const held = { id: 'held', direction: 'incoming', phase: 'on_hold' } as const;
const talking = { id: 'talk', direction: 'incoming', phase: 'connected' } as const;
const over = { id: 'over', direction: 'outgoing', phase: 'ended' } as const;

describe('active calls on the screen', () => {
  it('have an outgoing call on the stage while it rings', () => {
    assert.deepEqual(arrange([outgoing], null), { stage: outgoing, aside: [], incoming: [] });
  });

  it('have an unanswered incoming call wait, whether or not one is in a call', () => {
    assert.deepEqual(arrange([waiting], null), { stage: null, aside: [], incoming: [waiting] });
    assert.deepEqual(arrange([talking, waiting], 'talk'), {
      stage: talking,
      aside: [],
      incoming: [waiting],
    });
  });

  it('never put a waiting call on the stage, even with the focus', () => {
    assert.equal(arrange([waiting], 'in').stage, null);
  });

  it('keep the focused call on the stage and the held one aside', () => {
    assert.deepEqual(arrange([talking, held], 'talk'), {
      stage: talking,
      aside: [held],
      incoming: [],
    });
  });

  it('give the stage to what is left when the focused call has ended', () => {
    assert.deepEqual(arrange([held, over], 'over'), { stage: held, aside: [], incoming: [] });
  });
});
