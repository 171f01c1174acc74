import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { buildRequest, buildResponse } from '../message/build.ts';
import type { SipRequest } from '../message/message.ts';
import { LossyPair } from '../testing/lossy-pair.ts';
import type { TransactionUser } from './layer.ts';
import type { ServerTransaction } from './server-transaction.ts';

function requestOf(method: string): SipRequest {
  return buildRequest({
    method,
    uri: 'sip:bob@192.0.2.2',
    from: '<sip:alice@192.0.2.1>;tag=a',
    to: '<sip:bob@192.0.2.2>',
    callId: 'call',
    sequence: 1,
  });
}

const answer = (transaction: ServerTransaction, status: number) =>
  transaction.respond(buildResponse(transaction.request, status, { toTag: 'b' }));

/** Collects what the client hears. */
function listener() {
  const heard: (number | string)[] = [];
  const onResponse = ({ status }: { status: number }) => void heard.push(status);
  const onFailure = (reason: string) => void heard.push(reason);
  return { heard, handlers: { onResponse, onFailure } };
}

function pairThatAnswers(status: number, more: Partial<TransactionUser> = {}) {
  let requests = 0;
  const pair = new LossyPair({
    onRequest: (transaction) => {
      requests += 1;
      answer(transaction, status);
    },
    ...more,
  });
  return { pair, requests: () => requests };
}

test('a request is answered once, and everything ends by itself', async () => {
  const { pair, requests } = pairThatAnswers(200);
  const { heard, handlers } = listener();
  pair.client.request(requestOf('OPTIONS'), pair.hop, handlers);
  await pair.run(40_000);
  assert.deepEqual([heard, requests(), pair.log], [[200], 1, ['> OPTIONS', '< 200 OPTIONS']]);
  assert.deepEqual(
    [pair.client.size, pair.server.size, pair.clock.pending],
    [{ clients: 0, servers: 0 }, { clients: 0, servers: 0 }, 0],
  );
});

test('a busy INVITE is acknowledged by the transaction, also where its answer comes again', async () => {
  const { pair } = pairThatAnswers(486);
  const { heard, handlers } = listener();
  let lost = 0;
  pair.fate = (line) => (line === '> ACK' && lost++ === 0 ? 'lose' : 'deliver');
  pair.client.request(requestOf('INVITE'), pair.hop, handlers);
  await pair.run(1_000);
  assert.deepEqual(heard, [486]);
  assert.deepEqual(pair.log, ['> INVITE', '< 486 INVITE', '> ACK', '< 486 INVITE', '> ACK']);
  await pair.run(40_000);
  assert.equal(pair.clock.pending, 0);
});

test('the ACK of a 2xx goes to the user, not to a transaction', async () => {
  const acks: SipRequest[] = [];
  const { pair } = pairThatAnswers(200, { onAck: (ack) => acks.push(ack) });
  const { handlers } = listener();
  pair.client.request(requestOf('INVITE'), pair.hop, handlers);
  await pair.run();
  await pair.client.sendAck(requestOf('ACK'), pair.hop);
  await pair.run(40_000);
  assert.equal(acks.length, 1);
  assert.deepEqual(pair.server.size, { clients: 0, servers: 0 });
});

test('a 2xx may be repeated until it is acknowledged, and reaches the caller each time', async () => {
  const open: ServerTransaction[] = [];
  const { pair } = pairThatAnswers(200, {
    onRequest: (transaction) => {
      open.push(transaction);
      answer(transaction, 200);
    },
  });
  const { heard, handlers } = listener();
  pair.client.request(requestOf('INVITE'), pair.hop, handlers);
  await pair.run();
  const [transaction] = open;
  assert.ok(transaction);
  assert.equal(answer(transaction, 200), true);
  assert.equal(answer(transaction, 486), false);
  await pair.run();
  assert.deepEqual(heard, [200, 200]);
});

test('an INVITE that nobody answers gets its 100 after 200 ms, and no second INVITE follows', async () => {
  const pair = new LossyPair({});
  pair.client.request(requestOf('INVITE'), pair.hop, listener().handlers);
  await pair.run(5_000);
  assert.deepEqual(pair.log, ['> INVITE', '< 100 INVITE']);
});

test('a peer that never answers is given up after 64 T1', async () => {
  const pair = new LossyPair({});
  pair.fate = () => 'lose';
  const { heard, handlers } = listener();
  pair.client.request(requestOf('INVITE'), pair.hop, handlers);
  await pair.run(31_900);
  assert.deepEqual([heard, pair.log.length], [[], 7]);
  await pair.run(200);
  assert.deepEqual([heard, pair.clock.pending], [['timeout'], 0]);
});

test('a transport that refuses a request ends it at once', async () => {
  const pair = new LossyPair({}, 'TCP');
  pair.fate = () => 'fail';
  const { heard, handlers } = listener();
  pair.client.request(requestOf('INVITE'), pair.hop, handlers);
  await pair.run();
  assert.deepEqual([heard, pair.clock.pending], [['transport'], 0]);
});

