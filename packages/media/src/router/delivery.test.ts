import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Delivery } from './delivery.ts';

const block = (highestSequence: number, cumulativeLost: number, jitter = 0) => ({
  ssrc: 1,
  fractionLost: 0,
  cumulativeLost,
  highestSequence,
  jitter,
  lastSenderReport: 0,
  delaySinceLastSenderReport: 0,
});

describe('Delivery', () => {
  it('counts from one report to the next, whatever number the stream began with', () => {
    const delivery = new Delivery('audio', 48_000);
    assert.equal(delivery.takeInterval().expected, 0);
    delivery.takeReport(block(30_000, 5));
    delivery.takeReport(block(30_100, 15, 480));
    delivery.octets = 4000;
    const first = delivery.takeInterval();
    assert.deepEqual(
      [first.expected, first.lost, first.jitterMs, first.octets],
      [100, 10, 10, 4000],
    );
    delivery.takeReport(block(30_150, 15));
    const second = delivery.takeInterval();
    assert.deepEqual([second.expected, second.lost, second.octets], [50, 0, 0]);
  });

  it('survives the wrap of the extended sequence number', () => {
    const delivery = new Delivery('video', 90_000);
    delivery.takeReport(block(2 ** 32 - 10, 0));
    delivery.takeReport(block(10, 0));
    assert.equal(delivery.takeInterval().expected, 20);
  });
});
