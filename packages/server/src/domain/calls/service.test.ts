import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { type CallHouse, openCallHouse, userScope } from '../../../test/call-house.ts';
import { refusal } from '../../../test/refusal.ts';
import type { Call } from './call.ts';

const alice = userScope('alice');
const bob = userScope('bob');
const carol = userScope('carol');
const dave = userScope('dave');
const admin = userScope('root', ['voip:admin']);

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

describe('commands on a call', () => {
  it('keep the stored call and its events in step', async () => {
    const { id } = await connected();
    await house.calls.hold(bob, id);
    await house.calls.resume(bob, id);
    const last = await house.calls.end(alice, id);
    assert.equal(last.version, 5);
    assert.deepEqual(await house.calls.get(alice, id), last);
    assert.deepEqual(await eventTypes(id), [
      'call.created',
      'call.accepted',
      'call.held',
      'call.resumed',
      'call.ended',
    ]);
  });

  it('let one of two devices talk when both name themselves and accept at once', async () => {
    const { id } = await call('bob');
    const answers = await Promise.allSettled([
      house.calls.accept(bob, id, 'desk'),
      house.calls.accept(bob, id, 'mobile'),
    ]);
    assert.deepEqual(
      answers.map(({ status }) => status),
      ['fulfilled', 'rejected'],
    );
    await assert.rejects(house.calls.accept(bob, id, 'mobile'), refusal('answered_elsewhere'));
    const again = await house.calls.accept(bob, id, 'desk');
    assert.equal(again.version, 2);
    assert.equal(again.legs.find(({ userId }) => userId === 'bob')?.device, 'desk');
  });

  it('are answered once when two devices accept at once', async () => {
    const { id } = await call('bob');
    const [one, two] = await Promise.all([
      house.calls.accept(bob, id),
      house.calls.accept(bob, id),
    ]);
    assert.deepEqual(one, two);
    assert.deepEqual(await eventTypes(id), ['call.created', 'call.accepted']);
  });

  it('let both of two callees in who accept at once', async () => {
    const { id } = await call('bob', 'carol');
    await Promise.all([house.calls.accept(bob, id), house.calls.accept(carol, id)]);
    const stored = await house.calls.get(alice, id);
    assert.deepEqual(
      stored.legs.map((leg) => leg.status),
      ['connected', 'connected', 'connected'],
    );
    assert.deepEqual(await eventTypes(id), [
      ...['call.created', 'call.media_moved', 'call.accepted', 'call.accepted'],
    ]);
  });

  it('give both the ended call when both hang up at once', async () => {
    const { id } = await connected();
    const [one, two] = await Promise.all([house.calls.end(alice, id), house.calls.end(bob, id)]);
    assert.deepEqual(one, two);
    assert.deepEqual(await eventTypes(id), ['call.created', 'call.accepted', 'call.ended']);
  });

  it('are refused on an ended call, with its reason', async () => {
    const { id } = await call('bob');
    await house.calls.end(alice, id);
    await assert.rejects(
      house.calls.accept(bob, id),
      refusal('call_ended', { reason: 'cancelled' }),
    );
  });

  it('find no call for a stranger, another organisation, or an unknown id, and audit the stranger', async () => {
    const { id } = await call('bob');
    for (const command of ['accept', 'decline', 'end', 'leave', 'hold', 'resume', 'get'] as const) {
      await assert.rejects(house.calls[command](dave, id), refusal('call_not_found'));
    }
    await assert.rejects(house.calls.invite(dave, id, ['carol']), refusal('call_not_found'));
    const foreign = userScope('alice', ['voip:admin'], 'elsewhere');
    await assert.rejects(house.calls.get(foreign, id), refusal('call_not_found'));
    await assert.rejects(house.calls.end(foreign, id), refusal('call_not_found'));
    await assert.rejects(house.calls.accept(bob, 'call_0'), refusal('call_not_found'));
    await house.calls.end(alice, id);
    const audits = (await house.storage.audit.list('default', { limit: 50 })).items;
    const refused = audits.filter((record) => record.actor === 'user:dave');
    assert.equal(refused.length, 8);
    assert.ok(refused.every((record) => record.outcome === 'refused'));
  });

  it('let an administrator look and end, not take part', async () => {
    const { id } = await call('bob');
    assert.equal((await house.calls.get(admin, id)).id, id);
    await assert.rejects(house.calls.accept(admin, id), refusal('forbidden'));
    assert.equal((await house.calls.end(admin, id)).endReason, 'cancelled');
  });

  it('work on a state that another process has changed meanwhile', async () => {
    const { id } = await call('bob');
    const other = house.restarted();
    await other.start();
    assert.equal((await other.accept(bob, id)).status, 'connected');
    assert.equal((await house.calls.hold(bob, id)).status, 'on_hold');
    assert.equal((await other.end(alice, id)).version, 4);
    await assert.rejects(house.calls.resume(bob, id), refusal('call_ended'));
    other.stop();
  });
});

