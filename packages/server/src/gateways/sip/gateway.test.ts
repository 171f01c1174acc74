import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallEnd, CallHandlers, DigestClient, PeerOffer, UserAgent } from '@sky-genesis/sip';
import { nextEvent, userScope } from '../../../test/call-house.ts';
import { openPhoneGateway, type PhoneGateway, phoneSound } from '../../../test/phone-gateway.ts';
import { parseCallFacts } from '../../domain/calls/index.ts';
import { AppError } from '../../kernel/index.ts';

const alice = userScope('alice');
const bob = userScope('bob');
const carol = userScope('carol');

const quiet = (onEnded: (end: CallEnd) => void = () => {}): CallHandlers => ({
  onOffer: (offer) => void offer.refuse(),
  onOfferWanted: (wanted) => void wanted.refuse(),
  onEnded,
});

/** Calls `target` at the gateway. */
function dial(
  gateway: PhoneGateway,
  agent: UserAgent,
  target: string,
  onRinging = () => {},
  digest?: DigestClient,
) {
  const ended = Promise.withResolvers<CallEnd>();
  const options = {
    uri: `sip:${target}@127.0.0.1:${gateway.port}`,
    from: '<sip:0123@pbx.test>',
    description: phoneSound(),
    ...(digest === undefined ? {} : { digest }),
  };
  const call = agent.call(options, {
    ...quiet(ended.resolve),
    onProgress: ({ status }) => {
      if (status === 180) onRinging();
    },
  });
  return { call, ended: ended.promise };
}

test('a PBX that dials a call which nobody made hears 404', async (t) => {
  const gateway = await openPhoneGateway(t);
  await gateway.trunkHere();
  const pbx = await gateway.peer();
  const { ended } = dial(gateway, pbx, 'call_0000000000000000000000000a');
  assert.equal((await ended).status, 404);
});

test('a call for which there is no line gives its channel back once', async (t) => {
  const gateway = await openPhoneGateway(t);
  await gateway.trunkHere(2);
  const pbx = await gateway.peer();
  const ringing = Promise.withResolvers<void>();
  const first = dial(gateway, pbx, 'bob', ringing.resolve);
  await ringing.promise;
  const { line } = gateway;
  gateway.line = () => Promise.reject(new AppError('media_full'));
  assert.equal((await dial(gateway, pbx, 'bob').ended).status, 503);
  gateway.line = line;
  const rings = Promise.withResolvers<void>();
  const second = dial(gateway, pbx, 'carol', rings.resolve);
  await rings.promise;
  assert.equal((await dial(gateway, pbx, 'dave').ended).status, 503);
  for (const { call } of [first, second]) call.end();
  await Promise.all([first.ended, second.ended]);
});

test('a phone is not rung for a call that ends before its INVITE goes out', async (t) => {
  const gateway = await openPhoneGateway(t);
  const { house } = gateway;
  const rung: string[] = [];
  const rings = Promise.withResolvers<void>();
  const phone = await gateway.peer((call) => {
    rung.push(call.request.headers.get('from') ?? '');
    rings.resolve();
    return quiet();
  });
  await gateway.register(phone, 'bob');
  const asked = Promise.withResolvers<void>();
  const told = Promise.withResolvers<void>();
  gateway.person = () => {
    asked.resolve();
    return told.promise;
  };
  const { id } = await house.calls.create(alice, { participants: ['bob'], callType: 'audio' });
  await asked.promise;
  const over = nextEvent(house, `call:${id}`, 'call.ended');
  await house.calls.end(alice, id);
  await over;
  told.resolve();
  await house.calls.create(carol, { participants: ['bob'], callType: 'audio' });
  await rings.promise;
  assert.match(rung.join(), /^[^,]*carol/);
});

