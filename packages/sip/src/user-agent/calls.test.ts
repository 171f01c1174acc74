import assert from 'node:assert/strict';
import test from 'node:test';
import { AgentNetwork } from '../testing/agent-network.ts';
import { Phone, sdp } from '../testing/phone.ts';
import type { IncomingCall } from './incoming-call.ts';
import type { OutgoingCallOptions } from './invite.ts';

const toBob: OutgoingCallOptions = {
  uri: 'sip:bob@192.0.2.2',
  from: '"Alice" <sip:alice@192.0.2.1>',
  description: sdp('alice-offer'),
};

/** Alice at 1 and Bob at 2, whose phone does with each call what it is told. */
async function pair(onCall: (call: IncomingCall) => void) {
  const network = new AgentNetwork();
  const [alice, bob] = [new Phone('alice'), new Phone('bob')];
  const calls: IncomingCall[] = [];
  const caller = await network.agent(1);
  const callee = await network.agent(2, {
    onCall: (call) => {
      calls.push(call);
      onCall(call);
      return bob.handlers();
    },
  });
  return { network, alice, bob, caller, callee, calls };
}

const answer = (call: IncomingCall) => void call.accept({ description: sdp('bob-answer') });

test('a call rings, is answered, and ends by the caller’s BYE; nothing is left of it', async () => {
  const { network, alice, bob, caller } = await pair((call) => {
    call.progress(180);
    answer(call);
  });
  const call = caller.call(toBob, alice.handlers());
  await network.run();
  assert.equal(call.state, 'established');
  call.end();
  await network.run();
  assert.deepEqual(alice.heard, [
    '180',
    'accepted bob-answer',
    'established',
    'ended by local: hung-up',
  ]);
  assert.deepEqual(bob.heard, ['established', 'ended by remote: hung-up']);
  assert.deepEqual(network.log, [
    '1>2 INVITE',
    '2>1 180 INVITE',
    '2>1 200 INVITE',
    '1>2 ACK',
    '1>2 BYE',
    '2>1 200 BYE',
  ]);
  assert.equal(await network.leftOvers(), 0);
});

test('the callee hangs up, with its reason', async () => {
  const { network, alice, caller, calls } = await pair(answer);
  caller.call(toBob, alice.handlers());
  await network.run();
  calls[0]?.end({ reasons: [{ protocol: 'Q.850', cause: 16, text: 'Normal' }] });
  await network.run();
  assert.deepEqual(alice.ends[0]?.reasons, [{ protocol: 'Q.850', cause: 16, text: 'Normal' }]);
  assert.equal(await network.leftOvers(), 0);
});

test('a busy callee refuses, and both ends know by what', async () => {
  const { network, alice, bob, caller } = await pair((call) => void call.refuse(486));
  caller.call(toBob, alice.handlers());
  await network.run();
  assert.deepEqual(alice.heard, ['ended by remote: refused 486']);
  assert.deepEqual(bob.heard, []);
  assert.equal(await network.leftOvers(), 0);
});

test('a caller that gives up cancels, and the callee stops ringing', async () => {
  const { network, alice, bob, caller } = await pair((call) => void call.progress(180));
  const call = caller.call(toBob, alice.handlers());
  await network.run();
  call.end({ reasons: [{ protocol: 'SIP', cause: 200, text: 'Call completed elsewhere' }] });
  await network.run();
  assert.deepEqual(alice.heard, ['180', 'ended by local: cancelled']);
  assert.deepEqual(bob.heard, ['ended by remote: cancelled']);
  assert.equal(bob.ends[0]?.reasons[0]?.cause, 200);
  assert.equal(await network.leftOvers(), 0);
});

test('a caller that gives up before any response cancels with the first one', async () => {
  const { network, alice, bob, caller, calls } = await pair(() => {});
  const call = caller.call(toBob, alice.handlers());
  call.end();
  await network.run();
  assert.deepEqual(network.log, []);
  assert.deepEqual(alice.heard, ['ended by local: cancelled']);
  const second = caller.call(toBob, alice.handlers());
  await network.run();
  second.end();
  await network.run(100);
  assert.deepEqual(network.log, ['1>2 INVITE']);
  calls[0]?.progress(180);
  await network.run();
  assert.deepEqual(bob.heard, ['ended by remote: cancelled']);
  assert.equal(await network.leftOvers(), 0);
});

