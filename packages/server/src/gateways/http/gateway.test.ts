import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Type } from 'typebox';
import { ask, type HttpHouse, openHttpHouse } from '../../../test/http-house.ts';
import { defineRoute } from './route.ts';

const Anything = Type.Record(Type.String(), Type.Unknown());

const whoami = defineRoute({
  method: 'GET',
  path: '/api/v1/voip/whoami',
  operationId: 'whoami',
  tag: 'Test',
  summary: 'Who asks',
  auth: 'required',
  query: Type.Object({ token: Type.Optional(Type.String()) }),
  responses: { 200: Anything },
  handler: async (_, { scope, facts }) => ({
    status: 200,
    body: {
      id: scope.principal.id,
      kind: scope.principal.kind,
      trace: scope.traceId,
      ip: facts.ip,
      loopback: facts.fromLoopback,
    },
  }),
});

const change = defineRoute({
  method: 'POST',
  path: '/api/v1/changes/{id}',
  operationId: 'change',
  tag: 'Test',
  summary: 'Needs a grant',
  auth: 'required',
  grant: 'calls:write',
  params: Type.Object({ id: Type.String() }),
  responses: { 200: Anything },
  handler: async ({ params }) => ({ status: 200, body: params, headers: { Location: '/x' } }),
});

const consoleOnly = defineRoute({
  method: 'POST',
  path: '/api/v1/console-only',
  operationId: 'consoleOnly',
  tag: 'Test',
  summary: 'Only for a session',
  auth: 'session',
  responses: { 204: null },
  handler: async () => ({ status: 204 }),
});

const open = defineRoute({
  method: 'POST',
  path: '/api/v1/open',
  operationId: 'open',
  tag: 'Test',
  summary: 'For anybody',
  auth: 'none',
  responses: { 200: Anything },
  handler: async (_, { scope }) => ({
    status: 200,
    body: { principal: scope.principal.kind, grants: scope.principal.grants.size },
  }),
});

let house: HttpHouse;
before(async () => {
  house = await openHttpHouse({ routes: [whoami, change, consoleOnly, open] });
});
after(() => house.close());

describe('who asks', () => {
  it('is the user of a bearer token', async () => {
    const authorization = await house.bearer('alice');
    const answer = await ask(house.url('/api/v1/voip/whoami'), { headers: { authorization } });
    assert.equal(answer.status, 200);
    assert.equal(answer.body.id, 'alice');
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    assert.match(answer.headers.get('x-request-id') ?? '', /^req_[0-9a-z]{26}$/);
  });

  it('is the service of an API key', async () => {
    const key = await house.apiKey(['calls:read']);
    const answer = await ask(house.url('/api/v1/voip/whoami'), { headers: { 'x-api-key': key } });
    assert.equal(answer.body.kind, 'key');
  });

  it('is challenged without a credential, and told of a token that is not valid', async () => {
    const none = await ask(house.url('/api/v1/voip/whoami'));
    assert.equal(none.status, 401);
    assert.equal(none.body.code, 'unauthenticated');
    assert.equal(none.headers.get('www-authenticate'), 'Bearer realm="sky-genesis"');
    for (const authorization of ['Bearer x.y.z', 'Bearer ', 'Basic YTpi', 'Bearer a b']) {
      const answer = await ask(house.url('/api/v1/voip/whoami'), { headers: { authorization } });
      assert.equal(answer.status, 401, authorization);
      assert.match(answer.headers.get('www-authenticate') ?? '', /error="invalid_token"/);
    }
  });

  it('must not be said twice', async () => {
    const headers = {
      authorization: await house.bearer('alice'),
      'x-api-key': await house.apiKey(['calls:read']),
    };
    const answer = await ask(house.url('/api/v1/voip/whoami'), { headers });
    assert.equal(answer.status, 400);
    assert.deepEqual(answer.body.errors, [
      { path: 'Authorization', message: 'must not come together with X-API-Key' },
    ]);
  });

  it('must hold the grant of the operation, which the refusal names', async () => {
    const authorization = await house.bearer('alice', ['calls:read']);
    const answer = await ask(house.url('/api/v1/changes/1'), {
      method: 'POST',
      headers: { authorization },
    });
    assert.equal(answer.status, 403);
    assert.equal(answer.body.code, 'scope_missing');
    assert.match(String(answer.body.detail), /calls:write/);
    assert.match(answer.headers.get('www-authenticate') ?? '', /insufficient_scope/);
  });

  it('is nobody with no grants where the operation is open', async () => {
    const answer = await ask(house.url('/api/v1/open'), { method: 'POST' });
    assert.deepEqual(answer.body, { principal: 'system', grants: 0 });
  });

  it('needs the console’s session where only that will do, whatever token comes with it', async () => {
    const authorization = await house.bearer('alice');
    const answer = await ask(house.url('/api/v1/console-only'), {
      method: 'POST',
      headers: { authorization },
    });
    assert.equal(answer.status, 401);
  });
});

