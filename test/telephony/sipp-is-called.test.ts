import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, type TestContext, test } from 'node:test';
import { needs } from '../peers/needs.ts';
import {
  mark,
  receive,
  receiveInvite,
  requestBack,
  respond,
  respondReliably,
  respondToInvite,
  scenarioOf,
} from '../sip/scenario.ts';
import { challenging, earlyMedia, refusing } from '../sip/scenarios.ts';
import { type SippCallee, type SippOptions, sippTakesCalls } from '../sip/sipp.ts';
import { made } from './desk.ts';
import { openTrunkHouse, type TrunkHouse } from './trunk-house.ts';

const sdp = { session: 'sipp' };
const within = { within: true } as const;
const answered = [receiveInvite(), respondReliably(200, sdp), receive('ACK')];
const isHungUp = [receive('BYE'), respond(200, within)];

suite('a PBX that is called over a trunk', needs('sipp'), () => {
  let house: TrunkHouse;

  before(async () => {
    house = await openTrunkHouse();
  });
  after(() => house.product.stop());

  /** A sipp that does as the scenario says, behind a trunk that lasts as long as the test. */
  async function peer(t: TestContext, sipp: SippOptions, settings = {}): Promise<SippCallee> {
    const callee = await sippTakesCalls(t, sipp);
    const means = {
      name: `pbx-${callee.port}`,
      auth: 'ip',
      source_ips: ['192.0.2.1'],
      priority: 1,
    };
    const transport = sipp.transport ?? 'udp';
    const id = await house.addTrunk({
      ...{ ...means, transport, uri: `sip:127.0.0.1:${callee.port}`, routes: [{ prefix: '2' }] },
      ...settings,
    });
    t.after(() => house.ask('DELETE', `/trunks/${id}`));
    return callee;
  }

  /** The administrator calls a number outside. @returns the call's path */
  async function call(): Promise<string> {
    const wish = { participants: ['tel:2001'], call_type: 'audio' };
    const { body } = await made(house.ask('POST', '/calls', wish));
    return `/calls/${String(body.id)}`;
  }
  const until = (path: string, status: string) => house.until(path, (now) => now.status === status);
  const end = (path: string) => house.ask('POST', `${path}/end`);

  for (const transport of ['udp', 'tcp'] as const)
    test(`over ${transport.toUpperCase()} it answers, and we hang up`, async (t) => {
      const callee = await peer(t, { scenario: 'uas', transport });
      const path = await call();
      await until(path, 'connected');
      await end(path);
      await callee.done;
    });

  test('it hangs up', async (t) => {
    const scenario = scenarioOf('hangs up', ...answered, requestBack('BYE'), receive(200));
    const callee = await peer(t, { scenario });
    const path = await call();
    await callee.done;
    assert.equal((await until(path, 'ended')).end_reason, 'completed');
  });

  for (const { title, after: then } of [
    { title: 'is cancelled', after: [respondToInvite(487), receive('ACK')] },
    {
      title: 'answers as we cancel, is acknowledged and hung up',
      after: [respondToInvite(200), receive('ACK'), ...isHungUp],
    },
  ])
    test(`it rings and ${title}`, async (t) => {
      const folder = await mkdtemp(join(tmpdir(), 'sge-ringing-'));
      t.after(() => rm(folder, { recursive: true }));
      const ringing = join(folder, 'ringing');
      const rings = [
        receiveInvite(),
        respond(180),
        mark(ringing),
        receive('CANCEL'),
        respond(200, within),
      ];
      const callee = await peer(t, { scenario: scenarioOf('cancelled', ...rings, ...then) });
      const path = await call();
      await Promise.race([appears(ringing, t.signal), callee.done]);
      await end(path);
      await callee.done;
      assert.equal((await until(path, 'ended')).end_reason, 'cancelled');
    });

  test('it is busy, and no other trunk is tried', async (t) => {
    const busy = await peer(t, { scenario: refusing(486) });
    // It would answer, and the call would go on.
    await peer(t, { scenario: 'uas' }, { priority: 2 });
    const path = await call();
    await busy.done;
    assert.equal((await until(path, 'ended')).end_reason, 'busy');
  });

  test('one that is overloaded (503) or not there is left for the next, which rings once', async (t) => {
    const full = await peer(t, { scenario: refusing(503) });
    // Nobody listens on the discard port of loopback.
    await peer(t, { scenario: 'uas' }, { priority: 2, uri: 'sip:127.0.0.1:9' });
    const there = await peer(t, { scenario: 'uas' }, { priority: 3 });
    const path = await call();
    await full.done;
    await until(path, 'connected');
    await end(path);
    await there.done;
  });

  test('it sends the call on to itself, and to nobody whom the trunk does not name', async (t) => {
    const there = await sippTakesCalls(t, { scenario: 'uas' });
    const elsewhere = '<sip:2002@elsewhere.example>;q=1';
    const moved = refusing(302, {
      contact: `${elsewhere}, <sip:2002@127.0.0.1:${there.port}>;q=0.5`,
    });
    const callee = await peer(t, { scenario: moved });
    const path = await call();
    await callee.done;
    await until(path, 'connected');
    await end(path);
    await there.done;
    const stranger = refusing(302, { contact: '<sip:2002@192.0.2.9>' });
    await peer(t, { scenario: stranger }, { priority: 0 });
    assert.equal((await until(await call(), 'ended')).end_reason, 'failed');
  });

  test('it challenges, and gets the trunk’s credentials in INVITE and BYE', async (t) => {
    const signIn = { auth: 'digest', username: 'sge', password: 'secret' };
    const callee = await peer(t, { scenario: challenging('sge') }, signIn);
    const path = await call();
    await until(path, 'connected');
    await end(path);
    await callee.done;
  });

  test('its reliable early media are acknowledged by PRACK', async (t) => {
    const callee = await peer(t, { scenario: earlyMedia() });
    const path = await call();
    await until(path, 'connected');
    await end(path);
    await callee.done;
  });

  test('it holds and resumes by re-INVITE, and others see it', async (t) => {
    const again = (cseq: number, direction: string, session = 'again') => [
      requestBack('INVITE', { cseq, session, direction }),
      receive(100, { optional: true }),
      receive(200),
      requestBack('ACK', { cseq }),
    ];
    const scenario = scenarioOf(
      'holds',
      ...answered,
      ...again(1, 'sendonly'),
      ...again(2, 'sendrecv'),
      ...isHungUp,
    );
    const callee = await peer(t, { scenario });
    const path = await call();
    await house.until(`${path}/events`, ({ data }) => has(data, 'call.held', 'call.resumed'));
    await end(path);
    await callee.done;
  });

  test('the session interval that it asks for is taken', async (t) => {
    const timer = { headers: ['Require: timer', 'Session-Expires: 90;refresher=uas'] };
    const scenario = scenarioOf(
      'timer',
      receiveInvite(),
      respondReliably(200, { ...sdp, ...timer }),
      receive('ACK'),
      requestBack('UPDATE', { headers: ['Supported: timer', 'Session-Expires: 90;refresher=uac'] }),
      receive(200),
      ...isHungUp,
    );
    const callee = await peer(t, { scenario });
    const path = await call();
    await until(path, 'connected');
    await end(path);
    await callee.done;
  });
});

/** Gives up with the signal: sipp may have ended before it came so far. */
async function appears(file: string, signal: AbortSignal): Promise<void> {
  while (!existsSync(file) && !signal.aborted)
    await new Promise((resolve) => setTimeout(resolve, 10));
}

function has(data: unknown, ...types: readonly string[]): boolean {
  const seen = Array.isArray(data) ? data.map(({ type }) => String(type)) : [];
  return types.every((type) => seen.includes(type));
}
