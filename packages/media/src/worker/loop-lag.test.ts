import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LoopLag } from './loop-lag.ts';

function lagOf(...beatsMs: readonly number[]): number {
  const lag = new LoopLag(20, 0);
  for (const ms of beatsMs) lag.beat(ms);
  return lag.take();
}

describe('LoopLag', () => {
  it('is none while every beat is in time, or early', () => {
    assert.equal(lagOf(20, 40, 60, 79, 99), 0);
  });

  it('is the second worst lateness, in whatever order they come', () => {
    assert.equal(lagOf(30, 110, 135), 10);
    assert.equal(lagOf(80, 110, 135), 10);
  });

  it('leaves out a single pause', () => {
    assert.equal(lagOf(20, 40, 500, 520, 540), 0);
  });

  it('begins anew once it is taken', () => {
    const lag = new LoopLag(20, 0);
    for (const ms of [100, 200, 300]) lag.beat(ms);
    assert.equal(lag.take(), 80);
    for (const ms of [320, 340]) lag.beat(ms);
    assert.equal(lag.take(), 0);
  });
});