describe('cross-site request forgery', () => {
  let cookie = '';
  before(async () => {
    cookie = await house.session('carol');
  });
  const post = (headers: Record<string, string>, path = '/api/v1/changes/1') =>
    ask(house.url(path), { method: 'POST', headers: { cookie, ...headers } });

  it('does not stop the console’s own page', async () => {
    assert.equal((await post({ origin: house.url('') })).status, 200);
    assert.equal((await post({ origin: house.gateway.url })).status, 200);
    assert.equal((await post({ 'sec-fetch-site': 'same-origin' })).status, 200);
  });

  it('is refused from another site, from a sandbox, and without any word of where it comes from', async () => {
    const attacks = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: `${house.url('')}.evil.example` },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      {},
    ];
    for (const headers of attacks) {
      const answer = await post(headers);
      assert.equal(answer.status, 403, JSON.stringify(headers));
      assert.equal(answer.body.code, 'origin_refused');
    }
  });

  it('is refused on operations that are open to all, such as signing in', async () => {
    const answer = await post({ origin: 'https://evil.example' }, '/api/v1/open');
    assert.equal(answer.body.code, 'origin_refused');
  });

  it('is no concern of a header credential, which no other site can add', async () => {
    const authorization = await house.bearer('alice');
    const answer = await post({ authorization, origin: 'https://embedding.example' });
    assert.equal(answer.status, 200);
  });

  it('is no concern of reading', async () => {
    const answer = await ask(house.url('/api/v1/voip/whoami'), { headers: { cookie } });
    assert.equal(answer.body.id, 'carol');
  });
});

describe('the log', () => {
  it('has one line a request, by the route’s pattern and never with the query', async () => {
    const authorization = await house.bearer('alice');
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const before = house.httpLines.length;
    const answer = await ask(house.url('/api/v1/voip/whoami?token=verysecret'), {
      headers: { authorization, traceparent: `00-${traceId}-00f067aa0ba902b7-01` },
    });
    const lines = house.httpLines.slice(before);
    assert.equal(lines.length, 1);
    const { ms, ...fields } = lines[0]?.fields ?? {};
    assert.equal(typeof ms, 'number');
    assert.deepEqual(fields, {
      area: 'voip',
      method: 'GET',
      route: '/api/v1/voip/whoami',
      status: 200,
      request_id: answer.headers.get('x-request-id'),
      trace_id: traceId,
      org: 'default',
      principal: 'user:alice',
      call_id: undefined,
      room_id: undefined,
      code: undefined,
    });
    assert.equal(answer.body.trace, traceId);
    assert.doesNotMatch(JSON.stringify(lines), /verysecret/);
  });

  it('takes a trace id of its own when the caller’s is no trace id', async () => {
    const authorization = await house.bearer('alice');
    for (const traceparent of ['x', `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`, 'ff-…']) {
      const headers = { authorization, traceparent: encodeURI(traceparent) };
      const answer = await ask(house.url('/api/v1/voip/whoami'), { headers });
      assert.match(String(answer.body.trace), /^(?!0{32})[0-9a-f]{32}$/);
    }
  });
});

describe('where a request comes from', () => {
  it('is not loopback once a proxy has passed it on, whoever says so', async () => {
    const authorization = await house.bearer('alice');
    const direct = await ask(house.url('/api/v1/voip/whoami'), { headers: { authorization } });
    assert.equal(direct.body.loopback, true);
    for (const name of ['x-forwarded-for', 'forwarded', 'x-forwarded-proto']) {
      const headers = { authorization, [name]: '203.0.113.9' };
      const answer = await ask(house.url('/api/v1/voip/whoami'), { headers });
      assert.equal(answer.body.loopback, false, name);
      assert.equal(answer.body.ip, '127.0.0.1', 'an untrusted peer names no address');
    }
  });

  it('is what a trusted proxy says', async () => {
    const proxied = await openHttpHouse({
      routes: [whoami],
      config: { trustedProxies: ['loopback'] },
    });
    const authorization = await proxied.bearer('alice');
    const answer = await ask(proxied.url('/api/v1/voip/whoami'), {
      headers: { authorization, 'x-forwarded-for': '198.51.100.1, 203.0.113.9' },
    });
    assert.equal(answer.body.ip, '203.0.113.9');
    await proxied.close();
  });
});
