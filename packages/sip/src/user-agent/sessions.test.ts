import assert from 'node:assert/strict';
import test from 'node:test';
import { AgentNetwork } from '../testing/agent-network.ts';
import { Phone, sdp, textOf } from '../testing/phone.ts';
import type { UserAgentSettings } from './agent-settings.ts';
import type { OutgoingCallHandlers } from './call-handlers.ts';
import type { CallSession, OfferOutcome } from './call-session.ts';
import type { IncomingCall } from './incoming-call.ts';
import type { OutgoingCallOptions } from './invite.ts';
import type { Referral } from './referral.ts';

const toBob: OutgoingCallOptions = {
  uri: 'sip:bob@192.0.2.2',
  from: '<sip:alice@192.0.2.1>',
  description: sdp('alice-offer'),
};

const answered = (outcome: OfferOutcome) =>
  outcome.kind === 'answered' && outcome.description ? textOf(outcome.description) : outcome.kind;

interface Options {
  readonly alice?: Partial<OutgoingCallHandlers>;
  readonly bob?: Partial<OutgoingCallHandlers>;
  readonly settings?: Partial<UserAgentSettings>;
  readonly bobSettings?: Partial<UserAgentSettings>;
}

/** An established call from Alice at 1 to Bob at 2. */
async function established(options: Options = {}) {
  const network = new AgentNetwork();
  const [alice, bob] = [new Phone('alice'), new Phone('bob')];
  const calls: IncomingCall[] = [];
  const caller = await network.agent(1, {}, options.settings);
  const onCall = (call: IncomingCall) => {
    calls.push(call);
    call.accept({ description: sdp('bob-answer') });
    return bob.handlers(options.bob);
  };
  const callee = await network.agent(2, { onCall }, options.bobSettings ?? options.settings);
  const call = caller.call(toBob, alice.handlers(options.alice));
  await network.run();
  const [incoming] = calls;
  assert.ok(alice.session && bob.session && incoming);
  network.log.length = 0;
  return { network, alice, bob, caller, callee, call, incoming, calls };
}

function sessionOf({ session }: Phone): CallSession {
  assert.ok(session);
  return session;
}

test('a re-INVITE is answered, and both ends know the new descriptions', async () => {
  const { network, alice, bob, call } = await established();
  const outcome = sessionOf(alice).offer(sdp('alice-hold'));
  await network.run();
  assert.equal(answered(await outcome), 'bob-answer');
  assert.deepEqual(bob.heard, ['established', 'offer alice-hold']);
  assert.deepEqual(network.log, ['1>2 INVITE', '2>1 200 INVITE', '1>2 ACK']);
  assert.equal(textOf(sessionOf(bob).remoteDescription ?? sdp('')), 'alice-hold');
  call.end();
  assert.equal(await network.leftOvers(), 0);
});

test('the callee offers by UPDATE as well', async () => {
  const { network, alice, bob, call } = await established();
  const outcome = sessionOf(bob).offer(sdp('bob-hold'), { method: 'UPDATE' });
  await network.run();
  assert.equal(answered(await outcome), 'alice-answer');
  assert.equal(alice.heard.at(-1), 'offer bob-hold');
  assert.deepEqual(network.log, ['2>1 UPDATE', '1>2 200 UPDATE']);
  call.end();
  assert.equal(await network.leftOvers(), 0);
});

test('a re-INVITE without an offer asks for one, and its answer goes in the ACK', async () => {
  const { network, alice, bob, call } = await established();
  const outcome = sessionOf(alice).offer(undefined);
  await network.run();
  assert.deepEqual(await outcome, { kind: 'answered', description: undefined });
  assert.equal(alice.heard.at(-1), 'offer bob-offer');
  assert.equal(bob.heard.at(-1), 'answer alice-answer');
  call.end();
  assert.equal(await network.leftOvers(), 0);
});

test('a refused offer leaves what held before', async () => {
  const onOffer: OutgoingCallHandlers['onOffer'] = (offer) => offer.refuse();
  const { network, alice, bob, call } = await established({ bob: { onOffer } });
  const outcome = sessionOf(alice).offer(sdp('alice-video'));
  await network.run();
  assert.deepEqual(await outcome, { kind: 'refused', status: 488 });
  for (const phone of [alice, bob]) {
    const { localDescription = sdp(''), remoteDescription = sdp('') } = sessionOf(phone);
    assert.deepEqual([textOf(localDescription), textOf(remoteDescription)].toSorted(), [
      'alice-offer',
      'bob-answer',
    ]);
  }
  call.end();
  assert.equal(await network.leftOvers(), 0);
});

