import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ForwardList } from './forward-list.ts';
import { ForwardWriter } from './forward-writer.ts';
import { PacketBatch } from './packet-batch.ts';

const PAYLOAD = [1, 2, 3, 4, 5, 6, 7, 8];
const HEADER = [0x80, 96, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3];

describe('ForwardWriter', () => {
  const batch = new PacketBatch();
  const forwards = new ForwardList();
  const target = new Uint8Array(100);
  const writer = new ForwardWriter(target);

  function begin(): number {
    batch.begin(0);
    forwards.begin();
    writer.begin();
    const packet = Uint8Array.from([...HEADER, ...PAYLOAD]);
    batch.receive(0, packet, 0, packet.length);
    return 0;
  }

  /** A row with an extension block of `words` words and the payload's head replaced by `head`. */
  function add(source: number, words: number, head: readonly number[]): number {
    const start = forwards.append(new Uint8Array(4 * words), 0, 4 * words);
    const row = forwards.add(source, 1, 96, false, 10, 20, 30, start);
    const at = forwards.append(Uint8Array.from(head), 0, head.length);
    forwards.replaceHead(row, at, at + head.length);
    return row;
  }

  function payload(row: number): readonly number[] {
    const length = writer.write(batch, forwards, row);
    return [...target.subarray(length - PAYLOAD.length, length)];
  }

  it('gives every receiver its own head and the same rest', () => {
    const source = begin();
    const rows = [[9, 9], [8], [7, 7, 7], []].map((head) => add(source, 0, head));
    assert.deepEqual(rows.map(payload), [
      [9, 9, ...PAYLOAD.slice(2)],
      [8, ...PAYLOAD.slice(1)],
      [7, 7, 7, ...PAYLOAD.slice(3)],
      PAYLOAD,
    ]);
  });

  it('moves the payload behind headers of other lengths', () => {
    const source = begin();
    const rows = [0, 2, 1, 2].map((words) => add(source, words, []));
    assert.deepEqual(
      rows.map(payload),
      rows.map(() => PAYLOAD),
    );
  });

  it('finds the payload again after a packet that goes out as it is, and a retransmission', () => {
    const source = begin();
    const raw = new Uint8Array(60).fill(0xee);
    const first = add(source, 0, []);
    forwards.addRaw(batch.addSource(raw, 0, raw.length), 1);
    const again = add(source, 0, []);
    const rtx = add(source, 0, []);
    forwards.asRtx(rtx, 0x0102);
    assert.deepEqual(payload(first), PAYLOAD);
    assert.equal(writer.write(batch, forwards, first + 1), raw.length);
    assert.deepEqual(payload(again), PAYLOAD);
    assert.equal(writer.write(batch, forwards, rtx), HEADER.length + 2 + PAYLOAD.length);
    assert.deepEqual([...target.subarray(HEADER.length, HEADER.length + 2)], [1, 2]);
    assert.deepEqual(payload(again), PAYLOAD);
  });

  it('does not take the payload of one batch for that of the next', () => {
    payload(add(begin(), 0, []));
    const source = begin();
    batch.buffer(source).fill(0x77, HEADER.length);
    assert.deepEqual(payload(add(source, 0, [])), Array(PAYLOAD.length).fill(0x77));
  });
});
