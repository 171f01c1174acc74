import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Concealment } from './concealment.ts';
import { MixMinus } from './mix-minus.ts';

const frame = fc.int16Array({ minLength: 20, maxLength: 20 });

describe('MixMinus', () => {
  it('gives everybody the saturated sum of all others', () => {
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 8 }), (frames) => {
        const mix = new MixMinus(20);
        mix.clear();
        for (const one of frames) mix.add(one);
        const heard = new Int16Array(20);
        frames.forEach((own, listener) => {
          mix.mixFor(own, heard);
          const expected = heard.map((_, i) => {
            const sum = frames.reduce(
              (total, other, j) => total + (j === listener ? 0 : (other[i] ?? 0)),
              0,
            );
            return Math.max(-32_768, Math.min(32_767, sum));
          });
          assert.deepEqual(heard, expected);
        });
      }),
    );
  });

  it('gives a mere listener the whole, and begins each frame anew', () => {
    const mix = new MixMinus(3);
    mix.add(Int16Array.of(1, 2, 3));
    mix.clear();
    mix.add(Int16Array.of(10, 20, 30));
    mix.add(Int16Array.of(5));
    const heard = new Int16Array(4).fill(99);
    mix.mixFor(undefined, heard);
    assert.deepEqual([...heard], [15, 20, 30, 0]);
  });

  it('mixes floats within -1 and 1', () => {
    const mix = new MixMinus(2);
    const own = Float32Array.of(0.25, 0.5);
    mix.add(own);
    mix.add(Float32Array.of(0.5, -1));
    mix.add(Float32Array.of(0.75, -0.5));
    const heard = new Float32Array(2);
    mix.mixFor(own, heard);
    assert.deepEqual([...heard], [1, -1]);
  });
});

describe('Concealment', () => {
  it('repeats the last frame until it has faded out', () => {
    const concealment = new Concealment(4);
    const frameOf = () => {
      const into = new Int16Array(4);
      concealment.conceal(into);
      return [...into];
    };
    assert.deepEqual(frameOf(), [0, 0, 0, 0], 'nothing was heard yet');
    concealment.remember(Int16Array.of(1600, 1600, 1600, 1600));
    assert.deepEqual(frameOf(), [1600, 1500, 1400, 1300]);
    assert.deepEqual(frameOf(), [1200, 1100, 1000, 900]);
    frameOf();
    assert.deepEqual(frameOf(), [400, 300, 200, 100]);
    assert.deepEqual(frameOf(), [0, 0, 0, 0]);
    concealment.remember(Int16Array.of(-800));
    assert.deepEqual(frameOf(), [-800, -750, -700, -650]);
  });
});
