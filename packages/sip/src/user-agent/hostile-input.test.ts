import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { memoryBindingStore } from '../registration/binding-store.ts';
import { Registrar } from '../registration/registrar.ts';
import { AgentNetwork } from '../testing/agent-network.ts';
import { composed, damaged } from '../testing/mutations.ts';
import { Phone, sdp } from '../testing/phone.ts';
import type { IncomingCall } from './incoming-call.ts';

/** A call from 1 to 2, where 2 is also a registrar; what was said so far is the stock of the damaged messages. */
async function world() {
  const network = new AgentNetwork();
  const [alice, bob] = [new Phone('alice'), new Phone('bob')];
  const registrar = new Registrar({ store: memoryBindingStore(), nowMs: () => 0 });
  const caller = await network.agent(1);
  const limits = { maxCalls: 20, maxServerTransactions: 50 };
  const callee = await network.agent(
    2,
    {
      onCall: (call: IncomingCall) => {
        call.progress(183, { description: sdp('early'), reliable: true });
        call.accept();
        return bob.handlers({ onReferral: (referral) => void referral.refuse() });
      },
      onRequest: (request) => void registrar.serve(request, 'somebody'),
    },
    { limits, methods: ['REGISTER'] },
  );
  const options = {
    uri: 'sip:bob@192.0.2.2',
    from: '<sip:alice@192.0.2.1>',
    description: sdp('offer'),
  };
  const call = caller.call(options, alice.handlers());
  await network.run();
  const offered = alice.session?.offer(sdp('again'));
  void alice.session?.request('INFO', { content: { type: 'text/plain', bytes: Buffer.from('x') } });
  await network.run();
  await offered;
  const stranger = await network.socket({ address: '192.0.2.66', port: 5060 })(() => {});
  const hurl = async (bytes: Uint8Array) => {
    for (const host of [1, 2])
      await stranger.send(bytes, { address: `192.0.2.${host}`, port: 5060 });
  };
  return { network, caller, callee, call, hurl, alice };
}

test('damaged copies of a call’s own messages throw nothing, stay bounded, and leave nothing behind', async () => {
  const { network, caller, callee, call, hurl } = await world();
  const stock = network.texts.map((text) => text);
  const messages = fc.sample(damaged(stock), { seed: 21, numRuns: 1_500 });
  for (const [at, bytes] of messages.entries()) {
    await hurl(bytes);
    if (at % 50 === 49) await network.run(at % 500 === 499 ? 1_000 : 0);
    assert.ok(callee.open.serverTransactions <= 50 && callee.open.calls <= 20);
  }
  await network.run();
  call.end();
  for (const agent of [caller, callee]) agent.endCalls();
  await network.run(250_000);
  assert.equal(await network.leftOvers(), 0);
});

test('messages by the grammar from strangers do not touch the call that is there', async () => {
  const { network, callee, caller, call, hurl, alice } = await world();
  for (const text of fc.sample(composed, { seed: 22, numRuns: 800 })) {
    await hurl(Buffer.from(text));
    assert.ok(callee.open.serverTransactions <= 50);
  }
  await network.run();
  assert.equal(call.state, 'established');
  assert.equal(alice.ends.length, 0);
  for (const agent of [caller, callee]) agent.endCalls();
  await network.run(250_000);
  assert.equal(await network.leftOvers(), 0);
});

test('a flood of INVITEs is answered by 503 and costs no more than its bounds', async () => {
  const { network, callee, hurl } = await world();
  for (let at = 0; at < 400; at += 1)
    await hurl(
      Buffer.from(
        `INVITE sip:bob@192.0.2.2 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.66;branch=z9hG4bK${at}\r\nFrom: <sip:x@y>;tag=${at}\r\nTo: <sip:bob@192.0.2.2>\r\nCall-ID: ${at}\r\nCSeq: 1 INVITE\r\nContact: <sip:x@192.0.2.66>\r\nContent-Length: 0\r\n\r\n`,
      ),
    );
  await network.run();
  assert.ok(callee.open.calls <= 20);
  assert.ok(callee.open.serverTransactions <= 50);
  callee.endCalls();
  await callee.close();
});
