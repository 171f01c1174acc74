import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { answerTo, isAuthentic, isKeepAlive, readIceCheck } from './ice-check.ts';

/** RFC 5769 section 2.1: an ICE check by `h6vY` of `evtj`, whose password this is. */
const SAMPLE_PASSWORD = 'VOkJxbRl1RmTxUk/WvJxBt';
const SAMPLE_REQUEST = Buffer.from(
  [
    '000100582112a442b7e7a701bc34d686fa87dfae',
    '802200105354554e207465737420636c69656e74',
    '002400046e0001ff',
    '80290008932ff9b151263b36',
    '000600096576746a3a68367659202020',
    '000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2',
    '80280004e57a3bcf',
  ].join(''),
  'hex',
);
function checkOf(message: Buffer) {
  const check = readIceCheck(message);
  assert.ok(check);
  return check;
}

describe('an ICE check', () => {
  it('is read and verified as RFC 5769 has it', () => {
    const check = checkOf(SAMPLE_REQUEST);
    assert.equal(check.ufrag, 'evtj');
    assert.equal(check.nominates, false);
    assert.equal(check.priority, 0x6e0001ff);
    assert.equal(isAuthentic(SAMPLE_REQUEST, check, SAMPLE_PASSWORD), true);
    assert.equal(isAuthentic(SAMPLE_REQUEST, check, 'another password'), false);
  });

  it('is answered to the address that it came from, IPv4 and IPv6, as RFC 5769 writes them', () => {
    const to = (address: string) =>
      answerTo(SAMPLE_REQUEST, { address, port: 32853 }, SAMPLE_PASSWORD);
    const mapped = '002000080001a147e112a643';
    assert.equal(to('192.0.2.1').toString('hex', 20, 32), mapped);
    assert.equal(to('::ffff:192.0.2.1').toString('hex', 20, 32), mapped);
    assert.equal(
      to('2001:db8:1234:5678:11:2233:4455:6677').toString('hex', 20, 44),
      '002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9',
    );
  });

  it('is no mere indication that keeps a path open', () => {
    const indication = Buffer.from('001100002112a442b7e7a701bc34d686fa87dfae', 'hex');
    assert.equal(isKeepAlive(indication), true);
    assert.equal(readIceCheck(indication), undefined);
    assert.equal(isKeepAlive(SAMPLE_REQUEST), false);
  });

  it('nothing else is taken for one', () => {
    assert.equal(readIceCheck(Buffer.alloc(0)), undefined);
    const answer = answerTo(SAMPLE_REQUEST, { address: '192.0.2.1', port: 1 }, SAMPLE_PASSWORD);
    assert.equal(readIceCheck(answer), undefined);
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
