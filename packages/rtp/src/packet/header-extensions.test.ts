import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ExtensionBlock } from './extension-block.ts';
import {
  absSendTime,
  absSendTimeDeltaMs,
  extensionText,
  sendTime,
  transportSequence,
} from './extension-values.ts';
import { HeaderExtensions } from './header-extensions.ts';
import { RtpPacket } from './rtp-packet.ts';

function packetWith(...block: readonly number[]): RtpPacket {
  const packet = new RtpPacket();
  const header = [0x90, 96, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1];
  assert.equal(packet.read(Uint8Array.from([...header, ...block])), true);
  return packet;
}

function elements(packet: RtpPacket): ReadonlyMap<number, readonly number[]> {
  const extensions = new HeaderExtensions();
  extensions.read(packet);
  const found = new Map<number, readonly number[]>();
  for (let id = 0; id < 256; id += 1) {
    const at = extensions.offsetOf(id);
    if (at >= 0) found.set(id, [...packet.bytes.subarray(at, at + extensions.lengthOf(id))]);
  }
  return found;
}

describe('HeaderExtensions', () => {
  it('reads the one-byte example of RFC 8285 section 4.2, padding in between', () => {
    const packet = packetWith(
      ...[0xbe, 0xde, 0, 3],
      ...[0x10, 0xaa, 0x21, 0xbb, 0xbc, 0, 0, 0x33, 0xc1, 0xc2, 0xc3, 0xc4],
    );
    const wanted = new Map([
      [1, [0xaa]],
      [2, [0xbb, 0xbc]],
      [3, [0xc1, 0xc2, 0xc3, 0xc4]],
    ]);
    assert.deepEqual(elements(packet), wanted);
  });

  it('reads the two-byte example of RFC 8285 section 4.3, an empty element among them', () => {
    const packet = packetWith(
      ...[0x10, 0x00, 0, 3],
      ...[1, 0, 2, 1, 0xbb, 0, 3, 4, 0xc1, 0xc2, 0xc3, 0xc4],
    );
    const wanted = new Map([
      [1, []],
      [2, [0xbb]],
      [3, [0xc1, 0xc2, 0xc3, 0xc4]],
    ]);
    assert.deepEqual(elements(packet), wanted);
  });

  it('passes over a single octet of padding', () => {
    const packet = packetWith(0xbe, 0xde, 0, 2, 0x10, 0xaa, 0, 0x20, 0xbb, 0x30, 0xcc, 0);
    const wanted = new Map([
      [1, [0xaa]],
      [2, [0xbb]],
      [3, [0xcc]],
    ]);
    assert.deepEqual(elements(packet), wanted);
  });

  it('stops at id 0 with a length', () => {
    const packet = packetWith(0xbe, 0xde, 0, 2, 0x10, 0xaa, 0x01, 0x20, 0xbb, 0x30, 0xcc, 0);
    assert.deepEqual(elements(packet), new Map([[1, [0xaa]]]));
  });

  it('stops at id 15, and at an element that overruns the block', () => {
    assert.deepEqual(elements(packetWith(0xbe, 0xde, 0, 1, 0xf0, 0x11, 0x10, 1)), new Map());
    assert.deepEqual(elements(packetWith(0xbe, 0xde, 0, 1, 0x10, 1, 0x2f, 2)), new Map([[1, [1]]]));
    assert.deepEqual(elements(packetWith(0x10, 0, 0, 1, 1, 200, 0, 0)), new Map());
    assert.deepEqual(elements(packetWith(0x10, 0, 0, 1, 0, 0, 0, 9)), new Map());
  });

  it('ignores a block of another profile', () => {
    assert.deepEqual(elements(packetWith(0xab, 0xac, 0, 1, 0x10, 1, 0, 0)), new Map());
  });

  it('forgets the elements of the packet before', () => {
    const extensions = new HeaderExtensions();
    extensions.read(packetWith(0xbe, 0xde, 0, 1, 0x10, 1, 0, 0));
    assert.equal(extensions.has(1), true);
    extensions.read(packetWith(0xbe, 0xde, 0, 1, 0x20, 1, 0, 0));
    assert.deepEqual([extensions.has(1), extensions.has(2)], [false, true]);
    assert.deepEqual([extensions.offsetOf(1), extensions.lengthOf(1)], [-1, 0]);
  });
});

