import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallSession, Dialog } from '@sky-genesis/sip';
import { AgreeablePhone } from '../../../test/agreeable-phone.ts';
import { openPhoneGateway, type PhoneGateway, silentLine } from '../../../test/phone-gateway.ts';
import { parseCallFacts } from '../../domain/calls/index.ts';
import { AppError, type RecordedEvent } from '../../kernel/index.ts';
import { freeSipPort } from './free-port.ts';

type Test = Parameters<typeof openPhoneGateway>[0];

/** What the transferor hears: the provisional statuses, then the final one. */
function transferred(session: CallSession, to: string | CallSession): Promise<readonly number[]> {
  const heard: number[] = [];
  return new Promise((resolve) => {
    session.transfer(to, {
      onProgress: (status) => void heard.push(status),
      onDone: (status) => resolve([...heard, status ?? 0]),
    });
  });
}

/** The next event of this type. */
function next({ house }: PhoneGateway, type: string): Promise<RecordedEvent> {
  return new Promise((resolve) => {
    const unsubscribe = house.storage.feed.subscribe((event) => {
      if (event.type !== type) return;
      unsubscribe();
      resolve(event);
    });
  });
}

const callIn = ({ data }: RecordedEvent) => parseCallFacts(data.call);
const legsIn = (event: RecordedEvent) =>
  callIn(event).legs.map(({ userId, status }) => `${userId} ${status}`);

/** Lines at ports that count up, and the places that they are open in. */
function countLines(gateway: PhoneGateway): string[] {
  const seats: string[] = [];
  let port = 41_000;
  gateway.line = async (_events, { conferenceId, participantId }) => {
    const seat = `${conferenceId} ${participantId}`;
    seats.push(seat);
    port += 2;
    const { promise: connected, reject } = Promise.withResolvers<void>();
    return {
      ...{ ...silentLine, port },
      // Media that are slow, and fail where they are closed before they stand.
      connect: () => connected,
      close: () => {
        seats.splice(seats.indexOf(seat), 1);
        reject(new AppError('media_unavailable'));
      },
    };
  };
  return seats;
}

/** Bob's phone has called alice's; she holds him and has called carol's. */
async function consulting(t: Test) {
  const gateway = await openPhoneGateway(t);
  const seats = countLines(gateway);
  const alice = await AgreeablePhone.of(gateway, { user: 'alice' });
  const bob = await AgreeablePhone.of(gateway, { user: 'bob' });
  const carol = await AgreeablePhone.of(gateway, { user: 'carol' });
  const made = next(gateway, 'call.created');
  const [toAlice, withBob] = await Promise.all([bob.dials('alice'), alice.answers()]);
  const held = next(gateway, 'call.held');
  withBob.holds();
  await held;
  const madeToo = next(gateway, 'call.created');
  const [withCarol, fromAlice] = await Promise.all([alice.dials('carol'), carol.answers()]);
  const ids = [callIn(await made).id, callIn(await madeToo).id] as const;
  return {
    gateway,
    seats,
    phones: { alice, bob, carol },
    ids,
    toAlice,
    withBob,
    withCarol,
    fromAlice,
  };
}

test('a phone that refers one call into another leaves both, and theirs go on in one', async (t) => {
  const { gateway, seats, ids, toAlice, withBob, withCarol, fromAlice } = await consulting(t);
  const joined = next(gateway, 'call.joined');
  assert.deepEqual(await transferred(withBob.session, withCarol.session), [100, 200]);
  assert.deepEqual(legsIn(await joined), ['alice left', 'carol connected', 'bob connected']);
  const ends = await Promise.all([withBob.ended, withCarol.ended]);
  assert.deepEqual(
    ends.map(({ cause }) => cause),
    ['hung-up', 'hung-up'],
  );
  const first = await gateway.house.storage.calls.find('default', ids[0]);
  assert.deepEqual([first?.status, first?.endReason], ['ended', 'completed']);
  // He was held, and is told where he is heard now.
  assert.match(await toAlice.offer(), /m=audio 41002 .*a=sendonly/s);
  assert.match(await toAlice.offer(), /m=audio 41010 .*a=sendrecv/s);
  assert.deepEqual(seats.toSorted(), [`${ids[1]} bob`, `${ids[1]} carol`].toSorted());
  const over = next(gateway, 'call.ended');
  toAlice.hangsUp();
  assert.equal(callIn(await over).id, ids[1]);
  assert.equal((await fromAlice.ended).cause, 'hung-up');
  assert.deepEqual(seats, []);
});

