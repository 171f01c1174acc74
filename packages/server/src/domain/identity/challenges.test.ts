import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ManualClock } from '../../../test/manual-clock.ts';
import { Challenges } from './challenges.ts';

describe('challenges', () => {
  it('are given out once, for their purpose and five minutes', () => {
    const clock = new ManualClock();
    const challenges = new Challenges(clock);
    const used = challenges.issue('sign_in', null);
    assert.equal(challenges.take(used.id, 'sign_in'), used);
    assert.equal(challenges.take(used.id, 'sign_in'), undefined);
    const wrong = challenges.issue('sign_in', null);
    assert.equal(challenges.take(wrong.id, 'register'), undefined);
    const late = challenges.issue('sign_in', null);
    clock.advance(5 * 60_000);
    assert.equal(challenges.take(late.id, 'sign_in'), undefined);
  });

  it('take no more memory than ten thousand of them, whoever asks how often', () => {
    const challenges = new Challenges(new ManualClock());
    for (let i = 0; i < 10_050; i += 1) challenges.issue('sign_in', null);
    assert.equal(challenges.size, 10_000);
  });

  it('leave nothing behind when they have expired', () => {
    const clock = new ManualClock();
    const challenges = new Challenges(clock);
    for (let i = 0; i < 100; i += 1) challenges.issue('sign_in', null);
    clock.advance(5 * 60_000);
    challenges.issue('sign_in', null);
    assert.equal(challenges.size, 1);
  });
});
