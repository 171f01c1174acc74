import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type HttpHouse, openHttpHouse } from '../../../test/http-house.ts';
import { defineRoute } from './route.ts';

const APPLICATION = 'https://app.example.com';

const hello = defineRoute({
  method: 'POST',
  path: '/api/v1/hello',
  operationId: 'hello',
  tag: 'Test',
  summary: 'Says hello',
  auth: 'required',
  responses: { 200: null },
  handler: async () => ({ status: 200, body: { hello: true } }),
});

let house: HttpHouse;
before(async () => {
  house = await openHttpHouse({ routes: [hello], config: { allowedOrigins: [APPLICATION] } });
});
after(() => house.close());

function preflight(origin: string): Promise<Response> {
  const headers = { origin, 'access-control-request-method': 'POST' };
  return fetch(house.url('/api/v1/hello'), { method: 'OPTIONS', headers });
}

test('an allowed application may ask and read, by token', async () => {
  const asked = await preflight(APPLICATION);
  assert.equal(asked.status, 204);
  assert.equal(asked.headers.get('access-control-allow-origin'), APPLICATION);
  assert.match(asked.headers.get('access-control-allow-headers') ?? '', /Authorization/);
  const headers = { origin: APPLICATION, authorization: await house.bearer('alice') };
  const answer = await fetch(house.url('/api/v1/hello'), { method: 'POST', headers });
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('access-control-allow-origin'), APPLICATION);
  assert.match(answer.headers.get('vary') ?? '', /Origin/);
});

test('its refusals can be read too', async () => {
  const headers = { origin: APPLICATION };
  const answer = await fetch(house.url('/api/v1/hello'), { method: 'POST', headers });
  assert.equal(answer.status, 401);
  assert.equal(answer.headers.get('access-control-allow-origin'), APPLICATION);
});

test('another origin is allowed nothing', async () => {
  const asked = await preflight('https://evil.example.com');
  assert.equal(asked.headers.get('access-control-allow-origin'), null);
  const similar = await preflight(`${APPLICATION}.evil.example`);
  assert.equal(similar.headers.get('access-control-allow-origin'), null);
});

test('cookies are never allowed across origins', async () => {
  const asked = await preflight(APPLICATION);
  assert.equal(asked.headers.get('access-control-allow-credentials'), null);
});
