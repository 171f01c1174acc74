import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { LossyPath } from '../media/lossy-path.ts';
import { needs } from '../peers/needs.ts';
import {
  pause,
  receive,
  receiveBody,
  receiveWith,
  request,
  respond,
  scenarioOf,
} from '../sip/scenario.ts';
import { sippCalls } from '../sip/sipp.ts';
import { made } from './desk.ts';
import { HERE, openTrunkHouse, type TrunkHouse } from './trunk-house.ts';

const offer = { session: 'offer', outside: true };
const trying = receive(100, { optional: true });
const up = [trying, receive(180, { optional: true }), receive(200)];
const bye = (cseq: number) => [request('BYE', { cseq }), receive(200)];
const ROOM = ['-s', '8000'];
const BOB = ['-s', '1002'];

suite('a PBX that calls in over a trunk', needs('sipp'), () => {
  let house: TrunkHouse;
  let bob: string;
  let roomPath: string;
  let trunk: string;

  before(async () => {
    house = await openTrunkHouse({ SGE_SIP_DIGEST: 'MD5' });
    bob = await house.token('bob');
    const room = await made(house.ask('POST', '/rooms', { name: 'r', max_participants: 60 }));
    roomPath = `/rooms/${String(room.body.id)}`;
    await made(house.ask('POST', '/extensions', { number: '8000', room_id: room.body.id }));
    await made(house.ask('POST', '/extensions', { number: '1002', user_id: 'bob' }));
    trunk = await house.addTrunk(HERE);
  });
  after(() => house.product.stop());

  const isEmpty = () => house.until(roomPath, ({ participant_count: count }) => count === 0);
  const ringing = () => house.callOf(bob, ({ status }) => status === 'ringing');
  const ended = (path: string) => house.until(path, ({ status }) => status === 'ended', bob);
  const act = (path: string, verb: string, as = bob) =>
    house.ask('POST', `${path}/${verb}`, undefined, as);

  for (const transport of ['udp', 'tcp'] as const)
    test(`thirty calls at once into a room over ${transport.toUpperCase()}`, async (t) => {
      const more = [...ROOM, '-r', '30'];
      const times = { scenario: 'uac', transport, calls: 30, more };
      await sippCalls(t, house.sipPort, times);
      await isEmpty();
    });

  test('calls succeed where one packet in eight is lost and every one comes twice', async (t) => {
    const path = new LossyPath();
    t.after(() => path.close());
    path.copies = 2;
    path.lossPeriod = 8;
    const port = await path.through(house.sipPort);
    await sippCalls(t, port, { scenario: 'uac', calls: 30, more: [...ROOM, '-r', '30'] });
    await isEmpty();
    assert.ok(path.lost > 5, `${path.lost} were lost`);
  });

  test('a caller who gives up while it rings hears 487, and nobody is called any more', async (t) => {
    const scenario = scenarioOf(
      'cancel',
      request('INVITE', offer),
      trying,
      receive(180),
      request('CANCEL', { outside: true, branchOf: 3 }),
      receive(200),
      receive(487),
      request('ACK', { branchOf: 6 }),
    );
    await sippCalls(t, house.sipPort, { scenario, more: BOB });
    const { data } = await house.until('/calls?state=ended', hasSome, bob);
    assert.partialDeepStrictEqual(data, [{ end_reason: 'cancelled' }]);
  });

  test('a CANCEL that comes after the answer changes nothing (RFC 3261 §9.2)', async (t) => {
    const scenario = scenarioOf(
      'late cancel',
      request('INVITE', offer),
      ...up,
      request('CANCEL', { outside: true, branchOf: 4 }),
      receive(200),
      request('ACK'),
      pause(200),
      ...bye(2),
    );
    await sippCalls(t, house.sipPort, { scenario, more: ROOM });
    await isEmpty();
  });

  test('who is called declines: the caller hears 603', async (t) => {
    const scenario = scenarioOf(
      'declined',
      request('INVITE', offer),
      trying,
      // Who declines at once comes before it.
      receive(180, { optional: true }),
      receive(603),
      request('ACK', { branchOf: 4 }),
    );
    const done = sippCalls(t, house.sipPort, { scenario, more: BOB });
    await act((await ringing()).path, 'decline');
    await done;
  });

  test('a caller without an offer gets ours, and answers in the ACK', async (t) => {
    const scenario = scenarioOf(
      'delayed offer',
      request('INVITE', { outside: true }),
      trying,
      receive(180, { optional: true }),
      receiveBody(200, 'm=audio [0-9]+ RTP/AVP'),
      request('ACK', { session: 'late-answer' }),
      pause(200),
      ...bye(2),
    );
    await sippCalls(t, house.sipPort, { scenario, more: ROOM });
    const done = sippCalls(t, house.sipPort, { scenario, more: BOB });
    const { path } = await ringing();
    await act(path, 'accept');
    await done;
    assert.equal((await ended(path)).end_reason, 'completed');
  });

  test('a caller holds and resumes by re-INVITE, and others see it', async (t) => {
    const scenario = scenarioOf(
      'hold',
      request('INVITE', offer),
      ...up,
      request('ACK'),
      request('INVITE', { cseq: 2, session: 'hold', direction: 'sendonly' }),
      trying,
      receiveBody(200, 'a=recvonly'),
      request('ACK', { cseq: 2 }),
      request('INVITE', { cseq: 3, session: 'resume' }),
      trying,
      receiveBody(200, 'a=sendrecv'),
      request('ACK', { cseq: 3 }),
      ...bye(4),
    );
    const done = sippCalls(t, house.sipPort, { scenario, more: BOB });
    const { path } = await ringing();
    await act(path, 'accept');
    await done;
    await ended(path);
    const seen = (await house.eventsOf(path, bob)).filter((type) => /held|resumed/.test(type));
    assert.deepEqual(seen, ['call.held', 'call.resumed']);
  });

  test('a ringing that has to be reliable waits for its PRACK (RFC 3262)', async (t) => {
    const scenario = scenarioOf(
      'prack',
      request('INVITE', { ...offer, headers: ['Require: 100rel'] }),
      trying,
      () =>
        '<recv response="180"><action><ereg regexp="[0-9]+" search_in="hdr" header="RSeq:" check_it="true" assign_to="4"/></action></recv>',
      request('PRACK', { cseq: 2, headers: ['RAck: [$4] 1 INVITE'] }),
      receive(200),
      receive(200),
      request('ACK'),
      ...bye(3),
    );
    const done = sippCalls(t, house.sipPort, { scenario, more: BOB });
    const { path } = await ringing();
    await act(path, 'accept');
    await done;
  });

  test('a caller refreshes the session; an interval that is too brief is 422 (RFC 4028)', async (t) => {
    const timer = (seconds: number) => ({
      headers: ['Supported: timer', `Session-Expires: ${seconds};refresher=uac`],
    });
    const scenario = scenarioOf(
      'refresh',
      request('INVITE', { ...offer, ...timer(60) }),
      trying,
      receive(422),
      request('ACK', { branchOf: 3 }),
      request('INVITE', { ...offer, cseq: 2, ...timer(90) }),
      ...up,
      request('ACK', { cseq: 2 }),
      request('UPDATE', { cseq: 3, ...timer(90) }),
      receive(200),
      request('INVITE', { cseq: 4, session: 'offer', ...timer(90) }),
      ...up,
      request('ACK', { cseq: 4 }),
      ...bye(5),
    );
    await sippCalls(t, house.sipPort, { scenario, more: ROOM });
    await isEmpty();
  });

  test('a caller refers whom it talks to, and hears how it comes out', async (t) => {
    const carol = await house.token('carol');
    const notified = (status: number) => receiveWith('NOTIFY', 'body', `SIP/2.0 ${status}`);
    const scenario = scenarioOf(
      'refer',
      request('INVITE', offer),
      ...up,
      request('ACK'),
      request('REFER', { cseq: 2, headers: ['Refer-To: <sip:carol@127.0.0.1>'] }),
      receive(202),
      notified(100),
      respond(200, { within: true }),
      notified(200),
      respond(200, { within: true }),
      receive('BYE'),
      respond(200, { within: true }),
    );
    const done = sippCalls(t, house.sipPort, { scenario, more: BOB });
    const { path } = await ringing();
    await act(path, 'accept');
    const rung = await house.callOf(carol, ({ legs }) => isRinging(legs, 'carol'));
    await act(rung.path, 'accept', carol);
    await done;
    const left = await house.until(path, ({ legs }) => !isTalking(legs, 'trunk:'), bob);
    assert.equal(left.status, 'connected');
    await act(path, 'end');
  });

  test('a PBX that has to sign in is challenged, and refused with the wrong password', async (t) => {
    await house.ask('PATCH', `/trunks/${trunk}`, { enabled: false });
    t.after(() => house.ask('PATCH', `/trunks/${trunk}`, { enabled: true }));
    const signsIn = { name: 'digest', auth: 'digest', username: 'pbx', password: 'secret' };
    await house.addTrunk({ ...signsIn, uri: 'sip:127.0.0.1:9' });
    const invited = (password: string) => [
      request('INVITE', offer),
      trying,
      receive(401, { auth: true }),
      request('ACK', { branchOf: 3 }),
      request('INVITE', {
        ...offer,
        cseq: 2,
        headers: [`[authentication username=pbx password=${password}]`],
      }),
      trying,
    ];
    const right = scenarioOf(
      'auth',
      ...invited('secret'),
      receive(180, { optional: true }),
      receive(200),
      request('ACK', { cseq: 2 }),
      ...bye(3),
    );
    await sippCalls(t, house.sipPort, { scenario: right, more: ROOM });
    const wrong = scenarioOf(
      'wrong',
      ...invited('guess'),
      receive(401),
      request('ACK', { cseq: 2, branchOf: 3 }),
    );
    await sippCalls(t, house.sipPort, { scenario: wrong, more: ROOM });
    await isEmpty();
  });
});

function hasSome({ data }: Readonly<Record<string, unknown>>): boolean {
  return Array.isArray(data) && data.length > 0;
}

function legs(all: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(all) ? all : [];
}

function isRinging(all: unknown, userId: string): boolean {
  return legs(all).some((leg) => leg.user_id === userId && leg.status === 'ringing');
}

function isTalking(all: unknown, start: string): boolean {
  return legs(all).some(
    ({ user_id: id, status }) => String(id).startsWith(start) && status === 'connected',
  );
}
