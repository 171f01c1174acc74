import assert from 'node:assert/strict';
import test from 'node:test';
import {
  DigestClient,
  formatUri,
  type Hop,
  type OutgoingCallHandlers,
  systemRandom,
} from '../../packages/sip/src/index.ts';
import { needs } from '../peers/needs.ts';
import { callToSipp, established } from './call-to-sipp.ts';
import {
  receive,
  receiveInvite,
  receiveWith,
  respond,
  respondReliably,
  respondToInvite,
  scenarioOf,
} from './scenario.ts';
import { challenging, earlyMedia, refusing } from './scenarios.ts';
import { sippTakesCalls } from './sipp.ts';
import { description, nameOf, startTestAgent } from './test-agent.ts';

const sdp = { session: 'sipp' };

for (const transport of ['udp', 'tcp'] as const)
  test(`we call sipp over ${transport.toUpperCase()} and hang up`, needs('sipp'), async (t) => {
    const world = await callToSipp(t, { scenario: 'uas', transport });
    await established(world, world.callee.done);
    world.call.end({ reasons: [{ protocol: 'Q.850', cause: 16, text: undefined }] });
    await world.callee.done;
    await world.quiet();
    assert.deepEqual(
      world.log,
      ['180', 'accepted -', 'established', 'ended by local: hung-up'].map((line) =>
        line.replace('-', nameOf(world.sessions[0]?.remoteDescription)),
      ),
    );
  });

for (const { title, after } of [
  {
    title: 'a call that sipp lets ring is cancelled',
    after: [respondToInvite(487), receive('ACK')],
  },
  {
    title: 'a 200 that crosses our CANCEL is acknowledged and hung up',
    after: [respondToInvite(200), receive('ACK'), receive('BYE'), respond(200, { within: true })],
  },
])
  test(title, needs('sipp'), async (t) => {
    const scenario = scenarioOf(
      'cancelled',
      receiveInvite(),
      respond(180),
      receive('CANCEL'),
      respond(200, { within: true }),
      ...after,
    );
    const { call, log, callee, until, quiet } = await callToSipp(t, { scenario });
    await until(() => log.includes('180'));
    call.end();
    await callee.done;
    await quiet();
    assert.deepEqual(log, ['180', 'ended by local: cancelled']);
  });

test('sipp is busy', needs('sipp'), async (t) => {
  const { log, callee, quiet } = await callToSipp(t, { scenario: refusing(486) });
  await callee.done;
  await quiet();
  assert.deepEqual(log, ['ended by remote: refused 486']);
});

test('a redirect is followed to where sipp says', needs('sipp'), async (t) => {
  const there = await sippTakesCalls(t, { scenario: 'uas' });
  const contact = `<sip:sipp@127.0.0.1:${there.port}>`;
  const onRedirect: OutgoingCallHandlers['onRedirect'] = (contacts) =>
    contacts.map(({ uri }) => formatUri(uri));
  const world = await callToSipp(
    t,
    { scenario: refusing(302, { contact }) },
    { handlers: { onRedirect } },
  );
  await world.callee.done;
  await established(world, there.done);
  world.call.end();
  await there.done;
  await world.quiet();
  assert.equal(world.log.at(-1), 'ended by local: hung-up');
});

test(
  'a hop that answers 503, and one that is not there, are left for the next',
  needs('sipp'),
  async (t) => {
    const there = await sippTakesCalls(t, { scenario: 'uas' });
    const full = await sippTakesCalls(t, { scenario: refusing(503) });
    const hop = (port: number): Hop => ({ transport: 'UDP', address: '127.0.0.1', port });
    const ours = await startTestAgent(t);
    const options = {
      uri: 'sip:sipp@127.0.0.1',
      from: '<sip:us@127.0.0.1>',
      description: description('our-offer'),
    };
    // Nobody listens on the discard port of loopback.
    const hops = [hop(full.port), hop(9), hop(there.port)];
    const call = ours.agent.call({ ...options, hops, hopTimeoutMs: 300 }, ours.handlers());
    await full.done;
    await established(ours, there.done);
    call.end();
    await there.done;
    await ours.quiet();
    assert.equal(ours.log.at(-1), 'ended by local: hung-up');
  },
);

test('sipp challenges the call, and its BYE carries credentials too', needs('sipp'), async (t) => {
  const digest = new DigestClient(
    [{ username: 'us', password: 'secret', realm: 'pbx' }],
    systemRandom,
  );
  const world = await callToSipp(t, { scenario: challenging('us') }, { options: { digest } });
  await established(world, world.callee.done);
  world.call.end();
  await world.callee.done;
  await world.quiet();
  assert.deepEqual(world.log, ['accepted sipp', 'established', 'ended by local: hung-up']);
});

test('sipp’s reliable early media is acknowledged by PRACK', needs('sipp'), async (t) => {
  const world = await callToSipp(t, { scenario: earlyMedia() });
  await established(world, world.callee.done);
  world.call.end();
  await world.callee.done;
  await world.quiet();
  assert.deepEqual(world.log, ['183 sipp', 'accepted', 'established', 'ended by local: hung-up']);
});

test('sipp makes the offer, and gets our answer in the ACK', needs('sipp'), async (t) => {
  const scenario = scenarioOf(
    'delayed',
    receiveInvite(),
    respondReliably(200, sdp),
    receiveWith('ACK', 'body', 's=answer'),
    receive('BYE'),
    respond(200, { within: true }),
  );
  const ours = await startTestAgent(t);
  const callee = await sippTakesCalls(t, { scenario });
  const call = ours.agent.call(
    { uri: `sip:sipp@127.0.0.1:${callee.port}`, from: '<sip:us@127.0.0.1>' },
    ours.handlers(),
  );
  await established(ours, callee.done);
  call.end();
  await callee.done;
  await ours.quiet();
  assert.deepEqual(ours.log, ['accepted', 'offer sipp', 'established', 'ended by local: hung-up']);
});
