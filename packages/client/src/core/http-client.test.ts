import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import test, { type TestContext } from 'node:test';
import { IceServers } from '@sky-genesis/protocol';
import { HttpClient } from './http-client.ts';
import { NetworkError, ProtocolError, SgeError, SignedOutError } from './sge-error.ts';

const good = { ice_servers: [], expires_at: null };
const get = { method: 'GET', path: '/thing', repeatable: true } as const;
const post = { method: 'POST', path: '/thing', body: {}, repeatable: false } as const;

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A peer that answers as it is told, in turn, the last answer for ever; not one of ours. */
async function peer(t: TestContext, ...answers: readonly Answer[]) {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    const answer = answers[Math.min(requests.length, answers.length - 1)];
    requests.push(request);
    answer?.(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  let minted = 0;
  const tokens = {
    get: () => Promise.resolve(`t${minted}`),
    refuse: () => {
      minted += 1;
    },
  };
  const origin = `http://127.0.0.1:${address.port}`;
  return { requests, origin, client: new HttpClient(origin, tokens) };
}

const json =
  (status: number, body: unknown): Answer =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
const cut: Answer = (request) => request.socket.destroy();

test('members that a newer server adds are passed over', async (t) => {
  const { client } = await peer(t, json(200, { ...good, later: true }));
  assert.deepEqual(await client.request(IceServers, get), good);
});

test('an answer that does not fit the contract is an error, not a value', async (t) => {
  const { client } = await peer(t, json(200, { ice_servers: 'none' }));
  await assert.rejects(client.request(IceServers, get), ProtocolError);
});

test('a refusal carries the problem’s code, status, texts and fields', async (t) => {
  const problem = {
    type: 'about:blank',
    title: 'Bad input',
    status: 400,
    detail: 'Look at it',
    code: 'validation_failed',
    request_id: 'req_1',
    errors: [{ path: '/a', message: 'is missing' }],
  };
  const { client } = await peer(t, json(400, problem));
  await assert.rejects(client.request(IceServers, post), (error) => {
    assert.ok(error instanceof SgeError);
    const { code, status, title, detail, errors, requestId } = error;
    assert.deepEqual(
      { code, status, title, detail, errors, request_id: requestId, type: 'about:blank' },
      problem,
    );
    return true;
  });
});

test('a refused token is replaced once', async (t) => {
  const { client, requests } = await peer(t, json(401, {}), json(200, good));
  await client.request(IceServers, post);
  const tokens = requests.map((request) => request.headers.authorization);
  assert.deepEqual(tokens, ['Bearer t0', 'Bearer t1']);
});

test('two refusals in a row are the answer', async (t) => {
  const { client, requests } = await peer(t, json(401, {}));
  await assert.rejects(client.request(IceServers, get), SgeError);
  assert.equal(requests.length, 2);
});

test('an application that gives the refused token again has signed out', async (t) => {
  const { origin } = await peer(t, json(401, {}));
  const fixed = { get: () => Promise.resolve('same'), refuse: () => {} };
  await assert.rejects(new HttpClient(origin, fixed).request(IceServers, get), SignedOutError);
});

test('a repeatable request survives a cut connection and a busy proxy, under one idempotency key', async (t) => {
  const { client, requests } = await peer(t, cut, json(503, {}), json(200, good));
  await client.request(IceServers, { ...post, repeatable: true });
  const keys = new Set(requests.map((request) => request.headers['idempotency-key']));
  assert.equal(requests.length, 3);
  assert.equal(keys.size, 1);
  assert.ok(!keys.has(undefined));
});

test('what may not be repeated is sent once', async (t) => {
  const { client, requests } = await peer(t, cut);
  await assert.rejects(client.request(IceServers, post), NetworkError);
  assert.equal(requests.length, 1);
});

test('refusals are asked for in the application’s language of the moment', async (t) => {
  const { requests, origin } = await peer(t, json(200, good));
  const tokens = { get: () => Promise.resolve('t'), refuse: () => undefined };
  let language = 'fr';
  const client = new HttpClient(origin, tokens, () => language);
  await client.request(IceServers, get);
  language = 'en';
  await client.request(IceServers, get);
  const asked = requests.map(({ headers }) => headers['accept-language']);
  assert.deepEqual(asked, ['fr', 'en']);
});
