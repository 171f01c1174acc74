import { createHmac } from 'node:crypto';

/** RFC 5769 section 2.1: an ICE check by `h6vY` of `evtj`, whose password this is. */
export const SAMPLE_PASSWORD = 'VOkJxbRl1RmTxUk/WvJxBt';
export const SAMPLE_REQUEST = Buffer.from(
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

const tieBreakerAt = 52;
const integrityAt = 76;

/** The same check with a tie-breaker of zero, as Chromium sends it over TURN by TCP; without FINGERPRINT. */
export function zeroTieBreaker(): Buffer {
  const message = Buffer.from(SAMPLE_REQUEST.subarray(0, integrityAt + 24));
  message.writeUInt16BE(message.length - 20, 2);
  message.writeBigUInt64BE(0n, tieBreakerAt);
  const integrity = createHmac('sha1', SAMPLE_PASSWORD).update(message.subarray(0, integrityAt));
  integrity.digest().copy(message, integrityAt + 4);
  return message;
}
