import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Doubler, Halver } from './resample.ts';

/** A second of a tone, in frames of 20 ms. */
function* tone(hertz: number, rate: number): Generator<Int16Array> {
  const samples = rate / 50;
  for (let frame = 0; frame < 50; frame += 1)
    yield Int16Array.from({ length: samples }, (_, i) =>
      Math.round(10_000 * Math.sin((2 * Math.PI * hertz * (frame * samples + i)) / rate)),
    );
}

/** The amplitude of `hertz` in what comes out, once the filter has settled. */
function amplitude(frames: readonly Int16Array[], hertz: number, rate: number): number {
  let [real, imaginary, count] = [0, 0, 0];
  frames.slice(5).forEach((frame, at) => {
    frame.forEach((sample, i) => {
      const phase = (2 * Math.PI * hertz * (at * frame.length + i)) / rate;
      real += sample * Math.cos(phase);
      imaginary += sample * Math.sin(phase);
      count += 1;
    });
  });
  return (2 * Math.hypot(real, imaginary)) / count;
}

function halved(hertz: number): readonly Int16Array[] {
  const halver = new Halver();
  return [...tone(hertz, 16_000)].map((frame) => {
    const into = new Int16Array(160);
    assert.equal(halver.process(frame, into), 160);
    return into;
  });
}

function doubled(hertz: number): readonly Int16Array[] {
  const doubler = new Doubler();
  return [...tone(hertz, 8000)].map((frame) => {
    const into = new Int16Array(320);
    assert.equal(doubler.process(frame, into), 320);
    return into;
  });
}

describe('Halver', () => {
  it('keeps what a telephone carries, over the borders of frames', () => {
    for (const hertz of [100, 1000, 3400]) {
      const kept = amplitude(halved(hertz), hertz, 8000);
      assert.ok(Math.abs(kept - 10_000) < 600, `${hertz} Hz: ${kept}`);
    }
  });

  it('leaves nothing of what would be heard as something else', () => {
    for (const hertz of [4700, 6000, 7500]) {
      const alias = amplitude(halved(hertz), 8000 - hertz, 8000);
      assert.ok(alias < 100, `${hertz} Hz: ${alias}`);
    }
  });
});

describe('Doubler', () => {
  it('keeps a tone and adds no image of it', () => {
    for (const hertz of [100, 1000, 3300]) {
      const frames = doubled(hertz);
      assert.ok(Math.abs(amplitude(frames, hertz, 16_000) - 10_000) < 600);
      assert.ok(amplitude(frames, 8000 - hertz, 16_000) < 100);
    }
  });

  it('takes frames of any length', () => {
    const doubler = new Doubler();
    const into = new Int16Array(640);
    for (const length of [1, 80, 3, 160, 10])
      assert.equal(doubler.process(new Int16Array(length).fill(1000), into), 2 * length);
    assert.ok(Math.abs((into[19] ?? 0) - 1000) < 20);
  });
});
