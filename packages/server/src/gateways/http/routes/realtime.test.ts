import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { openRealtimeHouse, type RealtimeHouse } from '../../../../test/realtime-house.ts';
import { recordingLogger } from '../../../../test/recording-logger.ts';
import { AesGcmEnvelopeKey } from '../../../adapters/secrets/file/index.ts';
import { createHttpGateway, type HttpGateway } from '../index.ts';
import { presenceRoutes } from './presence.ts';
import { realtimeRoutes } from './realtime.ts';

const PLENTY = { perSecond: 100_000, burst: 100_000 };

describe('the REST side of the WebSocket', () => {
  let house: RealtimeHouse;
  let http: HttpGateway;

  beforeEach(async () => {
    house = await openRealtimeHouse();
    const { storage, presence, clock } = house;
    const userExists = async (org: string, userId: string) =>
      (await storage.users.find(org, userId)) !== undefined;
    http = await createHttpGateway({
      routes: [
        ...realtimeRoutes({ realtime: house.gateway, userExists }),
        ...presenceRoutes({ presence, userExists }),
      ],
      authenticator: house.identity.authenticator,
      receipts: storage.receipts,
      envelopeKey: new AesGcmEnvelopeKey(randomBytes(32)),
      journal: storage.journal,
      clock,
      logger: recordingLogger(),
      config: { trustedProxies: [], rateLimits: { user: PLENTY, key: PLENTY, ip: PLENTY } },
      version: '0.0.0',
      healthChecks: [],
    });
    await http.listen({ host: '127.0.0.1', port: 0 });
  });
  afterEach(async () => {
    await http.close();
    await house.stop();
  });

  async function ask(token: string, method: string, path: string, body?: unknown) {
    const response = await fetch(new URL(path, http.url), {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    return { status: response.status, body: Object(answer) };
  }

  const notice = { title: 'Tonight', message: 'We restart at ten.' };

  it('shows a notice to a user, and to who follows a channel, for who may', async () => {
    const alice = await house.connect('alice');
    await alice.ask({ type: 'Subscribe', channel: 'system' });
    const admin = await house.tokenOf('root', { grants: ['notify:write'] });
    const notified = await ask(admin, 'POST', '/ws/notify/alice', { ...notice, level: 'warning' });
    assert.deepEqual(notified, { status: 200, body: { delivered: 1 } });
    assert.equal((await alice.next('Notification')).level, 'warning');
    const broadcast = await ask(admin, 'POST', '/ws/broadcast/system', notice);
    assert.deepEqual(broadcast, { status: 200, body: { delivered: 1 } });
    assert.deepEqual(await alice.next('Notification'), {
      type: 'Notification',
      ...notice,
      level: 'info',
    });
  });

  it('refuses notices without the scope, to unknown users and to channels there are not', async () => {
    const user = await house.tokenOf('alice');
    assert.equal((await ask(user, 'POST', '/ws/notify/alice', notice)).body.code, 'scope_missing');
    const admin = await house.tokenOf('root', { grants: ['notify:write'] });
    const nobody = await ask(admin, 'POST', '/ws/notify/nobody', notice);
    assert.deepEqual([nobody.status, nobody.body.code], [404, 'user_not_found']);
    const channel = await ask(admin, 'POST', '/ws/broadcast/room:1', notice);
    assert.deepEqual([channel.status, channel.body.code], [404, 'channel_unknown']);
  });

  it('counts the connections of the own organisation', async () => {
    await house.connect('alice');
    await house.connect('spy', { org: 'other' });
    const { body } = await ask(await house.tokenOf('bob'), 'GET', '/ws/status');
    assert.deepEqual(body, { connections: 1, members: 1 });
  });

  it('sets one’s presence for a while without a connection, seen over the WebSocket too', async () => {
    const bob = await house.connect('bob');
    const token = await house.tokenOf('alice');
    bob.send({ type: 'Subscribe', channel: 'presence:alice' });
    await bob.next('PresenceStatus');
    const updated_at = new Date(house.clock.nowMs()).toISOString();
    const change = { status: 'away', status_message: 'lunch', ttl_s: 30 };
    assert.deepEqual(await ask(token, 'POST', '/xmpp/presence', change), {
      status: 200,
      body: { user_id: 'alice', status: 'away', status_message: 'lunch', updated_at },
    });
    assert.equal((await bob.next('PresenceStatus')).status, 'away');
    house.clock.advance(30_000);
    assert.equal((await bob.next('PresenceStatus')).status, 'offline');
  });

  it('lists who is not offline page by page, and reads one', async () => {
    const token = await house.tokenOf('alice');
    for (const user of ['bob', 'carol', 'dave']) await house.connect(user);
    const first = await ask(token, 'GET', '/xmpp/presence?limit=2');
    assert.deepEqual(
      first.body.data.map((entry: unknown) => Object(entry).user_id),
      ['bob', 'carol'],
    );
    const rest = await ask(token, 'GET', `/xmpp/presence?limit=2&cursor=${first.body.next_cursor}`);
    assert.equal(rest.body.data[0].user_id, 'dave');
    assert.equal(rest.body.next_cursor, null);
    assert.equal((await ask(token, 'GET', '/xmpp/presence/bob')).body.status, 'online');
    assert.deepEqual((await ask(token, 'GET', '/xmpp/presence/alice')).body.updated_at, null);
    assert.equal((await ask(token, 'GET', '/xmpp/presence/nobody')).status, 404);
  });

  it('refuses somebody else’s presence alike whether they exist or not', async () => {
    const token = await house.tokenOf('alice');
    await house.tokenOf('bob');
    for (const user_id of ['bob', 'nobody']) {
      const answer = await ask(token, 'POST', '/xmpp/presence', { user_id, status: 'away' });
      assert.deepEqual([answer.status, answer.body.code], [403, 'presence_foreign_user']);
    }
  });
});
