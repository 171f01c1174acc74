import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CommitPace } from './commit-pace.ts';

/** A pace that has seen `perMs` changes a millisecond for a while, and when its last group ended. */
function paceAt(perMs: number): { readonly pace: CommitPace; readonly nowMs: number } {
  const pace = new CommitPace();
  let nowMs = 1000;
  for (let i = 0; i < 200; i += 1) {
    nowMs += 2;
    pace.committed(perMs * 2, nowMs);
  }
  return { pace, nowMs };
}

describe('the pace of commits', () => {
  it('writes the first change at once', () => {
    assert.equal(new CommitPace().waitMs(1, 1000), 0);
  });

  it('writes every change at once on a quiet server', () => {
    const { pace, nowMs } = paceAt(0.4);
    assert.equal(pace.waitMs(1, nowMs), 0);
  });

  it('waits at most 5 ms after the last group on a busy one', () => {
    const { pace, nowMs } = paceAt(1);
    assert.equal(pace.waitMs(1, nowMs), 5);
    assert.equal(pace.waitMs(1, nowMs + 3), 2);
    assert.equal(pace.waitMs(1, nowMs + 7), 0);
  });

  it('waits the less the faster changes come in', () => {
    const { pace, nowMs } = paceAt(8);
    assert.ok(Math.abs(pace.waitMs(1, nowMs) - 2) < 0.01);
  });

  it('writes at once again after a pause', () => {
    const { pace, nowMs } = paceAt(8);
    assert.equal(pace.waitMs(1, nowMs + 1000), 0);
    pace.committed(1, nowMs + 1000);
    assert.equal(pace.waitMs(1, nowMs + 1000), 0);
  });

  it('waits for nobody when the group is large enough already', () => {
    const { pace, nowMs } = paceAt(8);
    assert.equal(pace.waitMs(16, nowMs), 0);
  });

  it('does not go on waiting when clients only ask again once they are answered', () => {
    const { pace, nowMs } = paceAt(2);
    for (const startMs of [nowMs, nowMs + 5]) {
      assert.equal(pace.waitMs(1, startMs), 5);
      pace.arrived(startMs + 0.5);
      pace.committed(10, startMs + 5);
    }
    assert.equal(pace.waitMs(1, nowMs + 10), 0);
  });

  it('goes on waiting while changes come in all the time', () => {
    const { pace, nowMs } = paceAt(2);
    for (const startMs of [nowMs, nowMs + 5, nowMs + 10]) {
      assert.equal(pace.waitMs(1, startMs), 5);
      pace.arrived(startMs + 0.5);
      pace.arrived(startMs + 4);
      pace.committed(10, startMs + 5);
    }
  });
});