describe('inviting', () => {
  it('rings more people and tells who is busy', async () => {
    const busy = await house.calls.create(carol, { participants: ['dave'], callType: 'audio' });
    await house.calls.accept(dave, busy.id);
    const { id } = await connected();
    const invited = await house.calls.invite(bob, id, ['dave']);
    assert.equal(invited.legs.at(-1)?.status, 'busy');
    await house.calls.end(carol, busy.id);
    const again = await house.calls.invite(bob, id, ['dave']);
    assert.equal(again.legs.at(-1)?.status, 'ringing');
    await assert.rejects(house.calls.invite(alice, id, ['dave']), refusal('participant_exists'));
    assert.equal((await house.calls.accept(dave, id)).legs.at(-1)?.status, 'connected');
  });

  it('rings nobody who has blocked the caller or the one who invites', async () => {
    const { id } = await connected();
    await house.blocks.block(carol, 'alice');
    await house.blocks.block(dave, 'bob');
    for (const whom of ['carol', 'dave']) {
      await assert.rejects(
        house.calls.invite(bob, id, [whom]),
        refusal('participant_blocked', { participant: whom }),
      );
    }
    assert.equal((await house.calls.invite(alice, id, ['dave'])).legs.length, 3);
  });
});

describe('lists', () => {
  it('give one’s own active calls and one’s history, newest first, page by page', async () => {
    const made: string[] = [];
    for (let i = 0; i < 3; i += 1) {
      house.clock.advance(10);
      made.unshift((await call('bob')).id);
    }
    const first = await house.calls.list(bob, 'active', { limit: 2 });
    assert.deepEqual(
      first.items.map((item) => item.id),
      made.slice(0, 2),
    );
    assert.ok(first.next);
    const rest = await house.calls.list(bob, 'active', { limit: 2, after: first.next });
    assert.deepEqual(
      rest.items.map((item) => item.id),
      made.slice(2),
    );
    assert.equal(rest.next, null);
    for (const id of made) await house.calls.end(alice, id);
    assert.deepEqual((await house.calls.list(bob, 'active', { limit: 9 })).items, []);
    const history = await house.calls.list(bob, 'ended', { limit: 9 });
    assert.deepEqual(
      history.items.map((item) => item.id),
      made,
    );
    assert.deepEqual((await house.calls.list(carol, 'ended', { limit: 9 })).items, []);
  });

  it('give the events of a call in pages, signals without their payloads', async () => {
    const { id } = await connected();
    await house.signaling.send(alice, id, { messageType: 'mute', payload: { kind: 'audio' } });
    const first = await house.calls.events(bob, id, { after: 0, limit: 2 });
    assert.deepEqual(
      first.items.map((event) => event.type),
      ['call.created', 'call.accepted'],
    );
    assert.equal(first.next, 2);
    const rest = await house.calls.events(bob, id, { after: 2, limit: 2 });
    assert.deepEqual(
      rest.items.map((event) => [event.type, event.personal]),
      [['call.signal', {}]],
    );
    assert.equal(rest.next, null);
    await assert.rejects(
      house.calls.events(dave, id, { after: 0, limit: 2 }),
      refusal('call_not_found'),
    );
  });

  it('know the active calls of a user', async () => {
    const { id } = await call('bob');
    assert.deepEqual(
      (await house.calls.activeOf('default', 'bob')).map((one) => one.id),
      [id],
    );
    assert.deepEqual(await house.calls.activeOf('default', 'carol'), []);
  });
});