test('a 200 that crosses the CANCEL is acknowledged and ended by BYE', async () => {
  const { network, alice, bob, caller, calls } = await pair((call) => void call.progress(180));
  const call = caller.call(toBob, alice.handlers());
  await network.run();
  network.fate = (line) => (line === '1>2 CANCEL' ? 'lose' : 'deliver');
  call.end();
  const [incoming] = calls;
  assert.ok(incoming);
  answer(incoming);
  await network.run();
  assert.deepEqual(network.log.slice(-3), ['1>2 ACK', '1>2 BYE', '2>1 200 BYE']);
  assert.deepEqual(alice.heard, ['180', 'ended by local: cancelled']);
  assert.deepEqual(bob.heard, ['established', 'ended by remote: hung-up']);
  assert.equal(await network.leftOvers(), 0);
});

test('a 2xx is repeated until its ACK arrives, and each repetition is acknowledged', async () => {
  const { network, alice, bob, caller } = await pair(answer);
  let acks = 0;
  network.fate = (line) => (line === '1>2 ACK' && ++acks < 3 ? 'lose' : 'deliver');
  const call = caller.call(toBob, alice.handlers());
  await network.run(5_000);
  assert.equal(acks, 3);
  assert.deepEqual(bob.heard, ['established']);
  call.end();
  assert.equal(await network.leftOvers(), 0);
});

test('a callee whose ACK never comes ends the call by BYE', async () => {
  const { network, alice, bob, caller } = await pair(answer);
  network.fate = (line) => (line === '1>2 ACK' ? 'lose' : 'deliver');
  caller.call(toBob, alice.handlers());
  await network.run(40_000);
  assert.deepEqual(bob.heard, ['ended by stack: unacknowledged']);
  assert.deepEqual(alice.heard.at(-1), 'ended by remote: hung-up');
  assert.equal(await network.leftOvers(), 0);
});

test('hanging up before the ACK waits for it', async () => {
  const { network, alice, bob, caller, calls } = await pair(answer);
  network.fate = (line) => (line === '1>2 ACK' ? 'lose' : 'deliver');
  caller.call(toBob, alice.handlers());
  await network.run();
  calls[0]?.end();
  await network.run(400);
  assert.equal(network.log.includes('2>1 BYE'), false);
  assert.deepEqual(bob.heard, ['ended by local: hung-up']);
  network.fate = () => 'deliver';
  await network.run(1_000);
  assert.equal(network.log.includes('2>1 BYE'), true);
  assert.deepEqual(alice.heard.at(-1), 'ended by remote: hung-up');
  assert.equal(await network.leftOvers(), 0);
});

test('a call without an offer takes the callee’s, and answers it in the ACK', async () => {
  const { network, alice, bob, caller } = await pair((call) => {
    assert.equal(call.offer, undefined);
    call.accept({ description: sdp('bob-offer') });
  });
  const { description: _, ...options } = toBob;
  const call = caller.call(options, alice.handlers());
  await network.run();
  assert.deepEqual(alice.heard, ['accepted', 'offer bob-offer', 'established']);
  assert.deepEqual(bob.heard, ['answer alice-answer', 'established']);
  call.end();
  assert.equal(await network.leftOvers(), 0);
});

test('lost and doubled packets change nothing', async () => {
  const { network, alice, bob, caller } = await pair((call) => {
    call.progress(180);
    answer(call);
  });
  const seen = new Map<string, number>();
  network.fate = (line) => {
    const count = (seen.get(line) ?? 0) + 1;
    seen.set(line, count);
    return count === 1 ? 'lose' : 'double';
  };
  const call = caller.call(toBob, alice.handlers());
  await network.run(10_000);
  assert.equal(call.state, 'established');
  call.end();
  await network.run(10_000);
  assert.deepEqual(bob.heard, ['established', 'ended by remote: hung-up']);
  assert.equal(await network.leftOvers(), 0);
});

test('a call to nobody fails, by timeout or for want of an address', async () => {
  const network = new AgentNetwork();
  const resolver = { naptr: async () => [], srv: async () => [], addresses: async () => [] };
  const caller = await network.agent(1, {}, { resolver });
  const alice = new Phone('alice');
  caller.call({ ...toBob, uri: 'sip:bob@192.0.2.9' }, alice.handlers());
  caller.call({ ...toBob, uri: 'sip:bob@nowhere.invalid' }, alice.handlers());
  await network.run(33_000);
  assert.deepEqual(alice.heard, ['ended by stack: unreachable', 'ended by stack: timeout']);
  assert.equal(await network.leftOvers(), 0);
});
