import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { ManualClock } from '../../test/manual-clock.ts';
import { DueTimers } from './due-timers.ts';

describe('a timer of a key', () => {
  let clock: ManualClock;
  let timers: DueTimers;
  let done: string[];

  beforeEach(() => {
    clock = new ManualClock();
    timers = new DueTimers(clock);
    done = [];
  });

  function follow(key: string, inMs: number | undefined, word = key): void {
    const dueMs = inMs === undefined ? undefined : clock.nowMs() + inMs;
    timers.follow(key, dueMs, () => done.push(word));
  }

  it('fires once at its moment, beside those of others, and at once when that is over', () => {
    follow('later', 20);
    follow('soon', 10);
    follow('overdue', -5);
    clock.advance(0);
    assert.deepEqual(done, ['overdue']);
    clock.advance(100);
    assert.deepEqual(done, ['overdue', 'soon', 'later']);
  });

  it('fires again for a moment that it has fired for, as when the clock was put back', () => {
    const dueMs = clock.nowMs() + 10;
    for (const word of ['once', 'again']) {
      timers.follow('ring', dueMs, () => done.push(word));
      clock.advance(10);
    }
    assert.deepEqual(done, ['once', 'again']);
  });

  it('moves with what it waits for, and does what was said last', () => {
    follow('ring', 10);
    follow('ring', 30);
    clock.advance(20);
    follow('ring', 10, 'other');
    assert.equal(clock.pending, 1);
    clock.advance(10);
    assert.deepEqual(done, ['other']);
  });

  it('leaves nothing behind when there is nothing to wait for, or at the end', () => {
    follow('one', 10);
    follow('two', 10);
    follow('one', undefined);
    assert.equal(clock.pending, 1);
    timers.stop();
    assert.equal(clock.pending, 0);
  });
});
