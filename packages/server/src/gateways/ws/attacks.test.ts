import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { afterEach, describe, it } from 'node:test';
import { WebSocket } from 'ws';
import { openRealtimeHouse, type RealtimeHouse } from '../../../test/realtime-house.ts';
import { WsClient } from '../../../test/ws-client.ts';
import type { WsLimits } from './limits.ts';

let house: RealtimeHouse;
const open = async (limits: Partial<WsLimits> = {}): Promise<RealtimeHouse> => {
  house = await openRealtimeHouse(limits);
  return house;
};
afterEach(() => house.stop());

const UNLIMITED = { frameBurst: 1_000_000, framesPerSecond: 1_000_000 };

const failures = () => house.logs.filter(({ level }) => level === 'error');

/** The next socket the server takes has closed, and whatever listens to that has run. */
const nextSocketGone = () =>
  new Promise<void>((resolve) => {
    house.server.once('connection', (socket) => {
      socket.once('close', () => setImmediate(resolve));
    });
  });

describe('slow reader', () => {
  const notice = { title: 'flood', message: 'x'.repeat(32_000), level: 'info' } as const;

  async function floodUntilCut(client: WsClient): Promise<number> {
    client.socket.pause();
    let frames = 0;
    while (house.gateway.notify('default', 'alice', notice) > 0 && frames < 5_000) {
      frames += 1;
      await new Promise(setImmediate);
    }
    return frames;
  }

  it('is cut when a megabyte waits for it, and told 4430 if it reads on', async () => {
    await open();
    const client = await house.connect('alice');
    const frames = await floodUntilCut(client);
    assert.ok(frames < 1_000, `${frames} frames were buffered`);
    client.socket.resume();
    assert.equal(await client.closed, 4430);
  });

  it('who never reads on loses the socket, and presence ends', async () => {
    await open({ closeTimeoutMs: 50 });
    const gone = nextSocketGone();
    const client = await house.connect('alice');
    await floodUntilCut(client);
    await gone;
    house.clock.advance(5_000);
    assert.equal(house.presence.get(house.scopeOf('bob'), 'alice').status, 'offline');
    assert.equal(house.gateway.status('default').connections, 0);
    client.socket.terminate();
  });

  it('cannot make us buffer pongs', async () => {
    await open({ ...UNLIMITED, sendBufferBytes: 64 * 1024, closeTimeoutMs: 50 });
    let gone = false;
    void nextSocketGone().then(() => {
      gone = true;
    });
    const client = await house.connect('alice');
    client.socket.pause();
    const data = Buffer.alloc(125);
    let pings = 0;
    while (!gone && pings < 200_000) {
      for (let i = 0; i < 500 && client.socket.readyState === WebSocket.OPEN; i += 1) {
        client.socket.ping(data);
        pings += 1;
      }
      await new Promise(setImmediate);
    }
    assert.ok(gone, `${pings} pings were answered without bound`);
    client.socket.terminate();
  });
});

describe('frame flood', () => {
  it('is warned of once, then closed with 4431', async () => {
    await open({ frameBurst: 50, framesPerSecond: 1 });
    const client = await house.connect('alice');
    for (let i = 0; i < 110; i += 1) client.send({ type: 'Ping', id: i });
    assert.equal(await client.closed, 4431);
    const errors = client.received.filter((frame) => frame.type === 'Error');
    assert.deepEqual(
      errors.map(({ code }) => code),
      ['rate_limited'],
    );
    assert.equal(client.received.filter((frame) => frame.type === 'Pong').length, 50);
  });

  it('lets on again who has waited', async () => {
    await open({ frameBurst: 10, framesPerSecond: 10 });
    const client = await house.connect('alice');
    for (let i = 0; i < 12; i += 1) client.send({ type: 'Ping', id: i });
    assert.equal((await client.next('Pong')).id, 0);
    while (client.received.at(-1)?.type !== 'Error') {
      await new Promise((resolve) => client.socket.once('message', resolve));
    }
    house.clock.advance(1_500);
    assert.equal((await client.untilPong()).at(-1)?.type, 'Error');
  });
});

