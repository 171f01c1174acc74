import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type LatchPolicy, SourceLatch } from './source-latch.ts';

const named = { address: '192.0.2.1', port: 4000 };
const otherPort = { address: '192.0.2.1', port: 61_000 };
const behindNat = { address: '198.51.100.7', port: 5004 };
const attacker = { address: '203.0.113.9', port: 6000 };

/** How many of `count` packets in a row are taken. */
function taken(latch: SourceLatch, from: typeof named, count: number, step = 1, ssrc = 7): number {
  let accepted = 0;
  for (let i = 0; i < count; i += 1)
    if (latch.accepts(from, ssrc, (65_533 + i * step) & 0xffff)) accepted += 1;
  return accepted;
}
const latch = (policy: LatchPolicy) => new SourceLatch(named, policy);

describe('SourceLatch', () => {
  it('takes the source that signaling named at its first packet, and stays with it', () => {
    const open = latch('any');
    assert.deepEqual(open.target, named);
    assert.equal(taken(open, named, 3), 3);
    assert.equal(taken(open, attacker, 50), 0);
    assert.deepEqual(open.target, named);
  });

  it('takes another after four packets in a row of one stream, and sends there', () => {
    const open = latch('any');
    assert.equal(taken(open, behindNat, 10), 7);
    assert.deepEqual(open.target, behindNat);
    assert.equal(taken(open, named, 10), 0);
  });

  it('does not take a source that nothing can be sent back to', () => {
    const open = latch('any');
    assert.equal(taken(open, { ...behindNat, port: 0 }, 10), 0);
    assert.deepEqual(open.target, named);
  });

  it('is not impressed by packets that do not follow one another', () => {
    assert.equal(taken(latch('any'), attacker, 100, 3), 0);
    const scattered = latch('any');
    for (let i = 0; i < 100; i += 1) assert.equal(scattered.accepts(attacker, i, i), false);
  });

  it('does not let a flood of sources push out the one that signaling named', () => {
    const flooded = latch('any');
    for (let port = 1; port < 1000; port += 1)
      flooded.accepts({ address: attacker.address, port }, port, 1);
    assert.equal(taken(flooded, named, 1), 1);
  });

  it('takes another port, or nothing else, where it is told so', () => {
    assert.equal(taken(latch('port'), otherPort, 10), 7);
    assert.equal(taken(latch('port'), behindNat, 10), 0);
    assert.equal(taken(latch('none'), otherPort, 10), 0);
  });
});
