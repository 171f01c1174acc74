import assert from 'node:assert/strict';
import test from 'node:test';
import { buildRequest, buildResponse } from '../message/build.ts';
import { LossyPair } from '../testing/lossy-pair.ts';
import { repeatSuccess } from './repeat-success.ts';

async function call(acknowledges: boolean) {
  let stop = () => {};
  let unacknowledged = 0;
  const pair: LossyPair = new LossyPair({
    onRequest: (transaction) => {
      const response = buildResponse(transaction.request, 200, { toTag: 'b' });
      const onUnacknowledged = () => {
        unacknowledged += 1;
      };
      stop = repeatSuccess({ transaction, response, clock: pair.clock, onUnacknowledged });
    },
    onAck: () => stop(),
  });
  const invite = buildRequest({
    method: 'INVITE',
    uri: 'sip:b@192.0.2.2',
    from: '<sip:a@192.0.2.1>;tag=a',
    to: '<sip:b@192.0.2.2>',
    callId: 'c',
    sequence: 1,
  });
  const ack = { ...invite, method: 'ACK', headers: invite.headers.clone().set('CSeq', '1 ACK') };
  pair.client.request(invite, pair.hop, {
    onResponse: () => acknowledges && void pair.client.sendAck(ack, pair.hop),
    onFailure: () => {},
  });
  await pair.run(40_000);
  return { pair, unacknowledged, sent: pair.log.filter((line) => line === '< 200 INVITE').length };
}

test('a 2xx is repeated with growing pauses, until the caller is given up', async () => {
  const { pair, sent, unacknowledged } = await call(false);
  assert.deepEqual([sent, unacknowledged, pair.clock.pending], [11, 1, 0]);
});

test('an ACK ends the repetition', async () => {
  const { pair, sent, unacknowledged } = await call(true);
  assert.deepEqual([sent, unacknowledged, pair.clock.pending], [1, 0, 0]);
});