describe('subscription flood', () => {
  it('ends at the limit, and nothing of it stays behind', async () => {
    await open({ ...UNLIMITED, subscriptions: 100 });
    const client = await house.connect('alice');
    for (let i = 0; i < 150; i += 1) {
      client.send({ type: 'Subscribe', channel: `presence:user${i}` });
    }
    const answers = await client.untilPong();
    const refused = answers.filter((frame) => frame.type === 'Error');
    assert.equal(refused.length, 51, 'one of the hundred is the user’s own channel');
    assert.ok(refused.every(({ code }) => code === 'too_many_subscriptions'));
    const notice = { title: '', message: '', level: 'info' } as const;
    assert.equal(house.gateway.broadcast('default', 'presence:user7', notice), 1);
    client.socket.close();
    await client.closed;
    await (await house.connect('bob')).untilPong();
    assert.equal(house.gateway.broadcast('default', 'presence:user7', notice), 0);
  });

  it('of the same channel takes one place', async () => {
    await open(UNLIMITED);
    const client = await house.connect('alice');
    for (let i = 0; i < 50; i += 1) client.send({ type: 'Subscribe', channel: 'presence:bob' });
    await client.untilPong();
    await house.connect('bob');
    assert.deepEqual(
      (await client.untilPong()).map((frame) => frame.type),
      ['PresenceStatus'],
    );
  });
});

describe('connection flood', () => {
  it('of one user is closed with 4429 and leaves other users alone', async () => {
    await open({ connectionsPerUser: 2 });
    await house.connect('alice');
    await house.connect('alice');
    const third = WsClient.open(house.url, { token: await house.tokenOf('alice') });
    assert.equal(await third.closed, 4429);
    assert.equal((await third.next('Error')).code, 'too_many_connections');
    await house.connect('bob');
  });
});

describe('peeking at others', () => {
  it('meets the same channel_unknown for what is not theirs and what does not exist', async () => {
    await open();
    for (const user of ['alice', 'bob']) await house.tokenOf(user);
    const { id } = await house.calls.create(house.scopeOf('alice'), {
      participants: ['bob'],
      callType: 'audio',
    });
    const carol = await house.connect('carol');
    const messages = new Set<string>();
    const nobody = 'call_00000000000000000000000000';
    for (const channel of [`call:${id}`, `call:${nobody}`, 'user:alice', 'room:1', 'org', 'x:y']) {
      carol.send({ type: 'Subscribe', id: channel, channel });
      const error = await carol.next('Error');
      if (channel === 'org') {
        assert.equal(error.code, 'frame_invalid');
        continue;
      }
      assert.equal(error.code, 'channel_unknown');
      messages.add(error.message);
    }
    assert.equal(messages.size, 1);
  });

  it('of another organisation shows nothing', async () => {
    await open();
    const spy = await house.connect('spy', { org: 'other' });
    spy.send({ type: 'Subscribe', channel: 'presence:alice' });
    assert.equal((await spy.next('PresenceStatus')).status, 'offline');
    await house.connect('alice');
    assert.deepEqual(await spy.untilPong(), []);
  });

  it('by setting their presence, or without the scope, is refused', async () => {
    await open();
    const alice = await house.connect('alice');
    alice.send({ type: 'PresenceUpdate', user_id: 'bob', status: 'away' });
    assert.equal((await alice.next('Error')).code, 'presence_foreign_user');
    const bare = await house.connect('carol', { grants: ['rooms:read'] });
    for (const frame of [
      { type: 'PresenceUpdate', user_id: 'carol', status: 'away' },
      { type: 'PresenceProbe', user_id: 'alice' },
      { type: 'Subscribe', channel: 'presence:alice' },
      { type: 'Subscribe', channel: 'call:call_00000000000000000000000000' },
      {
        type: 'Signal',
        call_id: 'call_00000000000000000000000000',
        message_type: 'mute',
      },
    ]) {
      bare.send(frame);
      assert.equal((await bare.next('Error')).code, 'scope_missing');
    }
  });

  it('without calls:read follows no call, not even one’s own', async () => {
    await open();
    const bob = await house.connect('bob', { grants: ['presence:read'] });
    await house.tokenOf('alice');
    await house.calls.create(house.scopeOf('alice'), { participants: ['bob'], callType: 'audio' });
    assert.deepEqual(await bob.untilPong(), []);
  });

  it('speaks French to who reads French', async () => {
    await open();
    const alice = await house.connect('alice', {
      headers: { 'accept-language': 'fr-FR,en;q=0.5' },
    });
    alice.send({ type: 'Subscribe', channel: 'room:1' });
    assert.match((await alice.next('Error')).message, /canal/i);
  });
});

describe('a peer that vanishes', () => {
  it('in the middle of the upgrade leaves nothing behind', async () => {
    await open();
    const token = await house.tokenOf('alice');
    const { port } = new URL(house.url);
    const gone = nextSocketGone();
    const socket = connect(Number(port), '127.0.0.1');
    const request = [
      `GET /ws/auth?token=${token} HTTP/1.1`,
      'Host: x',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ];
    await new Promise<void>((resolve) => {
      socket.write(`${request.join('\r\n')}\r\n\r\n`, () => resolve());
    });
    socket.destroy();
    await gone;
    assert.equal(house.gateway.status('default').connections, 0);
    assert.deepEqual(failures(), []);
  });
});
