import assert from 'node:assert/strict';
import test from 'node:test';
import { DigestClient } from '../auth/client.ts';
import { digestHa1 } from '../auth/digest.ts';
import { DigestServer } from '../auth/server.ts';
import type { Hop } from '../hop.ts';
import { buildResponse } from '../message/build.ts';
import { parseMessage } from '../message/parse-message.ts';
import { serialise } from '../message/serialise.ts';
import { formatUri } from '../message/uri.ts';
import { systemRandom } from '../random.ts';
import { AgentNetwork } from '../testing/agent-network.ts';
import { Phone, sdp, textOf } from '../testing/phone.ts';
import type { IncomingCall } from './incoming-call.ts';
import type { OutgoingCallOptions } from './invite.ts';

const toBob: OutgoingCallOptions = {
  uri: 'sip:bob@192.0.2.2',
  from: '<sip:alice@192.0.2.1>',
  description: sdp('alice-offer'),
};
const hop = (host: number): Hop => ({ transport: 'UDP', address: `192.0.2.${host}`, port: 5060 });

/** Alice at 1, and agents at the other hosts that do with a call what they are told. */
async function world(others: Readonly<Record<number, (call: IncomingCall) => void>>) {
  const network = new AgentNetwork();
  const caller = await network.agent(1);
  const phones = new Map<number, Phone>();
  for (const [host, onCall] of Object.entries(others)) {
    const phone = new Phone(host);
    phones.set(Number(host), phone);
    await network.agent(Number(host), {
      onCall: (call) => {
        onCall(call);
        return phone.handlers();
      },
    });
  }
  return { network, caller, alice: new Phone('alice'), phones };
}

const accept = (call: IncomingCall) => void call.accept({ description: sdp('bob-answer') });

test('a reliable provisional response brings early media, and the 2xx repeats nothing', async () => {
  const { network, caller, alice, phones } = await world({
    2: (call) => {
      call.progress(183, { description: sdp('bob-early'), reliable: true });
      call.accept();
    },
  });
  let lost = 0;
  network.fate = (line) => (line === '1>2 PRACK' && lost++ === 0 ? 'lose' : 'deliver');
  const call = caller.call(toBob, alice.handlers());
  await network.run(1_000);
  assert.deepEqual(alice.heard, ['183 bob-early', 'accepted', 'established']);
  // The 2xx waited for the PRACK (RFC 3262 §3).
  assert.ok(network.log.indexOf('2>1 200 PRACK') < network.log.indexOf('2>1 200 INVITE'));
  assert.deepEqual(phones.get(2)?.heard, ['established']);
  call.end();
  assert.equal(await network.leftOvers(), 0);
});

test('a 2xx need not wait for the PRACK of a ringing, which is answered all the same', async () => {
  const { network, caller, alice } = await world({
    2: (call) => {
      call.progress(180, { reliable: true });
      accept(call);
    },
  });
  const call = caller.call(toBob, alice.handlers());
  await network.run(1_000);
  assert.deepEqual(alice.heard, ['180', 'accepted bob-answer', 'established']);
  assert.ok(network.log.indexOf('2>1 200 INVITE') < network.log.indexOf('1>2 PRACK'));
  assert.ok(network.log.includes('2>1 200 PRACK'));
  call.end();
  assert.equal(await network.leftOvers(), 0);
});

test('a callee’s offer in a reliable provisional response is answered in the PRACK', async () => {
  const { network, caller, alice, phones } = await world({
    2: (call) => {
      call.progress(183, { description: sdp('bob-offer'), reliable: true });
      call.accept();
    },
  });
  const { description: _, ...options } = toBob;
  const call = caller.call(options, alice.handlers());
  await network.run(1_000);
  assert.deepEqual(alice.heard, ['offer bob-offer', '183', 'accepted', 'established']);
  assert.deepEqual(phones.get(2)?.heard, ['answer alice-answer', 'established']);
  call.end();
  assert.equal(await network.leftOvers(), 0);
});

test('a reliable response that nobody acknowledges ends the call with 504', async () => {
  const { network, caller, alice, phones } = await world({
    2: (call) => void call.progress(183, { description: sdp('x'), reliable: true }),
  });
  network.fate = (line) => (line === '1>2 PRACK' ? 'lose' : 'deliver');
  caller.call(toBob, alice.handlers());
  await network.run(40_000);
  assert.equal(alice.heard.at(-1), 'ended by remote: refused 504');
  assert.deepEqual(phones.get(2)?.heard, ['ended by stack: unacknowledged 504']);
  assert.equal(await network.leftOvers(), 0);
});

