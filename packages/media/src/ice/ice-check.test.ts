import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  answeredTo,
  hasZeroTieBreaker,
  isAuthentic,
  readIceCheck,
  withTieBreaker,
} from './ice-check.ts';
import { SAMPLE_PASSWORD, SAMPLE_REQUEST, zeroTieBreaker } from './testing/sample-check.ts';

/** RFC 5769 section 2.2 and 2.3, up to and without the attributes. */
const RESPONSE_HEADER = '0101003c2112a442b7e7a701bc34d686fa87dfae';

function responseOf(header: string): Buffer {
  const bytes = Buffer.from(header, 'hex');
  bytes.writeUInt16BE(0, 2);
  return bytes;
}

function checkOf(message: Buffer) {
  const check = readIceCheck(message);
  assert.ok(check);
  return check;
}

describe('an ICE check', () => {
  it('is read and verified as RFC 5769 has it', () => {
    const check = checkOf(SAMPLE_REQUEST);
    assert.equal(check.ufrag, 'evtj');
    assert.equal(SAMPLE_REQUEST.readBigUInt64BE(check.tieBreakerAt), 0x932ff9b151263b36n);
    assert.equal(isAuthentic(SAMPLE_REQUEST, check, SAMPLE_PASSWORD), true);
    assert.equal(isAuthentic(SAMPLE_REQUEST, check, 'another password'), false);
    assert.equal(hasZeroTieBreaker(SAMPLE_REQUEST, check), false);
  });

  it('gets a tie-breaker in the place of zero, and is as authentic as before', () => {
    const zero = zeroTieBreaker();
    const check = checkOf(zero);
    assert.equal(hasZeroTieBreaker(zero, check), true);
    const mended = withTieBreaker(zero, check, SAMPLE_PASSWORD);
    assert.equal(hasZeroTieBreaker(mended, checkOf(mended)), false);
    assert.equal(isAuthentic(mended, checkOf(mended), SAMPLE_PASSWORD), true);
    assert.equal(zero.readBigUInt64BE(check.tieBreakerAt), 0n);
  });

  it('is answered to the address that it came from, IPv4 and IPv6, as RFC 5769 writes them', () => {
    const to = (address: string) =>
      answeredTo(responseOf(RESPONSE_HEADER), { address, port: 32853 }, SAMPLE_PASSWORD);
    const mapped = '002000080001a147e112a643';
    assert.equal(to('192.0.2.1')?.toString('hex', 20, 32), mapped);
    assert.equal(to('::ffff:192.0.2.1')?.toString('hex', 20, 32), mapped);
    assert.equal(
      to('2001:db8:1234:5678:11:2233:4455:6677')?.toString('hex', 20, 44),
      '002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9',
    );
  });

  it('nothing else is taken for one', () => {
    assert.equal(readIceCheck(Buffer.alloc(0)), undefined);
    assert.equal(readIceCheck(responseOf(RESPONSE_HEADER)), undefined);
    assert.equal(answeredTo(SAMPLE_REQUEST, { address: '192.0.2.1', port: 1 }, ''), undefined);
    fc.assert(
      fc.property(fc.nat(SAMPLE_REQUEST.length - 1), fc.nat(255), (at, byte) => {
        const broken = Buffer.from(SAMPLE_REQUEST);
        broken[at] = byte;
        const check = readIceCheck(broken);
        if (check !== undefined) isAuthentic(broken, check, SAMPLE_PASSWORD);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        assert.equal(readIceCheck(Buffer.from(bytes)), undefined);
      }),
    );
  });
});
