import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { levelOf, settle } from './level-meter.ts';

const sine = (amplitude: number): Float32Array =>
  Float32Array.from({ length: 1024 }, (_, index) => amplitude * Math.sin((index * Math.PI) / 16));

describe('a level', () => {
  it('is nothing for silence and full for a loud voice', () => {
    assert.equal(levelOf(new Float32Array(1024)), 0);
    assert.equal(levelOf(new Float32Array(0)), 0);
    assert.equal(levelOf(sine(1)), 1);
  });

  it('rises with the amplitude', () => {
    const [soft, middle, loud] = [levelOf(sine(0.01)), levelOf(sine(0.05)), levelOf(sine(0.15))];
    assert.ok(0 < soft && soft < middle && middle < loud && loud < 1);
  });

  it('rises at once and sinks slowly', () => {
    assert.equal(settle(0.1, 0.9), 0.9);
    const sunk = settle(0.9, 0);
    assert.ok(sunk > 0.7 && sunk < 0.9);
  });
});
