import assert from 'node:assert/strict';
import test from 'node:test';
import type { Referral } from '../../packages/sip/src/index.ts';
import { needs } from '../peers/needs.ts';
import { callToSipp, established } from './call-to-sipp.ts';
import {
  pause,
  receive,
  receiveInvite,
  receiveWith,
  request,
  requestBack,
  respond,
  respondReliably,
  scenarioOf,
} from './scenario.ts';
import { sippCalls } from './sipp.ts';
import { description, nameOf, startTestAgent } from './test-agent.ts';

const sdp = { session: 'sipp' };
const answered = [receiveInvite(), respondReliably(200, sdp), receive('ACK')];

test('we hold and resume by re-INVITE, and sipp hangs up', needs('sipp'), async (t) => {
  const scenario = scenarioOf(
    'held',
    ...answered,
    receive('INVITE'),
    respondReliably(200, { session: 'held', direction: 'recvonly', within: true }),
    receive('ACK'),
    requestBack('BYE'),
    receive(200),
  );
  const world = await callToSipp(t, { scenario });
  await established(world, world.callee.done);
  const outcome = await world.sessions[0]?.offer(description('hold', 'sendonly'));
  assert.equal(outcome?.kind === 'answered' && nameOf(outcome.description), 'held');
  await world.callee.done;
  await world.quiet();
  assert.deepEqual(world.log, ['accepted sipp', 'established', 'ended by remote: hung-up']);
});

test('a 491 to our re-INVITE is tried again after sipp’s own', needs('sipp'), async (t) => {
  const scenario = scenarioOf(
    'glare',
    ...answered,
    receive('INVITE'),
    respondReliably(491, { within: true }),
    receive('ACK'),
    receive('INVITE'),
    respondReliably(200, { session: 'at last', within: true }),
    receive('ACK'),
    receive('BYE'),
    respond(200, { within: true }),
  );
  const world = await callToSipp(t, { scenario });
  await established(world, world.callee.done);
  const outcome = await world.sessions[0]?.offer(description('hold', 'sendonly'));
  assert.equal(outcome?.kind === 'answered' && nameOf(outcome.description), 'at last');
  world.call.end();
  await world.callee.done;
  await world.quiet();
});

test(
  'the session interval that sipp asks for is taken, and so is who refreshes',
  needs('sipp'),
  async (t) => {
    const timer = (refresher: string) => ({
      ...sdp,
      headers: ['Require: timer', `Session-Expires: 90;refresher=${refresher}`],
    });
    const scenario = scenarioOf(
      'timer',
      receiveInvite(),
      respondReliably(200, timer('uac')),
      receive('ACK'),
      receive('BYE'),
      respond(200, { within: true }),
    );
    const world = await callToSipp(t, { scenario });
    await established(world, world.callee.done);
    assert.deepEqual(world.sessions[0]?.timer, { act: 'refresh', afterMs: 45_000 });
    world.call.end();
    await world.callee.done;
    await world.quiet();
  },
);

test('sipp refers us, and hears how it went', needs('sipp'), async (t) => {
  const notified = (status: number) => receiveWith('NOTIFY', 'body', `SIP/2.0 ${status}`);
  const scenario = scenarioOf(
    'refers',
    ...answered,
    requestBack('REFER', { headers: ['Refer-To: <sip:carol@127.0.0.1>'] }),
    receive(202),
    notified(100),
    respond(200, { within: true }),
    notified(200),
    respond(200, { within: true }),
    requestBack('BYE', { cseq: 2 }),
    receive(200),
  );
  const onReferral = (referral: Referral) => {
    referral.accept();
    referral.progress(200);
  };
  const world = await callToSipp(t, { scenario }, { handlers: { onReferral } });
  await world.callee.done;
  await world.quiet();
  assert.equal(world.log.at(-1), 'ended by remote: hung-up');
});

test('we refer sipp, which tells us how it went', needs('sipp'), async (t) => {
  const notify = (cseq: number, status: number, state: string) =>
    requestBack('NOTIFY', {
      cseq,
      headers: ['Event: refer', `Subscription-State: ${state}`, 'Content-Type: message/sipfrag'],
      fragment: `SIP/2.0 ${status} x`,
    });
  const scenario = scenarioOf(
    'referred',
    ...answered,
    receive('REFER'),
    respond(202, { within: true }),
    notify(1, 100, 'active;expires=60'),
    receive(200),
    notify(2, 180, 'active;expires=60'),
    receive(200),
    notify(3, 200, 'terminated;reason=noresource'),
    receive(200),
    receive('BYE'),
    respond(200, { within: true }),
    pause(10),
  );
  const world = await callToSipp(t, { scenario });
  await established(world, world.callee.done);
  const heard: unknown[] = [];
  const done = new Promise<void>((resolve) => {
    world.sessions[0]?.transfer('sip:carol@127.0.0.1', {
      onProgress: (status) => void heard.push(status),
      onDone: (status) => {
        heard.push('done', status);
        resolve();
      },
    });
  });
  await Promise.race([done, world.callee.done]);
  world.call.end();
  await world.callee.done;
  await world.quiet();
  assert.deepEqual(heard, [100, 180, 'done', 200]);
});

test(
  'a call with Replaces takes the place of one that sipp has with us',
  needs('sipp'),
  async (t) => {
    const world = await startTestAgent(t);
    const invite = { session: 'offer', outside: true } as const;
    const up = [receive(100, { optional: true }), receive(180, { optional: true }), receive(200)];
    const first = scenarioOf(
      'replaced',
      request('INVITE', invite),
      ...up,
      request('ACK'),
      receive('BYE'),
      respond(200, { within: true }),
    );
    const replaced = sippCalls(t, world.ports.udp, { scenario: first });
    await Promise.race([world.until(() => world.sessions.length === 1), replaced]);
    const { callId = '', localTag = '', remoteTag = '' } = world.sessions[0]?.dialog ?? {};
    const headers = [
      'Require: replaces',
      `Replaces: ${callId};to-tag=${localTag};from-tag=${remoteTag}`,
    ];
    const second = scenarioOf(
      'replacing',
      request('INVITE', { ...invite, headers }),
      ...up,
      request('ACK'),
      pause(100),
      request('BYE', { cseq: 2 }),
      receive(200),
    );
    await sippCalls(t, world.ports.udp, { scenario: second });
    await replaced;
    await world.quiet();
    assert.deepEqual(world.log.toSorted(), [
      'ended by remote: hung-up',
      'ended by remote: replaced',
      'established',
      'established',
    ]);
  },
);
