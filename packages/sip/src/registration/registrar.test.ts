import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import type { Hop } from '../hop.ts';
import { buildRequest } from '../message/build.ts';
import type { SipRequest } from '../message/message.ts';
import { targetOf } from './binding.ts';
import { memoryBindingStore } from './binding-store.ts';
import { defaultRegistrarPolicy, type RegisterVerdict, register } from './register.ts';
import { Registrar } from './registrar.ts';

const phone = 'sip:bob@192.0.2.7:5060';
const udp: Hop = { transport: 'UDP', address: '192.0.2.7', port: 5060, flow: 'UDP/0/' };
const tcp: Hop = { transport: 'TCP', address: '192.0.2.7', port: 40_000, flow: 'TCP/1/5' };

interface Parts {
  readonly contacts?: readonly string[];
  readonly sequence?: number;
  readonly callId?: string;
  readonly headers?: readonly (readonly [string, string])[];
}

function requestOf({
  contacts = [`<${phone}>`],
  sequence = 1,
  callId = 'c',
  headers = [],
}: Parts): SipRequest {
  return buildRequest({
    method: 'REGISTER',
    uri: 'sip:example.com',
    from: '<sip:bob@example.com>;tag=1',
    to: '<sip:bob@example.com>',
    callId,
    sequence,
    headers: [...contacts.map((contact) => ['Contact', contact] as const), ...headers],
  });
}

/** A registrar at a time that is set by hand. */
function registrar(policy = {}) {
  const state = { nowMs: 1_000_000 };
  const changes: string[] = [];
  const service = new Registrar({
    store: memoryBindingStore(),
    policy,
    nowMs: () => state.nowMs,
    onChange: (address, bindings) => void changes.push(`${address} ${bindings.length}`),
  });
  const send = (parts: Parts, source: Hop = udp) =>
    service.register(requestOf(parts), source, 'bob');
  const uris = async () => (await service.bindings('bob')).map(({ uri }) => uri);
  return { service, send, uris, state, changes };
}

const statusOf = (verdict: RegisterVerdict) => (verdict.kind === 'done' ? 200 : verdict.status);

test('a contact is kept for as long as it asks, within bounds, and then forgotten', async () => {
  const { send, uris, state, service } = registrar({ maximumS: 600 });
  await send({ contacts: [`<${phone}>;expires=9999`] });
  const [binding] = await service.bindings('bob');
  assert.equal(binding?.expiresAtMs, state.nowMs + 600_000);
  state.nowMs += 599_000;
  assert.deepEqual(await uris(), [phone]);
  state.nowMs += 2_000;
  assert.deepEqual(await uris(), []);
});

test('an interval that is too brief is 423 with the least that is taken', async () => {
  const { send, uris } = registrar();
  const verdict = await send({ contacts: [`<${phone}>;expires=10`] });
  assert.deepEqual(verdict, { kind: 'refused', status: 423, headers: [['Min-Expires', '60']] });
  assert.deepEqual(await uris(), []);
});

test('expires=0 takes one contact away, and * all of them', async () => {
  const { send, uris } = registrar();
  await send({ contacts: [`<${phone}>`, '<sip:bob@192.0.2.8>'] });
  await send({ contacts: [`<${phone}>;expires=0`], sequence: 2 });
  assert.deepEqual(await uris(), ['sip:bob@192.0.2.8']);
  const star = { contacts: ['*'], headers: [['Expires', '0']] as const };
  assert.equal(statusOf(await send({ ...star, sequence: 1 })), 500);
  assert.equal(statusOf(await send({ contacts: ['*'], sequence: 3 })), 400);
  assert.equal(statusOf(await send({ ...star, sequence: 3 })), 200);
  assert.deepEqual(await uris(), []);
});

test('a REGISTER without a contact only asks', async () => {
  const { send, changes } = registrar();
  await send({});
  const verdict = await send({ contacts: [], sequence: 2 });
  assert.equal(verdict.kind === 'done' && verdict.bindings.length, 1);
  assert.deepEqual(changes, ['bob 1']);
});

