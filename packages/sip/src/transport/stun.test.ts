import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { isStun, readStun, writeBindingRequest, writeBindingSuccess } from './stun.ts';

/** RFC 5769 §2.2 and §2.3: the transaction of the test vectors. */
const id = Buffer.from('b7e7a701bc34d686fa87dfae', 'hex');

test('the mapped address is written as the vectors of RFC 5769 have it', () => {
  const v4 = Buffer.from(writeBindingSuccess(id, { address: '192.0.2.1', port: 32_853 }));
  assert.equal(v4.toString('hex'), `0101000c2112a442${id.toString('hex')}002000080001a147e112a643`);
  const v6 = Buffer.from(
    writeBindingSuccess(id, { address: '2001:db8:1234:5678:11:2233:4455:6677', port: 32_853 }),
  );
  assert.equal(v6.subarray(24).toString('hex'), '0002a1470113a9faa5d3f179bc25f4b5bed2b9d9');
  // As a socket for both versions of IP shows the same peer.
  const mapped = writeBindingSuccess(id, { address: '::ffff:192.0.2.1', port: 32_853 });
  assert.deepEqual(Buffer.from(mapped), v4);
});

test('a request is told from its success, and both from SIP', () => {
  assert.deepEqual(readStun(writeBindingRequest(id)), { kind: 'request', id: Uint8Array.from(id) });
  assert.equal(readStun(writeBindingSuccess(id, { address: '::1', port: 1 }))?.kind, 'success');
  assert.equal(isStun(Buffer.from('OPTIONS sip:a@b SIP/2.0\r\n\r\n')), false);
});

test('nothing that is sent makes the reader throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), fc.nat(16), (bytes, at) => {
      readStun(bytes);
      const request = Uint8Array.from(writeBindingRequest(id));
      request.set(bytes.subarray(0, 4), at);
      readStun(request);
    }),
    { seed: 5, numRuns: 500 },
  );
});
