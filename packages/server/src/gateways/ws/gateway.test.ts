import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { openRealtimeHouse, type RealtimeHouse } from '../../../test/realtime-house.ts';
import { WsClient } from '../../../test/ws-client.ts';

const SDP = [
  'v=0',
  'o=- 1 1 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'c=IN IP4 0.0.0.0',
  'a=rtpmap:111 opus/48000/2',
  '',
].join('\r\n');

describe('a WebSocket connection', () => {
  let house: RealtimeHouse;
  beforeEach(async () => {
    house = await openRealtimeHouse();
  });
  afterEach(() => house.stop());

  const call = async (from: string, ...to: string[]) =>
    await house.calls.create(house.scopeOf(from), { participants: to, callType: 'audio' });

  it('begins with Hello and where the user and the active calls stand', async () => {
    await house.tokenOf('alice');
    await house.tokenOf('bob');
    const { id } = await call('alice', 'bob');
    const client = WsClient.open(house.url, { token: await house.tokenOf('bob') });
    const hello = await client.next('Hello');
    assert.equal(hello.epoch, house.storage.eventLog.epoch);
    assert.equal(hello.user_id, 'bob');
    assert.equal(hello.heartbeat_s, 25);
    assert.deepEqual(hello.positions, {
      'user:bob': 1,
      [`call:${id}`]: await house.storage.eventLog.head('default', `call:${id}`),
    });
  });

  it('takes the token by query, subprotocol or header, on both paths', async () => {
    const token = await house.tokenOf('alice');
    const headers = { authorization: `Bearer ${token}` };
    for (const options of [
      { token },
      { token, path: '/ws/connect' },
      { protocols: ['sge.v1', token] },
      { headers },
    ]) {
      const client = WsClient.open(house.url, options);
      assert.equal((await client.next('Hello')).user_id, 'alice');
    }
  });

  it('answers only sge.v1 of the offered subprotocols, never the token', async () => {
    const client = WsClient.open(house.url, {
      protocols: ['sge.v1', await house.tokenOf('alice')],
    });
    await client.next('Hello');
    assert.equal(client.socket.protocol, 'sge.v1');
  });

  it('rings the callee as soon as the call is there, and tells both how it goes on', async () => {
    const alice = await house.connect('alice');
    const bob = await house.connect('bob');
    const { id } = await call('alice', 'bob');
    for (const client of [alice, bob]) {
      const { event } = await client.next('Event');
      assert.equal(event.type, 'call.created');
      assert.equal(event.channel, `call:${id}`);
      assert.equal(event.seq, 1);
    }
    await house.calls.accept(house.scopeOf('bob'), id);
    assert.equal((await alice.next('Event')).event.type, 'call.accepted');
    assert.equal((await bob.next('Event')).event.type, 'call.accepted');
  });

  it('pushes nothing of a call to somebody who has no part in it', async () => {
    const carol = await house.connect('carol');
    await house.tokenOf('alice');
    await house.tokenOf('bob');
    await call('alice', 'bob');
    assert.deepEqual(await carol.untilPong(), []);
  });

  it('pushes a call to who is invited later, from the invitation on', async () => {
    await house.tokenOf('alice');
    await house.tokenOf('bob');
    const carol = await house.connect('carol');
    const { id } = await call('alice', 'bob');
    await house.calls.invite(house.scopeOf('alice'), id, ['carol']);
    const { event } = await carol.next('Event');
    assert.equal(event.type, 'call.invited');
  });

  it('stores a Signal, acknowledges it with its number, and gives it to its recipient alone', async () => {
    const [alice, bob, carol] = [
      await house.connect('alice'),
      await house.connect('bob'),
      await house.connect('carol'),
    ];
    const { id } = await call('alice', 'bob', 'carol');
    for (const client of [alice, bob, carol]) await client.untilPong();
    const { seq } = await alice.ask({
      type: 'Signal',
      call_id: id,
      to_user: 'bob',
      message_type: 'offer',
      payload: { type: 'offer', sdp: SDP },
    });
    const { event } = await bob.next('Event');
    assert.equal(event.type, 'call.signal');
    assert.equal(event.seq, seq);
    assert.deepEqual(event.data, {
      signal: {
        seq,
        id: Object(event.data.signal).id,
        call_id: id,
        from_user: 'alice',
        to_user: 'bob',
        message_type: 'offer',
        payload: { type: 'offer', sdp: SDP },
        created_at: new Date(house.clock.nowMs()).toISOString(),
      },
    });
    assert.deepEqual(await alice.untilPong(), []);
    assert.deepEqual(await carol.untilPong(), []);
  });

  it('gives a Signal without a recipient to everybody else in the call', async () => {
    const [alice, bob, carol] = [
      await house.connect('alice'),
      await house.connect('bob'),
      await house.connect('carol'),
    ];
    const { id } = await call('alice', 'bob', 'carol');
    await house.calls.decline(house.scopeOf('carol'), id);
    for (const client of [alice, bob, carol]) await client.untilPong();
    await alice.ask({ type: 'Signal', call_id: id, message_type: 'mute', payload: {} });
    assert.equal((await bob.next('Event')).event.type, 'call.signal');
    assert.deepEqual(await alice.untilPong(), []);
    assert.deepEqual(await carol.untilPong(), [], 'who has declined hears no more signals');
  });

  it('shows a presence on Subscribe and every change after it, until Unsubscribe', async () => {
    const alice = await house.connect('alice');
    const bob = await house.connect('bob');
    alice.send({ type: 'Subscribe', id: 1, channel: 'presence:bob' });
    assert.equal((await alice.next('PresenceStatus')).status, 'online');
    assert.deepEqual(await alice.next('Ack'), { type: 'Ack', id: 1 });
    await bob.ask({
      type: 'PresenceUpdate',
      user_id: 'bob',
      status: 'away',
      status_message: 'lunch',
    });
    assert.deepEqual(await alice.next('PresenceStatus'), {
      type: 'PresenceStatus',
      user_id: 'bob',
      status: 'away',
      status_message: 'lunch',
      timestamp: Math.floor(house.clock.nowMs() / 1000),
    });
    await alice.ask({ type: 'Unsubscribe', channel: 'presence:bob' });
    await bob.ask({ type: 'PresenceUpdate', user_id: 'bob', status: 'online' });
    assert.deepEqual(await alice.untilPong(), []);
  });

  it('works as the original document has it: Subscribe and PresenceUpdate without ids', async () => {
    const client = await house.connect('user123');
    client.send({ type: 'Subscribe', channel: 'presence:user123' });
    client.send({
      type: 'PresenceUpdate',
      user_id: 'user123',
      status: 'do_not_disturb',
      status_message: 'Disponible pour les appels',
    });
    assert.equal((await client.next('PresenceStatus')).status, 'online');
    assert.equal((await client.next('PresenceStatus')).status, 'do_not_disturb');
  });

  it('ends a presence after the grace that follows the last connection', async () => {
    const alice = await house.connect('alice');
    const bob = await house.connect('bob');
    alice.send({ type: 'Subscribe', channel: 'presence:bob' });
    await alice.next('PresenceStatus');
    bob.socket.close();
    await bob.closed;
    await alice.untilPong();
    house.clock.advance(5_000);
    assert.equal((await alice.next('PresenceStatus')).status, 'offline');
  });

  it('answers a probe once, without following', async () => {
    const alice = await house.connect('alice');
    alice.send({ type: 'PresenceProbe', user_id: 'bob' });
    assert.equal((await alice.next('PresenceStatus')).status, 'offline');
    await house.connect('bob');
    assert.deepEqual(await alice.untilPong(), []);
  });

  it('shows somebody in a conversation as busy', async () => {
    const alice = await house.connect('alice');
    await house.connect('bob');
    alice.send({ type: 'Subscribe', channel: 'presence:bob' });
    await alice.next('PresenceStatus');
    await house.tokenOf('carol');
    const { id } = await call('carol', 'bob');
    await house.calls.accept(house.scopeOf('bob'), id);
    assert.equal((await alice.next('PresenceStatus')).status, 'busy');
    await house.calls.end(house.scopeOf('carol'), id);
    assert.equal((await alice.next('PresenceStatus')).status, 'online');
  });

  it('lets an administrator look on: events of the call, but not its signals', async () => {
    const admin = await house.connect('root', { grants: ['voip:admin'] });
    const alice = await house.connect('alice');
    await house.tokenOf('bob');
    const { id } = await call('alice', 'bob');
    const { position } = await admin.ask({ type: 'Subscribe', channel: `call:${id}` });
    assert.equal(position, await house.storage.eventLog.head('default', `call:${id}`));
    await alice.untilPong();
    await alice.ask({ type: 'Signal', call_id: id, message_type: 'mute', payload: {} });
    await house.calls.accept(house.scopeOf('bob'), id);
    assert.equal((await admin.next('Event')).event.type, 'call.accepted');
  });

  it('lets a service follow the call it made for a user, by its API key', async () => {
    await house.tokenOf('alice');
    await house.tokenOf('bob');
    const scope = { ...house.scopeOf('root') };
    const admin = {
      ...scope,
      principal: { ...scope.principal, grants: new Set(['voip:admin'] as const) },
    };
    const created = await house.identity.apiKeys.create(admin, 'pbx', [
      'calls:read',
      'calls:write',
      'calls:on_behalf',
    ]);
    const client = WsClient.open(house.url, { headers: { 'x-api-key': created.key.reveal() } });
    const hello = await client.next('Hello');
    assert.equal(hello.user_id, `key:${created.apiKey.id}`);
    const { principal } = await house.identity.authenticator.authenticate({
      kind: 'api_key',
      key: created.key,
    });
    await house.calls.create(
      { org: 'default', principal, source: 'http' },
      { participants: ['bob'], callType: 'audio', caller: 'alice' },
    );
    assert.equal((await client.next('Event')).event.type, 'call.created');
  });

  it('shows notices to a user, and to who follows system', async () => {
    const alice = await house.connect('alice');
    const bob = await house.connect('bob');
    await bob.ask({ type: 'Subscribe', channel: 'system' });
    const notice = { title: 'Tonight', message: 'We restart at ten.', level: 'info' } as const;
    assert.equal(house.gateway.notify('default', 'alice', notice), 1);
    assert.equal(house.gateway.broadcast('default', 'system', notice), 1);
    assert.equal(house.gateway.broadcast('other', 'system', notice), 0);
    assert.deepEqual(await alice.next('Notification'), { type: 'Notification', ...notice });
    assert.deepEqual(await bob.next('Notification'), { type: 'Notification', ...notice });
    assert.deepEqual(house.gateway.status('default'), { connections: 2, members: 2 });
  });

  it('pings once per heartbeat and ends a connection that stays silent twice as long', async () => {
    const client = await house.connect('alice');
    const pinged = new Promise((resolve) => client.socket.once('ping', resolve));
    house.clock.advance(26_000);
    await pinged;
    await client.untilPong();
    house.clock.advance(26_000);
    await client.untilPong();
    // Nothing is heard while the clock runs on: to the server the peer is silent.
    house.clock.advance(50_000);
    assert.equal(await client.closed, 4408);
  });

  it('ends the connections of a disabled user with 4403 and of a revoked key with 4401', async () => {
    const alice = await house.connect('alice');
    const base = house.scopeOf('root');
    const scope = {
      ...base,
      principal: { ...base.principal, grants: new Set(['voip:admin'] as const) },
    };
    const { apiKey, key } = await house.identity.apiKeys.create(scope, 'pbx', ['calls:read']);
    const service = WsClient.open(house.url, { headers: { 'x-api-key': key.reveal() } });
    await service.next('Hello');
    await house.identity.users.update(scope, 'alice', { status: 'disabled' });
    assert.equal(await alice.closed, 4403);
    await house.identity.apiKeys.revoke(scope, apiKey.id);
    assert.equal(await service.closed, 4401);
  });

  it('says goodbye with 1001 to all when the server drains, and takes nobody new', async () => {
    const clients = [await house.connect('alice'), await house.connect('bob')];
    const token = await house.tokenOf('alice');
    const drained = house.gateway.drain(1_000);
    const late = WsClient.open(house.url, { token });
    for (const client of clients) assert.equal(await client.closed, 1001);
    await drained;
    assert.equal(await late.closed, 1006);
  });

  it('writes a line when a connection opens and when it closes', async () => {
    const client = await house.connect('alice');
    client.socket.close(1000);
    await client.closed;
    const other = await house.connect('bob');
    await other.untilPong();
    const lines = house.logs.filter(({ fields }) => fields.area === 'ws');
    const ofAlice = lines.filter(({ fields }) => fields.user_id === 'alice');
    assert.deepEqual(
      ofAlice.map(({ message }) => message),
      ['connection opened', 'connection closed'],
    );
    assert.equal(ofAlice[1]?.fields.code, 1000);
  });
});

describe('a token that expires during the connection', () => {
  it('is named in an Error before the connection is closed with 4401', async (t) => {
    const house = await openRealtimeHouse({ heartbeatS: 100 });
    t.after(() => house.stop());
    const client = await house.connect('alice', { ttlS: 60 });
    house.clock.advance(59_000);
    assert.deepEqual(await client.untilPong(), []);
    house.clock.advance(51_000);
    assert.equal(await client.closed, 4401);
    assert.equal((await client.next('Error')).code, 'token_expired');
  });

  it('does nothing any more from the moment of its expiry', async (t) => {
    const house = await openRealtimeHouse({ heartbeatS: 100 });
    t.after(() => house.stop());
    const client = await house.connect('alice', { ttlS: 60 });
    house.clock.advance(60_000);
    client.send({ type: 'PresenceUpdate', user_id: 'alice', status: 'busy' });
    assert.equal(await client.closed, 4401);
    assert.notEqual(house.presence.get(house.scopeOf('alice'), 'alice').status, 'busy');
  });
});