test('a request that was overtaken changes nothing; another series may', async () => {
  const { send, service } = registrar();
  await send({ sequence: 5, contacts: [`<${phone}>;q=0.5`] });
  assert.equal(statusOf(await send({ sequence: 5 })), 500);
  assert.equal(statusOf(await send({ sequence: 4 })), 500);
  assert.equal((await service.bindings('bob'))[0]?.priority, 0.5);
  assert.equal(statusOf(await send({ sequence: 1, callId: 'rebooted' })), 200);
});

test('the same URI in other clothes is the same contact', async () => {
  const { send, uris } = registrar();
  await send({});
  await send({ contacts: ['<sip:bob@192.0.2.7:5060;foo=bar>'], sequence: 2 });
  assert.deepEqual(await uris(), ['sip:bob@192.0.2.7:5060;foo=bar']);
});

test('higher priorities come first, and the latest among equals', async () => {
  const { send, uris, state } = registrar();
  await send({ contacts: ['<sip:a@192.0.2.1>;q=0.3'] });
  state.nowMs += 1_000;
  await send({ contacts: ['<sip:b@192.0.2.1>;q=0.9'], callId: 'd' });
  state.nowMs += 1_000;
  await send({ contacts: ['<sip:c@192.0.2.1>;q=0.3'], callId: 'e' });
  assert.deepEqual(await uris(), ['sip:b@192.0.2.1', 'sip:c@192.0.2.1', 'sip:a@192.0.2.1']);
});

test('more contacts than allowed are refused, and what was there stays', async () => {
  const { send, uris } = registrar({ maxBindings: 2 });
  await send({ contacts: ['<sip:a@192.0.2.1>', '<sip:b@192.0.2.1>'] });
  assert.equal(statusOf(await send({ contacts: ['<sip:c@192.0.2.1>'], sequence: 2 })), 403);
  assert.equal((await uris()).length, 2);
  assert.equal(statusOf(await send({ contacts: ['<sip:a@192.0.2.1>'], sequence: 3 })), 200);
});

test('a device keeps one binding a flow, however its address changes, and is called by its latest flow', async () => {
  const { send, uris, state, service } = registrar();
  const flow = (address: string, regId: number) =>
    `<sip:bob@${address};ob>;+sip.instance="<urn:uuid:1>";reg-id=${regId}`;
  await send({ contacts: [flow('192.0.2.7', 1)] });
  const verdict = await send({ contacts: [flow('192.0.2.99', 1)], sequence: 2 });
  assert.ok(verdict.kind === 'done');
  assert.deepEqual([verdict.bindings.length, verdict.outbound], [1, true]);
  state.nowMs += 1_000;
  await send({ contacts: [flow('192.0.2.50', 2)], callId: 'd' });
  assert.deepEqual(await uris(), ['sip:bob@192.0.2.50;ob']);
  await service.remove('bob');
  assert.deepEqual(await uris(), []);
});

test('a flow through a proxy that does not keep it is 439', async () => {
  const { send } = registrar();
  const contacts = ['<sip:bob@192.0.2.7>;+sip.instance="<urn:uuid:1>";reg-id=1'];
  const through = (path: string) => send({ contacts, headers: [['Path', path]], callId: path });
  assert.equal(statusOf(await through('<sip:edge.example.com;lr>')), 439);
  assert.equal(statusOf(await through('<sip:edge.example.com;lr;ob>')), 200);
});

test('what came by a connection is forgotten with it', async () => {
  const { send, uris, service, changes } = registrar();
  await send({}, tcp);
  await send({ contacts: ['<sip:bob@192.0.2.8>'], callId: 'd' });
  await service.closeFlow('TCP/1/5');
  assert.deepEqual(await uris(), ['sip:bob@192.0.2.8']);
  assert.equal(changes.at(-1), 'bob 1');
});