test('offers that cross are refused by both, and both come through afterwards', async () => {
  for (const method of ['INVITE', 'UPDATE'] as const) {
    const { network, alice, bob, call } = await established();
    const outcomes = Promise.all([
      sessionOf(alice).offer(sdp('alice-hold'), { method }),
      sessionOf(bob).offer(sdp('bob-hold'), { method }),
    ]);
    await network.run(10_000);
    assert.deepEqual((await outcomes).map(answered), ['bob-answer', 'alice-answer']);
    assert.equal(network.log.filter((line) => line.includes('491')).length, 2);
    call.end();
    assert.equal(await network.leftOvers(), 0);
  }
});

test('a second offer while the first waits is busy or tried again, never mixed up', async () => {
  const { network, alice, call } = await established({ bob: { onOffer: () => {} } });
  const first = sessionOf(alice).offer(sdp('one'));
  assert.deepEqual(await sessionOf(alice).offer(sdp('two')), { kind: 'busy' });
  await network.run();
  call.end();
  assert.deepEqual(await first, { kind: 'ended' });
  await network.run();
  assert.equal(network.log.includes('2>1 487 INVITE'), true);
  assert.equal(await network.leftOvers(), 0);
});

test('a peer that forgot the dialog ends the call', async () => {
  const { network, alice, callee } = await established();
  await callee.close();
  const outcome = sessionOf(alice).offer(sdp('alice-hold'));
  await network.run(40_000);
  assert.deepEqual(await outcome, { kind: 'refused', status: 408 });
  assert.equal(alice.heard.at(-1), 'ended by stack: dialog-lost 408');
  assert.equal(await network.leftOvers(), 0);
});

test('the session is refreshed at its half by the end that agreed to, and lives on', async () => {
  const timer = { intervalS: 100, minimumS: 90 };
  const { network, call, alice, bob } = await established({ settings: { sessionTimer: timer } });
  assert.deepEqual([sessionOf(alice).timer?.act, sessionOf(bob).timer?.act], ['refresh', 'end']);
  await network.run(240_000);
  assert.equal(call.state, 'established');
  assert.equal(network.log.filter((line) => line === '1>2 UPDATE').length, 4);
  call.end();
  assert.equal(await network.leftOvers(), 0);
});

test('a session that its peer stops refreshing is ended', async () => {
  const timer = { intervalS: 100, minimumS: 90 };
  const { network, bob, alice } = await established({ settings: { sessionTimer: timer } });
  network.fate = (line) => (line.startsWith('1>2') ? 'lose' : 'deliver');
  await network.run(100_000);
  assert.equal(bob.heard.at(-1), 'ended by stack: expired');
  assert.equal(alice.heard.at(-1), 'ended by remote: hung-up');
  assert.equal(await network.leftOvers(), 0);
});

test('an offer that is refused does not refresh the session', async () => {
  const timer = { intervalS: 100, minimumS: 90 };
  const onOffer: OutgoingCallHandlers['onOffer'] = (offer) => offer.refuse();
  const { network, alice, bob } = await established({
    settings: { sessionTimer: timer },
    bob: { onOffer },
  });
  network.fate = (line) => (line === '1>2 UPDATE' ? 'lose' : 'deliver');
  await network.run(40_000);
  const refused = sessionOf(alice).offer(sdp('alice-video'));
  await network.run();
  assert.deepEqual(await refused, { kind: 'refused', status: 488 });
  await network.run(29_000);
  assert.equal(bob.heard.at(-1), 'ended by stack: expired');
  assert.equal(await network.leftOvers(), 0);
});

test('an interval that is too short for the callee is raised and the call made', async () => {
  const { alice, call, network } = await established({
    settings: { sessionTimer: { intervalS: 90, minimumS: 90 } },
    bobSettings: { sessionTimer: { intervalS: 1_800, minimumS: 600 } },
  });
  assert.deepEqual(sessionOf(alice).timer, { act: 'refresh', afterMs: 300_000 });
  call.end();
  assert.equal(await network.leftOvers(), 0);
});

test('INFO goes both ways, and what nobody takes is 405', async () => {
  const bodies: string[] = [];
  const { network, alice, bob, call } = await established({
    bob: {
      onRequest: (request) => {
        bodies.push(Buffer.from(request.request.body).toString());
        request.respond(200);
      },
    },
  });
  const content = { type: 'application/dtmf-relay', bytes: Buffer.from('Signal=5\r\n') };
  const taken = sessionOf(alice).request('INFO', { content });
  const refused = sessionOf(bob).request('INFO', { content });
  await network.run();
  assert.deepEqual([(await taken)?.status, (await refused)?.status], [200, 405]);
  assert.deepEqual(bodies, ['Signal=5\r\n']);
  call.end();
  assert.equal(await network.leftOvers(), 0);
});

