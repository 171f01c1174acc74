import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { completeSizes, wantedLayer } from './wish.ts';

const open = { paused: false, pinned: false };

describe('completeSizes', () => {
  it('guesses 720p and its halves before any key frame', () => {
    const widths = completeSizes([undefined, undefined, undefined]).map(({ width }) => width);
    assert.deepEqual(widths, [320, 640, 1280]);
  });

  it('takes layers for halves and doubles of the largest that is known', () => {
    const known = completeSizes([undefined, { width: 480, height: 640 }, undefined]);
    assert.deepEqual(known[0], { width: 240, height: 320 });
    assert.deepEqual(known[2], { width: 960, height: 1280 });
  });

  it('believes key frames', () => {
    const sizes = [
      { width: 160, height: 90 },
      { width: 1920, height: 1080 },
    ];
    assert.deepEqual(completeSizes(sizes), sizes);
  });
});

describe('wantedLayer', () => {
  const sizes = completeSizes([undefined, undefined, { width: 1280, height: 720 }]);

  it('is the smallest that fills the tile, stretched by a third at most', () => {
    for (const [maxWidth, layer] of [
      [100, 0],
      [426, 0],
      [427, 1],
      [853, 1],
      [854, 2],
      [4000, 2],
    ] as const)
      assert.equal(wantedLayer({ ...open, maxWidth }, sizes), layer, `${maxWidth} px`);
  });

  it('is content with one side of the tile filled, since the picture is fitted into it', () => {
    assert.equal(wantedLayer({ ...open, maxWidth: 1000, maxHeight: 180 }, sizes), 0);
  });

  it('is the largest without a bound, and none while paused', () => {
    assert.equal(wantedLayer(open, sizes), 2);
    assert.equal(wantedLayer({ ...open, paused: true, maxWidth: 100 }, sizes), -1);
  });
});