test('a CANCEL waits for the first provisional response, and finds its INVITE', async () => {
  const cancelled: ServerTransaction[] = [];
  const pair = new LossyPair({
    onCancel: (transaction) => {
      cancelled.push(transaction);
      answer(transaction, 487);
    },
  });
  const { heard, handlers } = listener();
  const invite = pair.client.request(requestOf('INVITE'), pair.hop, handlers);
  pair.client.cancel(invite);
  await pair.run(300);
  assert.deepEqual(heard, [100, 487]);
  assert.deepEqual(pair.log.slice(0, 3), ['> INVITE', '< 100 INVITE', '> CANCEL']);
  assert.deepEqual(pair.log.slice(3).sort(), ['< 200 CANCEL', '< 487 INVITE', '> ACK']);
  assert.equal(cancelled.length, 1);
});

test('a CANCEL that meets a final response on its way changes nothing', async () => {
  let open: ServerTransaction | undefined;
  let cancels = 0;
  const pair = new LossyPair({
    onRequest: (transaction) => {
      open = transaction;
      answer(transaction, 180);
    },
    onCancel: () => {
      cancels += 1;
    },
  });
  const { heard, handlers } = listener();
  const invite = pair.client.request(requestOf('INVITE'), pair.hop, handlers);
  await pair.run();
  assert.ok(open);
  answer(open, 200);
  pair.client.cancel(invite);
  await pair.run();
  assert.deepEqual([heard, cancels], [[180, 200], 0]);
  assert.ok(pair.log.includes('< 200 CANCEL'));
});

test('a CANCEL for what was never asked is a 481', async () => {
  const pair = new LossyPair({});
  const { heard, handlers } = listener();
  pair.client.request(requestOf('CANCEL'), pair.hop, handlers);
  await pair.run();
  assert.deepEqual(heard, [481]);
});

test('a second copy of a request, come by another way, is a 482', async () => {
  const { pair, requests } = pairThatAnswers(180);
  const { heard, handlers } = listener();
  pair.client.request(requestOf('INVITE'), pair.hop, listener().handlers);
  pair.client.request(requestOf('INVITE'), pair.hop, handlers);
  await pair.run();
  assert.deepEqual([heard, requests()], [[482], 1]);
});

test('requests beyond the limit get a 503 and cost no memory', async () => {
  const pair = new LossyPair({});
  const last = listener();
  for (let at = 0; at < 12; at += 1) {
    const request = requestOf('MESSAGE');
    request.headers.set('Call-ID', `call-${at}`);
    pair.client.request(request, pair.hop, last.handlers);
  }
  await pair.run();
  assert.deepEqual(last.heard, [503, 503]);
  assert.equal(pair.server.size.servers, 10);
});

test('a response that nobody waits for is told, and an INVITE of RFC 2543 finds its ACK', async () => {
  const strays: number[] = [];
  const pair = new LossyPair({ onStrayResponse: ({ status }) => strays.push(status) });
  const old = requestOf('INVITE');
  old.headers.prepend('Via', 'SIP/2.0/UDP 192.0.2.1');
  const [transaction] = await new Promise<ServerTransaction[]>((resolve) => {
    const server = new LossyPair({ onRequest: (found) => resolve([found]) }).server;
    server.receive(old, pair.hop);
    server.receive({ ...old, headers: old.headers.clone() }, pair.hop);
  });
  assert.ok(transaction);
  answer(transaction, 486);
  const ack = { ...old, method: 'ACK', headers: old.headers.clone() };
  ack.headers.set('CSeq', '1 ACK').set('To', '<sip:bob@192.0.2.2>;tag=b');
  transaction.receive(ack);
  assert.equal(transaction.state, 'confirmed');
  pair.server.receive(buildResponse(old, 200), pair.hop);
  assert.deepEqual(strays, [200]);
});

test('closing stops every timer', async () => {
  const pair = new LossyPair({});
  pair.client.request(requestOf('INVITE'), pair.hop, listener().handlers);
  await pair.run();
  pair.client.close();
  pair.server.close();
  assert.deepEqual([pair.clock.pending, pair.client.size.clients], [0, 0]);
});

test('whatever is lost or doubled, a request is seen once, its final answer heard once, and nothing stays', async () => {
  const fates = fc.array(fc.constantFrom('deliver', 'lose', 'double'), {
    minLength: 4,
    maxLength: 14,
  });
  const methods = fc.constantFrom('INVITE', 'OPTIONS');
  await fc.assert(
    fc.asyncProperty(fates, methods, async (given, method) => {
      const { pair, requests } = pairThatAnswers(486);
      const { heard, handlers } = listener();
      let at = 0;
      pair.fate = () => given[at++] ?? 'deliver';
      pair.client.request(requestOf(method), pair.hop, handlers);
      await pair.run(100_000);
      assert.equal(heard.length, 1);
      if (heard[0] === 486) assert.equal(requests(), 1);
      assert.equal(pair.clock.pending, 0);
      assert.deepEqual([pair.client.size.clients, pair.server.size.servers], [0, 0]);
    }),
    { seed: 17, numRuns: 60 },
  );
});
