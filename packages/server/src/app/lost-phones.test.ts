import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openCallHouse, userScope } from '../../test/call-house.ts';
import { endLostPhones } from './lost-phones.ts';

test('a call from a phone to a number that still rang is over after a restart', async (t) => {
  const numbers = { usersOf: () => Promise.resolve(new Map()), isDialable: () => true };
  const house = await openCallHouse({ numbers });
  t.after(() => house.stop());
  const alice = userScope('alice', ['calls:external']);
  const outside = ['tel:+33123456789', 'tel:+33123456780'];
  const input = { participants: outside, callType: 'audio', callerKind: 'sip' } as const;
  const { id } = await house.calls.create(alice, input);
  await endLostPhones(house.storage.calls, house.restarted());
  assert.equal((await house.calls.get(alice, id)).status, 'ended');
});