test('an UPDATE changes early media before the answer', async () => {
  const { network, caller, alice, phones } = await world({
    2: (call) => void call.progress(183, { description: sdp('bob-early'), reliable: true }),
  });
  const outcomes: string[] = [];
  const onProgress: NonNullable<ReturnType<Phone['handlers']>['onProgress']> = ({ session }) =>
    void session?.offer(sdp('alice-changed')).then(({ kind }) => outcomes.push(kind));
  const call = caller.call(toBob, alice.handlers({ onProgress }));
  await network.run(1_000);
  assert.deepEqual(outcomes, ['answered']);
  assert.deepEqual(phones.get(2)?.heard, ['offer alice-changed']);
  call.end();
  assert.equal(await network.leftOvers(), 0);
});

test('a hop that answers 503, or not at all, is left for the next', async () => {
  const { network, caller, alice } = await world({
    2: (call) => void call.refuse(503),
    4: accept,
  });
  const hops = [hop(2), hop(3), hop(4)];
  const call = caller.call({ ...toBob, hops, hopTimeoutMs: 3_000 }, alice.handlers());
  await network.run(4_000);
  assert.equal(call.state, 'established');
  assert.deepEqual(
    network.log
      .filter((line) => line.endsWith(' INVITE') && line.startsWith('1>'))
      .map((line) => line.slice(0, 3)),
    ['1>2', '1>3', '1>3', '1>3', '1>4'],
  );
  call.end();
  assert.equal(await network.leftOvers(), 0);
});

test('nobody is rung twice: after 486, 600 or 603 no other hop is tried', async () => {
  for (const status of [486, 600, 603, 404, 500]) {
    const { network, caller, alice } = await world({
      2: (call) => void call.refuse(status),
      3: () => assert.fail('the next hop was tried'),
    });
    caller.call({ ...toBob, hops: [hop(2), hop(3)] }, alice.handlers());
    await network.run(100);
    assert.deepEqual(alice.heard, [`ended by remote: refused ${status}`]);
    assert.equal(await network.leftOvers(), 0);
  }
});

test('a hop that was left and answers late is acknowledged and hung up', async () => {
  const late: IncomingCall[] = [];
  const { network, caller, alice, phones } = await world({
    2: (call) => void late.push(call),
    3: accept,
  });
  // The 100 of the slow one gets lost, so that it looks dead.
  network.fate = (line) => (line === '2>1 100 INVITE' ? 'lose' : 'deliver');
  const call = caller.call(
    { ...toBob, hops: [hop(2), hop(3)], hopTimeoutMs: 300 },
    alice.handlers(),
  );
  await network.run(400);
  assert.equal(call.state, 'established');
  late[0]?.accept({ description: sdp('late') });
  await network.run(1_000);
  assert.deepEqual(phones.get(2)?.heard, ['established', 'ended by remote: hung-up']);
  assert.equal(call.state, 'established');
  call.end();
  assert.equal(await network.leftOvers(), 0);
});

test('the only hop is given up when it is silent for too long, and hung up should it answer then', async () => {
  const late: IncomingCall[] = [];
  const { network, caller, alice, phones } = await world({ 2: (call) => void late.push(call) });
  network.fate = (line) => (line === '2>1 100 INVITE' ? 'lose' : 'deliver');
  caller.call({ ...toBob, hops: [hop(2)], hopTimeoutMs: 300 }, alice.handlers());
  await network.run(250);
  assert.deepEqual(alice.heard, []);
  await network.run(100);
  assert.deepEqual(alice.heard, ['ended by stack: timeout']);
  late[0]?.accept({ description: sdp('late') });
  await network.run(1_000);
  assert.deepEqual(phones.get(2)?.heard, ['established', 'ended by remote: hung-up']);
  assert.equal(await network.leftOvers(), 0);
});

test('a redirect is followed where the caller allows it, and is an end where not', async () => {
  const redirect = (call: IncomingCall) =>
    void call.refuse(302, { headers: [['Contact', '<sip:carol@192.0.2.3>']] });
  const { network, caller, alice } = await world({ 2: redirect, 3: accept });
  caller.call(toBob, alice.handlers());
  await network.run();
  assert.deepEqual(alice.heard, ['ended by remote: refused 302']);
  const onRedirect: ReturnType<Phone['handlers']>['onRedirect'] = (contacts) =>
    contacts.map(({ uri }) => formatUri(uri));
  const call = caller.call(toBob, alice.handlers({ onRedirect }));
  await network.run();
  assert.equal(call.state, 'established');
  call.end();
  assert.equal(await network.leftOvers(), 0);
});

