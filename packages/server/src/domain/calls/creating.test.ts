import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  addUser,
  type CallHouse,
  keyScope,
  openCallHouse,
  userScope,
} from '../../../test/call-house.ts';
import { refusal } from '../../../test/refusal.ts';
import type { Call } from './call.ts';

const alice = userScope('alice');
const bob = userScope('bob');
const carol = userScope('carol');

let house: CallHouse;

beforeEach(async () => {
  house = await openCallHouse();
});

afterEach(async () => {
  await house.stop();
});

function call(...participants: readonly string[]): Promise<Call> {
  return house.calls.create(alice, { participants, callType: 'video' });
}

async function connected(): Promise<Call> {
  const made = await call('bob');
  return house.calls.accept(bob, made.id);
}

async function eventTypes(id: string): Promise<readonly string[]> {
  const events = await house.storage.eventLog.readStream('default', `call:${id}`, {
    after: 0,
    limit: 100,
  });
  return events.map((event) => event.type);
}

describe('creating a call', () => {
  it('rings the participants and is stored with its events', async () => {
    const made = await house.calls.create(alice, {
      participants: ['bob', 'carol'],
      callType: 'video',
      metadata: { ticket: 7 },
    });
    assert.equal(made.status, 'ringing');
    assert.equal(made.timeoutS, 45);
    assert.deepEqual(await house.calls.get(bob, made.id), made);
    const [event] = await house.storage.eventLog.readStream('default', `call:${made.id}`, {
      after: 0,
      limit: 10,
    });
    assert.equal(event?.type, 'call.created');
    assert.equal(event?.actor, 'user:alice');
    assert.deepEqual(event?.personal, { metadata: { ticket: 7 } });
  });

  it('names the participant whom nobody knows', async () => {
    await assert.rejects(
      call('bob', 'nobody'),
      refusal('participant_unknown', { participant: 'nobody' }),
    );
  });

  it('does not know the users of another organisation', async () => {
    await addUser(house.storage, 'zoe', 'elsewhere');
    await assert.rejects(call('zoe'), refusal('participant_unknown', { participant: 'zoe' }));
  });

  it('refuses a call to oneself', async () => {
    await assert.rejects(
      call('bob', 'alice'),
      refusal('participant_is_caller', { participant: 'alice' }),
    );
  });

  it('refuses a call to who has blocked the caller, and only that direction', async () => {
    await house.blocks.block(bob, 'alice');
    await assert.rejects(
      call('carol', 'bob'),
      refusal('participant_blocked', { participant: 'bob' }),
    );
    await house.calls.create(bob, { participants: ['alice'], callType: 'audio' });
  });

  it('refuses calls to the outside', async () => {
    for (const uri of ['tel:+33123456789', 'sip:x@example.com']) {
      await assert.rejects(call(uri), refusal('external_calls_refused', { participant: uri }));
    }
  });

  it('rings a user once who is named twice', async () => {
    const made = await call('bob', 'bob');
    assert.equal(made.legs.length, 2);
  });

  it('refuses metadata of more than 4 KiB', async () => {
    const input = {
      participants: ['bob'],
      callType: 'audio',
      metadata: { x: 'y'.repeat(4096) },
    } as const;
    await assert.rejects(house.calls.create(alice, input), refusal('validation_failed'));
  });

  it('has ended as busy when the callee talks to somebody else', async () => {
    await connected();
    const made = await house.calls.create(carol, { participants: ['bob'], callType: 'audio' });
    assert.deepEqual([made.status, made.endReason], ['ended', 'busy']);
    assert.deepEqual(await eventTypes(made.id), ['call.created', 'call.busy', 'call.ended']);
  });

  it('rings who is only being rung, or only ringing, elsewhere', async () => {
    await call('bob');
    const second = await house.calls.create(carol, {
      participants: ['bob', 'alice'],
      callType: 'audio',
    });
    assert.deepEqual(
      second.legs.slice(1).map((leg) => leg.status),
      ['ringing', 'ringing'],
    );
  });

  it('lets a user have only so many active calls, also when asked for all at once', async () => {
    const small = await openCallHouse({ maxActivePerUser: 2 });
    const make = () => small.calls.create(alice, { participants: ['bob'], callType: 'audio' });
    const results = await Promise.allSettled([make(), make(), make()]);
    assert.deepEqual(results.map((result) => result.status).sort(), [
      'fulfilled',
      'fulfilled',
      'rejected',
    ]);
    await assert.rejects(make(), refusal('call_limit_reached', { limit: 2 }));
    const [first] = (await small.calls.list(alice, 'active', { limit: 1 })).items;
    assert.ok(first);
    await small.calls.end(alice, first.id);
    await make();
    await small.stop();
  });

  it('frees the place of a call that could not be made', async () => {
    const small = await openCallHouse({ maxActivePerUser: 1 });
    const make = (id: string) =>
      small.calls.create(alice, { participants: [id], callType: 'audio' });
    await assert.rejects(make('nobody'), refusal('participant_unknown'));
    await make('bob');
    await small.stop();
  });

  it('commits what the caller adds together with the call, or neither', async () => {
    const receipt = {
      org: 'default',
      owner: 'user:alice',
      key: 'k1',
      requestHash: 'h',
      status: 201,
      sealedBody: new Uint8Array(1),
      createdAtMs: 0,
    };
    const make = () =>
      house.calls.create(alice, { participants: ['bob'], callType: 'audio' }, () => [
        house.storage.receipts.add(receipt),
      ]);
    await make();
    assert.ok(await house.storage.receipts.find('default', 'user:alice', 'k1'));
    await assert.rejects(make());
    assert.equal((await house.calls.list(alice, 'active', { limit: 10 })).items.length, 1);
  });
});

describe('a key’s call', () => {
  const key = keyScope('key_1', ['calls:write', 'calls:read']);

  it('has the key for its caller', async () => {
    const made = await house.calls.create(key, { participants: ['bob'], callType: 'audio' });
    assert.equal(made.callerId, 'key:key_1');
    assert.equal((await house.calls.accept(bob, made.id)).status, 'connected');
    assert.equal((await house.calls.end(key, made.id)).endReason, 'completed');
  });

  it('is refused in another’s name without the grant', async () => {
    const input = { participants: ['bob'], callType: 'audio', caller: 'alice' } as const;
    await assert.rejects(
      house.calls.create(key, input),
      refusal('on_behalf_refused', { caller: 'alice' }),
    );
    await assert.rejects(house.calls.create(carol, input), refusal('on_behalf_refused'));
  });

  it('has the caller it names, and stays visible to the key', async () => {
    const trusted = keyScope('key_2', ['calls:write', 'calls:on_behalf']);
    const made = await house.calls.create(trusted, {
      participants: ['bob'],
      callType: 'audio',
      caller: 'alice',
    });
    assert.equal(made.callerId, 'alice');
    assert.equal((await house.calls.get(trusted, made.id)).id, made.id);
    await assert.rejects(house.calls.get(key, made.id), refusal('call_not_found'));
    assert.equal((await house.calls.end(trusted, made.id)).endReason, 'cancelled');
    const unknown = { participants: ['bob'], callType: 'audio', caller: 'nobody' } as const;
    await assert.rejects(
      house.calls.create(trusted, unknown),
      refusal('participant_unknown', { participant: 'nobody' }),
    );
  });
});
