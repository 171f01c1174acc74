import assert from 'node:assert/strict';
import test from 'node:test';
import { qualityOf, readStats } from './quality.ts';

const reading = { roundTripS: 0.04, jitterS: 0.005, received: 1000, lost: 0 };

test('loss is that of the interval, not of the whole call', () => {
  const before = { ...reading, received: 1000, lost: 100 };
  const now = { ...reading, received: 1095, lost: 105 };
  assert.equal(qualityOf(before, now).packetLoss, 0.05);
});

test('times are told in milliseconds and nothing is made up', () => {
  assert.deepEqual(qualityOf(undefined, { ...reading, received: 0, jitterS: null }), {
    roundTripMs: 40,
    jitterMs: null,
    packetLoss: null,
    level: 'good',
  });
});

test('the level is that of the worst measure', () => {
  const level = (worse: Partial<typeof reading>) =>
    qualityOf(undefined, { ...reading, ...worse }).level;
  assert.equal(level({}), 'good');
  assert.equal(level({ roundTripS: 0.4 }), 'fair');
  assert.equal(level({ lost: 30 }), 'fair');
  assert.equal(level({ jitterS: 0.2 }), 'poor');
  assert.equal(level({ lost: 200 }), 'poor');
});

test('nothing measured is unknown, not good', () => {
  const nothing = { roundTripS: null, jitterS: null, received: 0, lost: 0 };
  assert.equal(qualityOf(undefined, nothing).level, 'unknown');
});

test('the reports of all connections are summed, the worst delay counts', () => {
  const report = (entries: readonly object[]) =>
    new Map(entries.map((entry, index) => [String(index), entry]));
  const one = report([
    { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.1 },
    { type: 'candidate-pair', nominated: false, currentRoundTripTime: 9 },
    { type: 'inbound-rtp', kind: 'audio', jitter: 0.01, packetsReceived: 10, packetsLost: 1 },
  ]);
  const two = report([
    { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.2 },
    { type: 'inbound-rtp', kind: 'video', jitter: 5, packetsReceived: 20, packetsLost: 2 },
  ]);
  assert.deepEqual(readStats([one, two]), {
    roundTripS: 0.2,
    jitterS: 0.01,
    received: 30,
    lost: 3,
  });
});
