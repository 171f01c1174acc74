import assert from 'node:assert/strict';
import { dirname } from 'node:path';
import test from 'node:test';
import { needs } from '../peers/needs.ts';
import { startProduct } from '../peers/product.ts';
import { furnish, made } from './desk.ts';
import { openPhoneHouse } from './phone-house.ts';
import { openRoom } from './rung-room.ts';

test(
  'a phone that a room rang is given up, and its seat is free, when the server was killed meanwhile',
  needs('baresip'),
  async (t) => {
    const house = await openPhoneHouse(t);
    const bob = await furnish(house, { user: 'bob', toneHz: 440, number: '1002' });
    t.after(() => bob.stop());
    const room = await openRoom(house, { max_participants: 1 });
    await made(house.ask('POST', `${room}/dial-out`, { to: 'bob', timeout_s: 300 }));
    await bob.phone.event('CALL_INCOMING');
    const asBob = await house.token('bob');
    assert.equal((await house.ask('POST', `${room}/join`, {}, asBob)).body.code, 'room_full');
    await house.product.kill();
    const again = await startProduct({ folder: dirname(house.product.dataFolder) });
    t.after(() => again.stop());
    const ask = async (method: string, path: string) => {
      const headers = { authorization: `Bearer ${asBob}` };
      const answer = await fetch(`${again.url}/api/v1/voip${path}`, { method, headers });
      const body: unknown = await answer.json();
      return { status: answer.status, body };
    };
    assert.equal((await ask('POST', `${room}/join`)).status, 200);
    const { body } = await ask('GET', `${room}/events`);
    assert.match(JSON.stringify(body), /participant_not_reached.*"end_reason":"failed"/);
  },
);
