import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { legCodec } from './leg-codec.ts';
import { Playout } from './playout.ts';
import { STEP_SAMPLES } from './sound.ts';

const ALWAYS = Int16Array.from({ length: STEP_SAMPLES }, () => 1000);

/** Plays packets of 20 ms that arrive evenly, but for those that `lost` names; returns the loudness of each step. */
function play(packets: number, steps: number, lost: (packet: number) => boolean): number[] {
  const playout = new Playout(8000, () => ALWAYS);
  const into = new Int16Array(STEP_SAMPLES);
  return Array.from({ length: steps }, (_, i) => {
    const nowMs = i * 20;
    if (i < packets && !lost(i)) playout.insert(i, i * 160, Uint8Array.of(1), 20, nowMs);
    return playout.take(into, nowMs) ? Math.max(...into) : 0;
  });
}

describe('Playout', () => {
  it('plays what comes, a little later, to its end', () => {
    const heard = play(20, 40, () => false);
    const first = heard.indexOf(1000);
    assert.ok(first >= 0 && first < 5);
    assert.ok(heard.slice(first, first + 20).every((peak) => peak === 1000));
    assert.equal(heard.at(-1), 0);
  });

  it('conceals a lost packet, ever more quietly, and then is silent', () => {
    const heard = play(20, 40, (packet) => packet === 10);
    assert.ok(heard.slice(3, 20).every((peak) => peak > 500));
    const long = play(40, 60, (packet) => packet >= 10 && packet < 30);
    const gap = long.slice(14, 26);
    assert.ok(gap.includes(0), 'the gap ends in silence');
  });

  it('puts packets of other lengths together to steps', () => {
    const codec = legCodec('pcma');
    const playout = new Playout(8000, (payload) => codec.decode(payload));
    const into = new Int16Array(STEP_SAMPLES);
    let steps = 0;
    for (let i = 0; i < 60; i += 1) {
      const nowMs = i * 20;
      // 30 ms a packet.
      if (i % 3 !== 2) {
        const packet = Math.floor(i / 3) * 2 + (i % 3);
        playout.insert(packet, packet * 240, new Uint8Array(240).fill(0x2a), 30, nowMs);
      }
      if (playout.take(into, nowMs)) steps += 1;
    }
    assert.ok(steps > 50, `${steps} steps`);
  });
});