test('a phone that rings is not rung again when somebody else is invited', async (t) => {
  const gateway = await openPhoneGateway(t);
  const { house } = gateway;
  const rung: string[] = [];
  const rings = { bob: Promise.withResolvers<void>(), carol: Promise.withResolvers<void>() };
  for (const user of ['bob', 'carol'] as const) {
    const phone = await gateway.peer((call) => {
      rung.push(user);
      call.progress(180);
      rings[user].resolve();
      return quiet();
    });
    await gateway.register(phone, user);
  }
  const { id } = await house.calls.create(alice, { participants: ['bob'], callType: 'audio' });
  await rings.bob.promise;
  await house.calls.invite(alice, id, ['carol']);
  await rings.carol.promise;
  assert.deepEqual(rung, ['bob', 'carol']);
  await house.calls.end(alice, id);
});

test('a phone is offered its sound as its device has it, and refused any other', async (t) => {
  const gateway = await openPhoneGateway(t);
  const { house } = gateway;
  const offered = Promise.withResolvers<string>();
  const phone = await gateway.peer((call) => {
    offered.resolve(Buffer.from(call.offer ?? []).toString());
    return quiet();
  });
  const { digest } = await gateway.register(phone, 'bob', 'udp', 'bob-phone', 'sdes');
  const { id } = await house.calls.create(alice, { participants: ['bob'], callType: 'audio' });
  assert.match(await offered.promise, /^m=audio [0-9]+ RTP\/SAVP .*^a=crypto:/ms);
  await house.calls.end(alice, id);
  // In clear.
  assert.equal((await dial(gateway, phone, 'carol', undefined, digest).ended).status, 488);
});

test('a phone whose device is gone is not registered any more', async (t) => {
  const gateway = await openPhoneGateway(t);
  const { house } = gateway;
  const phone = await gateway.peer();
  const { id } = await gateway.register(phone, 'bob');
  assert.notEqual(gateway.gateway.registrations.expiresAtMs(id), undefined);
  const gone = nextEvent(house, 'org', 'device.removed');
  await gateway.removeDevice(id);
  await gone;
  await new Promise(setImmediate);
  assert.equal(gateway.gateway.registrations.expiresAtMs(id), undefined);
});

/** Who makes the next call. */
function firstCaller({ storage }: PhoneGateway['house']): Promise<string> {
  return new Promise((resolve) => {
    storage.feed.subscribe(({ type, data }) => {
      if (type === 'call.created') resolve(parseCallFacts(data.call).callerId);
    });
  });
}

test('a phone at the address of a trunk calls as its user', async (t) => {
  const gateway = await openPhoneGateway(t);
  const { house } = gateway;
  await gateway.trunkHere();
  const phone = await gateway.peer();
  const { digest } = await gateway.register(phone, 'alice');
  const made = firstCaller(house);
  const ringing = Promise.withResolvers<void>();
  const { call } = dial(gateway, phone, 'bob', ringing.resolve, digest);
  await ringing.promise;
  assert.equal(await made, 'alice');
  call.end();
});

test('a phone at the address of a trunk that has signed out calls as the trunk', async (t) => {
  const gateway = await openPhoneGateway(t);
  const { house } = gateway;
  await gateway.trunkHere();
  const phone = await gateway.peer();
  const { leave } = await gateway.register(phone, 'alice');
  assert.equal((await dial(gateway, phone, 'bob').ended).status, 401);
  await leave();
  const made = firstCaller(house);
  const ringing = Promise.withResolvers<void>();
  const { call, ended } = dial(gateway, phone, 'bob', ringing.resolve);
  const rings = ringing.promise.then(() => 'it rings');
  assert.equal(await Promise.race([rings, ended.then(({ status }) => status)]), 'it rings');
  assert.match(await made, /^trunk:/);
  call.end();
});

