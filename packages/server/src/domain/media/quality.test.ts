import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { QualityReport } from './ports.ts';
import { qualityOf } from './quality.ts';

const fine: QualityReport = {
  ...{ endpoint: 'm1', direction: 'up', lossFraction: 0, jitterMs: 4 },
  ...{ roundTripMs: 30, mos: 4.4 },
};

it('rates a connection by the worse of its directions', () => {
  const level = (...reports: readonly Partial<QualityReport>[]) =>
    qualityOf(
      'anna',
      reports.map((changes) => ({ ...fine, ...changes })),
    ).level;
  assert.equal(level({}, {}), 'good');
  assert.equal(level({}, { lossFraction: 0.03 }), 'fair');
  assert.equal(level({ lossFraction: 0.1 }, {}), 'poor');
  assert.equal(level({ mos: 3.9 }), 'fair');
  assert.equal(level({ mos: 3 }), 'poor');
  assert.equal(level({ roundTripMs: 400 }), 'fair');
  assert.equal(level({ roundTripMs: 900, mos: null }), 'poor');
  assert.equal(level({ roundTripMs: null, mos: null }), 'good');
  assert.equal(level(), 'unknown');
});

it('gives the figures of the worse direction', () => {
  const other: QualityReport = {
    ...fine,
    direction: 'down',
    lossFraction: 0.2,
    jitterMs: 40,
    mos: 2,
  };
  assert.deepEqual(qualityOf('anna', [fine, other]), {
    ...{ participantId: 'anna', level: 'poor', loss: 0.2 },
    ...{ jitterMs: 40, roundTripMs: 30, mos: 2 },
  });
});