test('a device behind a proxy is still reached when the proxy’s connection closes', async () => {
  const { send, uris, service } = registrar();
  await send({ headers: [['Path', '<sip:edge;lr>']] }, tcp);
  await send({ contacts: ['<sip:bob@192.0.2.8>'], callId: 'd' }, tcp);
  await service.closeFlow('TCP/1/5');
  assert.deepEqual(await uris(), [phone]);
});

test('what has expired is given back to the store, and nothing else', async () => {
  const { send, uris, service, state, changes } = registrar();
  await send({ contacts: [`<${phone}>;expires=60`, '<sip:bob@192.0.2.8>;expires=600'] });
  await service.forgetExpired('bob');
  assert.deepEqual(changes, ['bob 2']);
  state.nowMs += 60_000;
  await service.forgetExpired('bob');
  assert.equal(changes.at(-1), 'bob 1');
  state.nowMs = 1_000_000;
  assert.deepEqual(await uris(), ['sip:bob@192.0.2.8']);
});

test('a device is called by its path, its connection, or behind a NAT where it was seen', async () => {
  const { send, service } = registrar();
  await send({ contacts: ['<sip:bob@10.0.0.5:5060>'] });
  await send({}, tcp);
  await send({ contacts: ['<sip:bob@192.0.2.7:5070>'], callId: 'e' });
  await send({
    contacts: ['<sip:bob@10.0.0.6>'],
    callId: 'f',
    headers: [['Path', '<sip:edge;lr>']],
  });
  const targets = new Map((await service.bindings('bob')).map((one) => [one.uri, targetOf(one)]));
  assert.deepEqual(targets.get('sip:bob@10.0.0.5:5060')?.hops, [udp]);
  assert.deepEqual(targets.get(phone)?.hops, [tcp]);
  assert.equal(targets.get('sip:bob@192.0.2.7:5070')?.hops, undefined);
  assert.deepEqual(targets.get('sip:bob@10.0.0.6')?.routes, ['<sip:edge;lr>']);
});

test('REGISTERs for one address wait for one another', async () => {
  const { send, uris } = registrar();
  await Promise.all(
    ['a', 'b', 'c', 'd'].map((user) =>
      send({ contacts: [`<sip:${user}@192.0.2.1>`], callId: user }),
    ),
  );
  assert.equal((await uris()).length, 4);
});

test('whatever is sent, all of a REGISTER takes effect or none of it', () => {
  const contact = fc.record({
    user: fc.constantFrom('a', 'b', 'c', 'd'),
    expires: fc.constantFrom(0, 30, 60, 3_600, 1e9),
  });
  fc.assert(
    fc.property(fc.array(fc.array(contact, { maxLength: 4 }), { maxLength: 6 }), (requests) => {
      let bindings: Parameters<typeof register>[0] = [];
      requests.forEach((contacts, at) => {
        const lines = contacts.map(
          ({ user, expires }) => `<sip:${user}@192.0.2.1>;expires=${expires}`,
        );
        const request = requestOf({ contacts: lines, sequence: at + 1 });
        const policy = { ...defaultRegistrarPolicy, maxBindings: 3 };
        const verdict = register(bindings, request, udp, at, policy);
        const isBrief = contacts.some(({ expires }) => expires === 30);
        if (isBrief) assert.equal(verdict.kind, 'refused');
        if (verdict.kind === 'refused') return;
        const last = new Map(
          contacts.map(({ user, expires }) => [`sip:${user}@192.0.2.1`, expires]),
        );
        for (const [uri, expires] of last)
          assert.equal(
            verdict.bindings.filter((one) => one.uri === uri).length,
            expires === 0 ? 0 : 1,
          );
        assert.ok(verdict.bindings.length <= 3);
        bindings = verdict.bindings;
      });
    }),
    { seed: 4, numRuns: 200 },
  );
});