describe('ExtensionBlock', () => {
  const oneByte = fc.uniqueArray(
    fc.tuple(fc.integer({ min: 1, max: 14 }), fc.uint8Array({ minLength: 1, maxLength: 16 })),
    { selector: ([id]) => id },
  );
  const twoByte = fc.uniqueArray(
    fc.tuple(fc.integer({ min: 1, max: 255 }), fc.uint8Array({ maxLength: 255 })),
    { selector: ([id]) => id, maxLength: 6 },
  );

  for (const [form, generated] of [
    ['one-byte', oneByte],
    ['two-byte', twoByte],
  ] as const)
    it(`writes ${form} elements that read back the same`, () => {
      const block = new ExtensionBlock(2048);
      fc.assert(
        fc.property(generated, (wanted) => {
          block.begin(form);
          for (const [id, data] of wanted) assert.equal(block.add(id, data), true);
          const length = block.end();
          assert.equal(length % 4, 0);
          if (wanted.length === 0) assert.equal(length, 0);
          else
            assert.deepEqual(
              elements(packetWith(...block.bytes.subarray(0, length))),
              new Map(
                wanted
                  .map(([id, data]): [number, number[]] => [id, [...data]])
                  .sort(([a], [b]) => a - b),
              ),
            );
        }),
      );
    });

  it('refuses ids and lengths that the form cannot carry, and more than it has room for', () => {
    const block = new ExtensionBlock(16).begin();
    assert.equal(block.addU8(15, 1), false);
    assert.equal(block.addU8(0, 1), false);
    assert.equal(block.add(1, new Uint8Array(0)), false);
    assert.equal(block.add(1, new Uint8Array(17)), false);
    assert.equal(block.add(1, new Uint8Array(9)), false);
    assert.equal(block.end(), 0);
    assert.equal(block.begin('two-byte').addU8(256, 1), false);
  });

  it('writes the values of the transport extensions', () => {
    const block = new ExtensionBlock().begin();
    assert.equal(block.addU16(5, 0xabcd), true);
    assert.equal(block.addU24(3, 0x123456), true);
    assert.equal(block.addU8(6, 0x7e), true);
    block.add(4, new TextEncoder().encode('q1'));
    const packet = packetWith(...block.bytes.subarray(0, block.end()));
    const extensions = new HeaderExtensions();
    extensions.read(packet);
    assert.equal(transportSequence(packet, extensions, 5), 0xabcd);
    assert.equal(sendTime(packet, extensions, 3), 0x123456);
    assert.equal(extensionText(packet, extensions, 4), 'q1');
    assert.equal(extensionText(packet, extensions, 6), '~');
    assert.equal(extensionText(packet, extensions, 5), '');
    assert.equal(transportSequence(packet, extensions, 6), -1);
    assert.equal(sendTime(packet, extensions, 6), -1);
    assert.equal(transportSequence(packet, extensions, 7), -1);
  });
});

describe('absSendTime', () => {
  it('counts 2^-18 s and wraps after 64 s', () => {
    assert.equal(absSendTime(0), 0);
    assert.equal(absSendTime(1000), 1 << 18);
    assert.equal(absSendTime(64_000 + 500), 1 << 17);
  });

  it('measures across the wrap', () => {
    const delta = absSendTimeDeltaMs(absSendTime(63_990), absSendTime(64_010));
    assert.ok(Math.abs(delta - 20) < 0.01);
    assert.ok(Math.abs(absSendTimeDeltaMs(absSendTime(20), absSendTime(0)) + 20) < 0.01);
  });
});
