import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextEvent, openCallHouse, userScope } from '../../../test/call-house.ts';
import { refusal } from '../../../test/refusal.ts';
import { systemScope } from '../../kernel/index.ts';

const [alice, bob, carol] = ['alice', 'bob', 'carol'].map((id) => userScope(id));

/** Alice talks to Bob in one call, and to Carol in another. */
async function twoCalls(t: { after(done: () => Promise<void>): void }) {
  assert.ok(alice && bob && carol);
  const house = await openCallHouse();
  t.after(() => house.stop());
  const { calls } = house;
  const talk = async (callee: typeof bob) => {
    const wish = { participants: [callee.principal.id], callType: 'audio' } as const;
    const { id } = await calls.create(alice, wish);
    await calls.accept(callee, id);
    return id;
  };
  return {
    house,
    calls,
    scopes: { alice, bob, carol },
    first: await talk(bob),
    second: await talk(carol),
  };
}

test('both calls change in one commit, the one that goes on first', async (t) => {
  const { house, calls, scopes, first, second } = await twoCalls(t);
  const positions: string[] = [];
  house.storage.feed.subscribe(({ stream, type }) => void positions.push(`${stream} ${type}`));
  const over = nextEvent(house, `call:${first}`, 'call.ended');
  await calls.join(scopes.alice, first, second);
  await over;
  assert.deepEqual(positions, [
    `call:${second} call.joined`,
    `call:${second} call.left`,
    `call:${second} call.media_moved`,
    `call:${first} call.transferred`,
    `call:${first} call.ended`,
  ]);
  assert.deepEqual(
    await calls.activeOf('default', 'alice'),
    await calls.activeOf('default', 'bob'),
  );
});

test('two joins the other way round wait for one another, and one of them finds its call over', async (t) => {
  const { calls, scopes, first, second } = await twoCalls(t);
  const outcomes = await Promise.allSettled([
    calls.join(scopes.alice, first, second),
    calls.join(scopes.alice, second, first),
  ]);
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['fulfilled', 'rejected'],
  );
  const { legs } = await calls.get(systemScope('default'), second);
  assert.deepEqual(
    legs.map(({ userId, status }) => `${userId} ${status}`),
    ['alice left', 'carol connected', 'bob connected'],
  );
});

test('a join that is not stored changes neither call', async (t) => {
  const { house, calls, scopes, first, second } = await twoCalls(t);
  const other = house.restarted();
  t.after(() => Promise.resolve(other.stop()));
  // Another server has ended the second meanwhile.
  await other.end(systemScope('default'), second);
  await assert.rejects(
    calls.join(scopes.alice, first, second),
    refusal('call_ended', { reason: 'completed' }),
  );
  const { status } = await calls.get(systemScope('default'), first);
  assert.equal(status, 'connected');
});

test('nobody joins calls that he is not in', async (t) => {
  const { calls, scopes, first, second } = await twoCalls(t);
  await assert.rejects(calls.join(scopes.bob, first, second), refusal('call_not_found'));
  const admin = userScope('boss', ['voip:admin']);
  await assert.rejects(calls.join(admin, first, second), refusal('forbidden'));
});
