import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallEnd, IncomingCall } from '@sky-genesis/sip';
import { openPhoneGateway, phoneSound } from '../../../test/phone-gateway.ts';
import { freeSipPort } from './free-port.ts';

/** Alice's phone in a house whose trunk leads to a peer; and what dialling a number there comes to. */
async function outside(t: Parameters<typeof openPhoneGateway>[0]) {
  const gateway = await openPhoneGateway(t);
  const arrived = Promise.withResolvers<IncomingCall>();
  const port = await freeSipPort('127.0.0.1');
  await gateway.peer((call) => {
    arrived.resolve(call);
    return { onOffer: () => {}, onOfferWanted: () => {}, onEnded: () => {} };
  }, port);
  await gateway.trunkHere(10, port);
  const phone = await gateway.peer();
  const { digest, id } = await gateway.register(phone, 'alice');
  const dial = (target: string) => {
    const ended = Promise.withResolvers<CallEnd>();
    const call = phone.call(
      {
        uri: `sip:${target}@127.0.0.1:${gateway.port}`,
        from: '<sip:alice-phone@sge.test>',
        ...{ description: phoneSound(), digest },
      },
      { onOffer: () => {}, onOfferWanted: () => {}, onEnded: ended.resolve },
    );
    return { call, ended: ended.promise };
  };
  return { gateway, dial, deviceId: id, arrived: arrived.promise };
}

test('a phone dials a number outside as the route writes it, and shows who calls', async (t) => {
  const { gateway, dial, arrived } = await outside(t);
  gateway.grants = ['calls:read', 'calls:write', 'calls:external'];
  const { call, ended } = dial('0612345678');
  const { request } = await arrived;
  assert.match(request.uri, /^sip:\+33612345678@127\.0\.0\.1/);
  assert.match(request.headers.get('p-asserted-identity') ?? '', /alice/);
  call.end();
  await ended;
});

test('a phone whose user may not call outside hears 403, which is in the log and the audit', async (t) => {
  const { gateway, dial, deviceId } = await outside(t);
  assert.equal((await dial('0612345678').ended).status, 403);
  const [line] = gateway.logs.filter(({ message }) => message === 'INVITE refused');
  assert.partialDeepStrictEqual(line, {
    level: 'info',
    fields: {
      ...{ area: 'voip', org: 'default', user_id: 'alice', device_id: deviceId, ip: '127.0.0.1' },
      ...{ dialled: '0612345678', sip_status: 403, code: 'external_calls_refused' },
    },
  });
  assert.deepEqual(gateway.refusals, [
    {
      ...{ action: 'request.refused', target: 'INVITE', outcome: 'refused' },
      reason: 'external_calls_refused',
    },
  ]);
});

test('a number that nobody has and to which no route leads is unknown, not refused', async (t) => {
  const { gateway, dial } = await outside(t);
  assert.equal((await dial('9999').ended).status, 404);
  const lines = gateway.logs.filter(({ message }) => message === 'INVITE refused');
  assert.deepEqual(
    lines.map(({ fields }) => [fields.sip_status, fields.code]),
    [[404, 'participant_unknown']],
  );
  assert.deepEqual(gateway.refusals, []);
});

test('who calls in over a trunk reaches nobody outside', async (t) => {
  const gateway = await openPhoneGateway(t);
  await gateway.trunkHere(10, 5999);
  gateway.grants = ['calls:read', 'calls:write', 'calls:external'];
  const pbx = await gateway.peer();
  const ended = Promise.withResolvers<CallEnd>();
  pbx.call(
    {
      uri: `sip:0612345678@127.0.0.1:${gateway.port}`,
      ...{ from: '<sip:0123@pbx.test>', description: phoneSound() },
    },
    { onOffer: () => {}, onOfferWanted: () => {}, onEnded: ended.resolve },
  );
  assert.equal((await ended.promise).status, 404);
});

test('a peer sends a call on to itself, and not by a way around its own address', async (t) => {
  const gateway = await openPhoneGateway(t);
  const arrived = Promise.withResolvers<IncomingCall>();
  const [port, next] = [await freeSipPort('127.0.0.1'), await freeSipPort('127.0.0.1')];
  const contact = `<sip:2002:x@127.0.0.1:${next};maddr=127.0.0.2;user=phone?Subject=x>`;
  await gateway.peer((call) => {
    call.refuse(302, { headers: [['Contact', contact]] });
    return { onOffer: () => {}, onOfferWanted: () => {}, onEnded: () => {} };
  }, port);
  await gateway.peer((call) => {
    arrived.resolve(call);
    return { onOffer: () => {}, onOfferWanted: () => {}, onEnded: () => {} };
  }, next);
  await gateway.trunkHere(10, port);
  gateway.grants = ['calls:read', 'calls:write', 'calls:external'];
  const phone = await gateway.peer();
  const { digest } = await gateway.register(phone, 'alice');
  const ended = Promise.withResolvers<CallEnd>();
  const call = phone.call(
    {
      uri: `sip:0612345678@127.0.0.1:${gateway.port}`,
      ...{ from: '<sip:alice-phone@sge.test>', description: phoneSound(), digest },
    },
    { onOffer: () => {}, onOfferWanted: () => {}, onEnded: ended.resolve },
  );
  const { request } = await Promise.race([
    arrived.promise,
    ended.promise.then(({ status }) => assert.fail(`${status}`)),
  ]);
  assert.equal(request.uri, `sip:2002@127.0.0.1:${next}`);
  call.end();
  await ended.promise;
});
