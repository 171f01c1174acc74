import assert from 'node:assert/strict';
import type { Contract } from './contract.ts';
import { AT_MS, call, callId, commit, ended, leg } from './samples.ts';

export const callContract: Contract = {
  'come back as they were put, version after version': async (database) => {
    const storage = await database.open();
    const first = call();
    await commit(storage, { writes: [storage.calls.put(first)] });
    assert.deepEqual(await storage.calls.find('default', first.id), first);
    const second = call({
      ...{
        version: 2,
        status: 'ended',
        endReason: 'declined',
        roomId: 'room_1',
        callType: 'screen',
      },
      ...{ answeredAtMs: AT_MS + 1, endedAtMs: AT_MS + 2, updatedAtMs: AT_MS + 3, timeoutS: 9 },
      ...{ legs: [leg('alice', 'ended', 'caller'), leg('bob', 'declined')], metadata: {} },
    });
    await commit(storage, { writes: [storage.calls.put(second)] });
    assert.deepEqual(await storage.calls.find('default', first.id), second);
    assert.equal(await storage.calls.find('other', first.id), undefined);
    assert.equal(await storage.calls.find('default', callId(2)), undefined);
  },

  'are listed newest first, in pages, active and ended apart': async (database) => {
    const storage = await database.open();
    const put = (number: number, done: boolean) =>
      storage.calls.put(done ? ended(callId(number)) : call({ id: callId(number) }));
    await commit(storage, { writes: [1, 2, 3, 4, 5, 6].map((n) => put(n, n % 2 === 0)) });
    const page = async (state: 'active' | 'ended', memberId: string | null, after?: string) => {
      const filter = memberId === null ? { state } : { state, memberId };
      const request = after === undefined ? { limit: 2 } : { limit: 2, after };
      const { items, next } = await storage.calls.list('default', filter, request);
      return { ids: items.map(({ id }) => id), next };
    };
    for (const member of ['bob', 'alice', null]) {
      assert.deepEqual(await page('active', member), {
        ...{ ids: [callId(5), callId(3)], next: callId(3) },
      });
      assert.deepEqual(await page('active', member, callId(3)), { ids: [callId(1)], next: null });
      assert.deepEqual((await page('ended', member)).ids, [callId(6), callId(4)]);
      assert.deepEqual(await page('ended', member, callId(4)), { ids: [callId(2)], next: null });
    }
    assert.deepEqual(await page('active', 'carol'), { ids: [], next: null });
  },

  'move from the active to the ended ones of every member when they end': async (database) => {
    const storage = await database.open();
    await commit(storage, { writes: [storage.calls.put(call())] });
    const invited = [...call().legs, leg('carol', 'ringing')];
    await commit(storage, { writes: [storage.calls.put(call({ version: 2, legs: invited }))] });
    const legs = invited.map(({ userId, role }) => leg(userId, 'ended', role));
    const over = ended(callId(1), { version: 3, legs });
    const ofMember = async (state: 'active' | 'ended', memberId: string) => {
      const { items } = await storage.calls.list('default', { state, memberId }, { limit: 5 });
      return items.length;
    };
    assert.equal(await ofMember('active', 'carol'), 1);
    await commit(storage, { writes: [storage.calls.put(over)] });
    for (const member of ['alice', 'bob', 'carol']) {
      assert.equal(await ofMember('active', member), 0);
      assert.equal(await ofMember('ended', member), 1);
    }
    assert.deepEqual(await storage.calls.listAllActive(), []);
  },

  'tell who is in a conversation now': async (database) => {
    const storage = await database.open();
    const who = () =>
      storage.calls.usersInConversation('default', ['alice', 'bob', 'carol', 'x\0']);
    await commit(storage, { writes: [storage.calls.put(call())] });
    assert.deepEqual(await who(), new Set(), 'a caller whose call only rings can be called');
    const accepted = [leg('alice', 'on_hold', 'caller'), leg('bob', 'connected')];
    const connected = call({ version: 2, status: 'connected', legs: accepted });
    await commit(storage, { writes: [storage.calls.put(connected)] });
    assert.deepEqual(await who(), new Set(['alice', 'bob']));
    const left = [leg('alice', 'connected', 'caller'), leg('bob', 'left')];
    const alone = call({ version: 3, status: 'connected', legs: left });
    await commit(storage, { writes: [storage.calls.put(alone)] });
    assert.deepEqual(await who(), new Set(['alice']));
    await commit(storage, { writes: [storage.calls.put(ended(callId(1), { version: 4 }))] });
    assert.deepEqual(await who(), new Set());
    assert.deepEqual(await storage.calls.usersInConversation('default', []), new Set());
  },

  'are seen by a member with two legs once, and by a caller without one': async (database) => {
    const storage = await database.open();
    const legs = [leg('bob', 'declined'), leg('bob', 'connected')];
    const connected = call({ callerId: 'key:key_1', status: 'connected', legs });
    await commit(storage, { writes: [storage.calls.put(connected)] });
    const busy = await storage.calls.usersInConversation('default', ['bob', 'key:key_1']);
    assert.deepEqual(busy, new Set(['bob']));
    const filter = { state: 'active', memberId: 'key:key_1' } as const;
    const { items } = await storage.calls.list('default', filter, { limit: 5 });
    assert.equal(items.length, 1);
  },

  'that are active in any organisation are found again after a start': async (database) => {
    const first = await database.open();
    const puts = [
      call({ id: callId(1) }),
      ended(callId(2)),
      call({ id: callId(3), org: 'other', status: 'connected' }),
    ].map((one) => first.calls.put(one));
    await commit(first, { writes: puts });
    await first.close();
    const second = await database.open();
    assert.deepEqual(
      (await second.calls.listAllActive()).map(({ org, id }) => [org, id]),
      [
        ['default', callId(1)],
        ['other', callId(3)],
      ],
    );
  },
};
