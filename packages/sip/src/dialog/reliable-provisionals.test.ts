import assert from 'node:assert/strict';
import test from 'node:test';
import { buildRequest, buildResponse } from '../message/build.ts';
import type { SipResponse } from '../message/message.ts';
import { LossyPair } from '../testing/lossy-pair.ts';
import { defaultTimings } from '../transaction/timings.ts';
import {
  isReliableProvisional,
  ProvisionalReceiver,
  ProvisionalSender,
} from './reliable-provisionals.ts';

function requestOf(method: string, headers: readonly (readonly [string, string])[] = []) {
  return buildRequest({
    method,
    uri: 'sip:b@192.0.2.2',
    from: '<sip:a@192.0.2.1>;tag=a',
    to: '<sip:b@192.0.2.2>',
    callId: 'c',
    sequence: 1,
    headers,
  });
}

/** A call whose callee sends 183 and then 180 reliably. */
async function ringing() {
  const heard: SipResponse[] = [];
  const senders: ProvisionalSender[] = [];
  let unacknowledged = 0;
  const pair: LossyPair = new LossyPair({
    onRequest: (transaction) => {
      const sender = new ProvisionalSender({
        transaction,
        clock: pair.clock,
        timings: defaultTimings,
        firstNumber: 41,
        onUnacknowledged: () => {
          unacknowledged += 1;
        },
      });
      senders.push(sender);
      for (const status of [183, 180])
        sender.send(buildResponse(transaction.request, status, { toTag: 'b' }));
    },
  });
  const onResponse = (response: SipResponse) => heard.push(response);
  pair.client.request(requestOf('INVITE'), pair.hop, { onResponse, onFailure: () => {} });
  await pair.run();
  const [sender] = senders;
  assert.ok(sender);
  return { pair, heard, sender, unacknowledged: () => unacknowledged };
}

test('a reliable response is repeated until its PRACK, and the next one waits for that', async () => {
  const { pair, heard, sender } = await ringing();
  await pair.run(1_600);
  assert.deepEqual(
    heard.map(({ status }) => status),
    [183, 183, 183],
  );
  assert.equal(sender.acknowledge(requestOf('PRACK', [['RAck', '41 1 INVITE']])), true);
  await pair.run();
  assert.equal(heard.at(-1)?.status, 180);
  assert.equal(heard.at(-1)?.headers.get('rseq'), '42');
  assert.ok(heard.every(isReliableProvisional));
  assert.equal(sender.acknowledge(requestOf('PRACK', [['RAck', '42 1 INVITE']])), true);
  assert.equal(sender.isWaiting, false);
});

test('a PRACK for another response acknowledges nothing', async () => {
  const { sender } = await ringing();
  for (const rack of ['40 1 INVITE', '41 2 INVITE', '41 1 UPDATE', 'nonsense'])
    assert.equal(sender.acknowledge(requestOf('PRACK', [['RAck', rack]])), false);
  assert.equal(sender.isWaiting, true);
});

test('after a final response nothing more is sent, but what went out still takes its PRACK', async () => {
  const { pair, heard, sender } = await ringing();
  sender.stop();
  await pair.run(40_000);
  assert.equal(heard.length, 1);
  assert.equal(sender.acknowledge(requestOf('PRACK', [['RAck', '41 1 INVITE']])), true);
  await pair.run();
  assert.equal(heard.length, 1);
});

test('without any PRACK the callee is told after 64 T1, and stops', async () => {
  const { pair, heard, sender, unacknowledged } = await ringing();
  await pair.run(40_000);
  assert.deepEqual([heard.length, unacknowledged(), sender.isWaiting], [7, 1, false]);
});

test('the caller takes each response once, and in order', () => {
  const receiver = new ProvisionalReceiver();
  const numbered = (number: number) =>
    receiver.receive(
      buildResponse(requestOf('INVITE'), 183, { headers: [['RSeq', String(number)]] }),
    );
  assert.deepEqual(numbered(7), { kind: 'acknowledge', rack: '7 1 INVITE' });
  assert.deepEqual([numbered(7), numbered(9)], [{ kind: 'drop' }, { kind: 'drop' }]);
  assert.equal(numbered(8).kind, 'acknowledge');
  assert.equal(isReliableProvisional(buildResponse(requestOf('INVITE'), 183)), false);
});
