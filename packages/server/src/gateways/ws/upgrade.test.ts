import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { openRealtimeHouse, type RealtimeHouse } from '../../../test/realtime-house.ts';
import { WsClient, type WsClientOptions } from '../../../test/ws-client.ts';
import { systemScope } from '../../kernel/index.ts';

describe('an upgrade request', () => {
  let house: RealtimeHouse;
  beforeEach(async () => {
    house = await openRealtimeHouse();
  });
  afterEach(() => house.stop());

  async function refused(options: WsClientOptions) {
    const client = WsClient.open(house.url, options);
    const response = await new Promise<IncomingMessage>((resolve) => {
      client.socket.once('unexpected-response', (_, answer) => resolve(answer));
    });
    const problem: unknown = JSON.parse(await text(response));
    return { status: response.statusCode, headers: response.headers, problem: Object(problem) };
  }

  it('without a credential, or with a wrong one, is a 401 problem before any WebSocket exists', async () => {
    const attempts: WsClientOptions[] = [
      {},
      { token: 'nonsense' },
      { protocols: ['sge.v1', 'nonsense'] },
      { headers: { authorization: 'Bearer nonsense' } },
      { headers: { 'x-api-key': 'nonsense' } },
    ];
    for (const attempt of attempts) {
      const { status, headers, problem } = await refused(attempt);
      assert.equal(status, 401);
      assert.equal(headers['content-type'], 'application/problem+json; charset=utf-8');
      assert.equal(headers['www-authenticate'], 'Bearer');
      assert.equal(problem.code, 'unauthenticated');
      assert.equal(problem.status, 401);
      assert.match(problem.request_id, /^req_/);
    }
  });

  it('with an expired token says so', async () => {
    const token = await house.tokenOf('alice', { ttlS: 60 });
    house.clock.advance(61_000);
    assert.equal((await refused({ token })).problem.code, 'token_expired');
  });

  it('of a disabled user is a 403', async () => {
    const token = await house.tokenOf('alice');
    await house.identity.users.update(systemScope('default'), 'alice', { status: 'disabled' });
    assert.equal((await refused({ token })).status, 403);
  });

  it('elsewhere than on our paths is a 404', async () => {
    const token = await house.tokenOf('alice');
    for (const path of ['/', '/ws', '/ws/auth/', '/ws/authx']) {
      const { status } = await refused({ token, path });
      assert.equal(status, 404, path);
    }
  });

  it('with the session cookie counts only from our own pages', async () => {
    await house.tokenOf('alice');
    const scope = systemScope('default');
    const session = house.identity.sessions.begin('default', 'alice');
    await house.storage.journal.commit({ scope, writes: [session.write], events: [] });
    const cookie = `theme=dark; sge_session=${session.token.reveal()}`;
    const own = `http://${new URL(house.url).host}`;
    for (const headers of [
      { cookie },
      { cookie, origin: 'https://evil.example' },
      { cookie, origin: 'null' },
      { cookie, origin: `${own}.evil.example` },
    ]) {
      const { status, problem } = await refused({ headers });
      assert.equal(status, 403);
      assert.equal(problem.code, 'origin_refused');
    }
    const client = WsClient.open(house.url, { headers: { cookie, origin: own } });
    assert.equal((await client.next('Hello')).user_id, 'alice');
  });

  it('with a token is taken from any page: a token is proof enough', async () => {
    const token = await house.tokenOf('alice');
    const client = WsClient.open(house.url, { token, headers: { origin: 'https://x.example' } });
    await client.next('Hello');
  });

  it('answers in the language of the reader', async () => {
    const { headers, problem } = await refused({ headers: { 'accept-language': 'fr' } });
    assert.equal(headers['content-language'], 'fr');
    assert.notEqual(problem.title, 'Unauthenticated');
    const weighed = await refused({ headers: { 'accept-language': 'fr;q=0.1, en' } });
    assert.equal(weighed.headers['content-language'], 'en');
  });

  it('gives every connection a trace, the caller’s where it is one', async () => {
    const token = await house.tokenOf('alice');
    const ours = 'ab'.repeat(16);
    for (const trace of [ours, '0'.repeat(32)]) {
      const traceparent = `00-${trace}-${'cd'.repeat(8)}-01`;
      await WsClient.open(house.url, { token, headers: { traceparent } }).next('Hello');
    }
    const opened = house.logs.filter(({ message }) => message === 'connection opened');
    const [first, second] = opened.map(({ fields }) => fields.trace_id);
    assert.equal(first, ours);
    assert.match(String(second), /^(?!0{32})[0-9a-f]{32}$/);
  });

  it('never has its token in a log, whether it is taken or refused', async () => {
    const token = await house.tokenOf('alice');
    const client = WsClient.open(house.url, { token });
    await client.next('Hello');
    client.send({ type: 'Subscribe', channel: 'presence:bob' });
    await client.untilPong();
    client.socket.close();
    await client.closed;
    await refused({ token: `${token}x` });
    await refused({ token, path: '/elsewhere' });
    await (await house.connect('bob')).untilPong();
    const written = JSON.stringify(house.logs);
    assert.match(written, /connection closed/);
    assert.match(written, /upgrade refused/);
    assert.ok(!written.includes(token.slice(-30)));
    assert.ok(!written.includes('?'), 'no query string at all');
  });
});