test('redirects in a circle end', async () => {
  const back = (call: IncomingCall) =>
    void call.refuse(302, { headers: [['Contact', '<sip:bob@192.0.2.2>']] });
  const { network, caller, alice } = await world({ 2: back });
  const onRedirect: ReturnType<Phone['handlers']>['onRedirect'] = (contacts) =>
    contacts.map(({ uri }) => formatUri(uri));
  caller.call(toBob, alice.handlers({ onRedirect }));
  await network.run();
  assert.deepEqual(alice.heard, ['ended by remote: refused 302']);
  assert.equal(await network.leftOvers(), 0);
});

test('a challenged INVITE is sent again with credentials, and so are the requests in its dialog', async () => {
  const network = new AgentNetwork();
  const server = new DigestServer({
    realm: 'pbx',
    algorithms: ['MD5'],
    findHa1: (name, algorithm) => digestHa1(algorithm, name, 'pbx', 'secret'),
    clock: network.clock,
    random: systemRandom,
    key: systemRandom(32),
    nonceLifetimeMs: 60_000,
    watchedNonces: 100,
  });
  const caller = await network.agent(1);
  await network.agent(2, {
    onCall: (call) => {
      void server.check(call.request).then((verdict) => {
        const headers =
          verdict.kind === 'challenge'
            ? verdict.challenges.map((one) => ['WWW-Authenticate', one] as const)
            : [];
        if (verdict.kind === 'challenge') call.refuse(401, { headers });
        else accept(call);
      });
      return new Phone('bob').handlers();
    },
  });
  const [right, wrong] = [new Phone('right'), new Phone('wrong')];
  const digest = (password: string) =>
    new DigestClient([{ username: 'alice', password }], systemRandom);
  const call = caller.call({ ...toBob, digest: digest('secret') }, right.handlers());
  caller.call({ ...toBob, digest: digest('guess') }, wrong.handlers());
  await network.run();
  assert.equal(call.state, 'established');
  assert.deepEqual(wrong.heard, ['ended by remote: refused 401']);
  assert.equal(network.log.filter((line) => line === '1>2 INVITE').length, 4);
  call.end();
  await network.run();
  const bye = network.texts.findLast((text) => text.startsWith('BYE'));
  assert.match(bye ?? '', /CSeq: 3 BYE/);
  assert.match(bye ?? '', /Authorization: Digest username="alice"/);
  assert.equal(await network.leftOvers(), 0);
});

/** A proxy at 2 that lets two phones ring at once: responses are written by hand, each with a tag of its own. */
async function forkingProxy(network: AgentNetwork) {
  const requests: string[] = [];
  const socket = await network.socket({ address: '192.0.2.2', port: 5060 })((bytes) => {
    const parsed = parseMessage(bytes);
    if (!parsed.ok || parsed.message.kind !== 'request') return;
    const { message } = parsed;
    requests.push(
      `${message.method} ${/tag=(\w+)/.exec(message.headers.get('to') ?? '')?.[1] ?? ''}`,
    );
    if (message.method === 'BYE') send(buildResponse(message, 200));
    if (message.method !== 'INVITE') return;
    const answer = (status: number, toTag: string, name?: string) =>
      send(
        buildResponse(message, status, {
          toTag,
          headers: [['Contact', `<sip:${toTag}@192.0.2.2>`]],
          ...(name ? { content: { type: 'application/sdp', bytes: sdp(name) } } : {}),
        }),
      );
    answer(180, 'desk');
    answer(183, 'mobile', 'mobile-early');
    answer(200, 'mobile', 'mobile-answer');
    answer(200, 'desk', 'desk-answer');
    answer(200, 'mobile', 'mobile-answer');
  });
  const send = (response: Parameters<typeof serialise>[0]) =>
    void socket.send(serialise(response), { address: '192.0.2.1', port: 5060 });
  return requests;
}

test('of a forked call the first answer wins, and the other is acknowledged and hung up', async () => {
  const network = new AgentNetwork();
  const caller = await network.agent(1);
  const requests = await forkingProxy(network);
  const alice = new Phone('alice');
  const ended: string[] = [];
  const onForkEnded: ReturnType<Phone['handlers']>['onForkEnded'] = ({ dialog }) =>
    void ended.push(dialog.remoteTag);
  const call = caller.call(toBob, alice.handlers({ onForkEnded }));
  await network.run();
  assert.deepEqual(alice.heard, [
    '180',
    '183 mobile-early',
    'accepted mobile-answer',
    'established',
  ]);
  assert.deepEqual(ended, ['desk']);
  assert.deepEqual(requests, ['INVITE ', 'ACK mobile', 'ACK desk', 'ACK mobile', 'BYE desk']);
  assert.equal(textOf(call.session?.remoteDescription ?? sdp('')), 'mobile-answer');
  call.end();
  await network.run();
  assert.equal(requests.at(-1), 'BYE mobile');
  assert.equal(await network.leftOvers(), 0);
});
