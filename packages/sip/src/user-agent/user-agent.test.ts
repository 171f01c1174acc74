import assert from 'node:assert/strict';
import test from 'node:test';
import { DigestClient } from '../auth/client.ts';
import { systemRandom } from '../random.ts';
import { AgentNetwork } from '../testing/agent-network.ts';
import { Phone, sdp } from '../testing/phone.ts';
import type { IncomingCall } from './incoming-call.ts';
import type { OutgoingCallOptions } from './invite.ts';

const toBob: OutgoingCallOptions = {
  uri: 'sip:bob@192.0.2.2',
  from: '<sip:alice@192.0.2.1>',
  description: sdp('alice-offer'),
};

const accept = (call: IncomingCall) => void call.accept({ description: sdp('bob-answer') });

test('calls beyond the limit, and while the agent drains, get a 503', async () => {
  const network = new AgentNetwork();
  const caller = await network.agent(1);
  const bob = new Phone('bob');
  const onCall = (call: IncomingCall) => {
    accept(call);
    return bob.handlers();
  };
  const callee = await network.agent(2, { onCall }, { limits: { maxCalls: 1 } });
  const alice = new Phone('alice');
  const call = caller.call(toBob, alice.handlers());
  caller.call(toBob, alice.handlers());
  await network.run();
  assert.equal(alice.heard.includes('ended by remote: refused 503'), true);
  assert.equal(bob.heard.length, 1);
  call.end();
  await network.run();
  callee.drain();
  const ping = caller.ping({ uri: 'sip:192.0.2.2', from: '<sip:1@192.0.2.1>' });
  await network.run();
  assert.equal(await ping, false);
  assert.equal(await network.leftOvers(), 0);
});

test('OPTIONS is answered with what the agent can do; strangers are ignored where the policy says so', async () => {
  const network = new AgentNetwork();
  const caller = await network.agent(1);
  const screens = ({ uri }: { readonly uri: string }) =>
    uri.includes('100@') ? ('ignore' as const) : ('serve' as const);
  await network.agent(2, { screens });
  const options = { method: 'OPTIONS', from: '<sip:1@192.0.2.1>' };
  const outcome = caller.request({ ...options, uri: 'sip:192.0.2.2' });
  const scan = caller.request({ ...options, uri: 'sip:100@192.0.2.2' });
  await network.run(33_000);
  const answered = await outcome;
  assert.ok(answered.kind === 'answered');
  assert.equal(answered.response.status, 200);
  assert.match(answered.response.headers.get('allow') ?? '', /INVITE.*UPDATE/);
  assert.deepEqual(await scan, { kind: 'failed', reason: 'timeout' });
  assert.equal(await network.leftOvers(), 0);
});

test('a handler that throws is reported and harms nobody else', async () => {
  const network = new AgentNetwork();
  const faults: unknown[] = [];
  const caller = await network.agent(1);
  await network.agent(2, {
    onCall: () => {
      throw new Error('a fault of the application');
    },
    onFault: (error) => void faults.push(error),
  });
  const alice = new Phone('alice');
  caller.call(toBob, alice.handlers());
  await network.run();
  assert.deepEqual(alice.heard, ['ended by remote: refused 500']);
  assert.equal(faults.length, 1);
  assert.equal(await network.leftOvers(), 0);
});

test('closing frees everything at once', async () => {
  const network = new AgentNetwork();
  const alice = new Phone('alice');
  const caller = await network.agent(1);
  for (const [host, onCall] of [
    [2, accept],
    [3, (call: IncomingCall) => void call.progress(180)],
  ] as const)
    await network.agent(host, {
      onCall: (call) => {
        onCall(call);
        return new Phone('callee').handlers();
      },
    });
  caller.call(toBob, alice.handlers());
  caller.call({ ...toBob, uri: 'sip:carol@192.0.2.3' }, alice.handlers());
  await network.run();
  await caller.close();
  assert.deepEqual(Object.values(caller.open), [0, 0, 0, 0, 0, 0]);
  assert.equal(alice.ends.filter(({ cause }) => cause === 'closed').length, 2);
});

