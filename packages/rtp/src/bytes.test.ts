import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { copyBytes, i24, putU16, putU24, putU32, u8, u16, u24, u32 } from './bytes.ts';

describe('byte access', () => {
  it('agrees with DataView, wherever the value lies', () => {
    fc.assert(
      fc.property(fc.nat(8), fc.nat(0xffffffff), (at, value) => {
        const bytes = new Uint8Array(12);
        const view = new DataView(bytes.buffer);
        putU32(bytes, at, value);
        assert.equal(view.getUint32(at), value);
        assert.equal(u32(bytes, at), value);
        putU16(bytes, at, value);
        assert.equal(view.getUint16(at), value & 0xffff);
        assert.equal(u16(bytes, at), value & 0xffff);
        putU24(bytes, at, value);
        assert.equal(u24(bytes, at), value & 0xffffff);
        assert.equal(i24(bytes, at), (value << 8) >> 8);
        assert.equal(u8(bytes, at + 2), value & 0xff);
      }),
    );
  });

  it('reads zeros past the end and writes nothing there', () => {
    const bytes = Uint8Array.of(1, 2);
    putU32(bytes, 1, 0xaabbccdd);
    assert.deepEqual([...bytes], [1, 0xaa]);
    assert.deepEqual([u8(bytes, 2), u32(bytes, 1), u8(bytes, -1)], [0, 0xaa000000, 0]);
  });

  it('copies any length, within one array, too', () => {
    const source = Uint8Array.from({ length: 100 }, (_, i) => i + 1);
    for (const length of [0, 1, 31, 32, 33, 60]) {
      const target = new Uint8Array(70);
      copyBytes(source, 5, length, target, 3);
      assert.deepEqual(target.subarray(3, 3 + length), source.subarray(5, 5 + length));
      assert.equal(target[3 + length], 0);
      const shifted = source.slice();
      copyBytes(shifted, 0, length, shifted, 2);
      assert.deepEqual(shifted.subarray(2, 2 + length), source.subarray(0, length));
    }
  });
});