test('a blind transfer is accepted, told of, and done', async () => {
  const referrals: Referral[] = [];
  const { network, alice, call } = await established({
    bob: { onReferral: (referral) => void referrals.push(referral) },
  });
  const heard: (number | string | undefined)[] = [];
  sessionOf(alice).transfer('sip:carol@192.0.2.3', {
    onProgress: (status) => void heard.push(status),
    onDone: (status) => void heard.push('done', status),
  });
  await network.run();
  const [referral] = referrals;
  assert.ok(referral);
  assert.equal(referral.target.uri.scheme, 'sip');
  referral.accept();
  await network.run();
  referral.progress(180);
  await network.run();
  call.end();
  await network.run();
  referral.progress(200);
  await network.run();
  assert.deepEqual(heard, [100, 180, 'done', 200]);
  assert.equal(await network.leftOvers(), 0);
});

test('a transfer that is refused, or to which nobody listens, is told as such', async () => {
  const { network, alice, call } = await established();
  const heard: unknown[] = [];
  sessionOf(alice).transfer('sip:carol@192.0.2.3', { onDone: (status) => void heard.push(status) });
  await network.run();
  assert.deepEqual(heard, [603]);
  call.end();
  assert.equal(await network.leftOvers(), 0);
});

test('a request that is lost until another one has come goes again by a new number', async () => {
  const { network, alice } = await established({
    bob: { onRequest: (request) => void request.respond(200) },
  });
  let isFirst = true;
  network.fate = (line) => {
    const lost = isFirst && line === '1>2 INFO';
    isFirst &&= !lost;
    return lost ? 'lose' : 'deliver';
  };
  const asked = [1, 2].map(() => sessionOf(alice).request('INFO'));
  await network.run(2_000);
  assert.deepEqual(
    (await Promise.all(asked)).map((response) => response?.status),
    [200, 200],
  );
  assert.equal(network.log.filter((line) => line === '2>1 500 INFO').length, 1);
});

test('an ended call transfers nobody', async () => {
  const { network, alice, call } = await established();
  call.end();
  const heard: unknown[] = [];
  sessionOf(alice).transfer('sip:carol@192.0.2.3', { onDone: (status) => void heard.push(status) });
  await network.run();
  assert.deepEqual(heard, [undefined]);
  assert.equal(network.log.includes('1>2 REFER'), false);
});

test('an attended transfer lets a new call take the place of another one', async () => {
  const network = new AgentNetwork();
  const phones = { alice: new Phone('alice'), bob: new Phone('bob'), carol: new Phone('carol') };
  const replaced: unknown[] = [];
  const alice = await network.agent(1);
  const bob = await network.agent(2, {
    onCall: (call) => {
      call.accept({ description: sdp('bob') });
      return phones.bob.handlers({
        onReferral: (referral) => {
          referral.accept();
          const { uri, replaces } = referral.target;
          assert.ok(uri.scheme === 'sip' && replaces);
          const value = `${replaces.callId};to-tag=${replaces.toTag};from-tag=${replaces.fromTag}`;
          const options = {
            uri: `sip:carol@${uri.host}`,
            from: '<sip:bob@192.0.2.2>',
            description: sdp('bob'),
          };
          const handlers = phones.bob.handlers({ onAccepted: () => void referral.progress(200) });
          bob.call({ ...options, headers: [['Replaces', value]] }, handlers);
        },
      });
    },
  });
  await network.agent(3, {
    onCall: (call) => {
      if (call.replaces) replaced.push(call.replaces.callId);
      call.accept({ description: sdp('carol') });
      return phones.carol.handlers();
    },
  });
  alice.call(toBob, phones.alice.handlers());
  const consult = new Phone('consult');
  const second = alice.call({ ...toBob, uri: 'sip:carol@192.0.2.3' }, consult.handlers());
  await network.run();
  const done: unknown[] = [];
  sessionOf(phones.alice).transfer(sessionOf(consult), {
    onDone: (status) => void done.push(status),
  });
  await network.run();
  assert.deepEqual([done, replaced], [[200], [second.callId]]);
  assert.equal(consult.heard.at(-1), 'ended by remote: hung-up');
  assert.deepEqual(phones.carol.heard, ['established', 'ended by remote: replaced', 'established']);
  for (const agent of [alice, bob]) agent.endCalls();
  assert.equal(await network.leftOvers(), 0);
});

test('Replaces for a dialog that nobody has is 481', async () => {
  const network = new AgentNetwork();
  const phone = new Phone('alice');
  const alice = await network.agent(1);
  await network.agent(2, { onCall: () => assert.fail('the call came through') });
  alice.call({ ...toBob, headers: [['Replaces', 'x;to-tag=a;from-tag=b']] }, phone.handlers());
  await network.run();
  assert.deepEqual(phone.heard, ['ended by remote: refused 481']);
  assert.equal(await network.leftOvers(), 0);
});