test('a peer is reached by the version of IP that its address has, and told an address of that', async () => {
  const network = new AgentNetwork();
  const dual = await network.agent(1);
  await dual.transport.addDatagrams(network.socket({ address: '2001:db8::1', port: 5060 }));
  const texts: string[] = [];
  for (const address of ['192.0.2.7', '2001:db8::7'])
    await network.socket({ address, port: 5060 })(
      (bytes) => void texts.push(Buffer.from(bytes).toString()),
    );
  const hangUp = [
    dual.call({ ...toBob, uri: 'sip:bob@192.0.2.7' }, new Phone('4').handlers()),
    dual.call({ ...toBob, uri: 'sip:bob@[2001:db8::7]' }, new Phone('6').handlers()),
  ];
  await network.run();
  assert.match(
    texts[0] ?? '',
    /Via: SIP\/2.0\/UDP 192\.0\.2\.1:5060;[\s\S]*Contact: <sip:192\.0\.2\.1:5060>/,
  );
  assert.match(
    texts[1] ?? '',
    /Via: SIP\/2.0\/UDP \[2001:db8::1\]:5060;[\s\S]*Contact: <sip:\[2001:db8::1\]:5060>/,
  );
  for (const call of hangUp) call.end();
  assert.equal(await network.leftOvers(), 0);
});

test('a peer that calls every answer to its challenge stale is not asked for ever', async () => {
  const network = new AgentNetwork();
  const caller = await network.agent(1);
  let nonce = 0;
  await network.agent(2, {
    onCall: (call) => {
      nonce += 1;
      const challenge = `Digest realm="x", nonce="${nonce}", stale=true, algorithm=MD5, qop="auth"`;
      call.refuse(401, { headers: [['WWW-Authenticate', challenge]] });
      return undefined;
    },
  });
  const alice = new Phone('alice');
  const digest = new DigestClient([{ username: 'a', password: 'b' }], systemRandom);
  caller.call({ ...toBob, digest }, alice.handlers());
  await network.run();
  assert.deepEqual([alice.heard, nonce], [['ended by remote: refused 401'], 4]);
  assert.equal(await network.leftOvers(), 0);
});

test('a call that goes on for another has one hop less to go, and a secure one a secure Contact', async () => {
  const network = new AgentNetwork();
  const resolver = { naptr: async () => [], srv: async () => [], addresses: async () => [] };
  const caller = await network.agent(1, {}, { resolver });
  const seen: string[] = [];
  await network.socket({ address: '192.0.2.7', port: 5060 })(
    (bytes) => void seen.push(Buffer.from(bytes).toString()),
  );
  const hops = [{ transport: 'UDP', address: '192.0.2.7', port: 5060 }] as const;
  const call = caller.call(
    { ...toBob, uri: 'sips:bob@example.com', hops, maxForwards: 12 },
    new Phone('a').handlers(),
  );
  await network.run();
  assert.match(seen[0] ?? '', /\r\nMax-Forwards: 12\r\n/);
  assert.match(seen[0] ?? '', /\r\nContact: <sips:192\.0\.2\.1:5060>\r\n/);
  call.end();
  assert.equal(await network.leftOvers(), 0);
});

test('a REFER from outside any call is refused, whatever else is taken there', async () => {
  const network = new AgentNetwork();
  const caller = await network.agent(1);
  await network.agent(
    2,
    { onRequest: () => assert.fail('it came through') },
    { methods: ['REGISTER'] },
  );
  const outcome = caller.request({
    method: 'REFER',
    uri: 'sip:bob@192.0.2.2',
    from: '<sip:a@192.0.2.1>',
    headers: [['Refer-To', '<sip:+8810@example.com>']],
  });
  await network.run();
  const answered = await outcome;
  assert.equal(answered.kind === 'answered' && answered.response.status, 403);
  assert.equal(await network.leftOvers(), 0);
});
