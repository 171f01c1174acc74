import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { createSignaling, NetworkError, SgeError, type Signal } from '@sky-genesis/client';
import { BrowserClient } from '@sky-genesis/client/browser';
import { type Product, startProduct } from '../peers/product.ts';

suite('the SDK without media, against the server', () => {
  let product: Product;
  const clients: BrowserClient[] = [];

  before(async () => {
    product = await startProduct();
  });
  after(async () => {
    for (const client of clients) await client.close();
    await product.stop();
  });

  async function connected(userId: string): Promise<BrowserClient> {
    const token = await product.token(userId);
    const client = new BrowserClient({ baseUrl: product.url, token: () => token });
    clients.push(client);
    await client.connect();
    return client;
  }

  /** A call made without the SDK, whose media nobody handles here. */
  async function startCall(userId: string, participants: readonly string[]): Promise<string> {
    const response = await fetch(`${product.url}/api/v1/voip/calls`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await product.token(userId)}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ participants, call_type: 'audio' }),
    });
    const body: unknown = await response.json();
    assert.ok(typeof body === 'object' && body !== null && 'id' in body, JSON.stringify(body));
    return String(body.id);
  }

  test('knows its user once it is connected', async () => {
    const anna = await connected('anna');
    assert.equal(anna.userId, 'anna');
    assert.equal(anna.state, 'connected');
  });

  test('follows the presence of others and tells its own', async () => {
    const [anna, ben] = await Promise.all([connected('anna'), connected('ben')]);
    const away = new Promise((resolve) => {
      anna.on('presence', (presence) => {
        if (presence.userId === 'ben' && presence.status === 'away') resolve(presence);
      });
    });
    const unwatch = anna.presence.watch('ben');
    await ben.presence.set('away', 'at lunch');
    await away;
    assert.equal(anna.presence.get('ben')?.statusMessage, 'at lunch');
    unwatch();
    assert.equal(anna.presence.get('ben'), undefined);
  });

  test('lists the directory', async () => {
    const anna = await connected('anna');
    await product.token('cleo');
    const { data } = await anna.users.list({ search: 'cleo' });
    assert.deepEqual(
      data.map(({ id }) => id),
      ['cleo'],
    );
    assert.equal((await anna.users.get('cleo')).id, 'cleo');
    await assert.rejects(anna.users.get('nobody'), (error) => {
      assert.ok(error instanceof SgeError);
      assert.equal(error.status, 404);
      return true;
    });
  });

  test('rings for an incoming call, declines it and finds it in the history', async () => {
    const dora = await connected('dora');
    const incoming = new Promise<string>((resolve) => {
      dora.on('incomingCall', (call) => {
        call.on('ended', resolve);
        void call.decline();
      });
    });
    const id = await startCall('anna', ['dora']);
    assert.equal(await incoming, 'declined');
    const { data } = await dora.calls.history({ limit: 1 });
    assert.equal(data[0]?.id, id);
  });

  test('carries signaling messages by REST, each once, until the call ends', async () => {
    const [anna, ben] = await Promise.all([connected('anna'), connected('ben')]);
    const id = await startCall('anna', ['ben']);
    const sendSignalingMessage = createSignaling(anna);
    await sendSignalingMessage(id, 'mute', { kind: 'audio' });
    const heard: Signal[] = [];
    for await (const message of ben.pollSignaling(id)) {
      heard.push(message);
      if (heard.length === 1) await sendSignalingMessage(id, 'unmute', { kind: 'audio' }, 'ben');
      if (heard.length === 2) break;
    }
    assert.deepEqual(
      heard.map(({ message_type, from_user, payload }) => [message_type, from_user, payload]),
      [
        ['mute', 'anna', { kind: 'audio' }],
        ['unmute', 'anna', { kind: 'audio' }],
      ],
    );
    const [call] = ben.calls.active.filter((session) => session.id === id);
    const ended = new Promise((resolve) => call?.on('ended', resolve));
    await call?.decline();
    await ended;
    for await (const message of ben.pollSignaling(id)) assert.fail(message.id);
  });

  test('a server that is gone is an error that says so', async () => {
    const client = new BrowserClient({ baseUrl: 'http://127.0.0.1:9', token: () => 'token' });
    await assert.rejects(client.calls.history(), NetworkError);
  });
});
