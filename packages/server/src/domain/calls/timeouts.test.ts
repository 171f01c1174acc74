import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { type CallHouse, nextEvent, openCallHouse, userScope } from '../../../test/call-house.ts';
import type { Call } from './call.ts';

const alice = userScope('alice');
const bob = userScope('bob');
const IDLE_MS = 60_000;
/** A call is looked at four times within its idle time. */
const LOOK_MS = IDLE_MS / 4;

let house: CallHouse;

beforeEach(async () => {
  house = await openCallHouse({ idleS: IDLE_MS / 1000 });
});

afterEach(async () => {
  await house.stop();
});

function call(timeoutS?: number): Promise<Call> {
  const input = { participants: ['bob', 'carol'], callType: 'audio' } as const;
  return house.calls.create(alice, timeoutS === undefined ? input : { ...input, timeoutS });
}

function ended(id: string): Promise<unknown> {
  return nextEvent(house, `call:${id}`, 'call.ended');
}

/** Everything that was under way is stored: commits keep their order. */
async function settled(): Promise<void> {
  await house.storage.journal.commit({ scope: alice, writes: [], events: [] });
}

function attach(...userIds: readonly string[]): void {
  for (const id of userIds) house.presence.attach('default', id, `con_${id}`);
}

describe('ringing', () => {
  it('ends as no_answer after 45 seconds', async () => {
    attach('alice');
    const { id } = await call();
    const end = ended(id);
    house.clock.advance(44_999);
    await settled();
    assert.equal((await house.calls.get(alice, id)).status, 'ringing');
    house.clock.advance(1);
    await end;
    assert.equal((await house.calls.get(alice, id)).endReason, 'no_answer');
  });

  it('ends after the time the caller asked for', async () => {
    const { id } = await call(10);
    const end = ended(id);
    house.clock.advance(10_000);
    await end;
  });

  it('ends on time by a clock that is put back while it rings', async () => {
    attach('alice');
    const { id } = await call();
    house.clock.putBack(60_000);
    house.clock.advance(45_000);
    await settled();
    assert.equal((await house.calls.get(alice, id)).status, 'ringing');
    const end = ended(id);
    house.clock.advance(60_000);
    await end;
  });

  it('goes on for the others after an answer, and ends without the call', async () => {
    attach('alice', 'bob');
    const { id } = await call();
    await house.calls.accept(bob, id);
    const missed = nextEvent(house, `call:${id}`, 'call.no_answer');
    house.clock.advance(45_000);
    await missed;
    const { status, legs } = await house.calls.get(alice, id);
    assert.equal(status, 'connected');
    assert.deepEqual(
      legs.map((leg) => leg.status),
      ['connected', 'connected', 'no_answer'],
    );
  });

  it('leaves no timer behind when the call has ended', async () => {
    const before = house.clock.pending;
    const { id } = await call();
    assert.equal(house.clock.pending, before + 1);
    await house.calls.end(alice, id);
    assert.equal(house.clock.pending, before);
  });

  it('ends after a restart, at once if it is overdue', async () => {
    const { id } = await call();
    house.calls.stop();
    house.clock.advance(50_000);
    assert.equal((await house.calls.get(alice, id)).status, 'ringing');
    const end = ended(id);
    const restarted = house.restarted();
    await restarted.start();
    house.clock.advance(0);
    await end;
    restarted.stop();
  });
});

describe('a call that nobody is connected to', () => {
  async function connected(): Promise<string> {
    const { id } = await call();
    await house.calls.accept(bob, id);
    return id;
  }

  it('ends as timeout after the idle time', async () => {
    const id = await connected();
    const end = ended(id);
    house.clock.advance(IDLE_MS);
    await settled();
    assert.equal((await house.calls.activeOf('default', 'alice')).length, 1);
    house.clock.advance(LOOK_MS);
    await end;
    const [last] = (await house.calls.list(alice, 'ended', { limit: 1 })).items;
    assert.deepEqual([last?.id, last?.endReason], [id, 'timeout']);
  });

  it('lives as long as one member is connected', async () => {
    attach('bob');
    await connected();
    house.clock.advance(10 * IDLE_MS);
    await settled();
    assert.equal((await house.calls.activeOf('default', 'alice')).length, 1);
  });

  it('lives as long as a phone is in it', async () => {
    const { id } = await call();
    await house.calls.answerByPhone(bob, id, 'bob', 'dev_1');
    for (let i = 0; i < 10; i += 1) {
      house.clock.advance(IDLE_MS);
      await settled();
    }
    const [found] = await house.calls.activeOf('default', 'bob');
    assert.equal(found?.id, id);
  });

  it('lives as long as a member asks for it', async () => {
    const id = await connected();
    for (let i = 0; i < 10; i += 1) {
      house.clock.advance(IDLE_MS / 2);
      await settled();
      assert.equal((await house.calls.get(alice, id)).status, 'connected');
    }
  });

  it('counts from when the last member went, not from the call’s beginning', async () => {
    attach('bob');
    const id = await connected();
    house.clock.advance(3 * IDLE_MS);
    for (let i = 0; i < 3; i += 1) {
      house.presence.detach('default', 'bob', 'con_bob');
      house.clock.advance(IDLE_MS - 1);
      attach('bob');
      house.clock.advance(LOOK_MS);
    }
    await settled();
    assert.equal((await house.calls.get(alice, id)).status, 'connected');
  });

  it('is not ended by who is connected in vain: a stranger, or a callee who declined', async () => {
    const { id } = await call();
    await house.calls.accept(bob, id);
    await house.calls.decline(userScope('carol'), id);
    attach('carol', 'dave');
    const end = ended(id);
    house.clock.advance(IDLE_MS + LOOK_MS);
    await end;
  });
});
