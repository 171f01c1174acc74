import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import fc from 'fast-check';
import { openRealtimeHouse, type RealtimeHouse } from '../../../test/realtime-house.ts';
import type { WsLimits } from './limits.ts';

let house: RealtimeHouse;
const open = async (limits: Partial<WsLimits> = {}): Promise<RealtimeHouse> => {
  house = await openRealtimeHouse(limits);
  return house;
};
afterEach(() => house.stop());

const UNLIMITED = { frameBurst: 1_000_000, framesPerSecond: 1_000_000 };

const failures = () => house.logs.filter(({ level }) => level === 'error');

describe('garbage', () => {
  it('is answered by an Error with a code, and never breaks the connection', async () => {
    await open(UNLIMITED);
    const client = await house.connect('alice');
    const answerTo = async (text: string) => {
      client.send(text);
      return await client.untilPong();
    };
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), async (text) => {
        const [answer] = await answerTo(text);
        assert.equal(answer?.type, 'Error');
        assert.match(answer.code, /^frame_(invalid|type_unknown)$/);
      }),
      { numRuns: 300 },
    );
    assert.deepEqual(failures(), []);
  });

  it('in the members of known frames is named, and the frame’s id comes back', async () => {
    await open(UNLIMITED);
    const client = await house.connect('alice');
    const member = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom('alice', 'user:alice'));
    const frame = fc.record(
      {
        type: fc.constantFrom(
          'Subscribe',
          'Unsubscribe',
          'PresenceUpdate',
          'PresenceProbe',
          'Signal',
          'Resume',
        ),
        channel: member,
        user_id: member,
        status: member,
        call_id: member,
        message_type: member,
        payload: member,
        epoch: member,
        positions: member,
        __proto__: member,
      },
      { requiredKeys: ['type'] },
    );
    const answers = new Set(['Error', 'Ack', 'PresenceStatus', 'Resumed']);
    await fc.assert(
      fc.asyncProperty(frame, async (value) => {
        client.send(JSON.stringify({ ...value, id: 7 }));
        const frames = await client.untilPong();
        for (const answer of frames) {
          assert.ok(answers.has(answer.type), `answered by ${answer.type}`);
          if (answer.type === 'Error') assert.equal(answer.id, 7);
        }
      }),
      { numRuns: 300 },
    );
    assert.deepEqual(failures(), []);
  });

  it('names an unknown type, an unknown member and a wrong value', async () => {
    await open();
    const client = await house.connect('alice');
    const errorOf = async (frame: unknown) => {
      client.send(frame);
      return await client.next('Error');
    };
    const unknownType = await errorOf({ type: 'Subscribed', id: 1 });
    assert.equal(unknownType.code, 'frame_type_unknown');
    assert.match(unknownType.message, /Subscribed/);
    const unknownMember = await errorOf({ type: 'Ping', chanel: 'x' });
    assert.match(unknownMember.message, /chanel/);
    const wrong = await errorOf({ type: 'PresenceUpdate', user_id: 'alice', status: 'sleeping' });
    assert.match(wrong.message, /status/);
    assert.equal((await errorOf('not json')).code, 'frame_invalid');
  });

  it('nested without end is refused before anybody walks it', async () => {
    await open();
    const client = await house.connect('alice');
    const depth = 12_000;
    client.send(`{"type":"Signal","payload":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}`);
    assert.match((await client.next('Error')).message, /deep/);
    assert.deepEqual(failures(), []);
  });

  it('in bytes instead of text closes with 1003', async () => {
    await open();
    const client = await house.connect('alice');
    client.socket.send(Buffer.from('{"type":"Ping"}'));
    assert.equal(await client.closed, 1003);
  });
});

describe('frame bomb', () => {
  it('in one frame closes with 1009', async () => {
    await open();
    const client = await house.connect('alice');
    client.send(JSON.stringify({ type: 'Ping', id: 'x'.repeat(161 * 1024) }));
    assert.equal(await client.closed, 1009);
  });

  it('in fragments that never end closes with 1009', async () => {
    await open();
    const client = await house.connect('alice');
    for (let sent = 0; sent <= 161; sent += 1) {
      client.socket.send('x'.repeat(1024), { fin: false });
    }
    assert.equal(await client.closed, 1009);
  });

  it('lets the largest session description through', async () => {
    await open();
    const client = await house.connect('alice');
    client.send({ type: 'Ping', id: 'x'.repeat(150 * 1024) });
    assert.equal((await client.next('Error')).code, 'frame_invalid');
  });
});