test('a transfer into what is no call of the phone’s fails, and leaves it its call', async (t) => {
  const { gateway, ids, toAlice, withBob, withCarol } = await consulting(t);
  const stranger = await AgreeablePhone.of(gateway, { user: 'dave' });
  const erin = await AgreeablePhone.of(gateway, { user: 'erin' });
  const [withErin] = await Promise.all([stranger.dials('erin'), erin.answers()]);
  assert.deepEqual(await transferred(withBob.session, withErin.session), [100, 403]);
  withCarol.hangsUp();
  await withCarol.ended;
  assert.deepEqual(await transferred(withBob.session, withCarol.session), [100, 481]);
  const call = await gateway.house.storage.calls.find('default', ids[0]);
  assert.equal(call?.status, 'on_hold');
  withBob.hangsUp();
  await toAlice.ended;
});

test('a phone that cannot be moved is out, as failed; the other hears of it', async (t) => {
  const { gateway, withBob, withCarol, toAlice, fromAlice } = await consulting(t);
  gateway.line = () => Promise.reject(new AppError('media_full'));
  assert.deepEqual(await transferred(withBob.session, withCarol.session), [100, 200]);
  const [{ reasons }] = await Promise.all([toAlice.ended, fromAlice.ended]);
  assert.equal(reasons[0]?.cause, 41);
});

test('who called in over a trunk is put through to who was called over it', async (t) => {
  const gateway = await openPhoneGateway(t);
  countLines(gateway);
  gateway.grants = ['calls:read', 'calls:write', 'calls:external'];
  const port = await freeSipPort('127.0.0.1');
  await gateway.trunkHere(2, port);
  const alice = await AgreeablePhone.of(gateway, { user: 'alice' });
  const caller = await AgreeablePhone.of(gateway);
  const carrier = await AgreeablePhone.of(gateway, { port });
  const [calling, withCaller] = await Promise.all([caller.dials('alice'), alice.answers()]);
  const [withOther, other] = await Promise.all([alice.dials('0612345678'), carrier.answers()]);
  const joined = next(gateway, 'call.joined');
  assert.deepEqual(await transferred(withCaller.session, withOther.session), [100, 200]);
  assert.match(
    legsIn(await joined).join(),
    /^alice left,ext:leg_.* connected,ext:leg_.* connected$/,
  );
  assert.match(await calling.offer(), /m=audio/);
  const held = next(gateway, 'call.held');
  calling.holds();
  assert.match(legsIn(await held).join(), /^alice left,.*ext:leg_.* on_hold/);
  const over = next(gateway, 'call.ended');
  calling.hangsUp();
  await Promise.all([over, other.ended]);
});

test('a phone puts nobody through to the outside once its user may not call there any more', async (t) => {
  const gateway = await openPhoneGateway(t);
  countLines(gateway);
  gateway.grants = ['calls:read', 'calls:write', 'calls:external'];
  await gateway.trunkHere(2, await freeSipPort('127.0.0.1'));
  const alice = await AgreeablePhone.of(gateway, { user: 'alice' });
  const bob = await AgreeablePhone.of(gateway, { user: 'bob' });
  const [calling, withBob] = await Promise.all([bob.dials('alice'), alice.answers()]);
  gateway.grants = ['calls:read', 'calls:write'];
  const outside = `sip:0612345678@127.0.0.1:${gateway.port}`;
  assert.deepEqual(await transferred(withBob.session, outside), [100, 403]);
  calling.hangsUp();
  await withBob.ended;
});

const replaces = ({ callId, localTag, remoteTag }: Dialog) =>
  ['Replaces', `${callId};to-tag=${remoteTag};from-tag=${localTag}`] as const;

test('another phone of the user’s goes on in the place of the first', async (t) => {
  const { gateway, seats, ids, toAlice, withBob } = await consulting(t);
  const mobile = await AgreeablePhone.of(gateway, { user: 'alice', username: 'alice-mobile' });
  const replaced = next(gateway, 'call.phone_replaced');
  const [there] = await Promise.all([
    mobile.dials('alice', [replaces(withBob.session.dialog)]),
    withBob.ended,
  ]);
  const { legs } = callIn(await replaced);
  assert.match(legs.find(({ userId }) => userId === 'alice')?.device ?? '', /^dev_/);
  assert.deepEqual(
    seats.filter((seat) => seat.startsWith(ids[0])).toSorted(),
    [`${ids[0]} alice`, `${ids[0]} bob`].toSorted(),
  );
  there.hangsUp();
  await toAlice.ended;
});

test('nobody else takes its place, and the call goes on', async (t) => {
  const { gateway, ids, phones, withBob } = await consulting(t);
  await assert.rejects(phones.carol.dials('alice', [replaces(withBob.session.dialog)]), /403/);
  const call = await gateway.house.storage.calls.find('default', ids[0]);
  assert.equal(call?.status, 'on_hold');
  withBob.hangsUp();
});
