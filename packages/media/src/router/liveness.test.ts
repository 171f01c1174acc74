import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Liveness } from './liveness.ts';

const quiet = { publishes: false, sentOctets: 0, lastPacketMs: 0 };

describe('Liveness', () => {
  it('misses who has published and sends nothing any more', () => {
    const liveness = new Liveness(0);
    liveness.connect(0);
    const signs = { ...quiet, publishes: true, lastPacketMs: 1000 };
    assert.equal(liveness.isLost(signs, 9400), false);
    assert.equal(liveness.isLost(signs, 9500), true);
  });

  it('misses who acknowledges nothing of what is sent', () => {
    const liveness = new Liveness(0);
    liveness.connect(0);
    let lostMs = 0;
    for (let nowMs = 0; nowMs < 20_000 && lostMs === 0; nowMs += 100) {
      const signs = { ...quiet, sentOctets: nowMs, lastPacketMs: Math.min(nowMs, 5000) };
      if (liveness.isLost(signs, nowMs)) lostMs = nowMs;
    }
    assert.equal(lostMs, 13_500);
  });

  it('does not miss a mere listener, nor one that is sent something after a long silence', () => {
    const liveness = new Liveness(0);
    liveness.connect(0);
    for (let nowMs = 0; nowMs < 60_000; nowMs += 100)
      assert.equal(liveness.isLost(quiet, nowMs), false);
    assert.equal(liveness.isLost({ ...quiet, sentOctets: 1 }, 60_000), false);
  });

  it('gives up who does not connect', () => {
    const liveness = new Liveness(0);
    assert.equal(liveness.isLost(quiet, 19_900), false);
    assert.equal(liveness.isLost(quiet, 20_000), true);
  });
});