test('a phone before the door of a room has no line yet, and takes none with it', async (t) => {
  const gateway = await openPhoneGateway(t);
  await gateway.trunkHere();
  let lines = 0;
  const { line } = gateway;
  gateway.line = (events, seat) => {
    lines += 1;
    return line(events, seat);
  };
  const nobody = { audio: false, video: false, screen: false };
  const never = {
    invitedAtMs: null,
    ringing: null,
    handRaisedAtMs: null,
    joinedAtMs: null,
    leftAtMs: null,
  };
  gateway.join = async ({ org }, roomId) => ({
    ...{ id: 'part_1', roomId, org, userId: null, displayName: '0123' },
    kind: 'sip',
    role: 'participant',
    status: 'waiting',
    ...{ muted: nobody, seating: 1, mustWait: false },
    ...{ ...never, createdAtMs: 0, updatedAtMs: 0 },
  });
  const pbx = await gateway.peer();
  const ringing = Promise.withResolvers<void>();
  const { call, ended } = dial(gateway, pbx, 'room_1', ringing.resolve);
  await ringing.promise;
  assert.equal(lines, 0);
  call.end();
  assert.equal((await ended).status, undefined);
});

test('a caller whose line goes with the call hears why it has ended', async (t) => {
  const gateway = await openPhoneGateway(t);
  const { house, line } = gateway;
  await gateway.trunkHere();
  let callId = '';
  let lose = () => {};
  gateway.line = (events, seat) => {
    lose = () => events.lost();
    return line(events, seat);
  };
  gateway.before = ({ type, data }) => {
    if (type === 'call.created') callId = parseCallFacts(data.call).id;
    if (type === 'call.declined') lose();
  };
  const pbx = await gateway.peer();
  const ringing = Promise.withResolvers<void>();
  const { ended } = dial(gateway, pbx, 'bob', ringing.resolve);
  await ringing.promise;
  await house.calls.decline(bob, callId);
  assert.equal((await ended).status, 603);
});

test('a phone whose line goes with the call hears that another has answered', async (t) => {
  const gateway = await openPhoneGateway(t);
  const { house, line } = gateway;
  let lose = () => {};
  gateway.line = (events, seat) => {
    lose = () => events.lost();
    return line(events, seat);
  };
  gateway.before = ({ type }) => {
    if (type === 'call.accepted') lose();
  };
  const rings = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<CallEnd>();
  const phone = await gateway.peer((call) => {
    call.progress(180);
    rings.resolve();
    return quiet(ended.resolve);
  });
  await gateway.register(phone, 'bob');
  const { id } = await house.calls.create(alice, { participants: ['bob'], callType: 'audio' });
  await rings.promise;
  await house.calls.accept(bob, id);
  const { message } = await ended.promise;
  assert.match(message?.headers.get('reason') ?? '', /cause=200/);
});

test('a phone that is held and, before it has agreed, not held any more hears both', async (t) => {
  const gateway = await openPhoneGateway(t);
  const { house } = gateway;
  await gateway.trunkHere();
  const made = new Promise<string>((resolve) => {
    house.storage.feed.subscribe(({ type, data }) => {
      if (type === 'call.created') resolve(parseCallFacts(data.call).id);
    });
  });
  const talking = Promise.withResolvers<void>();
  const offers = [Promise.withResolvers<PeerOffer>(), Promise.withResolvers<PeerOffer>()];
  let heard = 0;
  const pbx = await gateway.peer();
  const call = pbx.call(
    {
      uri: `sip:bob@127.0.0.1:${gateway.port}`,
      from: '<sip:0123@pbx.test>',
      description: phoneSound(),
    },
    {
      ...quiet(),
      onOffer: (offer) => {
        offers[heard]?.resolve(offer);
        heard += 1;
      },
      onEstablished: () => talking.resolve(),
    },
  );
  const id = await made;
  await house.calls.accept(bob, id);
  await talking.promise;
  await house.calls.hold(bob, id);
  const first = await offers[0]?.promise;
  assert.match(Buffer.from(first?.session ?? []).toString(), /a=sendonly/);
  const resumed = nextEvent(house, `call:${id}`, 'call.resumed');
  await house.calls.resume(bob, id);
  await resumed;
  first?.answer(phoneSound());
  const second = await offers[1]?.promise;
  assert.match(Buffer.from(second?.session ?? []).toString(), /a=sendrecv/);
  second?.answer(phoneSound());
  call.end();
});
