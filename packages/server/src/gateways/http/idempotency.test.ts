import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { Type } from 'typebox';
import { ask, type HttpHouse, openHttpHouse } from '../../../test/http-house.ts';
import { AppError, type Journal } from '../../kernel/index.ts';
import { defineRoute, type Reply } from './route.ts';

const DAY_MS = 24 * 3_600_000;
const Thing = Type.Object({ name: Type.String() }, { additionalProperties: false });

let house: HttpHouse;
let journal: Journal;
let made = 0;
/** Holds the next command until it is let go. */
let gate: Promise<void> | undefined;
/** Called when a command has begun. */
let onBegin = () => {};

const makeThing = defineRoute({
  method: 'POST',
  path: '/api/v1/things',
  operationId: 'makeThing',
  tag: 'Test',
  summary: 'Makes a thing',
  auth: 'required',
  creates: true,
  body: Thing,
  responses: { 201: Type.Record(Type.String(), Type.Unknown()) },
  handler: async ({ body }, { scope, receipt }) => {
    onBegin();
    await gate;
    if (body.name === 'refused') throw new AppError('forbidden');
    made += 1;
    const headers = { location: `/api/v1/things/${made}` };
    const reply: Reply = { status: 201, body: { number: made, name: body.name }, headers };
    const event = { stream: 'org', type: 'thing.made', data: { number: made } };
    await journal.commit({ scope, writes: receipt(reply), events: [event] });
    return reply;
  },
});

before(async () => {
  house = await openHttpHouse({ routes: [makeThing] });
  journal = house.storage.journal;
});
after(() => house.close());

async function make(name: string, key: string | undefined, user = 'alice') {
  const authorization = await house.bearer(user);
  const headers = { authorization, ...(key === undefined ? {} : { 'idempotency-key': key }) };
  return ask(house.url('/api/v1/things'), { method: 'POST', headers, json: { name } });
}

describe('an Idempotency-Key', () => {
  it('gets the first answer again, with its headers, and says so', async () => {
    const first = await make('lamp', 'key-1');
    const again = await make('lamp', 'key-1');
    assert.equal(first.status, 201);
    assert.equal(first.headers.get('idempotency-replayed'), null);
    assert.equal(again.status, 201);
    assert.deepEqual(again.body, first.body);
    assert.equal(again.headers.get('location'), first.headers.get('location'));
    assert.equal(again.headers.get('idempotency-replayed'), 'true');
  });

  it('is refused for another request', async () => {
    await make('lamp', 'key-2');
    const answer = await make('chair', 'key-2');
    assert.equal(answer.status, 422);
    assert.equal(answer.body.code, 'idempotency_key_reused');
  });

  it('is each caller’s own', async () => {
    const alice = await make('lamp', 'key-3', 'alice');
    const bob = await make('lamp', 'key-3', 'bob');
    assert.notDeepEqual(bob.body, alice.body);
  });

  it('makes the second of two at once wait for the first', async () => {
    const before = made;
    const opened = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    gate = opened.promise;
    onBegin = () => begun.resolve();
    const first = make('table', 'key-4');
    await begun.promise;
    const arrived = once(house.gateway.server, 'request');
    const second = make('table', 'key-4');
    await arrived;
    // By the time others have been answered, the second has got as far as it can.
    for (let i = 0; i < 5; i += 1) await ask(house.url('/health/live'));
    opened.resolve();
    const [a, b] = await Promise.all([first, second]);
    gate = undefined;
    assert.deepEqual(a.body, b.body);
    assert.equal(made, before + 1);
  });

  it('is not spent by a command that was refused', async () => {
    assert.equal((await make('refused', 'key-5')).status, 403);
    assert.equal((await make('lamp', 'key-5')).status, 201);
  });

  it('does not stand readable in the database', async () => {
    await make('a secret name', 'key-6');
    const receipt = await house.storage.receipts.find('default', 'user:alice', 'key-6');
    assert.ok(receipt);
    assert.doesNotMatch(Buffer.from(receipt.sealedBody).toString('latin1'), /secret name/);
  });

  it('must be visible ASCII of 255 characters at most', async () => {
    for (const key of ['a b', 'é', 'x'.repeat(256)]) {
      const answer = await make('lamp', encodesAsHeader(key) ? key : 'a b');
      assert.equal(answer.status, 400, key);
      assert.match(JSON.stringify(answer.body.errors), /Idempotency-Key/);
    }
  });

  it('is not needed', async () => {
    const first = await make('lamp', undefined);
    const second = await make('lamp', undefined);
    assert.notDeepEqual(first.body, second.body);
  });

  it('answers what another server has committed in between', async () => {
    const begun = Promise.withResolvers<void>();
    const opened = Promise.withResolvers<void>();
    const other = await openHttpHouse({
      routes: [makeThing],
      receipts: house.storage.receipts,
      envelopeKey: house.envelope,
      authenticator: house.identity.authenticator,
    });
    const authorization = await house.bearer('alice');
    const headers = { authorization, 'idempotency-key': 'key-7' };
    const send = (to: HttpHouse) =>
      ask(to.url('/api/v1/things'), { method: 'POST', headers, json: { name: 'sofa' } });
    gate = opened.promise;
    onBegin = () => begun.resolve();
    const slow = send(house);
    await begun.promise;
    gate = undefined;
    const fast = await send(other);
    opened.resolve();
    const late = await slow;
    assert.deepEqual(late.body, fast.body);
    assert.equal(late.headers.get('idempotency-replayed'), 'true');
    await other.close();
  });

  it('is forgotten after a day', async () => {
    const first = await make('bed', 'key-8');
    house.clock.advance(DAY_MS + 3_600_000);
    // Commits are in order: once this one is there, the removal is.
    await make('rug', undefined);
    const later = await make('bed', 'key-8');
    assert.notDeepEqual(later.body, first.body);
  });
});

function encodesAsHeader(key: string): boolean {
  return /^[\x20-\xff]*$/.test(key);
}
